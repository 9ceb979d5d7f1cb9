"""The Cholesky factor of a matrix of a thousand rows, on several threads.

A block of columns at a time: what the columns before take from it is one product of
matrices, and its rows are shared between the threads. The pieces do not depend on the
number of threads, so neither does the result.

A row of the factor begins where the row of the matrix begins. Pixels of a rectangular
source are coupled to those a few rows away, so that two thirds of the work is on zeros
and left out.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.numerics.blocks import map_blocks
from autolens_like.numerics.kernel import kernel

#: Columns of one block, and rows that a thread takes at a time.
_BLOCK = 96


def cholesky_diagonal(matrix: np.ndarray) -> np.ndarray | None:
    """(M,) diagonal of the Cholesky factor of a symmetric matrix.

    Parameters
    ----------
    matrix
        (M, M); its lower half is read.

    Returns
    -------
    (M,) array, or None where the matrix is not positive definite
    """
    lower = np.array(matrix, dtype=float)
    # The first column of every strip of rows that is not zero.
    begins = np.minimum.reduceat(first_columns(lower), range(0, len(lower), _BLOCK))
    for first in range(0, len(lower), _BLOCK):
        if not _factorized(lower, first, begins):
            return None
    diagonal = np.diagonal(lower)
    return diagonal if np.all(np.isfinite(diagonal)) else None


def _factorized(lower: np.ndarray, first: int, begins: np.ndarray) -> bool:
    """Whether a block of columns of L could be put in the place of those of A."""
    from scipy.linalg.lapack import dpotrf, dtrtri

    last = min(first + _BLOCK, len(lower))
    own, begin = slice(first, last), begins[first // _BLOCK]

    def reduced(rows: slice, start: int) -> np.ndarray:
        some = slice(max(begin, start), first)
        if some.start >= first:
            return lower[rows, own]
        return lower[rows, own] - lower[rows, some] @ lower[own, some].T

    factor, info = dpotrf(reduced(own, begin), lower=1, clean=1)
    if info != 0:
        return False
    lower[own, own] = factor
    # Products with an inverse let other threads run, solutions by LAPACK do not.
    inverse = dtrtri(factor, lower=1)[0].T

    def solved(strip: int) -> None:
        rows = slice(strip * _BLOCK, (strip + 1) * _BLOCK)
        lower[rows, own] = reduced(rows, begins[strip]) @ inverse

    behind = range(first // _BLOCK + 1, begins.size)
    map_blocks(solved, [strip for strip in behind if begins[strip] < last])
    return True


@kernel
def first_columns(matrix: Any) -> Any:
    """(M,) first column of every row that is not zero; the diagonal at the latest.

    Parameters
    ----------
    matrix
        (M, M) array.
    """
    diagonal = np.arange(len(matrix))
    return np.minimum(np.argmax(matrix != 0.0, axis=1), diagonal)


@first_columns.implement("numba")
def _first_columns_numba(matrix: Any) -> Any:
    first = np.empty(matrix.shape[0], dtype=np.int64)
    for row in range(first.size):
        column = 0
        while column < row and matrix[row, column] == 0.0:
            column += 1
        first[row] = column
    return first
