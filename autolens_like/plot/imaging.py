"""Figures of an imaging data set: what was observed, and how it was set up."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from autolens_like.plot.colormaps import QUANTITY
from autolens_like.plot.frame import Frame, frame_from, square_around
from autolens_like.plot.output import named_keywords
from autolens_like.plot.overlay import ON_DARK, Overlays, groups_from
from autolens_like.plot.page import Page, page_from
from autolens_like.plot.panel import Panel, panel_of
from autolens_like.plot.scale import Scale, scale_from, scale_of_sizes
from autolens_like.structures.array import Array2D
from autolens_like.structures.structure import plain
from autolens_like.typing import PathLike

#: The asinh stretch of an image turns linear below so many sigmas.
_SOFTENING = 2.0


def brightness_scale(data: Any, noise_map: Any, stretch: str) -> Scale:
    """The scale of an image, linear within the noise and logarithmic above it."""
    values = frame_from(data).unmasked_values
    sigma = float(np.median(np.asarray(plain(noise_map.slim))))
    # Below it a logarithm would only show which noise is positive.
    faintest = 0.5 * sigma
    vmin = faintest if stretch == "log" and values.max() > faintest else None
    return scale_from(values, vmin, None, stretch, _SOFTENING * sigma)


def signal_to_noise_panel(signal_to_noise_map: Any, overlays: Overlays) -> Panel:
    """The signal-to-noise map of an image."""
    values = frame_from(signal_to_noise_map).unmasked_values
    scale = scale_from(values, stretch="asinh", softening=3.0)
    title = "Signal-to-noise"
    return panel_of(signal_to_noise_map, title, "σ", scale, QUANTITY, overlays)


def over_sampling_panel(dataset: Any) -> Panel:
    """Side of the sub-grid that light profiles are evaluated on in every pixel."""
    grid = dataset.grids.lp
    sizes = np.broadcast_to(
        np.asarray(grid.over_sample_size), (dataset.mask.shape_slim,)
    )
    array = Array2D(sizes.astype(float), dataset.mask)
    scale = scale_of_sizes(sizes)
    return panel_of(array, "Over-sampling", "n × n", scale, QUANTITY)


@named_keywords
def subplot_imaging_dataset(
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
    """Data, noise map, signal-to-noise, PSF and over-sampling of a data set.

    Parameters
    ----------
    dataset
        An `Imaging`, masked or not.
    positions
        (n, 2) image positions (y, x) [arcsec].
    units
        Of brightness; the configured ones by default.

    The other parameters are those of `plot_array`; `title_prefix` is the heading, and
    the file's name is "dataset" by default.

    Returns
    -------
    list of pathlib.Path
        The files that were written.
    """
    page = page_from(
        "dataset",
        output_path,
        output_filename,
        output_format,
        colormap,
        use_log10,
        title_prefix,
        units,
    )
    return page.finish(page.draw(_dataset_panels(dataset, page, positions)))


def _dataset_panels(dataset: Any, page: Page, positions: Any) -> list[Panel]:
    units, colors = page.units, page.colormap
    over = Overlays(positions=groups_from(positions, "positions"))
    scale = brightness_scale(dataset.data, dataset.noise_map, page.stretch)
    panels = [
        panel_of(dataset.data, "Data", units, scale, colors, over),
        panel_of(dataset.noise_map, "Noise map (1σ)", units, None, QUANTITY),
        signal_to_noise_panel(dataset.signal_to_noise_map, over),
    ]
    if dataset.psf is not None:
        kernel = dataset.psf.kernel
        values = frame_from(kernel).unmasked_values
        kernel_scale = scale_from(values, stretch="log")
        panels.append(panel_of(kernel, "PSF", "", kernel_scale, colors))
    return [*panels, over_sampling_panel(dataset)]


@named_keywords
def subplot_setup_checks(
    dataset: Any,
    lens_subtracted_signal_to_noise_map: Any = None,
    positions: Any = None,
    unmasked_dataset: Any = None,
    output_path: PathLike | None = None,
    output_filename: str | None = None,
    output_format: str | Sequence[str] | None = None,
    colormap: Any = None,
    use_log10: bool = False,
    title_prefix: str | None = None,
    units: str | None = None,
) -> list[Path]:
    """Mask, over-sampling and image positions, to check before a fit.

    The first panel shows the whole image with the edge of the mask over it.

    Parameters
    ----------
    dataset
        An `Imaging` with its mask applied.
    lens_subtracted_signal_to_noise_map
        An `Array2D` of the lensed source without the lens light, over the noise; the
        data over the noise by default.
    positions
        (n, 2) image positions (y, x) [arcsec], drawn over that map.
    unmasked_dataset
        The same `Imaging` before its mask, for the first panel; by default what
        `dataset` remembers.
    units
        Of brightness; the configured ones by default.

    The other parameters are those of `plot_array`; the file's name is "setup_checks"
    by default.

    Returns
    -------
    list of pathlib.Path
        The files that were written.
    """
    page = page_from(
        "setup_checks",
        output_path,
        output_filename,
        output_format,
        colormap,
        use_log10,
        title_prefix,
        units,
    )
    over = Overlays(positions=groups_from(positions, "positions"))
    subtracted = lens_subtracted_signal_to_noise_map
    if subtracted is None:
        last = signal_to_noise_panel(dataset.signal_to_noise_map, over)
    else:
        values = frame_from(subtracted).unmasked_values
        high = max(float(np.percentile(values, 99.8)), 3.0)
        scale = Scale(-0.3 * high, high)
        last = panel_of(subtracted, "Lens-subtracted S/N", "σ", scale, QUANTITY, over)
    panels = [
        _mask_panel(dataset, unmasked_dataset, page),
        over_sampling_panel(dataset),
        last,
    ]
    return page.finish(page.draw(panels))


def _mask_panel(dataset: Any, unmasked_dataset: Any, page: Page) -> Panel:
    """The whole image with the edge of the mask."""
    whole = unmasked_dataset or getattr(dataset, "unmasked", None) or dataset
    frame = frame_from(whole.data)
    masked = np.asarray(dataset.mask.array)
    frame = Frame(frame.values, frame.geometry, masked)
    scale = brightness_scale(dataset.data, dataset.noise_map, page.stretch)
    return Panel(
        frame,
        "Data and mask",
        page.units,
        scale,
        page.colormap,
        view=square_around(frame.extent),
        edge_color=None if whole is dataset else ON_DARK,
    )
