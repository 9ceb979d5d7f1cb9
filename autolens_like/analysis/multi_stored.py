"""What the folder of a fit of several exposures holds of its likelihood."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from autolens_like import exc
from autolens_like.analysis import output, stored
from autolens_like.analysis.multi_imaging import AnalysisMultiImaging
from autolens_like.dataset.multi_imaging import MultiImaging
from autolens_like.fit.amplitude_sharing import AmplitudeSharing
from autolens_like.search.store.fit_folder import FitFolder

#: What is said of the exposures beside their images.
_LISTS = ("names", "bands", "flux_scaling", "offsets", "rotations", "active")


def folders_of(fit: FitFolder) -> dict[str, Path]:
    """Where the images of every exposure are, by its name.

    Raises
    ------
    SearchException
        The fit is not one of several exposures, or its list of them is damaged.
    """
    names = _entry(fit, "dataset", _LISTS)["names"]
    return {name: output.exposure_folder(fit.image, name) for name in names}


def multi_dataset_from(fit: FitFolder) -> MultiImaging:
    """The exposures of a fit with their places, equal to the last bit.

    Raises
    ------
    LensException
        The folder does not hold everything, or something is damaged.
    """
    lists = _entry(fit, "dataset", _LISTS)
    exposures = [
        stored.dataset_from(folder / "dataset.fits")
        for folder in folders_of(fit).values()
    ]
    return MultiImaging(exposures, **{name: lists[name] for name in _LISTS})


def multi_analysis_from(fit: FitFolder) -> AnalysisMultiImaging:
    """The likelihood of a fit of several exposures, from its folder alone.

    As for `stored.analysis_from`, penalties of positions are not kept.

    Raises
    ------
    LensException
        The folder does not hold everything, or something is damaged.
    """
    settings = tuple(field.name for field in fields(AmplitudeSharing))
    sharing = AmplitudeSharing(**_entry(fit, "amplitudes", settings))
    instance = fit.instance
    return AnalysisMultiImaging(
        multi_dataset_from(fit),
        sharing,
        adapt_images={
            name: stored.adapt_images_from(folder / "adapt_images.fits", instance)
            for name, folder in folders_of(fit).items()
        },
        cosmology=stored.cosmology_of(fit),
        settings=stored.settings_of(fit),
        raise_inversion_positions_likelihood_exception=False,
    )


def _entry(fit: FitFolder, name: str, keys: tuple[str, ...]) -> dict[str, Any]:
    entry = fit.json(output.MULTI_FILE).get(name)
    if isinstance(entry, dict) and set(entry) == set(keys):
        return entry
    raise exc.SearchException(
        f"{fit.files / output.MULTI_FILE}.json is damaged: its '{name}' holds no "
        f"{', '.join(keys)}; run the fit again."
    )
