"""`SparseOperator`: the noise-weighted point spread function as a sparse matrix.

For an image A s, blurred by K, with noise variances N, the curvature matrix of s is
Aᵀ W A with W = Kᵀ N⁻¹ K (Warren & Dye 2003, ApJ 590, 673, regrouped). W depends
on the data alone and couples pixels that are at most a kernel apart, so it is made
once, and every likelihood multiplies it by a mapping of a few entries a row.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autolens_like.numerics.blocks import map_blocks, thread_count
from autolens_like.numerics.convolve import COLUMNS_AT_ONCE, BlurWindow
from autolens_like.numerics.correlated_operator import correlated
from autolens_like.numerics.memory import require_memory
from autolens_like.numerics.operator_runs import aligned, offsets_of, run_values
from autolens_like.numerics.operator_sums import curvature_rows, grouped_entries

#: Pieces that are built side by side.
_PIECES = 8
#: Rows and columns of the pieces in which a matrix is added to its transpose.
_SQUARE = 128


@dataclass(frozen=True, eq=False)
class SparseOperator:
    """The upper half of W, in runs of neighbouring pixels.

    A row of the image that a pixel is coupled to is one run. The entry of pixels i and
    j >= i is `values[offset[i, r] + places[j]]` where j is r rows below i.

    Parameters
    ----------
    window
        Where the pixels lie, and the kernel.
    first, count
        (N, R) first pixel and number of pixels of every run.
    offset
        (N, R) place of column 0 of the window among `values`, for every run.
    values
        The entries, with zeros for masked pixels; those of the diagonal are halved.
    row_starts
        (rows + 1,) first pixel of every row of the image, and N.
    places
        (N,) column of the window that a pixel is in.
    inverse_variance
        (N,) 1/σ².
    """

    window: BlurWindow
    first: np.ndarray
    count: np.ndarray
    offset: np.ndarray
    values: np.ndarray
    row_starts: np.ndarray
    places: np.ndarray
    inverse_variance: np.ndarray
    _last: list[Any] = field(default_factory=list, init=False, repr=False)

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
        mapping = (starts, columns, values, total)
        groups = grouped_entries(*mapping[:3], self.row_starts, self.places, total)
        reach = self.window.taps.shape[1] // 2 * 2
        runs = (self.offset, self.values, self.row_starts, self.places, reach)
        half = np.empty((total, total))
        edges = _even_edges(columns, total, thread_count())

        def part(index: int) -> None:
            low, high = int(edges[index]), int(edges[index + 1])
            if low < high:
                curvature_rows(*runs, mapping, groups, low, high, half[low:high])

        map_blocks(part, range(edges.size - 1))
        return _added_to_transpose(half)

    def weighted(self, images: Any) -> Any:
        """(C, N) Kᵀ N⁻¹ of (C, N) blurred images.

        Images that cannot be written to are remembered: light that is the same in one
        likelihood after another.
        """
        for last, found in self._last:
            if last is images:
                return found
        weighted = images * self.inverse_variance
        found = correlated(weighted, self.window, batch_size=COLUMNS_AT_ONCE)
        if isinstance(images, np.ndarray) and not images.flags.writeable:
            self._last[:] = [(images, found)]
        return found


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
    first, count, row_starts = _runs(window)
    row = np.repeat(np.arange(row_starts.size - 1), np.diff(row_starts))
    reach_y, reach_x = (side // 2 * 2 for side in window.taps.shape)
    offset, total = offsets_of(window, row, (reach_y, reach_x))
    require_memory(
        10 * total + 32 * count.size,
        "The sparse operator of this dataset",
        "use a smaller mask or kernel, or fit without it",
    )
    weights = noise_map**-2.0
    frame = np.zeros(window.shape)
    frame[window.inside] = weights
    values = aligned(total)
    edges = np.linspace(0, noise_map.size, _PIECES + 1).astype(int)

    def piece(index: int) -> None:
        some = (int(edges[index]), int(edges[index + 1]))
        run_values(offset, total, frame, window, *some, values)

    map_blocks(piece, range(_PIECES))
    places = window.positions % window.shape[1]
    runs = (first, count, offset, values, row_starts, places)
    return SparseOperator(window, *runs, weights)


def _even_edges(columns: np.ndarray, total: int, parts: int) -> np.ndarray:
    """(parts + 1,) columns between which there are equal numbers of entries."""
    before = np.cumsum(np.bincount(columns, minlength=total))
    inner = np.searchsorted(before, columns.size * np.arange(1, parts) / parts)
    return np.concatenate([[0], inner, [total]])


def _added_to_transpose(matrix: np.ndarray) -> np.ndarray:
    """A square matrix plus its transpose, in place: fresh pages cost more."""

    def strip(first: int) -> None:
        rows = slice(first, first + _SQUARE)
        for other in range(first, len(matrix), _SQUARE):
            columns = slice(other, other + _SQUARE)
            square = matrix[rows, columns] + matrix[columns, rows].T
            matrix[rows, columns], matrix[columns, rows] = square, square.T

    map_blocks(strip, range(0, len(matrix), _SQUARE))
    return matrix


def _runs(window: BlurWindow) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(N, R) first pixel and length of the runs that every pixel is coupled to.

    And the first pixel of every row from the first to the last that has some.
    """
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
    row_starts = np.searchsorted(rows, np.arange(rows[0], rows[-1] + 2))
    return first, np.where(there, last - first, 0), row_starts
