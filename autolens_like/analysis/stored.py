"""What the folder of a fit holds of its likelihood, read back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.analysis.imaging import AnalysisImaging
from autolens_like.analysis.lens import named_galaxies_from
from autolens_like.analysis.output import MULTI_FILE, SPACES
from autolens_like.cosmology.distances import LensingCosmology
from autolens_like.dataset.convolver import Convolver
from autolens_like.dataset.imaging import Imaging
from autolens_like.fit.adapt_images import AdaptImages
from autolens_like.inversion.settings import Settings
from autolens_like.model.reading import UNNAMED, object_from
from autolens_like.search.store.fit_folder import FitFolder
from autolens_like.structures.array import Array2D
from autolens_like.structures.fits import header_obj_from, ndarray_via_fits_from
from autolens_like.structures.mask import Mask2D

_USE_FFT = {name: use_fft for use_fft, name in SPACES.items()}


def mask_from(path: Path) -> Mask2D:
    """The mask in any of the FITS files of a fit, with its place on the sky.

    Raises
    ------
    FitsException
        The file is missing, damaged or another one.
    """
    values = ndarray_via_fits_from(path, "MASK")
    header = header_obj_from(path, "MASK")
    scales, origin = (
        tuple(_card(path, header, f"{name}{axis}") for axis in "YX")
        for name in ("PIXSCAL", "ORIGIN")
    )
    return Mask2D(values != 0.0, scales, origin)


def image_from(path: Path, name: str, mask: Mask2D | None = None) -> Array2D:
    """One image of a FITS file of a fit, on its mask.

    Parameters
    ----------
    path
        Such as ``image/fit.fits``.
    name
        Of the HDU, such as "MODEL_DATA".
    mask
        That of the file, where it is known already.

    Raises
    ------
    FitsException
        The file is missing, damaged or another one, or has no such image.
    """
    mask = mask_from(path) if mask is None else mask
    return Array2D(ndarray_via_fits_from(path, name), mask)


def dataset_from(path: Path) -> Imaging:
    """The dataset that `output.write_dataset` wrote, equal to the last bit.

    Raises
    ------
    FitsException
        The file is missing, damaged or another one.
    DatasetException
        The noise of the dataset has more correlations than are kept.
    """
    mask = mask_from(path)
    header = header_obj_from(path, "MASK")
    return Imaging(
        data=image_from(path, "DATA", mask),
        noise_map=image_from(path, "NOISE_MAP", mask),
        psf=_psf_from(path, header, mask),
        noise_covariance_matrix=_covariance_from(path, header, mask),
        over_sample_size_lp=_sizes(path, "OVER_SAMPLE_SIZE_LP"),
        over_sample_size_pixelization=_sizes(path, "OVER_SAMPLE_SIZE_PIXELIZATION"),
        use_normalized_psf=False,
    )


def adapt_images_from(path: Path, instance: Any) -> AdaptImages | None:
    """The images that `output.write_adapt_images` wrote, None where it wrote none.

    Parameters
    ----------
    path
        The file.
    instance
        Of the model: FITS holds the names of its galaxies in capitals only.

    Raises
    ------
    FitsException
        The file is damaged.
    """
    if not path.is_file():
        return None
    mask, images = mask_from(path), {}
    for galaxy in named_galaxies_from(instance):
        try:
            images[galaxy] = image_from(path, ".".join(galaxy).upper(), mask)
        except exc.FitsException as error:
            if "has no HDU" not in str(error):
                raise
    return AdaptImages(galaxy_name_image_dict=images)


def analysis_from(fit: FitFolder) -> AnalysisImaging:
    """The likelihood of a fit, from its folder alone.

    Penalties of positions, which the best fit does not feel, and a sparse operator,
    which gives the same numbers sooner, are not kept.

    Raises
    ------
    LensException
        The folder does not hold everything, or something is damaged.
    """
    if (fit.files / f"{MULTI_FILE}.json").is_file():
        raise exc.DatasetException(
            f"{fit.folder} is a fit of several exposures; take "
            "al.agg.FitMultiImagingAgg or al.agg.MultiImagingAgg."
        )
    return AnalysisImaging(
        dataset_from(fit.image / "dataset.fits"),
        adapt_images=adapt_images_from(fit.image / "adapt_images.fits", fit.instance),
        cosmology=cosmology_of(fit),
        settings=settings_of(fit),
        raise_inversion_positions_likelihood_exception=False,
    )


def cosmology_of(fit: FitFolder) -> Any:
    """The cosmology of a fit, None where it had the usual one.

    Raises
    ------
    LensException
        It is damaged, or of a class that this script has not registered.
    """
    return _object_in(fit, "cosmology", LensingCosmology | None)


def settings_of(fit: FitFolder) -> Settings:
    """How the linear amplitudes of a fit were solved for.

    Raises
    ------
    LensException
        They are damaged.
    """
    return _object_in(fit, "settings", Settings)


def _object_in(fit: FitFolder, name: str, kind: Any) -> Any:
    entry = fit.json(name).get("value")
    if isinstance(entry, dict) and entry.get("type") == UNNAMED:
        raise exc.ModelException(
            f"The {name} of {fit.folder} cannot be made again: {entry.get('reason')}"
        )
    place = f"{fit.files / name}.json"
    found = object_from(entry, place)
    if not isinstance(found, kind):
        raise exc.ModelException(f"{place} holds {found!r}, which is no {name}.")
    return found


def _psf_from(path: Path, header: Any, mask: Mask2D) -> Convolver | None:
    try:
        values = ndarray_via_fits_from(path, "PSF")
    except exc.FitsException as error:
        if "has no HDU" not in str(error):
            raise
        return None
    size = int(_card(path, header, "PSFFINER"))
    scales = tuple(scale / size for scale in mask.pixel_scales)
    space = _card(path, header, "PSFSPACE")
    return Convolver(
        Array2D.no_mask(values, scales),
        use_fft=_USE_FFT.get(space),
        convolve_over_sample_size=size,
    )


def _covariance_from(path: Path, header: Any, mask: Mask2D) -> np.ndarray | None:
    if not _card(path, header, "NOISECOV"):
        return None
    try:
        values = ndarray_via_fits_from(path, "NOISE_COVARIANCE", ndim=1)
    except exc.FitsException as error:
        if "has no HDU" not in str(error):
            raise
        raise exc.DatasetException(
            f"{path} is of a dataset with a noise_covariance_matrix too large to be "
            "kept with a fit; make the dataset again and call AnalysisImaging(dataset)."
            "fit_from(instance)."
        ) from error
    places = ndarray_via_fits_from(path, "NOISE_COVARIANCE_PLACES").astype(int)
    pixels = mask.pixels_in_mask
    if places.shape != (2, len(values)) or not np.all(
        (places >= 0) & (places < pixels)
    ):
        raise exc.FitsException(
            f"{path}: the places of the noise covariance do not fit its "
            f"{len(values)} numbers and {pixels} pixels; run the fit again."
        )
    rows, columns = places
    covariance = np.zeros((pixels, pixels))
    if np.all(rows <= columns):
        covariance[columns, rows] = values
    covariance[rows, columns] = values
    return covariance


def _sizes(path: Path, name: str) -> np.ndarray:
    values = ndarray_via_fits_from(path, name).astype(int)
    # Masked pixels are zero in the file and have no sub-grid.
    return np.maximum(values, 1)


def _card(path: Path, header: Any, name: str) -> Any:
    if name not in header:
        raise exc.FitsException(
            f"{path} has no card {name}, so it was not written by this release; run "
            "the fit again."
        )
    return header[name]
