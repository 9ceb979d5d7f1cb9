"""Sheets of a sample of lenses: a row for every fit, from the files of its folder."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autolens_like import exc
from autolens_like.analysis.stored import image_from, mask_from
from autolens_like.plot.colormaps import SIGNED
from autolens_like.plot.fit_imaging import RESIDUAL_LIMIT, lensed_source_scale
from autolens_like.plot.imaging import brightness_scale
from autolens_like.plot.output import named_keywords
from autolens_like.plot.page import Page, page_from
from autolens_like.plot.panel import Panel, panel_of
from autolens_like.plot.scale import Scale, symmetric_scale
from autolens_like.plot.sheet import Sheet
from autolens_like.structures.array import Array2D
from autolens_like.structures.fits import header_obj_from, ndarray_via_fits_from
from autolens_like.typing import PathLike

#: What a row may show, from left to right.
PANELS = ("data", "model", "residuals", "lensed_source", "source_plane")
#: Letters of a label that fit above a panel, beside "Data, ".
_LABEL = 18
#: Panels that a page of the usual width has in a row.
_COLUMNS = 3
#: The asinh stretch of a source is linear below this part of its peak.
_SOFTENING = 0.1


@named_keywords
def subplot_sample(
    aggregator: Any,
    output_path: PathLike | None = None,
    output_filename: str | None = None,
    output_format: str | Sequence[str] | None = None,
    panels: Sequence[str] = PANELS,
    labels: Sequence[str] | None = None,
    lenses_per_page: int = 8,
    title_prefix: str | None = None,
) -> list[Path]:
    """A row for every finished fit: data, model, residuals, lensed source and source.

    Nothing is fitted again: the images are those in the folders. A fit that has not
    all of them is left out, and named in a `DamagedFitWarning`.

    Parameters
    ----------
    aggregator
        The fits, an `af.Aggregator`.
    panels
        What a row shows, of "data", "model", "residuals", "lensed_source" and
        "source_plane".
    labels
        A name for every fit; by default those of the aggregator.
    lenses_per_page
        More fits make more files, with "_1", "_2", ... at the end of their names.

    The other parameters are those of `plot_array`; `title_prefix` is the heading, and
    the file's name is "sample" by default.

    Returns
    -------
    list of pathlib.Path
        The files that were written.

    Raises
    ------
    PlotException
        There is nothing to draw, or a panel of another name is asked for.
    """
    for name in panels:
        if name not in PANELS:
            raise exc.PlotException(
                f"There is no panel '{name}'. {exc.suggestion(name, PANELS)}"
            )
    if not panels or lenses_per_page < 1 or len(aggregator) == 0:
        raise exc.PlotException(
            f"{len(aggregator)} fits with {len(panels)} panels and {lenses_per_page} "
            "on a page leave nothing to draw; give one of each at least."
        )
    names = aggregator.labels if labels is None else list(labels)
    if len(names) != len(aggregator):
        raise exc.PlotException(
            f"{len(names)} labels came for {len(aggregator)} fits; give one for each."
        )
    page = page_from(
        "sample", output_path, output_filename, output_format, title_prefix=title_prefix
    )
    rows = _rows(aggregator, names, panels, page)
    files, number = [], 0
    several = len(aggregator) > lenses_per_page
    drawn: list[list[Panel]] = []
    for row in rows:
        drawn.append(row)
        if len(drawn) == lenses_per_page:
            number += 1
            files += _written(drawn, page, number if several else None)
            drawn = []
    if drawn:
        files += _written(drawn, page, number + 1 if several else None)
    elif not number:
        raise exc.PlotException(
            "No fit has the images of a sheet; the warnings say what they lack."
        )
    return files


def _rows(aggregator: Any, names: list[str], panels: Sequence[str], page: Page) -> Any:
    """The panels of one fit after the other; those that lack any are left out."""
    numbers = {fit.folder: number for number, fit in enumerate(aggregator)}

    def row(fit: Any) -> list[Panel]:
        return _row(fit.image, names[numbers[fit.folder]], panels, page)

    return (found for found in aggregator.map(row) if found is not None)


def _written(rows: list[list[Panel]], page: Page, number: int | None) -> list[Path]:
    if number is not None:
        output = dataclasses.replace(page.output, name=f"{page.output.name}_{number}")
        page = dataclasses.replace(page, output=output)
    flat = [panel for row in rows for panel in row]
    columns = len(rows[0])
    # Panels of the size that they have on other pages, so that texts keep apart.
    width = page.style.page_width * max(columns, _COLUMNS) / _COLUMNS
    sheet = Sheet(
        len(flat), columns, page.style, page.output, page.title_prefix, width=width
    )
    for index, panel in enumerate(flat):
        sheet.draw(index, panel)
    return page.finish(sheet)


def _row(folder: Path, label: str, panels: Sequence[str], page: Page) -> list[Panel]:
    path = folder / "fit.fits"
    mask = mask_from(path)
    noise_map = image_from(path, "NOISE_MAP", mask)
    scale = brightness_scale(image_from(path, "DATA", mask), noise_map, page.stretch)
    row = []
    for index, name in enumerate(panels):
        prefix = f"{_shortened(label)}: " if index == 0 else ""
        if name == "source_plane":
            row.append(_source_panel(folder, prefix, page))
            continue
        hdu, title = _IMAGES[name]
        image = image_from(path, hdu, mask)
        units, colors, chosen = page.units, page.colormap, scale
        if name == "residuals":
            units, colors, chosen = "σ", SIGNED, symmetric_scale(RESIDUAL_LIMIT)
        elif name == "lensed_source":
            chosen = lensed_source_scale(image, noise_map, page.stretch)
        title = f"{prefix}{title}"
        row.append(panel_of(image, title, units, chosen, colors))
    return row


#: HDU of fit.fits and title of each panel.
_IMAGES = {
    "data": ("DATA", "data"),
    "model": ("MODEL_DATA", "Model"),
    "residuals": ("NORMALIZED_RESIDUAL_MAP", "Residuals"),
    "lensed_source": ("LENSED_SOURCE", "Lensed source"),
}


def _source_panel(folder: Path, prefix: str, page: Page) -> Panel:
    """The last plane, from the image whose place its header tells."""
    path = folder / "source_plane_images.fits"
    values, header = ndarray_via_fits_from(path, -1), header_obj_from(path, -1)
    scales, origin = (
        tuple(float(header.get(f"{name}{axis}", default)) for axis in "YX")
        for name, default in (("PIXSCAL", 1.0), ("ORIGIN", 0.0))
    )
    image = Array2D.no_mask(values, scales, origin=origin)
    peak = float(values.max())
    scale = Scale(0.0, peak, "asinh", _SOFTENING * peak) if peak > 0.0 else None
    return panel_of(image, f"{prefix}Source plane", page.units, scale, page.colormap)


def _shortened(label: str) -> str:
    return label if len(label) <= _LABEL else f"{label[: _LABEL - 1]}…"
