"""Figures of a lens system: its light, mass and planes, without data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.lens.quantities import LensCalc
from autolens_like.plot.colormaps import QUANTITY, SIGNED
from autolens_like.plot.curves import Curves, curves_of
from autolens_like.plot.frame import frame_from
from autolens_like.plot.output import named_keywords
from autolens_like.plot.overlay import Overlays, groups_from
from autolens_like.plot.page import Page, page_from
from autolens_like.plot.panel import Panel, panel_of
from autolens_like.plot.scale import Scale, scale_from, symmetric_scale
from autolens_like.plot.source_plane import source_panels
from autolens_like.structures.array import Array2D
from autolens_like.structures.structure import plain
from autolens_like.typing import PathLike

#: The colours of a magnification map end here, and it diverges beyond.
_MAGNIFICATION = 30.0
#: The colours of a convergence map span these; it diverges in many a centre.
_CONVERGENCE = (0.05, 5.0)


@named_keywords
def subplot_tracer(
    tracer: Any,
    grid: Any,
    output_path: PathLike | None = None,
    output_filename: str | None = None,
    output_format: str | Sequence[str] | None = None,
    colormap: Any = None,
    use_log10: bool = False,
    positions: Any = None,
    title_prefix: str | None = None,
    units: str | None = None,
) -> list[Path]:
    """The image, source plane, convergence, potential, deflections and magnification.

    Images are not blurred. Light whose intensity a fit solves for is not shown: give
    ``fit.tracer_linear_light_profiles_to_light_profiles``.

    Parameters
    ----------
    tracer
        A `Tracer`.
    grid
        A `Grid2D` of the image plane.
    positions
        (n, 2) image positions (y, x) [arcsec].
    units
        Of brightness; the configured ones by default.

    The other parameters are those of `plot_array`; `title_prefix` is the heading, and
    the file's name is "tracer" by default.

    Returns
    -------
    list of pathlib.Path
        The files that were written.

    Raises
    ------
    PlotException
        The tracer has neither light nor mass.
    """
    page = page_from(
        "tracer",
        output_path,
        output_filename,
        output_format,
        colormap,
        use_log10,
        title_prefix,
        units,
    )
    curves = curves_of(tracer)
    over = Overlays(curves.critical, groups_from(positions, "positions"))
    light = _light_panels(tracer, grid, page, over, curves)
    mass = _mass_panels(tracer, grid, over)
    panels = [*light[:2], *mass[:1], *light[2:], *mass[1:]]
    if not panels:
        raise exc.PlotException(
            "This tracer has neither light nor mass, so there is nothing to draw; give "
            "its galaxies profiles. Linear light has no intensity before a fit."
        )
    return page.finish(page.draw(panels))


def _image_panel(image: Any, title: str, page: Page, over: Overlays) -> Panel:
    values = frame_from(image).unmasked_values
    scale = scale_from(values, stretch=page.stretch)
    return panel_of(image, title, page.units, scale, page.colormap, over)


def _light_panels(
    tracer: Any, grid: Any, page: Page, over: Overlays, curves: Curves
) -> list[Panel]:
    planes = tracer.image_2d_list_from(grid)
    lit = [bool(np.any(plain(image))) for image in planes]
    if not any(lit):
        return []
    panels = [_image_panel(sum(planes[1:], planes[0]), "Image", page, over)]
    if len(planes) > 1 and lit[-1]:
        source = _image_panel(planes[-1], "Lensed source", page, over)
        panels.append(source)
        panels += source_panels(tracer, grid, curves, page.units, page.colormap)
    return panels


def _mass_panels(tracer: Any, grid: Any, over: Overlays) -> list[Panel]:
    deflections = tracer.deflections_yx_2d_from(grid)
    angles = [Array2D(plain(deflections)[..., i], grid.mask) for i in (0, 1)]
    if not any(np.any(plain(angle)) for angle in angles):
        return []
    lines = Overlays(over.lines)
    largest = max(float(np.max(np.abs(plain(angle)))) for angle in angles)
    potential = tracer.potential_2d_from(grid)
    panels = [
        _convergence_panel(tracer.convergence_2d_from(grid), lines),
        panel_of(potential, "Potential ψ", "arcsec²", None, QUANTITY, lines),
    ]
    scale = symmetric_scale(largest)
    for name, angle in zip("yx", angles, strict=True):
        title = f"Deflection α$_{name}$"
        panels.append(panel_of(angle, title, "arcsec", scale, SIGNED, lines))
    return [*panels, _magnification_panel(tracer, grid, lines)]


def _convergence_panel(convergence: Any, lines: Overlays) -> Panel:
    values = frame_from(convergence).unmasked_values
    positive = values[values > 0.0]
    scale = None
    if positive.size:
        low = max(_CONVERGENCE[0], float(positive.min()))
        high = min(_CONVERGENCE[1], float(positive.max()))
        if low < high:
            scale = Scale(low, high, "log")
    return panel_of(convergence, "Convergence κ", "", scale, QUANTITY, lines)


def _magnification_panel(tracer: Any, grid: Any, lines: Overlays) -> Panel:
    magnification = LensCalc.from_tracer(tracer).magnification_2d_from(grid=grid)
    values = np.abs(np.asarray(plain(magnification), dtype=float))
    size = Array2D(values, grid.mask)
    scale = Scale(0.1, _MAGNIFICATION, "log")
    return panel_of(size, "Magnification |μ|", "", scale, QUANTITY, lines)


@named_keywords
def subplot_galaxies_images(
    tracer: Any,
    grid: Any,
    output_path: PathLike | None = None,
    output_filename: str | None = None,
    output_format: str | Sequence[str] | None = None,
    colormap: Any = None,
    use_log10: bool = False,
    title_prefix: str | None = None,
    units: str | None = None,
) -> list[Path]:
    """One panel for the light of each galaxy; those of a tracer as they are lensed.

    Parameters
    ----------
    tracer
        A `Tracer`, a `Galaxies`, or a list of galaxies.
    grid
        A `Grid2D` of the image plane.
    units
        Of brightness; the configured ones by default.

    The other parameters are those of `plot_array`; the file's name is
    "galaxies_images" by default.

    Returns
    -------
    list of pathlib.Path
        The files that were written.

    Raises
    ------
    PlotException
        There is no galaxy.
    """
    page = page_from(
        "galaxies_images",
        output_path,
        output_filename,
        output_format,
        colormap,
        use_log10,
        title_prefix,
        units,
    )
    if hasattr(tracer, "galaxy_image_2d_dict_from"):
        images = tracer.galaxy_image_2d_dict_from(grid)
    else:
        images = {galaxy: galaxy.image_2d_from(grid) for galaxy in tracer}
    if not images:
        raise exc.PlotException("There is no galaxy to draw; give at least one.")
    panels = []
    for index, (galaxy, image) in enumerate(images.items()):
        title = f"Galaxy {index} (z = {float(galaxy.redshift):.4g})"
        # A logarithm has nothing to show of a galaxy without light.
        dark = not np.any(np.asarray(plain(image)) > 0.0)
        stretch = "linear" if dark else page.stretch
        scale = scale_from(frame_from(image).unmasked_values, stretch=stretch)
        panels.append(panel_of(image, title, page.units, scale, page.colormap))
    return page.finish(page.draw(panels))
