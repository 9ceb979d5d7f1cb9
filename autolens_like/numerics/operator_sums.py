"""The curvature matrix Aᵀ W A of a `SparseOperator` W and a sparse mapping A.

Neighbouring pixels map to the same few source pixels, so that their entries are summed
along the blocks of W together, four at a time, with vector instructions.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.operator_tiles import LANES, Tiles, aligned


@kernel
def grouped_entries(
    starts: Any, columns: Any, values: Any, pixels: Any, total: int
) -> tuple[Any, Any, Any, Any, Any]:
    """The entries of sparse rows, those of one column in a tile together.

    Parameters
    ----------
    starts, columns, values, total
        The sparse rows, and their number of columns.
    pixels
        (T, 64) pixels of every tile, -1 for none.

    Returns
    -------
    (T + 1,) first group of every tile, (G,) column of every group, (G + 1,) its first
    entry, and place in the tile and value of the entries
    """
    first, group_columns, ends = [0], [], [0]
    lanes: list[int] = []
    sorted_values: list[float] = []
    for tile in pixels:
        # Groups in the order in which they are met.
        met: dict[int, list[tuple[int, float]]] = {}
        for lane in np.flatnonzero(tile >= 0):
            for entry in range(starts[tile[lane]], starts[tile[lane] + 1]):
                met.setdefault(int(columns[entry]), []).append((lane, values[entry]))
        for column, entries in met.items():
            group_columns.append(column)
            lanes += [lane for lane, _ in entries]
            sorted_values += [value for _, value in entries]
            ends.append(len(lanes))
        first.append(len(group_columns))
    whole = [np.array(part, dtype=np.int64) for part in (first, group_columns, ends)]
    return *whole, np.array(lanes, dtype=np.int64), np.array(sorted_values)


@grouped_entries.implement("numba")
def _grouped_entries_numba(
    starts: Any, columns: Any, values: Any, pixels: Any, total: int
) -> tuple[Any, Any, Any, Any, Any]:
    number = columns.size
    first = np.zeros(pixels.shape[0] + 1, dtype=np.int64)
    group_columns = np.empty(number, dtype=np.int64)
    ends, filled = (
        np.zeros(number + 1, dtype=np.int64),
        np.empty(number, dtype=np.int64),
    )
    lanes, sorted_values = np.empty(number, dtype=np.int64), np.empty(number)
    group_of = np.full(total, -1)
    groups = 0
    for tile in range(pixels.shape[0]):
        before = groups
        # Once to count the entries of every group, once to put them there.
        for pixel in pixels[tile]:
            if pixel < 0:
                continue
            for entry in range(starts[pixel], starts[pixel + 1]):
                column = columns[entry]
                if group_of[column] < before:
                    group_of[column] = groups
                    group_columns[groups], filled[groups] = column, 0
                    groups += 1
                filled[group_of[column]] += 1
        for group in range(before, groups):
            ends[group + 1] = ends[group] + filled[group]
            filled[group] = ends[group]
        for lane in range(pixels.shape[1]):
            pixel = pixels[tile, lane]
            if pixel < 0:
                continue
            for entry in range(starts[pixel], starts[pixel + 1]):
                group = group_of[columns[entry]]
                lanes[filled[group]] = lane
                sorted_values[filled[group]] = values[entry]
                filled[group] += 1
        first[tile + 1] = groups
    kept = group_columns[:groups].copy(), ends[: groups + 1].copy()
    return first, *kept, lanes, sorted_values


@kernel
def curvature_rows(
    tiles: Tiles,
    operator: Any,
    groups: tuple[Any, Any, Any, Any, Any],
    total: int,
    low: int,
    high: int,
    result: Any = None,
) -> Any:
    """Σ_t (Σ_u A_uᵀ W_ut) A_t over tiles t and those before, some of its rows.

    With its transpose added it is Aᵀ W A.

    Parameters
    ----------
    tiles, operator
        Where the blocks of W stand, and their entries.
    groups
        The entries of A as `grouped_entries` returns them.
    total
        M.
    low, high
        Rows from `low` up to `high`.
    result
        (high - low, M) array to be filled; None makes one.

    Returns
    -------
    (high - low, M) array
    """
    first, group_columns, ends, lanes, values = groups
    columns = np.repeat(group_columns, np.diff(ends))
    tile = np.repeat(np.arange(first.size - 1), np.diff(ends[first]))
    mapping = np.zeros((tiles.tile.size, total))
    mapping[tiles.pixels[tile, lanes], columns] = values
    result = np.zeros((high - low, total))
    for tile, step, lane in np.argwhere(tiles.blocks > 0):
        one = tiles.pixels[tiles.before[tile, step], lane]
        there = tiles.pixels[tile] >= 0
        weights = operator[tiles.blocks[tile, step, lane] :][:LANES][there]
        mapped = weights @ mapping[tiles.pixels[tile][there]]
        result += np.outer(mapping[one, low:high], mapped)
    return result


def _curvature_rows_arguments(
    tiles: Tiles,
    operator: Any,
    groups: tuple[Any, Any, Any, Any, Any],
    total: int,
    low: int,
    high: int,
    result: Any = None,
) -> tuple[Any, ...]:
    widest = int(np.diff(groups[0]).max())
    sums = aligned((high - low) * LANES), aligned((high - low) * widest)
    room = np.empty((high - low, total)) if result is None else result
    return tiles.before, tiles.blocks, operator, groups, low, room, *sums, LANES


@curvature_rows.implement("numba", arguments=_curvature_rows_arguments)
def _curvature_rows_numba(
    before: Any,
    blocks: Any,
    operator: Any,
    groups: tuple[Any, Any, Any, Any, Any],
    low: int,
    result: Any,
    sums: Any,
    products: Any,
    length: int,
) -> Any:
    # For one tile after another: sums[c] = Σ_i A_ic W_i, along the blocks of the pixels
    # i before it, then result[c] += sums[c] A, with A of the tile.
    first, group_columns, ends, lanes, weights = groups
    some = result.shape[0]
    result[:] = 0.0
    place_of, met = np.full(some, -1), np.empty(some, dtype=np.int64)
    places, factors = np.empty(length, dtype=np.uint64), np.empty(length)
    # Indices that cannot be negative let the loops over k be vectorised.
    steps = np.uint64(length)
    for tile in range(before.shape[0]):
        number = 0
        for step in range(before.shape[1]):
            if before[tile, step] < 0:
                continue
            block = blocks[tile, step]
            other = before[tile, step]
            for group in range(first[other], first[other + 1]):
                c = group_columns[group] - low
                if not 0 <= c < some:
                    continue
                count = 0
                for entry in range(ends[group], ends[group + 1]):
                    place = block[lanes[entry]]
                    if place > 0:
                        places[count], factors[count] = place, weights[entry]
                        count += 1
                if count == 0:
                    continue
                if place_of[c] < 0:
                    place_of[c], met[number] = number, c
                    sums[number * length : (number + 1) * length] = 0.0
                    number += 1
                at, entry = np.uint64(place_of[c] * length), 0
                while count - entry >= 4:
                    one, two = places[entry], places[entry + 1]
                    three, four = places[entry + 2], places[entry + 3]
                    a, b = factors[entry], factors[entry + 1]
                    d, e = factors[entry + 2], factors[entry + 3]
                    for k in range(steps):
                        pair = a * operator[one + k] + b * operator[two + k]
                        other_pair = d * operator[three + k] + e * operator[four + k]
                        sums[at + k] += pair + other_pair
                    entry += 4
                while entry < count:
                    one, a = places[entry], factors[entry]
                    for k in range(steps):
                        sums[at + k] += a * operator[one + k]
                    entry += 1
        own = group_columns[first[tile] : first[tile + 1]]
        mapped = np.zeros((length, own.size))
        for column in range(own.size):
            group = first[tile] + column
            for entry in range(ends[group], ends[group + 1]):
                mapped[lanes[entry], column] = weights[entry]
        product = products[: number * own.size].reshape(number, own.size)
        np.dot(sums[: number * length].reshape(number, length), mapped, product)
        for k in range(number):
            row = result[met[k]]
            place_of[met[k]] = -1
            for column in range(own.size):
                row[own[column]] += product[k, column]
    return result
