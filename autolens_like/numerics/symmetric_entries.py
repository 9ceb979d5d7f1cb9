"""`SymmetricEntries`: a symmetric matrix of mostly zeros, by what is not zero of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from autolens_like.numerics.kernel import kernel

#: A matrix with more of its places filled than one in so many is better left whole.
_SPARSE = 8


@dataclass(frozen=True, eq=False)
class SymmetricEntries:
    """The lower half of a symmetric (M, M) matrix.

    Parameters
    ----------
    rows, columns
        (E,) places on and below the diagonal, each once.
    values
        (E,) what stands there.
    size
        M.
    """

    rows: np.ndarray
    columns: np.ndarray
    values: np.ndarray
    size: int

    @classmethod
    def of(cls, matrix: np.ndarray) -> SymmetricEntries:
        """The entries of an array of two dimensions."""
        return cls(*lower_entries(matrix), len(matrix))

    def dense(self) -> np.ndarray:
        """(M, M) array."""
        matrix = np.zeros((self.size, self.size))
        matrix[self.rows, self.columns] = matrix[self.columns, self.rows] = self.values
        return matrix

    @property
    def is_sparse(self) -> bool:
        """Whether so little is filled that the entries are the faster form."""
        return 2 * _SPARSE * self.values.size < self.size**2

    def added_to(self, matrix: np.ndarray, first: int = 0) -> tuple[Any, np.ndarray]:
        """What stood in an array before the matrix was added to it, and where.

        `array[places] = before` takes the sum back to the last digit.

        Parameters
        ----------
        matrix
            (K, K) array, in which the sum is made.
        first
            Row and column of the array from which on it is added.
        """
        rows, columns = self.rows + first, self.columns + first
        places = np.concatenate([rows, columns]), np.concatenate([columns, rows])
        before = matrix[places]
        # Those of the diagonal are set twice, and to the same.
        matrix[places] = before + np.tile(self.values, 2)
        return places, before

    def quadratic_form(self, vector: np.ndarray) -> float:
        """xᵀAx of (M,) numbers x."""
        products = self.values * vector[self.rows] * vector[self.columns]
        return float(products @ np.where(self.rows == self.columns, 1.0, 2.0))


@kernel
def lower_entries(matrix: Any) -> tuple[Any, Any, Any]:
    """Row, column and size of what is not zero on and below the diagonal.

    Parameters
    ----------
    matrix
        (M, M) symmetric.
    """
    rows, columns = np.nonzero(np.tril(matrix))
    return rows, columns, matrix[rows, columns]


@lower_entries.implement("numba")
def _lower_entries_numba(matrix: Any) -> tuple[Any, Any, Any]:
    number = 0
    for row in range(matrix.shape[0]):
        for column in range(row + 1):
            number += matrix[row, column] != 0.0
    rows = np.empty(number, dtype=np.int64)
    columns = np.empty(number, dtype=np.int64)
    values = np.empty(number)
    filled = 0
    for row in range(matrix.shape[0]):
        for column in range(row + 1):
            if matrix[row, column] != 0.0:
                rows[filled], columns[filled] = row, column
                values[filled] = matrix[row, column]
                filled += 1
    return rows, columns, values
