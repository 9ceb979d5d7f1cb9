"""`Sheet`: panels in rows and columns, all of one size, on a page of one width."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

from autolens_like.plot.mesh_panel import MeshPanel
from autolens_like.plot.output import Output, new_figure
from autolens_like.plot.panel import Panel, label_axes
from autolens_like.plot.style import Style
from autolens_like.plot.ticks import labels_at

# Inches around a panel, from the font sizes of `Style`.
_LEFT, _RIGHT = 0.30, 0.46
_ABOVE, _BELOW = 0.20, 0.20
#: Of the name of a y axis: the least, and that of tick labels with so many letters.
_NAME_PLACE, _TICK_ROOM, _LETTER = 0.29, 0.075, 0.053
_Y_LABEL, _X_LABEL, _EDGE, _HEADING = 0.13, 0.14, 0.04, 0.22


class Sheet:
    """Axes in rows and columns.

    Parameters
    ----------
    count
        How many panels there are.
    columns
        How many stand in a row.
    style
        Sizes and colours.
    output
        Where the figure goes.
    heading
        A line above all panels.
    width
        Of the figure [inch]; None is the page width.
    aspect
        Height of a panel over its width.
    """

    def __init__(
        self,
        count: int,
        columns: int,
        style: Style,
        output: Output | None,
        heading: str | None = None,
        width: float | None = None,
        aspect: float = 1.0,
    ) -> None:
        to_file = output is not None and output.folder is not None
        self.style = dataclasses.replace(style, is_static=to_file)
        self.columns = min(columns, count)
        self.count = count
        self.rows = math.ceil(count / self.columns)
        width = style.page_width if width is None else width
        # Fewer panels than columns make a narrower figure, not larger panels.
        cell = (width - _Y_LABEL - 2 * _EDGE) / columns
        self._panel_width = cell - _LEFT - _RIGHT
        self._panel_height = aspect * self._panel_width
        self._width = self.columns * cell + _Y_LABEL + 2 * _EDGE
        self._cell = cell
        self._row = _ABOVE + self._panel_height + _BELOW
        top = _HEADING if heading else 0.0
        self._height = self.rows * self._row + _X_LABEL + 2 * _EDGE + top
        self.figure = new_figure((self._width, self._height), output)
        if heading:
            self.figure.text(
                0.5,
                1.0 - (_EDGE + 0.5 * _HEADING) / self._height,
                heading,
                ha="center",
                va="center",
                fontsize=style.title_size + 1.0,
            )

    def axes(self, index: int) -> Any:
        """The axes of the panel `index`, counted along the rows."""
        row, column = divmod(index, self.columns)
        left = _EDGE + _Y_LABEL + column * self._cell + _LEFT
        below = self.rows - 1 - row
        bottom = _EDGE + _X_LABEL + below * self._row + _BELOW
        box = (
            left / self._width,
            bottom / self._height,
            self._panel_width / self._width,
            self._panel_height / self._height,
        )
        return self.figure.add_axes(box)

    def draw(self, index: int, panel: Panel | MeshPanel) -> Any:
        """Draw a panel, with names of its axes at the rim of the sheet."""
        ax = self.axes(index)
        image = panel.draw(ax, self.style)
        self.label(ax, index, panel.unit)
        return image

    @property
    def panel_size(self) -> tuple[float, float]:
        """Width and height of every panel [inch]."""
        return self._panel_width, self._panel_height

    def label(self, ax: Any, index: int, unit: str = "arcsec") -> None:
        """Name the axes of a panel that stand at the rim of the sheet."""
        lowest = index + self.columns >= self.count
        label_axes(ax, self.style, unit, x=lowest, y=index % self.columns == 0)
        # In line, unless the tick labels of a panel are very wide.
        labels = labels_at(ax, "left")
        labels = labels or ax.yaxis.get_major_formatter().format_ticks(_shown(ax))
        widest = max(map(len, labels))
        place = max(_NAME_PLACE, _TICK_ROOM + _LETTER * widest)
        ax.yaxis.set_label_coords(-place / self._panel_width, 0.5)


def _shown(ax: Any) -> list[float]:
    """The ticks of the y axis."""
    low, high = ax.get_ylim()
    return [y for y in ax.yaxis.get_majorticklocs() if low <= y <= high] or [0.0]
