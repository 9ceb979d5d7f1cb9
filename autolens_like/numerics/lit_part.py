"""`LitPart`: the part of images that holds their light, which alone is transformed.

Images are lists of the values of some pixels of a window. These lie in runs: pixels of
one row that follow each other, which a loop copies at the speed of the memory.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from autolens_like.numerics.kernel import kernel

#: Light below this part of the brightest pixel is lost in the rounding errors that
#: the transform of the whole has (2e-16 of it).
DARK = 1e-17


def runs_of(pixels: np.ndarray) -> np.ndarray:
    """(R, 4) the runs of the pixels that are True in (rows, columns).

    Of each the number of its first value among all, its row, its first column and its
    length.
    """
    padded = np.pad(pixels.astype(np.int8), ((0, 0), (1, 1)))
    steps = np.diff(padded, axis=1)
    row, column = np.nonzero(steps == 1)
    length = np.nonzero(steps == -1)[1] - column
    first = np.cumsum(length) - length
    return np.stack([first, row, column, length], axis=1).astype(np.int64)


@kernel
def lit_bounds(
    values: Any, runs: np.ndarray, dark: float, floor: float = 0.0
) -> tuple[int, int, int, int, float]:
    """The rows and columns of a window outside of which images are dark.

    Parameters
    ----------
    values, runs
        (C, N) values, and the runs in which they lie.
    dark
        What part of the brightest value of all is darkness.
    floor
        A brightness that is darkness in any case.

    Returns
    -------
    first row, last row + 1, first column, last column + 1
        All zero where all are dark, and where a value is not finite.
    peak
        The brightest value; no finite one where a value is none.
    """
    most = np.abs(np.asarray(values)).max(axis=0, initial=0.0)
    peak = float(most.max(initial=0.0))
    rows, columns = [], []
    for first, row, column, length in runs if np.isfinite(peak) else ():
        own = most[first : first + length]
        lit = np.flatnonzero(own > max(floor, dark * peak))
        if lit.size > 0:
            rows.append(int(row))
            columns += [int(column + lit[0]), int(column + lit[-1])]
    if not rows:
        return 0, 0, 0, 0, peak
    return min(rows), max(rows) + 1, min(columns), max(columns) + 1, peak


def _with_bits(
    values: Any, runs: np.ndarray, dark: float, floor: float = 0.0
) -> tuple[Any, ...]:
    return values, values.view(f"i{values.itemsize}"), runs, dark, float(floor)


@lit_bounds.implement("numba", arguments=_with_bits)
def _lit_bounds_numba(values: Any, bits: Any, runs: Any, dark: float, floor: float):
    # Without their sign, numbers are ordered as the integers of the same bits are,
    # infinity and what is no number last: no comparison stands in the way of vectors.
    magnitude = np.iinfo(bits.dtype).max
    most = bits[0] & magnitude
    for image in range(1, bits.shape[0]):
        own = bits[image]
        for i in range(most.size):
            most[i] = max(most[i], own[i] & magnitude)
    brightest = most[0]
    for i in range(1, most.size):
        brightest = max(brightest, most[i])
    peak = np.full(1, brightest).view(values.dtype)[0]
    if not math.isfinite(peak):
        return 0, 0, 0, 0, peak
    limit, light = max(floor, dark * peak), most.view(values.dtype)
    top, bottom, left, right = 1 << 30, 0, 1 << 30, 0
    for number in range(runs.shape[0]):
        first, row, column, length = runs[number]
        line, low, high = light[first : first + length], 0, length
        while low < high and line[low] <= limit:
            low += 1
        if low == high:
            continue
        while line[high - 1] <= limit:
            high -= 1
        top, bottom = min(top, row), max(bottom, row + 1)
        left, right = min(left, column + low), max(right, column + high)
    if bottom == 0:
        return 0, 0, 0, 0, peak
    return top, bottom, left, right, peak


@kernel
def lay_out(
    frames: np.ndarray, values: Any, runs: np.ndarray, corner: tuple[int, int]
) -> np.ndarray:
    """Values written into frames, which are a part of a window.

    Parameters
    ----------
    frames
        (C, rows, columns); returned.
    values, runs
        (C, N) values, and the runs in which they lie in the window. Those beyond the
        frames are left out.
    corner
        Row and column of the window at the first pixel of the frames.
    """
    values, (top, left) = np.asarray(values), corner
    rows, columns = frames.shape[1:]
    for first, row, column, length in runs:
        begin = max(column, left)
        end = min(column + length, left + columns)
        if top <= row < top + rows and begin < end:
            own = values[:, first + begin - column : first + end - column]
            frames[:, row - top, begin - left : end - left] = own
    return frames


@lay_out.implement("numba")
def _lay_out_numba(frames: Any, values: Any, runs: Any, corner: Any) -> Any:
    top, left = corner
    images, rows, columns = frames.shape
    for image in range(images):
        for number in range(runs.shape[0]):
            first, row, column, length = runs[number]
            begin, end = max(column, left), min(column + length, left + columns)
            if row < top or row >= top + rows or begin >= end:
                continue
            to = frames[image, row - top, begin - left : end - left]
            own = values[image, first + begin - column : first + end - column]
            for i in range(end - begin):
                to[i] = own[i]
    return frames


@kernel
def take_back(
    values: np.ndarray, frames: Any, runs: np.ndarray, corner: tuple[int, int]
) -> np.ndarray:
    """Values read from frames, which are a part of a window: `lay_out` turned round.

    Parameters
    ----------
    values
        (C, N), returned; zero where they lie beyond the frames.
    frames, runs, corner
        As for `lay_out`.
    """
    frames, (top, left) = np.asarray(frames), corner
    rows, columns = frames.shape[1:]
    values[:] = 0.0
    for first, row, column, length in runs:
        begin = max(column, left)
        end = min(column + length, left + columns)
        if top <= row < top + rows and begin < end:
            own = frames[:, row - top, begin - left : end - left]
            values[:, first + begin - column : first + end - column] = own
    return values


@take_back.implement("numba")
def _take_back_numba(values: Any, frames: Any, runs: Any, corner: Any) -> Any:
    top, left = corner
    images, rows, columns = frames.shape
    for image in range(images):
        for number in range(runs.shape[0]):
            first, row, column, length = runs[number]
            begin, end = max(column, left), min(column + length, left + columns)
            to = values[image, first : first + length]
            if row < top or row >= top + rows or begin >= end:
                to[:] = 0.0
                continue
            to[: begin - column] = 0.0
            to[end - column :] = 0.0
            own = frames[image, row - top, begin - left : end - left]
            for i in range(end - begin):
                to[begin - column + i] = own[i]
    return values


@dataclass(frozen=True, eq=False)
class Place:
    """Where images lie in a window, and what of it is transformed.

    Parameters
    ----------
    runs, runs_around
        The runs in which the values inside, and around, lie.
    corner, lit
        (row, column) of the first pixel that is lit, (rows, columns) that are.
    seen
        (row, column) of the window at the first pixel of the transform.
    """

    runs: np.ndarray
    runs_around: np.ndarray
    corner: tuple[int, int]
    lit: tuple[int, int]
    seen: tuple[int, int]

    def frames(self, values: np.ndarray, outer: np.ndarray | None) -> np.ndarray:
        """(C, rows, columns) what is lit of (C, N) and (C, B) values, or of none."""
        frames = np.zeros((len(values), *self.lit), dtype=values.dtype)
        lay_out(frames, values, self.runs, self.corner)
        if outer is not None:
            lay_out(frames, outer, self.runs_around, self.corner)
        return frames

    def taken(
        self, result: np.ndarray, frames: np.ndarray, read: tuple[slice, slice]
    ) -> np.ndarray:
        """(C, N) values of what was read of the transform; returns the result."""
        first = self.seen[0] + read[0].start, self.seen[1] + read[1].start
        return take_back(result, frames, self.runs, first)


def both(
    one: tuple[int, int, int, int], other: tuple[int, int, int, int]
) -> tuple[int, int, int, int]:
    """The bounds of two parts together; one without rows is none."""
    if one[0] == one[1] or other[0] == other[1]:
        return other if one[0] == one[1] else one
    top, bottom, left, right = zip(one, other, strict=True)
    return min(top), max(bottom), min(left), max(right)


class LitPart:
    """A part of a window with all the light, and what a kernel carries out of it.

    Parameters
    ----------
    bounds
        Of the light: first row, last row + 1, first column, last column + 1.
    reach
        Pixels by which the kernel carries light, in rows and in columns.

    Attributes
    ----------
    corner : (row, column) of the first pixel that is lit.
    lit : (rows, columns) that have light.
    shape : (rows, columns) of a transform that holds light and reach.
    """

    def __init__(
        self, bounds: tuple[int, int, int, int], reach: tuple[int, int]
    ) -> None:
        from scipy.fft import next_fast_len

        top, bottom, left, right = bounds
        self.corner, self._reach = (top, left), reach
        self.lit = bottom - top, right - left
        self.shape = tuple(
            next_fast_len(side + 2 * far, real=True)
            for side, far in zip(self.lit, reach, strict=True)
        )

    @property
    def corner_seen(self) -> tuple[int, int]:
        """Row and column of the first pixel of the light's whole convolution."""
        return self.corner[0] - self._reach[0], self.corner[1] - self._reach[1]
