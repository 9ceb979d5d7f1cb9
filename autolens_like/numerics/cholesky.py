"""The Cholesky factor of a matrix of a thousand rows, on several threads.

A block of columns at a time: what the columns before take from it is one product of
matrices, and its rows are shared between the threads. The pieces do not depend on the
number of threads, so neither does the result.

A row of the factor begins where the row of the matrix begins, and what stands before
is left out. Source pixels are coupled where their images overlap: they are put in an
order in which rows begin late, which leaves out two thirds to five sixths of the work
for a rectangular mesh.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.numerics.blocks import map_blocks
from autolens_like.numerics.kernel import kernel

#: Columns of one block, and rows that a thread takes at a time.
_BLOCK = 96
#: The order is chosen by every eighth row of the matrix.
_STEP = 8


def cholesky_diagonal(matrix: np.ndarray) -> np.ndarray | None:
    """(M,) diagonal of the Cholesky factor of a symmetric matrix in a good order.

    Parameters
    ----------
    matrix
        (M, M).

    Returns
    -------
    (M,) array, a row of the factor after the other as the unknowns were ordered; or
    None where the matrix is not positive definite
    """
    lower, first = ordered_lower(matrix, narrow_order(matrix))
    # The first column of every strip of rows that is not zero.
    begins = np.minimum.reduceat(first, range(0, len(lower), _BLOCK))
    for column in range(0, len(lower), _BLOCK):
        if not _factorized(lower, column, begins):
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


def narrow_order(matrix: np.ndarray) -> np.ndarray:
    """(M,) an order of the unknowns in which those that are coupled are close.

    By the mean place of what an unknown is coupled to, then by the middle between the
    first and the last of it in that order. It changes no determinant, so that a sample
    of the rows will do.

    Parameters
    ----------
    matrix
        (M, M) symmetric.
    """
    own = np.arange(len(matrix))
    number, total, _, _ = coupled_places(matrix, own, _STEP)
    order = np.argsort(total / number, kind="stable")
    place = np.empty_like(own)
    place[order] = own
    _, _, first, last = coupled_places(matrix, place, _STEP)
    return np.argsort(first + last, kind="stable")


@kernel
def coupled_places(matrix: Any, place: Any, step: int) -> tuple[Any, Any, Any, Any]:
    """How many unknowns each is coupled to; sum, first and last of their places.

    Parameters
    ----------
    matrix
        (M, M) symmetric.
    place
        (M,) place of every unknown in an order.
    step
        Every so many of the unknowns are looked at, beside the one itself.

    Returns
    -------
    Four (M,) arrays of integers
    """
    coupled = matrix[::step] != 0.0
    there = place[::step, None]
    number = 1 + coupled.sum(axis=0)
    total = place + np.where(coupled, there, 0).sum(axis=0)
    first = np.where(coupled, there, place).min(axis=0, initial=place.size)
    last = np.where(coupled, there, place).max(axis=0, initial=0)
    return number, total, np.minimum(first, place), np.maximum(last, place)


@coupled_places.implement("numba")
def _coupled_places_numba(
    matrix: Any, place: Any, step: int
) -> tuple[Any, Any, Any, Any]:
    number = np.ones(place.size, dtype=np.int64)
    total, first, last = place.copy(), place.copy(), place.copy()
    for row in range(0, place.size, step):
        there = place[row]
        for column in range(place.size):
            if matrix[row, column] != 0.0:
                number[column] += 1
                total[column] += there
                first[column] = min(first[column], there)
                last[column] = max(last[column], there)
    return number, total, first, last


@kernel
def ordered_lower(matrix: Any, order: Any) -> tuple[Any, Any]:
    """The lower half of a symmetric matrix in another order, and where rows begin.

    Parameters
    ----------
    matrix
        (M, M).
    order
        (M,) which unknown comes first, which second...

    Returns
    -------
    (M, M) array, zero above the diagonal; (M,) first column of every row that is not
    zero, the diagonal at the latest
    """
    lower = np.tril(matrix[np.ix_(order, order)])
    first = np.argmax(lower != 0.0, axis=1)
    return lower, np.where(lower.any(axis=1), first, np.arange(order.size))


def _ordered_lower_arguments(matrix: Any, order: Any) -> tuple[Any, ...]:
    # By numpy, which asks for large pages.
    return matrix, order, np.zeros(matrix.shape)


@ordered_lower.implement("numba", arguments=_ordered_lower_arguments)
def _ordered_lower_numba(matrix: Any, order: Any, lower: Any) -> tuple[Any, Any]:
    first = np.empty(order.size, dtype=np.int64)
    for i in range(order.size):
        row, column = matrix[order[i]], 0
        while column < i and row[order[column]] == 0.0:
            column += 1
        first[i] = column
        for j in range(column, i + 1):
            lower[i, j] = row[order[j]]
    return lower, first
