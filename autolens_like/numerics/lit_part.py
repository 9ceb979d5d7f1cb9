"""`LitPart`: the part of images that holds their light, which alone is transformed."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autolens_like.numerics.kernel import kernel

#: Light below this part of the brightest pixel is lost in the rounding errors that
#: the transform of the whole has (2e-16 of it).
DARK = 1e-17


@kernel
def lit_bounds(frames: np.ndarray, dark: float) -> tuple[int, int, int, int]:
    """The rows and columns outside of which images are dark.

    Parameters
    ----------
    frames
        (C, rows, columns).
    dark
        What part of the brightest value of all is darkness.

    Returns
    -------
    first row, last row + 1, first column, last column + 1
        Those of the whole where a value is not finite; all zero where all are.
    """
    most = np.abs(frames).max(axis=0)
    peak = most.max()
    if not np.isfinite(peak):
        return 0, frames.shape[1], 0, frames.shape[2]
    if peak == 0.0:
        return 0, 0, 0, 0
    lit = most > dark * peak
    rows, columns = np.flatnonzero(lit.any(axis=1)), np.flatnonzero(lit.any(axis=0))
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


@lit_bounds.implement("numba")
def _lit_bounds_numba(frames: Any, dark: float) -> Any:
    images, rows, columns = frames.shape
    most = np.zeros(columns)
    for image in range(images):
        for row in range(rows):
            values = frames[image, row]
            for column in range(columns):
                value = abs(values[column])
                # Whatever is no number stays.
                if value > most[column] or value != value:
                    most[column] = value
    peak = 0.0
    for column in range(columns):
        if not math.isfinite(most[column]):
            return 0, rows, 0, columns
        peak = max(peak, most[column])
    if peak == 0.0:
        return 0, 0, 0, 0
    left, right = 0, columns
    while most[left] <= dark * peak:
        left += 1
    while most[right - 1] <= dark * peak:
        right -= 1
    top, bottom = rows, 0
    for image in range(images):
        # From the outside in, only as far as it is dark.
        for row in range(rows):
            if row >= top and row < bottom:
                continue
            lit = False
            for column in range(left, right):
                if abs(frames[image, row, column]) > dark * peak:
                    lit = True
                    break
            if lit:
                top, bottom = min(top, row), max(bottom, row + 1)
    return top, bottom, left, right


class LitPart:
    """A part of frames with all their light, and what a kernel carries out of it.

    Parameters
    ----------
    bounds
        Of the light, see `lit_bounds`.
    reach
        Pixels by which the kernel carries light, in rows and in columns.

    Attributes
    ----------
    shape : (rows, columns) of a transform that holds light and reach.
    """

    def __init__(
        self, bounds: tuple[int, int, int, int], reach: tuple[int, int]
    ) -> None:
        from scipy.fft import next_fast_len

        top, bottom, left, right = bounds
        self._lit = (slice(top, bottom), slice(left, right))
        self._reach = reach
        self.shape = tuple(
            next_fast_len(one.stop - one.start + 2 * far, real=True)
            for one, far in zip(self._lit, reach, strict=True)
        )

    def light(self, frames: np.ndarray) -> np.ndarray:
        """What of (C, rows, columns) frames is lit; a view."""
        return frames[:, *self._lit]

    def seen(
        self, rows: slice, columns: slice
    ) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
        """Rows and columns that the light reaches.

        Parameters
        ----------
        rows, columns
            Of the frames, the only ones that are wanted.

        Returns
        -------
        As they count from the first that is wanted, and as in the whole convolution of
        `light` with a kernel, whose first pixel lies `reach` before the first that is
        lit.
        """
        wanted, found = [], []
        for one, far, own in zip(self._lit, self._reach, (rows, columns), strict=True):
            first = max(one.start - far, own.start)
            last = max(first, min(one.stop + far, own.stop))
            wanted.append(slice(first - own.start, last - own.start))
            found.append(slice(first - one.start + far, last - one.start + far))
        return tuple(wanted), tuple(found)
