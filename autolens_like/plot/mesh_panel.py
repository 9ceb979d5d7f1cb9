"""A panel of source pixels as they are: rectangles, cells, or triangles."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from autolens_like.plot.colormaps import BRIGHTNESS, colormap_from
from autolens_like.plot.frame import Box
from autolens_like.plot.overlay import ON_DARK, Overlays
from autolens_like.plot.panel import draw_colour_bar, dress
from autolens_like.plot.scale import Scale, scale_from
from autolens_like.plot.style import Style

#: Lines between pixels are drawn where the view is less than so many pixels wide.
_MOST_PIXELS = 30.0
_LINE = 0.25


@dataclasses.dataclass(frozen=True, eq=False)
class MeshPanel:
    """Values on a mesh in the source plane.

    A triangle whose brightness is linear between its corners is shaded as such; other
    pixels have one colour each.

    Parameters
    ----------
    geometry
        The mesh, a `MeshGeometry`.
    values
        (M,) of the source pixels; NaN is left blank.
    title
        Its name.
    units
        Of the colour bar; empty for none.
    view
        The part of the source plane that is shown.
    scale
        How values become colours; None is linear over all of them.
    colormap
        A name or a map.
    overlays
        What is drawn over it.
    """

    geometry: Any
    values: np.ndarray
    title: str
    units: str
    view: Box
    scale: Scale | None = None
    colormap: Any = BRIGHTNESS
    overlays: Overlays = dataclasses.field(default_factory=Overlays)

    @property
    def unit(self) -> str:
        """Of the axes."""
        return "arcsec"

    def draw(self, ax: Any, style: Style) -> Any:
        """Draw on axes.

        Returns
        -------
        matplotlib.collections.Collection
        """
        values = np.asarray(self.values, dtype=float)
        finite = values[np.isfinite(values)]
        scale = self.scale or scale_from(finite)
        triangles = self.geometry.triangles
        if triangles is None:
            pixels = self._cells(ax, values, scale)
        else:
            pixels = self._triangles(ax, values, scale, np.asarray(triangles))
        ax.set_facecolor(style.masked_color)
        self.overlays.draw(ax, ON_DARK, style.line_width)
        dress(ax, self.view, style, self.title)
        bar = (scale, scale.extend_for(finite))
        draw_colour_bar(ax, pixels, bar, self.units, style)
        return pixels

    def _line_width(self) -> float:
        """Of lines between pixels; none where they would hide the colours."""
        x0, x1, y0, y1 = self.view
        y, x = np.asarray(self.geometry.centres).T
        shown = np.count_nonzero((x0 < x) & (x < x1) & (y0 < y) & (y < y1))
        return _LINE if shown < _MOST_PIXELS**2 else 0.0

    def _cells(self, ax: Any, values: np.ndarray, scale: Scale) -> Any:
        from matplotlib.collections import PolyCollection

        cells = self.geometry.cells
        chosen = [i for i, cell in enumerate(cells) if len(cell) > 2]
        pixels = PolyCollection(
            [cells[i][:, ::-1] for i in chosen],
            array=np.ma.masked_invalid(values[chosen]),
            cmap=colormap_from(self.colormap),
            norm=scale.norm,
            # Of its own colour, so that no background shines through the seams.
            edgecolors="face",
            linewidths=max(self._line_width(), 0.1),
        )
        ax.add_collection(pixels, autolim=False)
        return pixels

    def _triangles(
        self, ax: Any, values: np.ndarray, scale: Scale, triangles: np.ndarray
    ) -> Any:
        from matplotlib.tri import Triangulation

        y, x = np.asarray(self.geometry.centres).T
        blank = ~np.isfinite(values)[triangles].all(axis=1)
        mesh = Triangulation(x, y, triangles, mask=blank if blank.any() else None)
        pixels = ax.tripcolor(
            mesh,
            np.nan_to_num(values),
            shading="gouraud",
            cmap=colormap_from(self.colormap),
            norm=scale.norm,
        )
        width = self._line_width()
        if width:
            ax.triplot(mesh, color="white", alpha=0.25, linewidth=width, zorder=2)
        return pixels
