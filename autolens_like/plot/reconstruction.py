"""Figures of pixelized sources: the reconstruction, its errors, and its mapping."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.plot.colormaps import QUANTITY
from autolens_like.plot.curves import curves_over
from autolens_like.plot.mesh_panel import MeshPanel
from autolens_like.plot.output import named_keywords
from autolens_like.plot.overlay import CYCLE, Overlays, Region
from autolens_like.plot.page import Page, page_from
from autolens_like.plot.panel import Panel, panel_of
from autolens_like.plot.scale import Scale, scale_from
from autolens_like.plot.source_plane import (
    mesh_box,
    reconstruction_scale,
    source_mesh_panels,
)
from autolens_like.structures.array import Array2D
from autolens_like.typing import PathLike

#: Under marks of many colours, a map without any.
_UNDER_MARKS = "gray"
#: Sub-pixels that take less than this part of a source pixel are not marked.
_MAPPED_SHARE = 0.25
#: So many peaks of the source are followed into the image, unless pixels are named:
#: those above this part of the highest, which a view of the bright pixels shows.
_PEAKS, _PEAK_SHARE = 5, 0.1
#: The colours of a signal-to-noise map end here at the latest.
_SIGNAL_TO_NOISE = 50.0


@named_keywords
def subplot_source_reconstruction(
    fit: Any,
    output_path: PathLike | None = None,
    output_filename: str | None = None,
    output_format: str | Sequence[str] | None = None,
    colormap: Any = None,
    mapper_index: int = 0,
    title_prefix: str | None = None,
    units: str | None = None,
) -> list[Path]:
    """A pixelized source: brightness with caustics, errors, and its lensed image.

    Parameters
    ----------
    fit
        A `FitImaging` with a pixelization.
    mapper_index
        Which pixelization, where there are several.
    units
        Of brightness; the configured ones by default.

    The other parameters are those of `plot_array`; the file's name is
    "source_reconstruction" by default.

    Returns
    -------
    list of pathlib.Path
        The files that were written.

    Raises
    ------
    PlotException
        The fit has no such pixelization.
    """
    source = _source_of(fit, mapper_index)
    page = page_from(
        "source_reconstruction",
        output_path,
        output_filename,
        output_format,
        colormap,
        False,
        title_prefix,
        units,
    )
    curves, box = curves_over(fit), mesh_box(source)
    panels: list[Panel | MeshPanel] = [
        *source_mesh_panels(source, curves, page.units, page.colormap),
        _on_mesh(source, source.noise_map, "Standard deviation", page.units, box),
        _signal_to_noise(source, box),
        *_images(fit, mapper_index, page),
    ]
    return page.finish(page.draw(panels))


@named_keywords
def subplot_fit_imaging_mappings(
    fit: Any,
    output_path: PathLike | None = None,
    output_filename: str | None = None,
    output_format: str | Sequence[str] | None = None,
    colormap: Any = None,
    mapper_index: int = 0,
    pix_indexes: Sequence[Any] | None = None,
    title_prefix: str | None = None,
    units: str | None = None,
) -> list[Path]:
    """Which image pixels map to which source pixels, each group in one colour.

    Parameters
    ----------
    fit
        A `FitImaging` with a pixelization.
    mapper_index
        Which pixelization, where there are several.
    pix_indexes
        Source pixels, or groups of them in lists; None takes the five brightest peaks,
        of those that are not faint.
    units
        Of brightness; the configured ones by default.

    The other parameters are those of `plot_array`; the file's name is "mappings" by
    default.

    Returns
    -------
    list of pathlib.Path
        The files that were written.

    Raises
    ------
    PlotException
        The fit has no such pixelization, or there is no such source pixel.
    """
    source = _source_of(fit, mapper_index)
    groups = _groups(source, pix_indexes)
    page = page_from(
        "mappings",
        output_path,
        output_filename,
        output_format,
        colormap,
        False,
        title_prefix,
        units,
    )
    colors = [CYCLE[index % len(CYCLE)] for index in range(len(groups))]
    seen = source.mapper.slim_indexes_for_pix_indexes(groups, _MAPPED_SHARE)
    squares = _image_squares(fit.mask)
    in_image = [
        Region([squares[i] for i in pixels], color)
        for pixels, color in zip(seen, colors, strict=True)
    ]
    cells = source.mapper.geometry.cells
    in_source = [
        Region([cells[i] for i in group], color)
        for group, color in zip(groups, colors, strict=True)
    ]
    curves, values = curves_over(fit), np.asarray(source.reconstruction)
    under = page.style.colormap or _UNDER_MARKS
    data, model = _images(fit, mapper_index, page, Overlays(regions=in_image), under)
    return page.finish(
        page.draw(
            [
                data,
                model,
                MeshPanel(
                    source.mapper.geometry,
                    values,
                    "Source plane",
                    page.units,
                    mesh_box(source),
                    reconstruction_scale(values),
                    under,
                    Overlays(curves.caustics, regions=in_source),
                ),
            ]
        )
    )


def _source_of(fit: Any, mapper_index: int) -> Any:
    sources = getattr(fit.inversion, "sources", [])
    if not 0 <= mapper_index < len(sources):
        raise exc.PlotException(
            f"mapper_index={mapper_index} came and the fit has {len(sources)} "
            "pixelized sources; give a galaxy of the tracer an al.Pixelization, or "
            "another index."
        )
    return sources[mapper_index]


def _groups(source: Any, pix_indexes: Sequence[Any] | None) -> list[list[int]]:
    """Source pixels of one colour each."""
    if pix_indexes is None:
        peaks = source.max_pixel_list_from(_PEAKS, filter_neighbors=True)
        values = np.asarray(source.reconstruction)
        return [[p] for p in peaks if values[p] >= _PEAK_SHARE * values.max()]
    groups = [
        [int(pixel) for pixel in np.atleast_1d(np.asarray(item))]
        for item in pix_indexes
    ]
    pixels = source.mapper.pixels
    for pixel in (pixel for group in groups for pixel in group):
        if not 0 <= pixel < pixels:
            raise exc.PlotException(
                f"pix_indexes holds {pixel} and the source has {pixels} pixels; give "
                f"0 to {pixels - 1}."
            )
    return groups


def _image_squares(mask: Any) -> list[np.ndarray]:
    """(4, 2) corners of every unmasked image pixel [arcsec]."""
    centres = mask.geometry.coordinates_native()[~mask.array]
    corners = 0.5 * np.array([[1, -1], [1, 1], [-1, 1], [-1, -1]])
    return list(centres[:, None, :] + corners * np.array(mask.pixel_scales))


def _on_mesh(source: Any, values: Any, title: str, units: str, box: Any) -> MeshPanel:
    shown = np.asarray(values, dtype=float)
    finite = shown[np.isfinite(shown)]
    scale = scale_from(finite, vmin=0.0) if finite.size else None
    return MeshPanel(source.mapper.geometry, shown, title, units, box, scale, QUANTITY)


def _signal_to_noise(source: Any, box: Any) -> MeshPanel:
    values = np.asarray(source.signal_to_noise_map)
    peak = float(np.clip(values.max(initial=0.0), 1.0, _SIGNAL_TO_NOISE))
    return MeshPanel(
        source.mapper.geometry,
        values,
        "Signal-to-noise",
        "",
        box,
        Scale(0.0, peak),
        QUANTITY,
    )


def _images(
    fit: Any,
    mapper_index: int,
    page: Page,
    overlays: Overlays | None = None,
    colormap: Any = None,
) -> list[Panel]:
    """The data without everything else, and the lensed source, on one scale."""
    image = np.asarray(fit.inversion.mapped_operated_images[mapper_index])
    data = np.asarray(fit.residual_map.slim.array) + image
    sigma = float(np.median(np.asarray(fit.noise_map.slim.array)))
    scale = Scale(-2.0 * sigma, max(float(image.max()), 3.0 * sigma))
    colormap = colormap or page.colormap
    named = (("Data of the source", data), ("Lensed source model", image))
    return [
        panel_of(
            Array2D(values, fit.mask), title, page.units, scale, colormap, overlays
        )
        for title, values in named
    ]
