"""The runs of neighbouring pixels of a `SparseOperator`, and what they hold.

Runs are laid out for vector instructions: all have the same length, a whole number of
steps of the loop, and begin at lines of the cache. They stand in the order in which a
curvature matrix reads them, row after row of the image, because what is scattered over
a hundred megabytes is read four times slower.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.numerics.convolve import BlurWindow, blurred
from autolens_like.numerics.kernel import kernel

#: Entries of one step of the loop along a run,
_STEP = 16
#: ... and numbers on one line of the cache.
LINE = 8


def aligned(size: int) -> np.ndarray:
    """(size,) zeros that begin on a line of the cache."""
    room = np.zeros(size + LINE)
    skipped = -(room.ctypes.data // room.itemsize) % LINE
    return room[skipped : skipped + size]


def length_of_runs(reach: int) -> int:
    """Entries of a run that reaches `reach` pixels to both sides of a column."""
    return -(-(LINE + 2 * reach) // _STEP) * _STEP


def offsets_of(window: BlurWindow, rows: np.ndarray, reach: tuple[int, int]) -> Any:
    """(N, R) place of column 0 of every run, and the number of all entries.

    Parameters
    ----------
    window
        Where the pixels lie.
    rows
        (N,) row of every pixel, the first one 0.
    reach
        Rows and columns that a pixel is coupled to, R - 1 and to each side.
    """
    below = rows[:, None] + np.arange(reach[0] + 1)
    pixel, down = np.nonzero(below <= rows[-1])
    # By the row that is reached, then by the row and the column of the pixel.
    order = np.lexsort((pixel, down, below[pixel, down]))
    place = np.empty(order.size, dtype=np.int64)
    place[order] = np.arange(order.size)
    length = length_of_runs(reach[1])
    offset = np.zeros(below.shape, dtype=np.int64)
    columns = window.positions % window.shape[1]
    begin = columns[pixel] // LINE * LINE - reach[1]
    offset[pixel, down] = place * length - begin
    return offset, order.size * length


@kernel
def run_values(
    offset: Any,
    total: int,
    frame: Any,
    window: BlurWindow,
    begin: int,
    end: int,
    result: Any = None,
) -> Any:
    """The entries of W in the runs of some pixels, the diagonal halved.

    Parameters
    ----------
    offset, total
        (N, R) place of column 0 of every run, and the number of entries of all.
    frame
        (rows, columns) 1/σ² in the window, zero where masked.
    window
        Where the pixels lie, and the kernel.
    begin, end
        Pixels from `begin` up to `end`.
    result
        (total,) array whose entries of these pixels are set; None makes one of zeros.

    Returns
    -------
    (total,) array
    """
    number = window.positions.size
    blur = blurred(np.eye(number), None, window, False).T
    weights = frame[window.inside][:, None]
    matrix = blur.T @ (weights * blur)
    matrix[np.diag_indices(number)] *= 0.5
    result = np.zeros(total) if result is None else result
    row, column = np.divmod(window.positions, window.shape[1])
    reach = window.taps.shape[1] // 2 * 2
    for i in range(begin, end):
        near = (np.abs(column - column[i]) <= reach) & (np.arange(number) >= i)
        for j in np.flatnonzero(near & (row < row[i] + offset.shape[1])):
            result[offset[i, row[j] - row[i]] + column[j]] = matrix[i, j]
    return result


def _run_values_arguments(
    offset: Any,
    total: int,
    frame: Any,
    window: BlurWindow,
    begin: int,
    end: int,
    result: Any = None,
) -> tuple[Any, ...]:
    room = np.zeros(total) if result is None else result
    # Reversed, so that the loop over pixels runs forwards through the taps.
    taps = (window.taps, np.ascontiguousarray(window.taps[:, ::-1]))
    place = (window.positions, window.inside)
    return offset, frame, *place, *taps, begin, end, room


@run_values.implement("numba", arguments=_run_values_arguments)
def _run_values_numba(
    offset: Any,
    frame: Any,
    positions: Any,
    inside: Any,
    taps: Any,
    turned: Any,
    begin: int,
    end: int,
    result: Any,
) -> Any:
    height, width = frame.shape
    half_y, half_x = taps.shape[0] // 2, taps.shape[1] // 2
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
        near[0, 2 * half_x] *= 0.5
        near[0, : 2 * half_x] = 0.0
        low, high = max(column - 2 * half_x, 0), min(column + 2 * half_x + 1, width)
        for dy in range(min(2 * half_y + 1, height - row)):
            for other in range(low, high):
                if inside[row + dy, other]:
                    value = near[dy, other - column + 2 * half_x]
                    result[offset[i, dy] + other] = value
    return result
