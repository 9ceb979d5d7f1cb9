"""Images times a spectrum: the one door to a library of Fourier transforms.

scipy's transforms are the default. Those of ducc0, whose author wrote scipy's as well,
take half of the time (90 x 90 and 120 x 120 pixels, one thread); its licence is the
GPL, so that it is an extra, which only an environment variable chooses.
"""

from __future__ import annotations

import functools
import importlib.util
import os

import numpy as np

from autolens_like import exc

#: The environment variable that chooses the library, and what it may say.
VARIABLE, LIBRARIES = "AUTOLENS_LIKE_FFT", ("scipy", "ducc0")


def library_in_use() -> str:
    """The name of the library: what the variable says, else "scipy".

    Raises
    ------
    InputException
        Another name, or one that is not installed.
    """
    name = os.environ.get(VARIABLE) or LIBRARIES[0]
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
    frames: np.ndarray, spectrum: np.ndarray, shape: tuple[int, int], read: slice
) -> np.ndarray:
    """Some rows of frames times a spectrum of a shape that has more rows.

    Along the rows only those are transformed that have light, and back only those that
    are read: a fifth of the time of a whole window of 120 x 120, a twentieth of a part.

    Parameters
    ----------
    frames
        (C, lit, columns), dark in the other rows of the shape.
    spectrum
        (rows, columns // 2 + 1) what their real transforms are multiplied by.
    shape
        (rows, columns).
    read
        Which rows are wanted.

    Returns
    -------
    (C, wanted, columns) array, in the precision of the frames
    """
    own = _filtered_ducc0 if library_in_use() == "ducc0" else _filtered_scipy
    return own(frames, spectrum, shape, read)


def _filtered_scipy(
    frames: np.ndarray, spectrum: np.ndarray, shape: tuple[int, int], read: slice
) -> np.ndarray:
    from scipy.fft import fft, ifft, irfft, rfft

    product = fft(rfft(frames), shape[0], axis=1, overwrite_x=True)
    product *= spectrum.astype(product.dtype, copy=False)
    product = ifft(product, axis=1, overwrite_x=True)
    return irfft(product[:, read], shape[1])


def _filtered_ducc0(
    frames: np.ndarray, spectrum: np.ndarray, shape: tuple[int, int], read: slice
) -> np.ndarray:
    from ducc0.fft import c2c, c2r, r2c

    lit, kind = frames.shape[1], np.result_type(frames.dtype, np.complex64)
    product = np.empty((len(frames), *spectrum.shape), dtype=kind)
    product[:, lit:] = 0.0
    r2c(frames, axes=(2,), out=product[:, :lit])
    c2c(product, axes=(1,), out=product)
    product *= spectrum.astype(kind, copy=False)
    # `inorm` 2 divides by the length, as the other library does.
    c2c(product, axes=(1,), forward=False, inorm=2, out=product)
    rest = {"lastsize": shape[1], "forward": False, "inorm": 2}
    return c2r(product[:, read], axes=(2,), **rest)
