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

import numpy as np

from autolens_like import exc
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
        raise exc.InputException(
            f"{VARIABLE}={name}, and {name} is not installed: "
            f"pip install 'autolens_like[fourier]', or unset the variable."
        )
    return name


@functools.cache
def _is_installed(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def filtered(
    frames: np.ndarray, spectrum: Spectrum, read: tuple[slice, slice]
) -> np.ndarray:
    """Some rows and columns of images times a spectrum.

    Along the rows only those are transformed that have light, and back only those that
    are read: a fifth of the time of a whole window of 120 x 120, a twentieth of a part.

    Parameters
    ----------
    frames
        (C, lit rows, lit columns), dark in what else the shape of the spectrum has.
    spectrum
        What their transforms are multiplied by.
    read
        Which rows and columns are wanted.

    Returns
    -------
    (C, wanted rows, wanted columns) array, in the precision of the frames
    """
    library = library_in_use()
    if library == "ducc0":
        return _filtered_ducc0(frames, spectrum, read)
    # Without another one, half of a pair of images would be nothing.
    is_paired = len(frames) > 1 and frames.dtype == np.float64
    if library == "numba" and is_paired and spectrum.is_pairable:
        return filtered_in_pairs(frames, spectrum, read)
    return filtered_in_pairs.reference(frames, spectrum, read)


def _filtered_ducc0(
    frames: np.ndarray, spectrum: Spectrum, read: tuple[slice, slice]
) -> np.ndarray:
    from ducc0.fft import c2c, c2r, r2c

    count, lit, columns = frames.shape
    kind = np.result_type(frames.dtype, np.complex64)
    product = np.empty((count, *spectrum.half.shape), dtype=kind)
    product[:, lit:] = 0.0
    dark = spectrum.shape[1] - columns
    wide = np.pad(frames, ((0, 0), (0, 0), (0, dark))) if dark else frames
    r2c(wide, axes=(2,), out=product[:, :lit])
    c2c(product, axes=(1,), out=product)
    product *= spectrum.half.astype(kind, copy=False)
    # `inorm` 2 divides by the length, as the other library does.
    c2c(product, axes=(1,), forward=False, inorm=2, out=product)
    rest = {"lastsize": spectrum.shape[1], "forward": False, "inorm": 2}
    return c2r(product[:, read[0]], axes=(2,), **rest)[:, :, read[1]]
