"""Panels of a plane behind the lens, on a grid around its light."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.plot.colormaps import BRIGHTNESS
from autolens_like.plot.curves import Curves, grid_over
from autolens_like.plot.frame import Box, box_around, square_around, union
from autolens_like.plot.overlay import Overlays, coordinates_from
from autolens_like.plot.panel import Panel, panel_of
from autolens_like.plot.scale import Scale
from autolens_like.structures.structure import plain

#: Pixels along a side of a source-plane image.
_PIXELS = 200
#: Brightness, as a part of the peak, of what a zoomed panel and a whole one include.
_BRIGHT, _FAINT = 0.1, 0.01
_MARGIN = 0.2
#: The asinh stretch is linear below this part of the peak: a lens galaxy has a cusp.
_SOFTENING, _LENS_SOFTENING = 0.1, 0.003


def light_box(tracer: Any, plane: int, grid: Any, level: float = _BRIGHT) -> Box:
    """A square around the light of a plane.

    Parameters
    ----------
    tracer
        The lens, with numbers for all its intensities.
    plane
        Index of the plane.
    grid
        The image plane; light that it does not see is left out.
    level
        What is brighter than this part of the peak is inside.
    """
    traced = coordinates_from(tracer.traced_grid_2d_list_from(grid)[plane])
    light = np.asarray(plain(tracer.planes[plane].image_2d_from(traced)))
    if not np.any(light > 0.0):
        return square_around(box_around(traced))
    x0, x1, y0, y1 = box_around(traced[light >= level * light.max()])
    # The traced points are a finite sample: leave the distance between two around them.
    gap = float(np.ptp(traced[:, 0])) / len(traced) ** 0.5
    return square_around((x0 - gap, x1 + gap, y0 - gap, y1 + gap), _MARGIN)


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
    faint = light_box(tracer, plane, grid, _FAINT)
    boxes = [box_around(line.points) for line in curves.caustics]
    whole = square_around(union(faint, *boxes), 0.03 if boxes else 0.0)
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
    soft = (_SOFTENING if plane else _LENS_SOFTENING) * peak
    scale = Scale(0.0, peak, "asinh", soft) if peak > 0.0 else None
    return panel_of(image, title, units, scale, colormap, overlays)
