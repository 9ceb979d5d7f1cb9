"""Panels of a plane behind the lens, on a grid around its light."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.plot.colormaps import BRIGHTNESS
from autolens_like.plot.curves import Curves, grid_over
from autolens_like.plot.frame import Box, box_around, square_around, union
from autolens_like.plot.overlay import Overlays
from autolens_like.plot.panel import Panel, panel_of
from autolens_like.plot.scale import scale_from
from autolens_like.structures.structure import plain

#: Pixels along a side of a source-plane image.
_PIXELS = 200
#: Share of the light, as the image plane sees it, that a panel is zoomed to.
_LIGHT_SHARE = 0.95
_MARGIN = 0.25


def light_box(tracer: Any, plane: int, grid: Any) -> Box:
    """A square around the light of a plane.

    Parameters
    ----------
    tracer
        The lens, with numbers for all its intensities.
    plane
        Index of the plane.
    grid
        The image plane; light that it does not see is left out.
    """
    traced = np.asarray(plain(tracer.traced_grid_2d_list_from(grid)[plane]))
    light = np.asarray(plain(tracer.planes[plane].image_2d_from(traced)))
    if not np.any(light > 0.0):
        return square_around(box_around(traced))
    order = np.argsort(-light)
    share = np.cumsum(light[order]) / light.sum()
    seen = order[: int(np.searchsorted(share, _LIGHT_SHARE)) + 1]
    scale = float(np.ptp(traced[:, 0])) / len(traced) ** 0.5
    x0, x1, y0, y1 = box_around(traced[seen])
    room = (x0 - scale, x1 + scale, y0 - scale, y1 + scale)
    return square_around(room, _MARGIN)


def source_panels(
    tracer: Any,
    grid: Any,
    curves: Curves,
    units: str,
    colormap: Any = BRIGHTNESS,
) -> list[Panel]:
    """The last plane with its caustics, and again zoomed to its light."""
    plane = len(tracer.planes) - 1
    light = light_box(tracer, plane, grid)
    boxes = [box_around(line.points) for line in curves.caustics]
    whole = square_around(union(light, *boxes), 0.03 if boxes else 0.0)
    over = Overlays(curves.caustics)
    named = [("Source plane", whole), ("Source plane, zoomed", light)]
    return [
        plane_panel(tracer, plane, box, title, units, over, colormap)
        for title, box in named
    ]


def plane_panel(
    tracer: Any,
    plane: int,
    box: Box,
    title: str,
    units: str,
    overlays: Overlays,
    colormap: Any = BRIGHTNESS,
) -> Panel:
    """The light of one plane inside a box, before any lensing or blurring."""
    image = tracer.planes[plane].image_2d_from(grid_over(box, _PIXELS))
    peak = float(np.max(plain(image)))
    scale = scale_from(np.asarray(plain(image)), 0.0, peak) if peak > 0.0 else None
    return panel_of(image, title, units, scale, colormap, overlays)
