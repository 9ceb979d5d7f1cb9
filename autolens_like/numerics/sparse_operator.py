"""`SparseOperator`: the noise-weighted point spread function as a sparse matrix.

For an image A s, blurred by K, with noise variances N, the curvature matrix of s is
Aᵀ W A with W = Kᵀ N⁻¹ K (Warren & Dye 2003, ApJ 590, 673, eq. 4, regrouped). W depends
on the data alone and couples pixels that are at most a kernel apart, so it is made
once, and every likelihood multiplies it by a mapping of a few entries a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from autolens_like.numerics.blocks import map_blocks
from autolens_like.numerics.convolve import BlurWindow, blurred
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.memory import require_memory

#: Pieces that are built side by side.
_PIECES = 8
#: Sums that are kept apart, whatever the number of threads, so that the result does
#: not depend on it.
_SUMS = 2


@dataclass(frozen=True, eq=False)
class SparseOperator:
    """The upper half of W, in runs of neighbouring pixels.

    A row of the image that a pixel is coupled to is one run: its unmasked pixels
    follow each other in the list of all pixels, so that no column index is stored.

    Parameters
    ----------
    window
        Where the pixels lie, and the kernel.
    first, count, offset
        (N, R) first pixel, length, and place among `values`, of every run.
    values
        The entries; those of the diagonal are halved.
    inverse_variance
        (N,) 1/σ².
    """

    window: BlurWindow
    first: np.ndarray
    count: np.ndarray
    offset: np.ndarray
    values: np.ndarray
    inverse_variance: np.ndarray

    @property
    def nbytes(self) -> int:
        """Memory that the operator takes."""
        parts = (self.first, self.count, self.offset, self.values)
        return sum(part.nbytes for part in parts)

    def curvature(
        self, starts: np.ndarray, columns: np.ndarray, values: np.ndarray, total: int
    ) -> np.ndarray:
        """Aᵀ W A, (M, M), of a mapping A in sparse rows.

        Parameters
        ----------
        starts
            (N + 1,) first entry of every row, and the number of all.
        columns, values
            Source pixel and size of every entry; the pixels of a row rise, and every
            row has some.
        total
            M.
        """
        runs = (self.first, self.count, self.offset, self.values)

        def part(index: int) -> np.ndarray:
            return half_curvature(*runs, starts, columns, values, total, index, _SUMS)

        half, *others = map_blocks(part, range(_SUMS))
        # In place: fresh pages for 20 MB cost more than the sum itself.
        for other in others:
            half += other
        half += half.T
        return half

    def weighted(self, images: np.ndarray) -> np.ndarray:
        """(C, N) Kᵀ N⁻¹ of (C, N) blurred images."""
        from scipy.fft import irfft2, rfft2

        window, result = self.window, np.empty(images.shape)
        turned = np.conj(window.spectrum)

        def block(index: int) -> None:
            frame = np.zeros(window.shape)
            frame[window.inside] = images[index] * self.inverse_variance
            frame = irfft2(rfft2(frame) * turned, s=window.shape)
            result[index] = frame[window.inside]

        map_blocks(block, range(len(images)))
        return result


def sparse_operator_from(noise_map: np.ndarray, window: BlurWindow) -> SparseOperator:
    """The operator of a dataset.

    Parameters
    ----------
    noise_map
        (N,) standard deviations.
    window
        Where the pixels lie, and the kernel.

    Raises
    ------
    PixelizationException
        It would not fit into the memory of this machine.
    """
    first, count = _runs(window)
    total = int(count.sum())
    require_memory(
        10 * total + 32 * count.size,
        "The sparse operator of this dataset",
        "use a smaller mask or kernel, or fit without it",
    )
    ends = np.cumsum(count).reshape(count.shape)
    offset = ends - count
    weights = noise_map**-2.0
    frame = np.zeros(window.shape)
    frame[window.inside] = weights
    values = np.empty(total)
    edges = np.linspace(0, noise_map.size, _PIECES + 1).astype(int)

    def piece(index: int) -> None:
        begin, end = int(edges[index]), int(edges[index + 1])
        if begin < end:
            part = run_values(first, count, frame, window, begin, end)
            values[offset[begin, 0] : ends[end - 1, -1]] = part

    map_blocks(piece, range(_PIECES))
    return SparseOperator(window, first, count, offset, values, weights)


def _runs(window: BlurWindow) -> tuple[np.ndarray, np.ndarray]:
    """(N, R) first pixel and length of the runs that every pixel is coupled to."""
    rows, columns = np.divmod(window.positions, window.shape[1])
    reach_y, reach_x = (side // 2 * 2 for side in window.taps.shape)
    # Pixels in front of each place, with a last column for the end of a row.
    before = np.zeros((window.shape[0], window.shape[1] + 1), dtype=np.int64)
    flat = window.inside.reshape(-1)
    before[:, 1:] = np.cumsum(flat).reshape(window.shape)
    before[:, 0] = before[:, 1] - window.inside[:, 0]
    row = rows[:, None] + np.arange(reach_y + 1)
    there = row < window.shape[0]
    row = np.minimum(row, window.shape[0] - 1)
    low = np.maximum(columns - reach_x, 0)[:, None]
    high = np.minimum(columns + reach_x + 1, window.shape[1])[:, None]
    first, last = before[row, low], before[row, high]
    first[:, 0] = np.arange(rows.size)
    return first, np.where(there, last - first, 0)


@kernel
def run_values(
    first: Any, count: Any, frame: Any, window: BlurWindow, begin: int, end: int
) -> Any:
    """The entries of W in the runs of some pixels, the diagonal halved.

    Parameters
    ----------
    first, count
        (N, R) the runs.
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
    parts = [
        matrix[pixel, run : run + length]
        for pixel in range(begin, end)
        for run, length in zip(first[pixel], count[pixel], strict=True)
    ]
    return np.concatenate(parts)


