"""A rectangle of sky in square-like cells that are halved where more is to be seen."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np

#: Cells are halved at most this often; integer coordinates of nodes count halves of
#: the smallest cell.
DEEPEST = 16
_UNIT = 2 ** (DEEPEST + 1)
#: Row stride of the integer that names a node; rows have fewer nodes than this.
_STRIDE = 2**31
_CORNERS = np.array([(0, 0), (0, 1), (1, 1), (1, 0)])
_SIDES = np.array([(-1, 0), (1, 0), (0, -1), (0, 1)])


class AdaptiveMesh:
    """Cells in a tree of quarters, and triangles that fit together over all of them.

    Parameters
    ----------
    low
        (y, x) of the lowest corner [arcsec].
    cell
        (y, x) sides of a cell that was not halved [arcsec].
    leaves
        (n, 3) level and (row, column) of each cell at its level.
    """

    def __init__(self, low: np.ndarray, cell: np.ndarray, leaves: np.ndarray) -> None:
        self.low, self.cell, self.leaves = low, cell, leaves

    @classmethod
    def uniform(
        cls, low: np.ndarray, high: np.ndarray, shape: tuple[int, int]
    ) -> AdaptiveMesh:
        """`shape` equal cells between two corners (y, x)."""
        row, column = np.indices(shape).reshape(2, -1)
        leaves = np.stack([0 * row, row, column], axis=-1).astype(np.int64)
        return cls(low, (high - low) / np.array(shape), leaves)

    @property
    def sizes(self) -> np.ndarray:
        """The longer side of every cell [arcsec]."""
        return float(self.cell.max()) * 0.5 ** self.leaves[:, 0]

    @property
    def middles(self) -> np.ndarray:
        """(n, 2) centre (y, x) of every cell [arcsec]."""
        scale = 0.5 ** self.leaves[:, :1]
        return self.low + (self.leaves[:, 1:] + 0.5) * scale * self.cell

    def split(self, chosen: np.ndarray) -> AdaptiveMesh:
        """The mesh with some cells in quarters (`chosen` is a mask of cells)."""
        chosen = chosen & (self.leaves[:, 0] < DEEPEST)
        level, row, column = self.leaves[chosen].T
        quarters = [
            np.stack([level + 1, 2 * row + dy, 2 * column + dx], axis=-1)
            for dy, dx in _CORNERS
        ]
        leaves = np.concatenate([self.leaves[~chosen], *quarters])
        return AdaptiveMesh(self.low, self.cell, leaves)

    def split_where(self, wanted: Callable[[AdaptiveMesh], np.ndarray]) -> AdaptiveMesh:
        """Cells in quarters as long as `wanted` gives a mask that chooses any."""
        mesh = self
        for _ in range(DEEPEST):
            chosen = wanted(mesh)
            if not chosen.any():
                break
            mesh = mesh.split(chosen)
        return mesh.balanced()

    def balanced(self) -> AdaptiveMesh:
        """Split until no cell has a side with a neighbour of less than half of it."""
        mesh = self
        while (chosen := mesh._too_large()).any():
            mesh = mesh.split(chosen)
        return mesh

    def _too_large(self) -> np.ndarray:
        level, cells = self.leaves[:, 0], self.leaves[:, 1:]
        chosen = np.zeros(len(level), dtype=bool)
        names = cells[:, 0] * _STRIDE + cells[:, 1]
        present = np.unique(level)
        for fine in present[present >= present[0] + 2]:
            around = (cells[level == fine][:, None, :] + _SIDES).reshape(-1, 2)
            for coarse in present[present <= fine - 2]:
                above = around >> (fine - coarse)
                here = np.flatnonzero(level == coarse)
                hit = np.isin(names[here], above[:, 0] * _STRIDE + above[:, 1])
                chosen[here[hit]] = True
        return chosen

    @cached_property
    def _corners(self) -> np.ndarray:
        """(n, 4, 2) integer coordinates of the corners of every cell."""
        width = (_UNIT >> self.leaves[:, 0])[:, None, None]
        return (self.leaves[:, None, 1:] + _CORNERS) * width

    @cached_property
    def _named_triangles(self) -> tuple[np.ndarray, np.ndarray]:
        """(t, 3) integers that name the nodes of each triangle, and its (t,) cell."""
        corners = self._corners
        names = corners[..., 0] * _STRIDE + corners[..., 1]
        after = np.roll(corners, -1, axis=1)
        halves = (corners + after) // 2
        halves = halves[..., 0] * _STRIDE + halves[..., 1]
        cell = np.arange(len(names))
        if not np.any(self.leaves[:, 0] != self.leaves[0, 0]):
            is_split = np.zeros(names.shape, dtype=bool)
        else:
            is_split = np.isin(halves, names)
        plain = ~is_split.any(axis=1)
        a, b, c, d = names[plain].T
        pieces = [np.stack([a, b, c], axis=-1), np.stack([a, c, d], axis=-1)]
        owners = [cell[plain], cell[plain]]
        middle = corners.sum(axis=1) // 4
        middle = middle[:, 0] * _STRIDE + middle[:, 1]
        for side in range(4):
            start, half = names[:, side], halves[:, side]
            stop = names[:, (side + 1) % 4]
            cut, whole = is_split[:, side], ~plain & ~is_split[:, side]
            for first, last, mask in (
                (start, half, cut),
                (half, stop, cut),
                (start, stop, whole),
            ):
                pieces.append(
                    np.stack([middle[mask], first[mask], last[mask]], axis=-1)
                )
                owners.append(cell[mask])
        return np.concatenate(pieces), np.concatenate(owners)

    @cached_property
    def nodes(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(m,) names of the nodes, (t, 3) nodes of each triangle, and its (t,) cell."""
        named, owners = self._named_triangles
        names = np.unique(named)
        return names, np.searchsorted(names, named), owners

    def coordinates_of(self, names: np.ndarray) -> np.ndarray:
        """(m, 2) coordinates (y, x) of nodes [arcsec]."""
        units = np.stack([names // _STRIDE, names % _STRIDE], axis=-1)
        return self.low + units / _UNIT * self.cell
