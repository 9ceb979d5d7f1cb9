"""Figures of several exposures: what was observed, and how one model fits them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from autolens_like.plot.colormaps import SIGNED
from autolens_like.plot.curves import curves_of
from autolens_like.plot.fit_imaging import RESIDUAL_LIMIT
from autolens_like.plot.frame import frame_from
from autolens_like.plot.imaging import brightness_scale, signal_to_noise_panel
from autolens_like.plot.output import named_keywords
from autolens_like.plot.overlay import Line, Overlays, groups_from
from autolens_like.plot.page import Page, page_from
from autolens_like.plot.panel import Panel, panel_of
from autolens_like.plot.scale import Scale, scale_from, symmetric_scale
from autolens_like.structures.placement import Placement
from autolens_like.typing import PathLike


@named_keywords
def subplot_multi_imaging(
    dataset: Any,
    output_path: PathLike | None = None,
    output_filename: str | None = None,
    output_format: str | Sequence[str] | None = None,
    colormap: Any = None,
    use_log10: bool = False,
    positions: Any = None,
    title_prefix: str | None = None,
    units: str | None = None,
) -> list[Path]:
    """A row for every exposure: data, signal-to-noise and PSF.

    Each is drawn on its own frame; one that is switched off says so.

    Parameters
    ----------
    dataset
        A `MultiImaging`.
    positions
        (n, 2) image positions (y, x) on the common sky [arcsec].
    units
        Of brightness; the configured ones by default.

    The other parameters are those of `plot_array`; `title_prefix` is the heading, and
    the file's name is "multi_dataset" by default.

    Returns
    -------
    list of pathlib.Path
        The files that were written.
    """
    page = page_from(
        "multi_dataset",
        output_path,
        output_filename,
        output_format,
        colormap,
        use_log10,
        title_prefix,
        units,
    )
    groups = groups_from(positions, "positions")
    rows = [_dataset_row(dataset, index, page, groups) for index in range(len(dataset))]
    return _finished(page, rows)


def _dataset_row(
    dataset: Any, index: int, page: Page, groups: Sequence[np.ndarray]
) -> list[Panel | None]:
    exposure, placement = dataset[index], dataset.placements[index]
    name = dataset.names[index] + ("" if dataset.active[index] else " (off)")
    units, colors = page.units, page.colormap
    over = _moved(Overlays(positions=groups), placement)
    scale = brightness_scale(exposure.data, exposure.noise_map, page.stretch)
    noise = signal_to_noise_panel(exposure.signal_to_noise_map, over)
    row = [
        panel_of(exposure.data, f"{name}: data", units, scale, colors, over),
        dataclasses.replace(noise, title=f"{name}: signal-to-noise"),
    ]
    if exposure.psf is None:
        return [*row, None]
    kernel = exposure.psf.kernel
    scale = _decades(scale_from(frame_from(kernel).unmasked_values, stretch="log"))
    return [*row, panel_of(kernel, f"{name}: PSF", "", scale, colors)]


def _decades(scale: Scale) -> Scale:
    """A scale whose bar names powers of ten: other labels are as wide as a margin."""
    low, high = np.ceil(np.log10(scale.vmin)), np.floor(np.log10(scale.vmax))
    return dataclasses.replace(scale, marks=tuple(10.0 ** np.arange(low, high + 1.0)))


@named_keywords
def subplot_fit_multi_imaging(
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
    """A row for every exposure that is switched on: data, model and residuals.

    Data and model share one scale; residuals span ±4σ. Critical curves lie over the
    model, tangential ones solid and radial ones dashed, in the coordinates of each
    exposure.

    Parameters
    ----------
    fit
        A `FitMultiImaging`.
    positions
        (n, 2) image positions (y, x) on the common sky [arcsec].
    units
        Of brightness; the configured ones by default.

    The other parameters are those of `plot_array`; `title_prefix` is the heading, and
    the file's name is "multi_fit" by default.

    Returns
    -------
    list of pathlib.Path
        The files that were written.
    """
    page = page_from(
        "multi_fit",
        output_path,
        output_filename,
        output_format,
        colormap,
        use_log10,
        title_prefix,
        units,
    )
    over = Overlays(curves_of(fit.tracer).critical, groups_from(positions, "positions"))
    rows = [_fit_row(fit, index, page, over) for index in fit.dataset.active_indices]
    return _finished(page, rows)


def _fit_row(fit: Any, index: int, page: Page, over: Overlays) -> list[Panel]:
    name, one = fit.dataset.names[index], fit.fits[index]
    over = _moved(over, fit.dataset.placements[index])
    units, colors = page.units, page.colormap
    scale = brightness_scale(one.data, one.noise_map, page.stretch)
    return [
        panel_of(one.data, f"{name}: data", units, scale, colors),
        panel_of(one.model_data, f"{name}: model", units, scale, colors, over),
        panel_of(
            one.normalized_residual_map,
            f"{name}: normalized residuals",
            "σ",
            symmetric_scale(RESIDUAL_LIMIT),
            SIGNED,
            Overlays(over.lines),
        ),
    ]


def _moved(over: Overlays, placement: Placement) -> Overlays:
    """Lines and positions on the common sky as one exposure has them."""

    def moved(points: np.ndarray) -> np.ndarray:
        return np.stack(placement.exposure(*points.T), axis=-1)

    lines = [Line(moved(line.points), line.color, line.dashed) for line in over.lines]
    return Overlays(lines, [moved(group) for group in over.positions])


def _finished(page: Page, rows: Sequence[Sequence[Panel | None]]) -> list[Path]:
    """The rows on one sheet; None leaves a place empty."""
    panels = [panel for row in rows for panel in row]
    sheet = page.sheet(len(panels))
    for index, panel in enumerate(panels):
        if panel is not None:
            sheet.draw(index, panel)
    return page.finish(sheet)
