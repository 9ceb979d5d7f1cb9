"""Data sets and arrays as FITS files, beside their figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from autolens_like.plot.output import named_keywords
from autolens_like.structures.fits import hdu_list_for_output_from, write_hdu_list
from autolens_like.typing import PathLike


@named_keywords
def fits_array(
    array: Any,
    file_path: PathLike,
    overwrite: bool = True,
    ext_name: str | None = None,
) -> list[Path]:
    """Write one array in its native shape, whole or not at all.

    Parameters
    ----------
    array
        An `Array2D`, a mask or a bare array.
    file_path
        The file.
    overwrite
        Whether an old file may be replaced.
    ext_name
        Name of the HDU.

    Returns
    -------
    list of pathlib.Path
        The file.
    """
    return _write([_native(array)], [ext_name], file_path, overwrite)


@named_keywords
def fits_imaging(
    dataset: Any,
    file_path: PathLike | None = None,
    data_path: PathLike | None = None,
    psf_path: PathLike | None = None,
    noise_map_path: PathLike | None = None,
    overwrite: bool = False,
) -> list[Path]:
    """Write a data set to one FITS file of several HDUs, or to one file a part.

    Parameters
    ----------
    dataset
        An `Imaging`.
    file_path
        One file with MASK, DATA, NOISE_MAP and PSF.
    data_path, psf_path, noise_map_path
        Files of the parts.
    overwrite
        Whether old files may be replaced.

    Returns
    -------
    list of pathlib.Path
        The files that were written.
    """
    parts = {"DATA": dataset.data, "NOISE_MAP": dataset.noise_map}
    if dataset.psf is not None:
        parts["PSF"] = dataset.psf.kernel
    written: list[Path] = []
    if file_path is not None:
        images = [np.asarray(dataset.mask.array), *map(_native, parts.values())]
        written += _write(images, ["MASK", *parts], file_path, overwrite)
    places = {"DATA": data_path, "NOISE_MAP": noise_map_path, "PSF": psf_path}
    for name, place in places.items():
        if place is not None and name in parts:
            written += _write([_native(parts[name])], [name], place, overwrite)
    return written


def _native(array: Any) -> np.ndarray:
    return np.asarray(getattr(getattr(array, "native", array), "array", array))


def _write(
    images: list[np.ndarray],
    names: list[str | None],
    file_path: PathLike,
    overwrite: bool,
) -> list[Path]:
    write_hdu_list(hdu_list_for_output_from(images, names), file_path, overwrite)
    return [Path(file_path)]
