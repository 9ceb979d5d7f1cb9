"""A colour bar beside a panel that goes to a file: an image, an outline, marks and
texts on the axes of the panel, for a third of what axes of its own would take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autolens_like.plot.style import Style
from autolens_like.plot.ticks import PAD, draw_marks, shifted

#: Length of the tip at an open end, as a part of the bar without tips.
TIP = 0.03
#: Of its marks, and between it and its unit [pt].
MARK_LENGTH, UNIT_PAD = 1.5, 4.5
_SHADES = 256


def draw_static_bar(
    ax: Any,
    image: Any,
    box: tuple[float, float],
    extend: str,
    ticks: tuple[Sequence[float], Sequence[str]],
    units: str,
    style: Style,
) -> None:
    """A bar as high as the axes.

    Parameters
    ----------
    ax
        Of the panel, whose limits stay as they are.
    image
        Gives colours and norm.
    box
        Left edge and width, in widths of the axes.
    extend
        Which ends are open: neither, min, max or both.
    ticks
        Values and their labels.
    units
        Stands above.
    style
        Sizes of the texts.
    """
    left, width = box
    right, middle = left + width, left + 0.5 * width
    is_open = extend in ("min", "both"), extend in ("max", "both")
    tip = TIP / (1.0 + TIP * sum(is_open))
    low, high = tip * is_open[0], 1.0 - tip * is_open[1]
    _draw_shades(ax, image, (left, right, low, high))
    bottom, top = (left, low), (left, high)
    ends = [(right, low), (middle, 0.0), bottom], [top, (middle, 1.0), (right, high)]
    for end, shown, color in zip(
        ends, is_open, (image.cmap.get_under(), image.cmap.get_over()), strict=True
    ):
        if shown:
            _draw_polygon(ax, end, facecolor=color, linewidth=0.0)
    _draw_polygon(ax, [*ends[1], *ends[0]] if any(is_open) else _corners(box),
                  facecolor="none", edgecolor="black", linewidth=0.5)  # fmt: skip
    values, labels = ticks
    places = low + (high - low) * np.asarray(image.norm(np.asarray(values)), float)
    across = np.full(len(places), right)
    draw_marks(ax, "right", (across, places), ax.transAxes, MARK_LENGTH)
    beside = shifted(ax, ax.transAxes, (MARK_LENGTH + PAD, 0.0))
    for place, label in zip(places, labels, strict=True):
        ax.text(right, place, label, transform=beside, fontsize=style.tick_size,
                ha="left", va="center_baseline", gid="bar")  # fmt: skip
    above = shifted(ax, ax.transAxes, (0.0, UNIT_PAD))
    ax.text(left, 1.0, units, transform=above, fontsize=style.label_size,
            ha="left", va="baseline", gid="unit")  # fmt: skip


def _corners(box: tuple[float, float]) -> list[tuple[float, float]]:
    left, right = box[0], sum(box)
    return [(left, 0.0), (left, 1.0), (right, 1.0), (right, 0.0)]


def _draw_shades(
    ax: Any, image: Any, extent: tuple[float, float, float, float]
) -> None:
    from matplotlib.colors import Normalize
    from matplotlib.image import AxesImage

    shades = AxesImage(
        ax,
        cmap=image.cmap,
        norm=Normalize(0.0, 1.0),
        origin="lower",
        extent=extent,
        interpolation="nearest",
    )
    shades.set_data((np.arange(_SHADES)[:, None] + 0.5) / _SHADES)
    shades.set_transform(ax.transAxes)
    shades.set_clip_on(False)
    ax.add_artist(shades)


def _draw_polygon(
    ax: Any, points: Sequence[tuple[float, float]], **keywords: Any
) -> None:
    from matplotlib.patches import Polygon

    ax.add_artist(
        Polygon(points, closed=True, transform=ax.transAxes, clip_on=False, **keywords)
    )
