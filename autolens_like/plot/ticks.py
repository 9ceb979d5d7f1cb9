"""Ticks of figures that go to a file: one line for the marks of an axis and a text for
each label. They take a third of the time of matplotlib's own, which are made of five
artists each so that they can follow whoever zooms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

#: Of the marks, major and minor, and between marks and labels [pt].
LENGTH, MINOR_LENGTH, WIDTH, MINOR_WIDTH, PAD = 2.0, 1.2, 0.5, 0.4, 1.5
#: Above the spines, as matplotlib's.
_ABOVE_SPINES = 2.51
#: How much of the span rounding may put a tick beyond its end.
_SLACK = 1e-9
#: Height of a line of text in font sizes, with what hangs below it.
_LINE = 1.0
_ALIGNMENTS = {
    "bottom": ("center", "top"),
    "left": ("right", "center_baseline"),
    "right": ("left", "center_baseline"),
}
_OUTWARDS = {"bottom": (0.0, -1.0), "left": (-1.0, 0.0), "right": (1.0, 0.0)}


def draw_ticks(
    ax: Any,
    side: str,
    places: Sequence[float],
    labels: Sequence[str],
    size: float,
    length: float = LENGTH,
    rotation: float = 0.0,
) -> None:
    """Marks and labels along one side of axes, whose limits stay as they are.

    Parameters
    ----------
    ax
        The axes.
    side
        bottom, left or right.
    places
        Of the marks, in data coordinates.
    labels
        Of as many of them as have one; none is drawn where there are none.
    size
        Font size [pt].
    length
        Of the marks [pt].
    rotation
        Of the labels [degrees].
    """
    (ax.xaxis if side == "bottom" else ax.yaxis).set_ticks([])
    _draw_along(ax, side, places, length, WIDTH)
    horizontal, vertical = _ALIGNMENTS[side]
    transform = _outside(ax, side, length + PAD)
    for place, label in zip(places, labels, strict=False):
        ax.text(
            *_point(side, place),
            label,
            transform=transform,
            fontsize=size,
            ha=horizontal,
            va=vertical,
            rotation=rotation,
            gid=side,
        )


def draw_minor_ticks(ax: Any, side: str, places: Sequence[float]) -> None:
    """Short marks half way between those of `draw_ticks`."""
    _draw_along(ax, side, places, MINOR_LENGTH, MINOR_WIDTH)


def inside(places: Sequence[float], low: float, high: float) -> list[float]:
    """Those places that an axis from `low` to `high` shows."""
    slack = _SLACK * (high - low)
    return [float(p) for p in places if low - slack <= p <= high + slack]


def half_way(places: Sequence[float], low: float, high: float) -> list[float]:
    """The places between evenly spaced ticks, and one beyond either end."""
    if len(places) < 2:
        return []
    step = places[1] - places[0]
    between = np.append(np.asarray(places) - 0.5 * step, places[-1] + 0.5 * step)
    return inside(between, low, high)


def labels_at(ax: Any, side: str) -> list[str]:
    """The labels that `draw_ticks` put there."""
    return [text.get_text() for text in ax.texts if text.get_gid() == side]


def place_name_below(ax: Any, size: float) -> None:
    """Put the name of the x axis below labels of a size [pt]."""
    place = LENGTH + PAD + _LINE * size + 1.0
    transform = shifted(ax, ax.transAxes, (0.0, -place))
    ax.xaxis.set_label_coords(0.5, 0.0, transform=transform)


def draw_marks(
    ax: Any,
    side: str,
    points: tuple[Sequence[float], Sequence[float]],
    transform: Any,
    length: float = LENGTH,
    width: float = WIDTH,
) -> None:
    """Marks at points (x, y) of a transform that lead away from one side."""
    from matplotlib import markers
    from matplotlib.lines import Line2D

    shapes = {
        "bottom": markers.TICKDOWN,
        "left": markers.TICKLEFT,
        "right": markers.TICKRIGHT,
    }
    marks = Line2D(
        *points,
        linestyle="none",
        color="black",
        marker=shapes[side],
        markersize=length,
        markeredgewidth=width,
        transform=transform,
        clip_on=False,
        zorder=_ABOVE_SPINES,
    )
    ax.add_artist(marks)


def shifted(ax: Any, transform: Any, points: tuple[float, float]) -> Any:
    """A transform with a shift (x, y) [pt] behind it."""
    from matplotlib.transforms import ScaledTranslation

    x, y = (part / 72.0 for part in points)
    return transform + ScaledTranslation(x, y, ax.figure.dpi_scale_trans)


def _draw_along(
    ax: Any, side: str, places: Sequence[float], length: float, width: float
) -> None:
    across = np.full(len(places), 1.0 if side == "right" else 0.0)
    points = (places, across) if side == "bottom" else (across, places)
    draw_marks(ax, side, points, _along(ax, side), length, width)


def _point(side: str, place: float) -> tuple[float, float]:
    return {"bottom": (place, 0.0), "left": (0.0, place), "right": (1.0, place)}[side]


def _along(ax: Any, side: str) -> Any:
    """Data coordinates along the side, those of the axes across it."""
    return ax.get_xaxis_transform() if side == "bottom" else ax.get_yaxis_transform()


def _outside(ax: Any, side: str, distance: float) -> Any:
    x, y = _OUTWARDS[side]
    return shifted(ax, _along(ax, side), (distance * x, distance * y))
