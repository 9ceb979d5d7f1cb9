"""Images times a spectrum: the one door to a library of Fourier transforms.

The default are loops of our own that numba compiles, without it scipy's transforms:
these take 1.5 (120 x 120 pixels) to 2 times as long (72 x 75), since their wheel knows
vectors of two numbers alone. Those of ducc0, whose author wrote scipy's as well, are
as fast as ours for pairs, and twice as fast for one image; its licence is the GPL, so
that it is an extra, which only an environment variable chooses.
"""

from __future__ import annotations

import functools
import importlib.util
import os
from dataclasses import replace

import numpy as np

from autolens_like import exc
from autolens_like.numerics.lit_part import Place
from autolens_like.numerics.paired_transform import filtered_in_pairs
from autolens_like.numerics.spectrum import Spectrum

#: The environment variable that chooses the library, and what it may say.
VARIABLE, LIBRARIES = "AUTOLENS_LIKE_FFT", ("numba", "scipy", "ducc0")


def library_in_use() -> str:
    """The name of the library: what the variable says, else the first of two.

    Raises
    ------
    InputException
        Another name, or one that is not installed.
    """
    name = os.environ.get(VARIABLE)
    if not name:
        return LIBRARIES[0] if _is_installed(LIBRARIES[0]) else LIBRARIES[1]
    if name not in LIBRARIES:
        raise exc.InputException(
            f"{VARIABLE}={name} names no library of Fourier transforms; allowed are "
            f"{', '.join(LIBRARIES)}. {exc.suggestion(name, LIBRARIES)}"
        )
    if not _is_installed(name):
        what = "'autolens_like[fourier]'" if name == "ducc0" else name
        raise exc.InputException(
            f"{VARIABLE}={name}, and {name} is not installed: pip install {what}, or "
            "unset the variable."
        )
    return name


@functools.cache
def _is_installed(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def filtered(
    result: np.ndarray,
    values: np.ndarray,
    outer: np.ndarray | None,
    place: Place,
    spectrum: Spectrum,
    read: tuple[slice, slice],
) -> np.ndarray:
    """Images times a spectrum, from lists of their values to lists of values.

    Along the rows only those are transformed that have light, and back only those that
    are read: a fifth of the time of a whole window of 120 x 120, a twentieth of a part.

    Parameters
    ----------
    result
        (C, N) of float64, returned; zero in pixels that are not read.
    values, outer
        (C, N) and (C, B) values of the pixels inside, and around or None, in the
        precision of the transforms.
    place
        Where they lie in a window.
    spectrum
        What their transforms are multiplied by.
    read
        Which rows and columns of the transform are wanted.
    """
    library = library_in_use()
    arguments = (result, values, outer, place, spectrum, read)
    # Without another one, half of a pair of images would be nothing.
    is_paired = len(values) > 1 and values.dtype == np.float64
    if library == "numba" and is_paired and spectrum.is_pairable:
        return filtered_in_pairs(*arguments)
    if library == "ducc0":
        return _filtered_by_ducc0(*arguments)
    return filtered_in_pairs.reference(*arguments)


def _filtered_by_ducc0(
    result: np.ndarray,
    values: np.ndarray,
    outer: np.ndarray | None,
    place: Place,
    spectrum: Spectrum,
    read: tuple[slice, slice],
) -> np.ndarray:
    from ducc0.fft import c2c, c2r, r2c

    # These want the columns that are dark as well.
    (lit, _), columns = place.lit, spectrum.shape[1]
    frames = replace(place, lit=(lit, columns)).frames(values, outer)
    kind = np.result_type(frames.dtype, np.complex64)
    product = np.empty((len(frames), *spectrum.half.shape), dtype=kind)
    product[:, lit:] = 0.0
    r2c(frames, axes=(2,), out=product[:, :lit])
    c2c(product, axes=(1,), out=product)
    product *= spectrum.half.astype(kind, copy=False)
    # `inorm` 2 divides by the length, as the other library does.
    c2c(product, axes=(1,), forward=False, inorm=2, out=product)
    rest = {"lastsize": columns, "forward": False, "inorm": 2}
    frames = c2r(product[:, read[0]], axes=(2,), **rest)
    return place.taken(result, frames[:, :, read[1]], read)
