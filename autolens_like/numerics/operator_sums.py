"""The curvature matrix Aᵀ W A of a `SparseOperator` W and a sparse mapping A.

Neighbouring pixels map to the same few source pixels, so that their entries are summed
along the runs of W together, four at a time, with vector instructions.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.operator_runs import LINE, aligned, length_of_runs


@kernel
def grouped_entries(
    starts: Any, columns: Any, values: Any, row_starts: Any, places: Any, total: int
) -> tuple[Any, Any, Any, Any, Any]:
    """The entries of sparse rows, those of one column in neighbouring pixels together.

    Parameters
    ----------
    starts, columns, values, total
        The sparse rows, and their number of columns.
    row_starts
        (rows + 1,) first pixel of every row of the image, and N.
    places
        (N,) column of the image that a pixel is in. Pixels of a row on the same line
        of the cache are neighbours.

    Returns
    -------
    (rows + 1,) first group of every row, (G,) column of every group, (G + 1,) its first
    entry, and pixels and values of the entries
    """
    pixels = np.repeat(np.arange(starts.size - 1), np.diff(starts))
    row = np.searchsorted(row_starts, pixels, side="right") - 1
    line = places[pixels] // LINE
    # Groups in the order in which they are met.
    met: dict[tuple[int, int, int], int] = {}
    keys = zip(row.tolist(), line.tolist(), columns.tolist(), strict=True)
    group = np.array([met.setdefault(key, len(met)) for key in keys])
    order = np.argsort(group, kind="stable")
    group_rows = np.array([key[0] for key in met])
    first = np.searchsorted(group_rows, np.arange(row_starts.size))
    ends = np.concatenate([[0], np.cumsum(np.bincount(group))])
    group_columns = np.array([key[2] for key in met])
    return first, group_columns, ends, pixels[order], values[order]


@grouped_entries.implement("numba")
def _grouped_entries_numba(
    starts: Any, columns: Any, values: Any, row_starts: Any, places: Any, total: int
) -> tuple[Any, Any, Any, Any, Any]:
    number = columns.size
    first = np.zeros(row_starts.size, dtype=np.int64)
    group_columns = np.empty(number, dtype=np.int64)
    ends, filled = (
        np.zeros(number + 1, dtype=np.int64),
        np.empty(number, dtype=np.int64),
    )
    pixels, sorted_values = np.empty(number, dtype=np.int64), np.empty(number)
    group_of = np.full(total, -1)
    groups = 0
    for row in range(row_starts.size - 1):
        begin = row_starts[row]
        while begin < row_starts[row + 1]:
            end, before = begin, groups
            line = places[begin] // LINE
            while end < row_starts[row + 1] and places[end] // LINE == line:
                end += 1
            # Once to count the entries of every group, once to put them there.
            for entry in range(starts[begin], starts[end]):
                column = columns[entry]
                if group_of[column] < before:
                    group_of[column] = groups
                    group_columns[groups], filled[groups] = column, 0
                    groups += 1
                filled[group_of[column]] += 1
            for group in range(before, groups):
                ends[group + 1] = ends[group] + filled[group]
                filled[group] = ends[group]
            for pixel in range(begin, end):
                for entry in range(starts[pixel], starts[pixel + 1]):
                    group = group_of[columns[entry]]
                    pixels[filled[group]] = pixel
                    sorted_values[filled[group]] = values[entry]
                    filled[group] += 1
            begin = end
        first[row + 1] = groups
    kept = group_columns[:groups].copy(), ends[: groups + 1].copy()
    return first, *kept, pixels, sorted_values


@kernel
def curvature_rows(
    offset: Any,
    operator: Any,
    row_starts: Any,
    places: Any,
    reach: int,
    mapping: tuple[Any, Any, Any, int],
    groups: tuple[Any, Any, Any, Any, Any],
    low: int,
    high: int,
    result: Any = None,
) -> Any:
    """Σ_i A_iᵀ (Σ_j>=i W_ij A_j), its rows from `low` up to `high`.

    Every row is summed in the same order, whichever others are asked for.

    Parameters
    ----------
    offset, operator
        (N, R) place of column 0 of every run of W, and all their entries.
    row_starts, places
        First pixel of every row of the image, and N; (N,) column of every pixel.
    reach
        Columns to each side that a run has.
    mapping
        A in sparse rows: starts, columns, values, and M.
    groups
        The same entries as `grouped_entries` returns them.
    low, high
        Which rows.
    result
        (high - low, M) array to be filled; None makes one.

    Returns
    -------
    (high - low, M) array
    """
    starts, columns, values, total = mapping
    number = starts.size - 1
    dense = np.zeros((number, total))
    dense[np.repeat(np.arange(number), np.diff(starts)), columns] = values
    row = np.repeat(np.arange(row_starts.size - 1), np.diff(row_starts))
    whole = np.zeros((total, total))
    for i in range(number):
        near = (np.abs(places - places[i]) <= reach) & (np.arange(number) >= i)
        j = np.flatnonzero(near & (row < row[i] + offset.shape[1]))
        weights = operator[offset[i, row[j] - row[i]] + places[j]]
        whole += np.outer(dense[i], weights @ dense[j])
    return whole[low:high]


def _curvature_rows_arguments(
    offset: Any,
    operator: Any,
    row_starts: Any,
    places: Any,
    reach: int,
    mapping: tuple[Any, Any, Any, int],
    groups: tuple[Any, Any, Any, Any, Any],
    low: int,
    high: int,
    result: Any = None,
) -> tuple[Any, ...]:
    room = np.empty((high - low, mapping[3])) if result is None else result
    length = length_of_runs(reach)
    # Column c of the image is lane c + reach: runs reach beyond both ends of a row.
    lanes = places + reach
    width = int(places.max()) // LINE * LINE + length
    sums = aligned((high - low) * width)
    runs = (offset, operator, row_starts, lanes, reach, length)
    return (*runs, mapping[:3], groups, low, room, sums, width)


@curvature_rows.implement("numba", arguments=_curvature_rows_arguments)
def _curvature_rows_numba(
    offset: Any,
    operator: Any,
    row_starts: Any,
    lanes: Any,
    reach: int,
    length: int,
    mapping: tuple[Any, Any, Any],
    groups: tuple[Any, Any, Any, Any, Any],
    low: int,
    result: Any,
    sums: Any,
    width: int,
) -> Any:
    # For one row of the image after another: sums[c, j] = Σ_i<=j A_ic W_ij, along the
    # runs, then result[c] += Σ_j sums[c, j] A_j.
    (starts, columns, values), some = mapping, result.shape[0]
    first_group, group_columns, group_ends, pixels, weights = groups
    result[:] = 0.0
    left, right = np.full(some, width), np.zeros(some, dtype=np.int64)
    touched = np.empty(some, dtype=np.int64)
    every_lane = np.arange(width + 1)
    # Indices that cannot be negative let the loops over k be vectorised.
    steps = np.uint64(length)
    for row in range(row_starts.size - 1):
        number = 0
        for dy in range(min(offset.shape[1], row + 1)):
            for group in range(first_group[row - dy], first_group[row - dy + 1]):
                c = group_columns[group] - low
                if not 0 <= c < some:
                    continue
                entry, end = group_ends[group], group_ends[group + 1]
                lane = (lanes[pixels[entry]] - reach) // LINE * LINE
                if right[c] == 0:
                    touched[number] = c
                    number += 1
                left[c], right[c] = min(left[c], lane), max(right[c], lane + length)
                at, shift = np.uint64(c * width + lane), lane - reach
                while end - entry >= 4:
                    one = np.uint64(offset[pixels[entry], dy] + shift)
                    two = np.uint64(offset[pixels[entry + 1], dy] + shift)
                    three = np.uint64(offset[pixels[entry + 2], dy] + shift)
                    four = np.uint64(offset[pixels[entry + 3], dy] + shift)
                    a, b = weights[entry], weights[entry + 1]
                    d, e = weights[entry + 2], weights[entry + 3]
                    for k in range(steps):
                        pair = a * operator[one + k] + b * operator[two + k]
                        other = d * operator[three + k] + e * operator[four + k]
                        sums[at + k] += pair + other
                    entry += 4
                while entry < end:
                    one = np.uint64(offset[pixels[entry], dy] + shift)
                    a = weights[entry]
                    for k in range(steps):
                        sums[at + k] += a * operator[one + k]
                    entry += 1
        own = slice(row_starts[row], row_starts[row + 1])
        pixel_at = own.start + np.searchsorted(lanes[own], every_lane)
        # Four rows together, because they share the entries of A_j.
        for t in range(0, number, 4):
            a, b = touched[t], touched[min(t + 1, number - 1)]
            c, d = touched[min(t + 2, number - 1)], touched[min(t + 3, number - 1)]
            begin = pixel_at[min(left[a], left[b], left[c], left[d])]
            end = pixel_at[max(right[a], right[b], right[c], right[d])]
            row_a, row_b, row_c, row_d = result[a], result[b], result[c], result[d]
            for j in range(begin, end):
                lane = lanes[j]
                sum_a, sums[a * width + lane] = sums[a * width + lane], 0.0
                sum_b, sums[b * width + lane] = sums[b * width + lane], 0.0
                sum_c, sums[c * width + lane] = sums[c * width + lane], 0.0
                sum_d, sums[d * width + lane] = sums[d * width + lane], 0.0
                for entry in range(starts[j], starts[j + 1]):
                    column, value = columns[entry], values[entry]
                    row_a[column] += sum_a * value
                    row_b[column] += sum_b * value
                    row_c[column] += sum_c * value
                    row_d[column] += sum_d * value
            for used in (a, b, c, d):
                left[used], right[used] = width, 0
    return result
