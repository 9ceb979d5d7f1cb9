"""`SparseOperator`: the noise-weighted point spread function as a sparse matrix.

For an image A s, blurred by K, with noise variances N, the curvature matrix of s is
Aᵀ W A with W = Kᵀ N⁻¹ K (Warren & Dye 2003, ApJ 590, 673, regrouped). W depends
on the data alone and couples pixels that are at most a kernel apart, so it is made
once, and every likelihood multiplies it by a mapping of a few entries a row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autolens_like.numerics.blocks import map_blocks, one_blas_thread
from autolens_like.numerics.convolve import BlurWindow
from autolens_like.numerics.correlated_operator import correlated
from autolens_like.numerics.memory import require_memory
from autolens_like.numerics.operator_sums import curvature_rows, grouped_entries
from autolens_like.numerics.operator_tiles import Tiles, aligned, tile_values, tiles_of

#: Pieces that are built side by side.
_PIECES = 8
#: Parts of a curvature matrix that are summed side by side. Their number is not that of
#: the threads, because the last digits of a product depend on how many rows it has.
_PARTS = 4
#: Rows and columns of the pieces in which a matrix is added to its transpose.
_SQUARE = 128
#: Images that are transformed together.
_IMAGES_AT_ONCE = 4


@dataclass(frozen=True, eq=False)
class SparseOperator:
    """Half of W, in blocks that couple a pixel to a tile of pixels.

    Parameters
    ----------
    window
        Where the pixels lie, and the kernel.
    tiles
        Where the blocks stand.
    values
        Their entries, with zeros for masked pixels.
    inverse_variance
        (N,) 1/σ².
    """

    window: BlurWindow
    tiles: Tiles
    values: np.ndarray
    inverse_variance: np.ndarray
    _kept: dict[str, Any] = field(default_factory=dict, init=False, repr=False)

    @property
    def nbytes(self) -> int:
        """Memory that the operator takes."""
        return self.tiles.nbytes + self.values.nbytes

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
        groups = grouped_entries(starts, columns, values, self.tiles.pixels, total)
        half = np.empty((total, total))
        edges = _even_edges(columns, total, _PARTS)

        def part(index: int) -> None:
            low, high = int(edges[index]), int(edges[index + 1])
            if low < high:
                some = (total, low, high, half[low:high])
                curvature_rows(self.tiles, self.values, groups, *some)

        with one_blas_thread():
            map_blocks(part, range(_PARTS))
        return _added_to_transpose(half)

    def weighted(self, images: Any) -> Any:
        """(C, N) Kᵀ N⁻¹ of (C, N) blurred images, made once as `kept` says."""

        def made() -> Any:
            weighted = images * self.inverse_variance
            return correlated(weighted, self.window, batch_size=_IMAGES_AT_ONCE)

        return self.kept("weighted", images, made)

    def kept(self, name: str, images: Any, make: Callable[[], Any]) -> Any:
        """`make()`, which is remembered for images that cannot be written to.

        Such is light that is the same in one likelihood after another.

        Parameters
        ----------
        name
            What is made.
        images
            What it is made of, with the noise and kernel of this operator.
        make
            Makes it.
        """
        last, found = self._kept.get(name, (None, None))
        if last is images:
            return found
        found = make()
        if isinstance(images, np.ndarray) and not images.flags.writeable:
            self._kept[name] = (images, found)
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
    tiles = tiles_of(window)
    require_memory(
        10 * tiles.total + tiles.nbytes,
        "The sparse operator of this dataset",
        "use a smaller mask or kernel, or fit without it",
    )
    weights = noise_map**-2.0
    frame = np.zeros(window.shape)
    frame[window.inside] = weights
    values = aligned(tiles.total)
    edges = np.linspace(0, noise_map.size, _PIECES + 1).astype(int)

    def piece(index: int) -> None:
        tile_values(tiles, frame, window, *map(int, edges[index : index + 2]), values)

    map_blocks(piece, range(_PIECES))
    return SparseOperator(window, tiles, values, weights)


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
