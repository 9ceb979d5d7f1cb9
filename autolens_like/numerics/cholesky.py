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
    order = narrow_order(matrix)
    lower = cholesky_factor(matrix, order, np.ones(order.size))
    return None if lower is None else np.diagonal(lower)


def cholesky_factor(
    matrix: np.ndarray,
    order: np.ndarray,
    scale: np.ndarray,
    sides: np.ndarray | None = None,
) -> np.ndarray | None:
    """L of some rows and columns of a symmetric matrix, which are LLᵀ.

    Parameters
    ----------
    matrix
        (M, M).
    order
        (m,) which unknown comes first, which second...
    scale
        (m,) factors of their rows and columns.
    sides
        (m, k) right-hand sides that are half solved on the way; None for none.

    Returns
    -------
    (m + k, m) array, L with zeros above its diagonal and (L⁻¹ sides)ᵀ below it; or None
    where these rows and columns are not positive definite
    """
    size, few = order.size, 0 if sides is None else sides.shape[1]
    # By numpy, which asks for large pages.
    lower = np.zeros((size + few, size))
    if few:
        lower[size:] = sides.T
    strips = [slice(i, min(i + _BLOCK, size)) for i in range(0, size, _BLOCK)]
    more = [
        slice(i, min(i + _BLOCK, size + few)) for i in range(size, size + few, _BLOCK)
    ]

    def filled(rows: slice) -> int:
        some = (rows.start, rows.stop, lower[rows])
        return int(ordered_rows(matrix, order, scale, *some)[1].min())

    # The first column of every strip of rows that is not zero.
    begins = map_blocks(filled, strips) + [0] * len(more)
    for number in range(len(strips)):
        if not _factorized(lower, number, strips + more, begins):
            return None
    return lower if np.all(np.isfinite(np.diagonal(lower))) else None


def _factorized(
    lower: np.ndarray, number: int, strips: list[slice], begins: list[int]
) -> bool:
    """Whether a block of columns of L could be put in the place of those of A."""
    from scipy.linalg.lapack import dpotrf, dtrtri

    own, begin = strips[number], begins[number]

    def reduced(rows: slice, start: int) -> np.ndarray:
        some = slice(max(begin, start), own.start)
        if some.start >= own.start:
            return lower[rows, own]
        return lower[rows, own] - lower[rows, some] @ lower[own, some].T

    factor, info = dpotrf(reduced(own, begin), lower=1, clean=1)
    if info != 0:
        return False
    lower[own, own] = factor
    # Products with an inverse let other threads run, solutions by LAPACK do not.
    inverse = dtrtri(factor, lower=1)[0].T

    def solved(strip: int) -> None:
        rows = strips[strip]
        lower[rows, own] = reduced(rows, begins[strip]) @ inverse

    behind = range(number + 1, len(strips))
    map_blocks(solved, [strip for strip in behind if begins[strip] < own.stop])
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
def ordered_rows(
    matrix: Any, order: Any, scale: Any, low: int, high: int, result: Any = None
) -> tuple[Any, Any]:
    """Rows of the lower half of a symmetric matrix in another order.

    Parameters
    ----------
    matrix
        (M, M).
    order
        (m,) which unknown comes first, which second...
    scale
        (m,) factors of their rows and columns.
    low, high
        Rows from `low` up to `high`.
    result
        (high - low, m) array of zeros to be filled; None makes one.

    Returns
    -------
    (high - low, m) array, zero above the diagonal; (high - low,) first column of every
    row that is not zero, the diagonal at the latest
    """
    rows = np.tril(matrix[np.ix_(order[low:high], order)], low)
    rows = rows * scale[low:high, None] * scale
    first = np.where(rows.any(axis=1), np.argmax(rows != 0.0, axis=1), order.size)
    return rows, np.minimum(first, np.arange(low, high))


def _ordered_rows_arguments(
    matrix: Any, order: Any, scale: Any, low: int, high: int, result: Any = None
) -> tuple[Any, ...]:
    room = np.zeros((high - low, order.size)) if result is None else result
    # Places that cannot be negative are looked up in two thirds of the time.
    return matrix, order.astype(np.uint64), scale, low, room


@ordered_rows.implement("numba", arguments=_ordered_rows_arguments)
def _ordered_rows_numba(
    matrix: Any, order: Any, scale: Any, low: int, result: Any
) -> tuple[Any, Any]:
    first = np.empty(result.shape[0], dtype=np.int64)
    for i in range(low, low + result.shape[0]):
        row, to, column = matrix[order[i]], result[i - low], 0
        while column < i and row[order[column]] == 0.0:
            column += 1
        first[i - low] = column
        for j in range(np.uint64(column), np.uint64(i + 1)):
            to[j] = row[order[j]] * scale[i] * scale[j]
    return result, first
