"""Panels of a plane behind the lens: its light on a grid, or its source pixels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autolens_like.plot.colormaps import BRIGHTNESS
from autolens_like.plot.curves import Curves, grid_over
from autolens_like.plot.frame import Box, box_around, square_around, union
from autolens_like.plot.mesh_panel import MeshPanel
from autolens_like.plot.overlay import Overlays, coordinates_from
from autolens_like.plot.panel import Panel, panel_of
from autolens_like.plot.scale import Scale
from autolens_like.structures.structure import plain

#: What stands behind the title of a plane with light profiles and source pixels.
SUM = ": profiles + pixels"
#: Pixels along a side of a source-plane image.
_PIXELS = 200
#: Brightness, as a part of the peak, of what a zoomed panel and a whole one include.
_BRIGHT, _FAINT = 0.1, 0.01
_MARGIN = 0.2
#: The asinh stretch is linear below this part of the peak: a lens galaxy has a cusp.
_SOFTENING, _LENS_SOFTENING = 0.1, 0.003


def _brightness_of(tracer: Any, plane: int, grid: Any, sources: Sequence[Any]) -> Any:
    """The light profiles of a plane and its source pixels together, on a grid."""
    image = tracer.planes[plane].image_2d_from(grid)
    for source in sources:
        image = image + source.interpolated_reconstruction_from(grid)
    return image


def light_box(
    tracer: Any,
    plane: int,
    grid: Any,
    level: float = _BRIGHT,
    sources: Sequence[Any] = (),
) -> Box:
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
    sources
        Pixelized light of the plane, `SourceReconstruction`s.
    """
    traced = coordinates_from(tracer.traced_grid_2d_list_from(grid)[plane])
    light = np.asarray(plain(_brightness_of(tracer, plane, traced, sources)))
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
    sources: Sequence[Any] = (),
) -> list[Panel]:
    """The last plane with its caustics, and again zoomed to its light."""
    plane = len(tracer.planes) - 1
    light = light_box(tracer, plane, grid, sources=sources)
    faint = light_box(tracer, plane, grid, _FAINT, sources)
    boxes = [box_around(line.points) for line in curves.caustics]
    whole = square_around(union(faint, *boxes), 0.03 if boxes else 0.0)
    over = Overlays(curves.caustics)
    what = f"Source plane{SUM if sources else ''}"
    named = [(what, whole), (f"{what}, zoomed", light)]
    return [
        plane_panel(tracer, plane, box, title, units, over, colormap, sources)
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
    sources: Sequence[Any] = (),
) -> Panel:
    """The light of one plane inside a box, before any lensing or blurring."""
    image = _brightness_of(tracer, plane, grid_over(box, _PIXELS), sources)
    peak = float(np.max(plain(image)))
    soft = (_SOFTENING if plane else _LENS_SOFTENING) * peak
    scale = Scale(0.0, peak, "asinh", soft) if peak > 0.0 else None
    return panel_of(image, title, units, scale, colormap, overlays)


def pixelized_sources_in(fit: Any, plane: int) -> list[Any]:
    """The pixelized sources of one plane of a fit, `SourceReconstruction`s."""
    inversion = fit.inversion
    pixelized = getattr(inversion, "pixelized", ())
    if not any(part.plane == plane for part in pixelized):
        return []
    pairs = zip(pixelized, inversion.sources, strict=True)
    return [source for part, source in pairs if part.plane == plane]


def reconstruction_scale(values: np.ndarray) -> Scale | None:
    """From zero, or the darkest pixel, to the peak; None for a dark source."""
    finite = values[np.isfinite(values)]
    low, peak = float(finite.min(initial=0.0)), float(finite.max(initial=0.0))
    return Scale(low, peak, "asinh", _SOFTENING * peak) if peak > 0.0 else None


def mesh_box(source: Any, level: float = _BRIGHT) -> Box:
    """A square around what of a pixelized source is brighter than part of its peak."""
    box = source.mapper.extent_from(source.reconstruction, zoom_percent=level)
    return square_around(box, _MARGIN)


def source_mesh_panels(
    source: Any, curves: Curves, units: str, colormap: Any = BRIGHTNESS
) -> list[MeshPanel]:
    """A pixelized source with the caustics, and again zoomed to its bright part."""
    values = np.asarray(source.reconstruction)
    scale, over = reconstruction_scale(values), Overlays(curves.caustics)
    boxes = [box_around(line.points) for line in curves.caustics]
    whole = square_around(union(mesh_box(source, _FAINT), *boxes), 0.03)
    return [
        MeshPanel(
            source.mapper.geometry, values, title, units, box, scale, colormap, over
        )
        for title, box in (
            ("Source plane", whole),
            ("Source plane, zoomed", mesh_box(source)),
        )
    ]


def source_panels_of(
    fit: Any, curves: Curves, units: str, colormap: Any = BRIGHTNESS
) -> list[Panel | MeshPanel]:
    """The last plane of a fit, twice: its source pixels, or its light profiles.

    A plane with both, such as a source that is corrected, shows their sum.
    """
    tracer = fit.tracer_linear_light_profiles_to_light_profiles
    plane = len(tracer.planes) - 1
    sources = pixelized_sources_in(fit, plane)
    if is_pixels_alone(tracer, plane, sources):
        return source_mesh_panels(sources[0], curves, units, colormap)
    grid = fit.dataset.grids.lp
    return source_panels(tracer, grid, curves, units, colormap, sources)


def is_pixels_alone(tracer: Any, plane: int, sources: Sequence[Any]) -> bool:
    """Whether the light of a plane is source pixels, which are shown as they are."""
    lit = any(galaxy.light_profiles for galaxy in tracer.planes[plane])
    return bool(sources) and not lit
