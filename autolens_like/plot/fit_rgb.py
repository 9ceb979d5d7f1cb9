"""A fit of several exposures in colour: what was observed beside what is modelled."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autolens_like import exc
from autolens_like.plot.output import named_keywords
from autolens_like.plot.page import page_from
from autolens_like.plot.rgb import (
    bands_on_one_frame,
    colour_panel_of,
    faintest_of,
    weight_of,
)
from autolens_like.typing import PathLike


def bands_of(dataset: Any) -> list[int]:
    """The first exposure of every band that is switched on, in their order."""
    first: dict[str, int] = {}
    for number in dataset.active_indices:
        first.setdefault(dataset.bands[number], number)
    return list(first.values())


@named_keywords
def subplot_fit_rgb(
    fit: Any,
    bands: Sequence[int | str] | None = None,
    weights: Sequence[float] | None = None,
    black: Sequence[float] | None = None,
    stretch: tuple[float, float] = (0.12, 8.0),
    output_path: PathLike | None = None,
    output_filename: str | None = None,
    output_format: str | Sequence[str] | None = None,
    title_prefix: str | None = None,
) -> list[Path]:
    """Data and model of three bands in colour, side by side on one scale.

    Parameters
    ----------
    fit
        A `FitMultiImaging`.
    bands
        Names or numbers of the exposures that are red, green and blue; by default the
        first exposures of the last, the middle and the first band. Of two bands the
        last is red and green.
    weights, black, stretch
        As for `plot_rgb`; by default those of the data, for the model too.

    The other parameters are those of `plot_array`; `title_prefix` is the heading, and
    the file's name is "fit_rgb" by default.

    Returns
    -------
    list of pathlib.Path
        The files that were written.

    Raises
    ------
    PlotException
        Not three bands, or three that do not overlap.
    DatasetException
        An exposure that there is not, or that is switched off.
    """
    page = page_from(
        "fit_rgb",
        output_path,
        output_filename,
        output_format,
        title_prefix=title_prefix,
    )
    dataset = fit.dataset
    if bands is None:
        own = bands_of(dataset)
        bands = (own[-1], own[len(own) // 2], own[0])
    if len(bands) != 3:
        raise exc.PlotException(
            f"bands={bands!r} came; give three: red, green and blue."
        )
    chosen = [fit.fit_of(band) for band in bands]
    places = [dataset.placements[dataset.index_of(band)] for band in bands]
    if black is None:
        black = [faintest_of(one.dataset) for one in chosen]
    data = [one.data for one in chosen]
    if weights is None:
        weights = [weight_of(b) for b in bands_on_one_frame(data, places, black)[1]]
    panels = [
        colour_panel_of(images, places, weights, black, stretch, title)
        for images, title in (
            (data, "data"),
            ([one.model_data for one in chosen], "model"),
        )
    ]
    return page.finish(page.draw(panels))
