"""The Cholesky factor of a matrix of a thousand rows, on several threads.

A block of columns at a time: what the columns before take from it is one product of
matrices, and its rows are shared between the threads. The pieces do not depend on the
number of threads, so neither does the result.
"""

from __future__ import annotations

import numpy as np

from autolens_like.numerics.blocks import map_blocks

#: Columns of one block,
_COLUMNS = 128
#: ... and rows that a thread takes at a time.
_ROWS = 256


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
    for first in range(0, len(lower), _COLUMNS):
        if not _factorized(lower, first):
            return None
    diagonal = np.diagonal(lower)
    return diagonal if np.all(np.isfinite(diagonal)) else None


def _factorized(lower: np.ndarray, first: int) -> bool:
    """Whether a block of columns of L could be put in the place of those of A."""
    from scipy.linalg.lapack import dpotrf, dtrtrs

    own = slice(first, first + _COLUMNS)
    before = lower[own, :first]

    def reduced(top: int) -> None:
        rows = slice(top, top + _ROWS)
        # A product of matrices lets other threads run, LAPACK does not.
        lower[rows, own] -= lower[rows, :first] @ before.T

    if first:
        map_blocks(reduced, range(first, len(lower), _ROWS))
    factor, info = dpotrf(lower[own, own], lower=1, clean=1)
    if info != 0:
        return False
    lower[own, own] = factor
    below = slice(first + _COLUMNS, None)
    if lower[below, own].size:
        lower[below, own] = dtrtrs(factor, lower[below, own].T, lower=1)[0].T
    return True
