"""Images times a spectrum: the one door to Fourier transforms of images.

Two images and more go through loops of our own that numba compiles. scipy's transforms,
which one image alone, single precision and other lengths take, and all where there is
no numba, take 1.5 (120 x 120 pixels) to 2 times as long (72 x 75), since their wheel
knows vectors of two numbers alone.
"""

from __future__ import annotations

import numpy as np

from autolens_like.numerics.lit_part import Place
from autolens_like.numerics.paired_transform import filtered_in_pairs
from autolens_like.numerics.spectrum import Spectrum


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
    # Without another one, half of a pair of images would be nothing.
    is_paired = len(values) > 1 and values.dtype == np.float64
    paired = is_paired and spectrum.is_pairable
    own = filtered_in_pairs if paired else filtered_in_pairs.reference
    return own(result, values, outer, place, spectrum, read)
