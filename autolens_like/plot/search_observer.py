"""What a search draws, by the name that ``config/visualize.yaml`` gives it."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.plot.corner import corner_plot
from autolens_like.plot.fit_imaging import (
    subplot_fit_imaging,
    subplot_fit_imaging_of_planes,
)
from autolens_like.plot.fit_rgb import bands_of, subplot_fit_rgb
from autolens_like.plot.imaging import subplot_imaging_dataset
from autolens_like.plot.multi_imaging import subplot_fit_multi_imaging
from autolens_like.plot.reconstruction import (
    subplot_fit_imaging_mappings,
    subplot_source_reconstruction,
)
from autolens_like.plot.tracer import subplot_galaxies_images, subplot_tracer


def draw_search_figures(
    paths: Any, analysis: Any, instance: Any, during_analysis: bool
) -> None:
    """The figures of the best instance so far; at the end those of everything.

    Parameters
    ----------
    paths
        Gives the folder ``image``, and at the end ``samples`` where there are any.
    analysis
        Gives ``fit_from(instance)``; one without it has no figures of its own.
    instance
        The best instance so far.
    during_analysis
        Whether the search goes on: then only fit is drawn.
    """
    if hasattr(analysis, "fit_from"):
        _draw_fit(paths.image, analysis, instance, during_analysis)
    samples = getattr(paths, "samples", None)
    if samples is not None and not during_analysis:
        corner_plot(samples, output_path=paths.image)


def _draw_fit(folder: Any, analysis: Any, instance: Any, during_analysis: bool) -> None:
    fit = analysis.fit_from(instance)
    positions = _positions_of(analysis)
    prefix = getattr(analysis, "title_prefix", None)
    if hasattr(fit, "fits"):
        _draw_exposures(fit, folder, positions, prefix, during_analysis)
    else:
        _draw_image(fit, folder, positions, prefix, during_analysis)


def _draw_exposures(
    fit: Any, folder: Any, positions: Any, prefix: str | None, during_analysis: bool
) -> None:
    """All exposures on one sheet, at the end each by itself as well."""
    subplot_fit_multi_imaging(
        fit, output_path=folder, positions=positions, title_prefix=prefix
    )
    if during_analysis:
        return
    _draw_colours(fit, folder, prefix)
    for name, one in zip(fit.dataset.names, fit.fits, strict=True):
        if one is not None:
            title = name if prefix is None else f"{prefix} {name}"
            seen = _seen_in(one, positions)
            _draw_image(one, folder / name, seen, title, during_analysis)


def _draw_colours(fit: Any, folder: Any, prefix: str | None) -> None:
    """Data and model in colour, where there are two bands of one piece of sky."""
    if len(bands_of(fit.dataset)) < 2:
        return
    try:
        subplot_fit_rgb(fit, output_path=folder, title_prefix=prefix)
    except exc.PlotException:
        # Frames that do not overlap, or a band with nothing above zero in it.
        return


def _seen_in(fit: Any, positions: Any) -> Any:
    """Groups of positions on the sky in the coordinates of one exposure, or None."""
    if positions is None:
        return None
    groups = [np.asarray(getattr(group, "array", group)) for group in positions]
    move = fit.dataset_model.image_coordinates
    return [np.stack(move(*group.T), axis=-1) for group in groups]


def _draw_image(
    fit: Any, folder: Any, positions: Any, prefix: str | None, during_analysis: bool
) -> None:
    subplot_fit_imaging(
        fit, output_path=folder, positions=positions, title_prefix=prefix
    )
    if during_analysis:
        return
    subplot_imaging_dataset(
        fit.dataset, output_path=folder, positions=positions, title_prefix=prefix
    )
    subplot_fit_imaging_of_planes(fit, output_path=folder, title_prefix=prefix)
    _draw_sources(fit, folder, prefix)
    tracer = fit.tracer_linear_light_profiles_to_light_profiles
    grid = fit.grid
    subplot_tracer(
        tracer, grid, output_path=folder, positions=positions, title_prefix=prefix
    )
    subplot_galaxies_images(tracer, grid, output_path=folder, title_prefix=prefix)


def _draw_sources(fit: Any, folder: Any, prefix: str | None) -> None:
    """Reconstruction and mapping of every pixelized source."""
    for index in range(len(getattr(fit.inversion, "sources", []))):
        for draw, name in (
            (subplot_source_reconstruction, "source_reconstruction"),
            (subplot_fit_imaging_mappings, "mappings"),
        ):
            draw(
                fit,
                output_path=folder,
                output_filename=f"{name}_{index}",
                mapper_index=index,
                title_prefix=prefix,
            )


def _positions_of(analysis: Any) -> Any:
    """Groups of image positions that the likelihood knows, or None."""
    known = getattr(analysis, "positions_likelihood_list", None) or []
    return [item.positions for item in known] or None
