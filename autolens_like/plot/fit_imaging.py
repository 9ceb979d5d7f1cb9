"""Figures of a fit to imaging data."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.plot.colormaps import QUANTITY, SIGNED
from autolens_like.plot.curves import Curves, curves_over
from autolens_like.plot.frame import frame_from
from autolens_like.plot.imaging import brightness_scale, signal_to_noise_panel
from autolens_like.plot.mesh_panel import MeshPanel
from autolens_like.plot.output import named_keywords
from autolens_like.plot.overlay import Overlays, groups_from
from autolens_like.plot.page import Page, page_from
from autolens_like.plot.panel import Panel, panel_of
from autolens_like.plot.residuals import draw_histogram
from autolens_like.plot.scale import Scale, scale_from, symmetric_scale
from autolens_like.plot.source_plane import (
    SUM,
    is_pixels_alone,
    light_box,
    pixelized_sources_in,
    plane_panel,
    source_mesh_panels,
    source_panels_of,
)
from autolens_like.structures.structure import plain
from autolens_like.typing import PathLike

#: The colours of residuals span minus to plus so many sigmas.
RESIDUAL_LIMIT = 4.0


@named_keywords
def subplot_fit_imaging(
    fit: Any,
    output_path: PathLike | None = None,
    output_filename: str | None = None,
    output_format: str | Sequence[str] | None = None,
    colormap: Any = None,
    use_log10: bool = False,
    positions: Any = None,
    title_prefix: str | None = None,
    units: str | None = None,
) -> list[Path]:
    """A fit on one page: data, model, residuals, lens light, source and source plane.

    Data, model and lens light share one scale, and so do the lens-subtracted data and
    the lensed source. Tangential critical curves and caustics are solid, radial ones
    dashed. Residuals span ±4σ.

    Parameters
    ----------
    fit
        A `FitImaging`.
    positions
        (n, 2) image positions (y, x) [arcsec].
    units
        Of brightness; the configured ones by default.

    The other parameters are those of `plot_array`; `title_prefix` is the heading, and
    the file's name is "fit" by default.

    Returns
    -------
    list of pathlib.Path
        The files that were written.
    """
    page = page_from(
        "fit",
        output_path,
        output_filename,
        output_format,
        colormap,
        use_log10,
        title_prefix,
        units,
    )
    curves = curves_over(fit)
    over = Overlays(curves.critical, groups_from(positions, "positions"))
    panels: list[Panel | MeshPanel] = [*_comparison_panels(fit, page, over)]
    lensed = len(fit.tracer.planes) > 1
    if lensed:
        panels += _part_panels(fit, page, over)
    panels += _goodness_panels(fit, page, over)
    if lensed:
        panels += source_panels_of(fit, curves, page.units, page.colormap)
    sheet = page.sheet(len(panels) + 1)
    for index, panel in enumerate(panels):
        sheet.draw(index, panel)
    draw_histogram(sheet.axes(len(panels)), fit, sheet.style)
    return page.finish(sheet)


def _comparison_panels(fit: Any, page: Page, over: Overlays) -> list[Panel]:
    units, colors = page.units, page.colormap
    scale = brightness_scale(fit.data, fit.noise_map, page.stretch)
    residuals = fit.normalized_residual_map
    return [
        panel_of(fit.data, "Data", units, scale, colors),
        panel_of(fit.model_data, "Model", units, scale, colors, over),
        panel_of(
            residuals,
            "Normalized residuals",
            "σ",
            symmetric_scale(RESIDUAL_LIMIT),
            SIGNED,
            Overlays(over.lines),
        ),
    ]


def _part_panels(fit: Any, page: Page, over: Overlays) -> list[Panel]:
    """Lens light, the data without it, and the lensed source."""
    units, colors = page.units, page.colormap
    planes = fit.model_images_of_planes_list
    source = sum(planes[2:], planes[1])
    subtracted = fit.residual_map + source
    lens_scale = brightness_scale(fit.data, fit.noise_map, page.stretch)
    scale = lensed_source_scale(source, fit.noise_map, page.stretch)
    return [
        panel_of(planes[0], "Lens light model", units, lens_scale, colors),
        panel_of(subtracted, "Lens-subtracted data", units, scale, colors, over),
        panel_of(source, "Lensed source model", units, scale, colors),
    ]


def lensed_source_scale(source: Any, noise_map: Any, stretch: str) -> Scale:
    """From below the noise to the peak of the lensed source."""
    sigma = float(np.median(np.asarray(plain(noise_map.slim))))
    values = frame_from(source).unmasked_values
    peak = max(float(values.max()), 3.0 * sigma)
    if stretch == "log":
        return scale_from(values, 0.1 * sigma, peak, stretch)
    return Scale(-2.0 * sigma, peak)


def _goodness_panels(fit: Any, page: Page, over: Overlays) -> list[Panel]:
    sigma = float(np.median(np.asarray(plain(fit.noise_map.slim))))
    scale = symmetric_scale(RESIDUAL_LIMIT * sigma)
    chi_squared = Scale(0.0, RESIDUAL_LIMIT**2)
    lines = Overlays(over.lines)
    return [
        signal_to_noise_panel(fit.signal_to_noise_map, Overlays()),
        panel_of(fit.residual_map, "Residuals", page.units, scale, SIGNED, lines),
        panel_of(fit.chi_squared_map, "χ² per pixel", "", chi_squared, QUANTITY),
    ]


@named_keywords
def subplot_fit_imaging_of_planes(
    fit: Any,
    output_path: PathLike | None = None,
    output_filename: str | None = None,
    output_format: str | Sequence[str] | None = None,
    colormap: Any = None,
    use_log10: bool = False,
    plane_index: int | None = None,
    title_prefix: str | None = None,
    units: str | None = None,
) -> list[Path]:
    """A row for every plane: data without the others, model, and the plane itself.

    Parameters
    ----------
    fit
        A `FitImaging`.
    plane_index
        Draw one plane only.
    units
        Of brightness; the configured ones by default.

    The other parameters are those of `plot_array`; the file's name is "fit_of_planes"
    by default.

    Returns
    -------
    list of pathlib.Path
        The files that were written.

    Raises
    ------
    PlotException
        There is no such plane.
    """
    page = page_from(
        "fit_of_planes",
        output_path,
        output_filename,
        output_format,
        colormap,
        use_log10,
        title_prefix,
        units,
    )
    curves = curves_over(fit)
    chosen = _chosen_planes(len(fit.tracer.planes), plane_index)
    panels = [
        panel for plane in chosen for panel in _plane_row(fit, plane, curves, page)
    ]
    return page.finish(page.draw(panels))


def _chosen_planes(count: int, plane_index: int | None) -> Sequence[int]:
    if plane_index is None:
        return range(count)
    if not -count <= plane_index < count:
        raise exc.PlotException(
            f"plane_index={plane_index!r} came and the fit has {count} planes; give "
            f"0 to {count - 1}."
        )
    return [range(count)[plane_index]]


def _plane_row(
    fit: Any, plane: int, curves: Curves, page: Page
) -> list[Panel | MeshPanel]:
    units, colors = page.units, page.colormap
    subtracted = fit.subtracted_images_of_planes_list[plane]
    model = fit.model_images_of_planes_list[plane]
    if plane == 0:
        scale = brightness_scale(subtracted, fit.noise_map, page.stretch)
    else:
        scale = lensed_source_scale(model, fit.noise_map, page.stretch)
    name = f"Plane {plane}"
    critical = Overlays(curves.critical if plane else ())
    return [
        panel_of(subtracted, f"{name}: data", units, scale, colors, critical),
        panel_of(model, f"{name}: model", units, scale, colors),
        _plane_itself(fit, plane, curves, page),
    ]


def _plane_itself(
    fit: Any, plane: int, curves: Curves, page: Page
) -> Panel | MeshPanel:
    """The source pixels or the light of a plane, before any lensing."""
    tracer = fit.tracer_linear_light_profiles_to_light_profiles
    last = plane == len(tracer.planes) - 1 and plane > 0
    lines = curves if last else Curves()
    title = f"Plane {plane} (z = {float(tracer.plane_redshifts[plane]):.4g})"
    sources = pixelized_sources_in(fit, plane)
    if is_pixels_alone(tracer, plane, sources):
        panel = source_mesh_panels(sources[0], lines, page.units, page.colormap)[1]
        return dataclasses.replace(panel, title=title)
    box = frame_from(fit.data).view
    if plane:
        box = light_box(tracer, plane, fit.dataset.grids.lp, sources=sources)
    look = (page.units, Overlays(lines.caustics), page.colormap)
    title += SUM if sources else ""
    return plane_panel(tracer, plane, box, title, *look, sources)
