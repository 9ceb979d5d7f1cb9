"""What is drawn over an image: curves, positions and coordinates."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.structures.irregular import pairs_from
from autolens_like.structures.structure import plain

#: The colour of lines over dark maps: inferno and viridis have nothing like it.
ON_DARK = "#7df9ff"
#: The colour of lines over white.
ON_LIGHT = "#000000"
#: Line colours that colour-blind readers can tell apart (Okabe & Ito 2008).
CYCLE = ("#56b4e9", "#e69f00", "#009e73", "#f0e442", "#d55e00", "#cc79a7", "#0072b2")


@dataclasses.dataclass(frozen=True, eq=False)
class Line:
    """A curve on the sky.

    Parameters
    ----------
    points : (n, 2)
        (y, x) [arcsec].
    color
        None follows the map below it.
    dashed
        Broken, as radial curves are.
    """

    points: np.ndarray
    color: Any = None
    dashed: bool = False


@dataclasses.dataclass(frozen=True, eq=False)
class Region:
    """Pixels of the image or of a mesh that are marked together.

    Parameters
    ----------
    polygons
        (k, 2) corners (y, x) of each pixel [arcsec].
    color
        Of their outlines and, half transparent, of their faces.
    """

    polygons: Sequence[np.ndarray]
    color: Any

    def draw(self, ax: Any, line_width: float) -> None:
        """Draw on axes."""
        from matplotlib.collections import PolyCollection
        from matplotlib.colors import to_rgba

        patches = PolyCollection(
            [polygon[:, ::-1] for polygon in self.polygons if len(polygon)],
            facecolors=[to_rgba(self.color, 0.45)],
            edgecolors=[to_rgba(self.color)],
            linewidths=0.8 * line_width,
            zorder=4,
        )
        ax.add_collection(patches, autolim=False)


@dataclasses.dataclass(frozen=True, eq=False)
class Overlays:
    """Everything over one image.

    Parameters
    ----------
    lines
        Curves.
    positions
        Groups of (n, 2) points, each group with its own colour.
    grid : (n, 2)
        Small dots.
    regions
        Marked pixels.
    """

    lines: Sequence[Line] = ()
    positions: Sequence[np.ndarray] = ()
    grid: np.ndarray | None = None
    regions: Sequence[Region] = ()

    def draw(self, ax: Any, color: str, line_width: float) -> None:
        """Draw on axes; what has no colour of its own gets `color`."""
        for line in self.lines:
            ax.plot(
                line.points[:, 1],
                line.points[:, 0],
                color=color if line.color is None else line.color,
                linewidth=line_width,
                linestyle=(0, (3.0, 1.5)) if line.dashed else "-",
                zorder=3,
            )
        if self.grid is not None:
            ax.scatter(
                self.grid[:, 1],
                self.grid[:, 0],
                s=0.6,
                color=color,
                linewidths=0,
                zorder=4,
            )
        for region in self.regions:
            region.draw(ax, line_width)
        for index, group in enumerate(self.positions):
            ax.scatter(
                group[:, 1],
                group[:, 0],
                s=16.0,
                marker="o",
                facecolor="white" if index == 0 else CYCLE[index % len(CYCLE)],
                edgecolor="black",
                linewidths=0.8,
                zorder=5,
            )


def overlays_from(
    positions: Any = None, lines: Any = None, line_colors: Any = None, grid: Any = None
) -> Overlays:
    """The overlays of a call's keywords.

    Parameters
    ----------
    positions
        (n, 2) of (y, x) [arcsec], or several such groups in a list.
    lines
        One (n, 2) curve or several in a list.
    line_colors
        One colour, or one for each line.
    grid
        (n, 2) coordinates.

    Raises
    ------
    GridException
        Coordinates are not pairs.
    PlotException
        There are more or fewer colours than lines.
    """
    curves = groups_from(lines, "lines")
    colors = _colors(line_colors, len(curves))
    return Overlays(
        [Line(points, color) for points, color in zip(curves, colors, strict=True)],
        groups_from(positions, "positions"),
        None if grid is None else coordinates_from(grid),
    )


def coordinates_from(grid: Any) -> np.ndarray:
    """(n, 2) of the coordinates in a grid of any shape."""
    values = np.asarray(plain(getattr(grid, "slim", grid)), dtype=float)
    values = values.reshape(-1, 2) if values.ndim == 3 else values
    return np.asarray(pairs_from(values, "grid"))


def groups_from(groups: Any, name: str) -> list[np.ndarray]:
    """(n, 2) arrays, of one of them or of a list of several."""
    if groups is None:
        return []
    groups = plain(groups)
    several = isinstance(groups, (list, tuple)) and any(
        np.ndim(plain(group)) == 2 for group in groups
    )
    several = several or (isinstance(groups, np.ndarray) and groups.ndim == 3)
    if not several:
        groups = [groups] if np.size(groups) else []
    return [np.asarray(pairs_from(group, name)) for group in groups]


def _colors(line_colors: Any, count: int) -> list[Any]:
    if line_colors is None or isinstance(line_colors, str):
        return [line_colors] * count
    colors = list(line_colors)
    if len(colors) != count:
        raise exc.PlotException(
            f"{len(colors)} line_colors came for {count} lines; give one colour, or "
            "one for each line."
        )
    return colors
