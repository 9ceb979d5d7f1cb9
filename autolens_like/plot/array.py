"""`plot_array` and `plot_grid`: one image, or the coordinates of one grid."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.plot.colormaps import BRIGHTNESS
from autolens_like.plot.frame import box_around, frame_from, square_around
from autolens_like.plot.output import finish, named_keywords, output_from
from autolens_like.plot.overlay import coordinates_from, overlays_from
from autolens_like.plot.panel import Panel, dress, label_axes
from autolens_like.plot.scale import scale_from
from autolens_like.plot.sheet import Sheet
from autolens_like.plot.style import configured_style
from autolens_like.typing import PathLike

#: The flattest and the tallest panel: axes of a longer image are shorter than it.
_ASPECTS = (0.3, 2.5)


def titled(title: str | None, title_prefix: str | None) -> str:
    """A title behind its prefix."""
    return " ".join(part for part in (title_prefix, title) if part)


def _refuse_both(ax: Any, output_path: Any) -> None:
    if ax is not None and output_path is not None:
        raise exc.PlotException(
            "Both ax and output_path came: axes that are given belong to a figure of "
            "yours; leave out output_path, and write that figure with output_figure."
        )


@named_keywords
def plot_array(
    array: Any,
    title: str | None = None,
    output_path: PathLike | None = None,
    output_filename: str | None = None,
    output_format: str | Sequence[str] | None = None,
    colormap: Any = None,
    use_log10: bool = False,
    vmin: float | None = None,
    vmax: float | None = None,
    positions: Any = None,
    lines: Any = None,
    line_colors: Any = None,
    grid: Any = None,
    title_prefix: str | None = None,
    ax: Any = None,
    units: str = "",
    stretch: str = "linear",
) -> list[Path]:
    """An image on axes in arcseconds, one column wide, with its colour bar.

    Masked pixels stay blank and the edge of the mask is drawn; what is shown is the
    unmasked part with a small margin.

    Parameters
    ----------
    array
        An `Array2D`; a mask; or a bare 2D array, drawn in pixels.
    title, title_prefix
        The title, and what stands before it.
    output_path
        A folder, or a file whose suffix is a format; None shows the figure where there
        is a screen.
    output_filename
        The file's name without suffix, "array" by default.
    output_format
        png, pdf or svg, or several in a list; the configured one by default.
    colormap
        Name of a matplotlib map or a map; "signed" is white at zero.
    use_log10
        The same as ``stretch="log"``.
    vmin, vmax
        Limits of the colours.
    positions
        (n, 2) points (y, x) [arcsec], or several such groups, drawn as markers.
    lines, line_colors
        (n, 2) curves (y, x) [arcsec], and one colour or one for each.
    grid
        (n, 2) coordinates, drawn as dots.
    ax
        Axes to draw on; nothing is written then.
    units
        Of the values, named on the colour bar.
    stretch
        linear, asinh (for images with a bright lens) or log.

    Returns
    -------
    list of pathlib.Path
        The files that were written.

    Raises
    ------
    PlotException
        A keyword, a format, a map, a limit or the array cannot be used.
    """
    _refuse_both(ax, output_path)
    style = configured_style(colormap)
    output = output_from(output_path, output_filename, output_format, "array", style)
    frame = frame_from(array)
    scale = scale_from(
        frame.unmasked_values, vmin, vmax, "log" if use_log10 else stretch
    )
    overlays = overlays_from(positions, lines, line_colors, grid)
    panel = Panel(
        frame,
        titled(title, title_prefix),
        units,
        scale,
        style.colormap or BRIGHTNESS,
        overlays,
        frame.snug_view,
    )
    if ax is not None:
        panel.draw(ax, style)
        label_axes(ax, style, frame.unit)
        return []
    x0, x1, y0, y1 = frame.snug_view
    aspect = float(np.clip((y1 - y0) / (x1 - x0), *_ASPECTS))
    sheet = Sheet(1, 1, style, output, width=style.column_width, aspect=aspect)
    sheet.draw(0, panel)
    return finish(sheet.figure, output)


@named_keywords
def plot_grid(
    grid: Any,
    title: str | None = None,
    output_path: PathLike | None = None,
    output_filename: str | None = None,
    output_format: str | Sequence[str] | None = None,
    positions: Any = None,
    lines: Any = None,
    line_colors: Any = None,
    title_prefix: str | None = None,
    ax: Any = None,
    color: Any = "#0072b2",
) -> list[Path]:
    """The coordinates of a grid as dots on axes in arcseconds.

    Parameters
    ----------
    grid
        A `Grid2D`, a `Grid2DIrregular` or (n, 2) of (y, x) [arcsec].
    color
        Of the dots.

    Other parameters, returns and raises are those of `plot_array`.
    """
    _refuse_both(ax, output_path)
    style = configured_style()
    output = output_from(output_path, output_filename, output_format, "grid", style)
    points = coordinates_from(grid)
    overlays = overlays_from(positions, lines, line_colors)
    sheet = None
    if ax is None:
        sheet = Sheet(1, 1, style, output, width=style.column_width)
        ax = sheet.axes(0)
    size = float(np.clip(3000.0 / len(points), 0.4, 9.0))
    ax.scatter(points[:, 1], points[:, 0], s=size, color=color, linewidths=0)
    overlays.draw(ax, "black", style.line_width)
    view = square_around(box_around(points), 0.05)
    if view[1] == view[0]:
        view = (view[0] - 0.5, view[1] + 0.5, view[2] - 0.5, view[3] + 0.5)
    dress(ax, view, style, titled(title, title_prefix))
    label_axes(ax, style)
    return [] if sheet is None else finish(sheet.figure, output)
