"""The loops of `SparseOperator` over runs of neighbouring pixels.

Entries of a run are laid out for vector instructions: a run begins where its first
pixel stands in its row of the image, up to whole lines of the cache, and is filled up
with zeros to whole steps of the loop.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.numerics.convolve import BlurWindow, blurred
from autolens_like.numerics.kernel import kernel

#: Entries of one step of the loop along a run,
_STEP = 16
#: ... and numbers on one line of the cache.
_LINE = 8


def aligned(size: int) -> np.ndarray:
    """(size,) array on a line of the cache."""
    room = np.empty(size + _LINE)
    skipped = -(room.ctypes.data // room.itemsize) % _LINE
    return room[skipped : skipped + size]


def places_of(
    first: np.ndarray, count: np.ndarray, row_starts: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """(N, R) place of every run, and (N + 1,) where those of every pixel begin.

    Parameters
    ----------
    first, count
        (N, R) first pixel and length of the runs.
    row_starts
        (rows + 1,) first pixel of every row of the image, and N.
    """
    row = np.repeat(np.arange(row_starts.size - 1), np.diff(row_starts))
    below = row[:, None] + np.arange(count.shape[1])
    skipped = (first - row_starts[np.minimum(below, row_starts.size - 2)]) % _LINE
    skipped = np.where(count > 0, skipped, 0)
    length = -(-(skipped + count) // _STEP) * _STEP
    ends = np.cumsum(length).reshape(length.shape)
    return ends - length + skipped, np.concatenate([[0], ends[:, -1]])


@kernel
def run_values(
    first: Any,
    count: Any,
    offset: Any,
    ends: Any,
    frame: Any,
    window: BlurWindow,
    begin: int,
    end: int,
) -> Any:
    """The entries of W in the runs of some pixels, the diagonal halved.

    Parameters
    ----------
    first, count, offset
        (N, R) the runs.
    ends
        (N + 1,) where the runs of every pixel begin, and the end.
    frame
        (rows, columns) 1/σ² in the window, zero where masked.
    window
        Where the pixels lie, and the kernel.
    begin, end
        Pixels from `begin` up to `end`.
    """
    total = window.positions.size
    blur = blurred(np.eye(total), None, window, False).T
    weights = frame[window.inside][:, None]
    matrix = blur.T @ (weights * blur)
    matrix[np.diag_indices(total)] *= 0.5
    result = np.zeros(ends[end] - ends[begin])
    for pixel in range(begin, end):
        runs = zip(first[pixel], count[pixel], offset[pixel], strict=True)
        for run, length, place in runs:
            here = place - ends[begin]
            result[here : here + length] = matrix[pixel, run : run + length]
    return result


def _run_values_arguments(
    first: Any,
    count: Any,
    offset: Any,
    ends: Any,
    frame: Any,
    window: BlurWindow,
    begin: int,
    end: int,
) -> tuple[Any, ...]:
    # Reversed, so that the loop over pixels runs forwards through the taps.
    taps = (window.taps, np.ascontiguousarray(window.taps[:, ::-1]))
    return first, count, offset, ends, frame, window.positions, *taps, begin, end


@run_values.implement("numba", arguments=_run_values_arguments)
def _run_values_numba(
    first: Any,
    count: Any,
    offset: Any,
    ends: Any,
    frame: Any,
    positions: Any,
    taps: Any,
    turned: Any,
    begin: int,
    end: int,
) -> Any:
    width = frame.shape[1]
    half_y, half_x = taps.shape[0] // 2, taps.shape[1] // 2
    result = np.zeros(ends[end] - ends[begin])
    near = np.zeros((2 * half_y + 1, 4 * half_x + 1))
    for i in range(begin, end):
        row, column = positions[i] // width, positions[i] % width
        near[:] = 0.0
        for ky in range(-half_y, half_y + 1):
            for kx in range(-half_x, half_x + 1):
                weight = frame[row + ky, column + kx]
                if weight == 0.0:
                    continue
                weight *= taps[ky + half_y, kx + half_x]
                for dy in range(max(0, ky - half_y), ky + half_y + 1):
                    tap_row = turned[ky - dy + half_y]
                    near_row = near[dy]
                    for tx in range(2 * half_x + 1):
                        near_row[kx + half_x + tx] += weight * tap_row[tx]
        for dy in range(2 * half_y + 1):
            shift = offset[i, dy] - ends[begin] - first[i, dy]
            for j in range(first[i, dy], first[i, dy] + count[i, dy]):
                value = near[dy, positions[j] % width - column + 2 * half_x]
                result[shift + j] = 0.5 * value if j == i else value
    return result


@kernel
def curvature_rows(
    first: Any,
    count: Any,
    offset: Any,
    operator: Any,
    row_starts: Any,
    starts: Any,
    columns: Any,
    values: Any,
    total: int,
    low: int,
    high: int,
    result: Any = None,
) -> Any:
    """Σ_i A_iᵀ (Σ_j>=i W_ij A_j), its rows from `low` up to `high`.

    Every row is summed in the same order, whichever others are asked for.

    Parameters
    ----------
    first, count, offset, operator, row_starts
        The runs of W, their entries, and the first pixel of every row of the image.
    starts, columns, values, total
        The mapping A in sparse rows, and its number of columns M.
    low, high
        Which rows.
    result
        (high - low, M) array to be filled; None makes one.

    Returns
    -------
    (high - low, M) array
    """
    number = count.shape[0]
    mapping = np.zeros((number, total))
    mapping[np.repeat(np.arange(number), np.diff(starts)), columns] = values
    whole = np.zeros((total, total))
    for pixel in range(number):
        row = np.zeros(total)
        for run in range(count.shape[1]):
            some = slice(offset[pixel, run], offset[pixel, run] + count[pixel, run])
            mapped = mapping[first[pixel, run] : first[pixel, run] + count[pixel, run]]
            row += operator[some] @ mapped
        whole += np.outer(mapping[pixel], row)
    return whole[low:high]


def _curvature_rows_arguments(
    first: Any,
    count: Any,
    offset: Any,
    operator: Any,
    row_starts: Any,
    starts: Any,
    columns: Any,
    values: Any,
    total: int,
    low: int,
    high: int,
    result: Any = None,
) -> tuple[Any, ...]:
    room = np.empty((high - low, total)) if result is None else result
    # Each row of sums ends on a line of the cache, with room for the zeros of a run.
    longest = -(-int(np.diff(row_starts).max()) // _LINE) * _LINE
    sums = aligned((high - low) * (longest + _STEP))
    runs = (first, count, offset, operator, row_starts, starts, columns, values)
    return (*runs, low, room, sums, longest + _STEP)


@curvature_rows.implement("numba", arguments=_curvature_rows_arguments)
def _curvature_rows_numba(
    first: Any,
    count: Any,
    offset: Any,
    operator: Any,
    row_starts: Any,
    starts: Any,
    columns: Any,
    values: Any,
    low: int,
    result: Any,
    sums: Any,
    width: int,
) -> Any:
    # For one row of the image after another: sums[c, j] = Σ_i<=j A_ic W_ij, along the
    # runs, then result[c] += Σ_j sums[c, j] A_j.
    some = result.shape[0]
    result[:] = 0.0
    sums[:] = 0.0
    left, right = np.full(some, width), np.zeros(some, dtype=np.int64)
    touched = np.empty(some, dtype=np.int64)
    for row in range(row_starts.size - 1):
        begin, number = row_starts[row], 0
        for dy in range(min(first.shape[1], row + 1)):
            for i in range(row_starts[row - dy], row_starts[row - dy + 1]):
                if count[i, dy] == 0:
                    continue
                skipped = (first[i, dy] - begin) % _LINE
                lane = first[i, dy] - begin - skipped
                length = -(-(skipped + count[i, dy]) // _STEP) * _STEP
                # Indices that cannot be negative let the loop below be vectorised.
                place, steps = np.uint64(offset[i, dy] - skipped), np.uint64(length)
                for entry in range(starts[i], starts[i + 1]):
                    c = columns[entry] - low
                    if c < 0 or c >= some:
                        continue
                    if right[c] == 0:
                        touched[number] = c
                        number += 1
                    left[c] = min(left[c], lane)
                    right[c] = max(right[c], lane + length)
                    value, at = values[entry], np.uint64(c * width + lane)
                    for k in range(steps):
                        sums[at + k] += value * operator[place + k]
        # Four rows together, because they share the entries of A_j.
        for t in range(0, number, 4):
            a, b = touched[t], touched[min(t + 1, number - 1)]
            c, d = touched[min(t + 2, number - 1)], touched[min(t + 3, number - 1)]
            low_end = min(left[a], left[b], left[c], left[d])
            high_end = max(right[a], right[b], right[c], right[d])
            row_a, row_b, row_c, row_d = result[a], result[b], result[c], result[d]
            for k in range(low_end, min(high_end, row_starts[row + 1] - begin)):
                sum_a, sums[a * width + k] = sums[a * width + k], 0.0
                sum_b, sums[b * width + k] = sums[b * width + k], 0.0
                sum_c, sums[c * width + k] = sums[c * width + k], 0.0
                sum_d, sums[d * width + k] = sums[d * width + k], 0.0
                for entry in range(starts[begin + k], starts[begin + k + 1]):
                    column, value = columns[entry], values[entry]
                    row_a[column] += sum_a * value
                    row_b[column] += sum_b * value
                    row_c[column] += sum_c * value
                    row_d[column] += sum_d * value
            for one in (a, b, c, d):
                left[one], right[one] = width, 0
    return result