def _run_values_arguments(
    first: Any, count: Any, frame: Any, window: BlurWindow, begin: int, end: int
) -> tuple[Any, ...]:
    # Reversed, so that the loop over pixels runs forwards through the taps.
    turned = np.ascontiguousarray(window.taps[:, ::-1])
    positions = window.positions
    return first, count, frame, positions, window.taps, turned, begin, end


@run_values.implement("numba", arguments=_run_values_arguments)
def _run_values_numba(
    first: Any,
    count: Any,
    frame: Any,
    positions: Any,
    taps: Any,
    turned: Any,
    begin: int,
    end: int,
) -> Any:
    width = frame.shape[1]
    half_y, half_x = taps.shape[0] // 2, taps.shape[1] // 2
    result = np.empty(count[begin:end].sum())
    near = np.zeros((2 * half_y + 1, 4 * half_x + 1))
    filled = 0
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
            for j in range(first[i, dy], first[i, dy] + count[i, dy]):
                value = near[dy, positions[j] % width - column + 2 * half_x]
                result[filled] = 0.5 * value if j == i else value
                filled += 1
    return result


@kernel
def half_curvature(
    first: Any,
    count: Any,
    offset: Any,
    operator: Any,
    starts: Any,
    columns: Any,
    values: Any,
    total: int,
    begin: int,
    step: int,
) -> Any:
    """Σ_i A_iᵀ (Σ_j>=i W_ij A_j) over every `step`-th pixel i from `begin`.

    Parameters
    ----------
    first, count, offset, operator
        The runs of W and their entries.
    starts, columns, values, total
        The mapping A in sparse rows, and its number of columns.
    begin, step
        Which pixels.

    Returns
    -------
    (M, M) array
    """
    number = count.shape[0]
    mapping = np.zeros((number, total))
    mapping[np.repeat(np.arange(number), np.diff(starts)), columns] = values
    result = np.zeros((total, total))
    for pixel in range(begin, number, step):
        row = np.zeros(total)
        for run in range(count.shape[1]):
            some = slice(offset[pixel, run], offset[pixel, run] + count[pixel, run])
            mapped = mapping[first[pixel, run] : first[pixel, run] + count[pixel, run]]
            row += operator[some] @ mapped
        result += np.outer(mapping[pixel], row)
    return result


@half_curvature.implement("numba")
def _half_curvature_numba(
    first: Any,
    count: Any,
    offset: Any,
    operator: Any,
    starts: Any,
    columns: Any,
    values: Any,
    total: int,
    begin: int,
    step: int,
) -> Any:
    result = np.zeros((total, total))
    row = np.zeros(total)
    for pixel in range(begin, count.shape[0], step):
        # The columns of a row rise, so that its ends bound what is touched.
        low, high = total, 0
        for run in range(count.shape[1]):
            shift = offset[pixel, run] - first[pixel, run]
            for j in range(first[pixel, run], first[pixel, run] + count[pixel, run]):
                weight = operator[shift + j]
                low = min(low, columns[starts[j]])
                high = max(high, columns[starts[j + 1] - 1] + 1)
                for entry in range(starts[j], starts[j + 1]):
                    row[columns[entry]] += weight * values[entry]
        for entry in range(starts[pixel], starts[pixel + 1]):
            value = values[entry]
            target = result[columns[entry]]
            for column in range(low, high):
                target[column] += value * row[column]
        row[low:high] = 0.0
    return result
