"""`Page`: what all functions that draw several panels have in common."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autolens_like.plot.colormaps import BRIGHTNESS
from autolens_like.plot.mesh_panel import MeshPanel
from autolens_like.plot.output import Output, finish, output_from
from autolens_like.plot.panel import Panel
from autolens_like.plot.sheet import Sheet
from autolens_like.plot.style import Style, configured_style
from autolens_like.typing import PathLike


@dataclasses.dataclass(frozen=True)
class Page:
    """A figure of several panels on its way to a file.

    Parameters
    ----------
    style
        Sizes and colours.
    output
        Where it goes.
    title_prefix
        The heading above all panels.
    stretch
        How brightness becomes colours.
    """

    style: Style
    output: Output
    title_prefix: str | None
    stretch: str

    @property
    def colormap(self) -> Any:
        """The map of images."""
        return self.style.colormap or BRIGHTNESS

    @property
    def units(self) -> str:
        """The units of brightness."""
        return self.style.units

    def draw(self, panels: Sequence[Panel | MeshPanel], columns: int = 3) -> Sheet:
        """All panels in rows; the sheet, to add to or to finish."""
        sheet = self.sheet(len(panels), columns)
        for index, panel in enumerate(panels):
            sheet.draw(index, panel)
        return sheet

    def sheet(self, count: int, columns: int = 3) -> Sheet:
        """An empty sheet for so many panels."""
        return Sheet(count, columns, self.style, self.output, self.title_prefix)

    def finish(self, sheet: Sheet) -> list[Path]:
        """Write or show the sheet."""
        return finish(sheet.figure, self.output)


def page_from(
    default_name: str,
    output_path: PathLike | None,
    output_filename: str | None,
    output_format: str | Sequence[str] | None,
    colormap: Any = None,
    use_log10: bool = False,
    title_prefix: str | None = None,
    units: str | None = None,
) -> Page:
    """The checked page of a call's keywords, before anything is drawn."""
    style = configured_style(colormap, units)
    output = output_from(
        output_path, output_filename, output_format, default_name, style
    )
    return Page(style, output, title_prefix, "log" if use_log10 else "asinh")
