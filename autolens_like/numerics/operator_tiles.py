"""The tiles of image pixels of a `SparseOperator`, and what couples them.

A tile is 8 x 8 pixels. What couples one pixel to a tile is a block of 64 numbers, a
whole number of lines of the cache, so that loops over them are vectorised. The blocks
stand in the order in which a curvature matrix reads them, tile after tile, because what
is scattered over a hundred megabytes is read four times slower.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from autolens_like.numerics.convolve import BlurWindow, blurred
from autolens_like.numerics.kernel import kernel

#: Pixels on a side of a tile: numbers on one line of the cache.
SIDE = 8
#: Pixels of a tile, in rows.
LANES = SIDE * SIDE


@dataclass(frozen=True, eq=False)
class Tiles:
    """Where pixels are in tiles, and which tiles a kernel couples.

    Pairs of tiles are kept once, with the one that comes first in the order of rows.

    Parameters
    ----------
    tile, lane
        (N,) tile of every pixel, and its place there.
    pixels
        (T, 64) pixels of every tile, -1 for what is masked.
    before, behind
        (T, R) tiles at R steps before every tile, itself first, and behind; -1 for
        none.
    blocks
        (T, R, 64) place of the block that couples each pixel of the tile before; 0,
        where a block of zeros stands, for those out of reach.
    total
        The number of entries of all blocks.
    """

    tile: np.ndarray
    lane: np.ndarray
    pixels: np.ndarray
    before: np.ndarray
    behind: np.ndarray
    blocks: np.ndarray
    total: int

    @property
    def nbytes(self) -> int:
        """Memory that all of it takes."""
        parts = (self.tile, self.lane, self.pixels, self.before, self.behind)
        return sum(part.nbytes for part in parts) + self.blocks.nbytes


def aligned(size: int) -> np.ndarray:
    """(size,) zeros that begin on a line of the cache."""
    room = np.zeros(size + SIDE)
    skipped = -(room.ctypes.data // room.itemsize) % SIDE
    return room[skipped : skipped + size]


def tiles_of(window: BlurWindow) -> Tiles:
    """The tiles of a region.

    Parameters
    ----------
    window
        Where the pixels lie, and the kernel.
    """
    rows, columns = np.divmod(window.positions, window.shape[1])
    reach = [side // 2 * 2 for side in window.taps.shape]
    occupied, tile = np.unique(
        rows // SIDE * window.shape[1] + columns // SIDE, return_inverse=True
    )
    place = np.stack(np.divmod(occupied, window.shape[1]), axis=1)
    lane = rows % SIDE * SIDE + columns % SIDE
    pixels = np.full((occupied.size, LANES), -1)
    pixels[tile, lane] = np.arange(rows.size)

    down, aside = (-(-far // SIDE) for far in reach)
    steps = [(0, -step) for step in range(aside + 1)]
    steps += [(-y, x) for y in range(1, down + 1) for x in range(-aside, aside + 1)]
    # Numbers of the tiles on a grid with room round it for every step.
    room = max(down, aside) + 1
    grid = np.full(place.max(axis=0) + 1 + 2 * room, -1)
    grid[tuple((place + room).T)] = np.arange(occupied.size)
    before, behind = (
        np.stack([grid[tuple((place + room + sign * np.array(step)).T)]
                  for step in steps], axis=1)
        for sign in (1, -1)
    )  # fmt: skip
    # Pixels that are out of reach of all of the tile have no block.
    inner = np.stack(np.divmod(np.arange(LANES), SIDE), axis=1)
    far = SIDE * np.array(steps)[:, None] + inner
    near = (far >= -np.array(reach)) & (far < SIDE + np.array(reach))
    there = (pixels[before] >= 0) & (before >= 0)[:, :, None] & near.all(axis=2)
    blocks = np.where(there, np.cumsum(there).reshape(there.shape), 0) * LANES
    total = LANES * (int(np.count_nonzero(there)) + 1)
    return Tiles(tile, lane, pixels, before, behind, blocks, total)


@kernel
def tile_values(
    tiles: Tiles,
    frame: Any,
    window: BlurWindow,
    begin: int,
    end: int,
    result: Any = None,
) -> Any:
    """The entries of W in blocks, halved within a tile, where both halves are kept.

    Parameters
    ----------
    tiles
        Where the blocks stand.
    frame
        (rows, columns) 1/σ² in the window, zero where masked.
    window
        Where the pixels lie, and the kernel.
    begin, end
        Pixels from `begin` up to `end`, with those that come after each.
    result
        (total,) array whose entries of these pixels are set; None makes one of zeros.

    Returns
    -------
    (total,) array
    """
    number = window.positions.size
    blur = blurred(np.eye(number), None, window, False).T
    matrix = blur.T @ (frame[window.inside][:, None] * blur)
    result = np.zeros(tiles.total) if result is None else result
    for tile, step, lane in np.argwhere(tiles.blocks > 0):
        one = tiles.pixels[tiles.before[tile, step], lane]
        others = tiles.pixels[tile]
        chosen = (others >= 0) & (np.minimum(one, others) >= begin)
        chosen &= np.minimum(one, others) < end
        values = matrix[one, others[chosen]] * (0.5 if step == 0 else 1.0)
        result[tiles.blocks[tile, step, lane] + np.flatnonzero(chosen)] = values
    return result


def _tile_values_arguments(
    tiles: Tiles,
    frame: Any,
    window: BlurWindow,
    begin: int,
    end: int,
    result: Any = None,
) -> tuple[Any, ...]:
    room = np.zeros(tiles.total) if result is None else result
    # Reversed, so that the loop over pixels runs forwards through the taps.
    taps = (window.taps, np.ascontiguousarray(window.taps[:, ::-1]))
    slots = np.full(window.shape, -1)
    slots[window.inside] = np.arange(window.positions.size)
    place = (tiles.tile, tiles.lane, tiles.before, tiles.blocks)
    return frame, slots, window.positions, *place, *taps, begin, end, room


@tile_values.implement("numba", arguments=_tile_values_arguments)
def _tile_values_numba(
    frame: Any,
    slots: Any,
    positions: Any,
    tile: Any,
    lane: Any,
    before: Any,
    blocks: Any,
    taps: Any,
    turned: Any,
    begin: int,
    end: int,
    result: Any,
) -> Any:
    height, width = frame.shape
    half_y, half_x = taps.shape[0] // 2, taps.shape[1] // 2
    near = np.zeros((2 * half_y + 1, 4 * half_x + 1))
    for i in range(begin, end):
        row, column = positions[i] // width, positions[i] % width
        near[:] = 0.0
        for ky in range(-half_y, half_y + 1):
            for kx in range(-half_x, half_x + 1):
                weight = frame[row + ky, column + kx]
                if weight == 0.0:
                    continue
                weight *= taps[ky + half_y, kx + half_x]
                for dy in range(max(0, ky - half_y), ky + half_y + 1):
                    tap_row = turned[ky - dy + half_y]
                    near_row = near[dy]
                    for tx in range(2 * half_x + 1):
                        near_row[kx + half_x + tx] += weight * tap_row[tx]
        low, high = max(column - 2 * half_x, 0), min(column + 2 * half_x + 1, width)
        for dy in range(min(2 * half_y + 1, height - row)):
            for other in range(low, high):
                j = slots[row + dy, other]
                if j < i:
                    continue
                value = near[dy, other - column + 2 * half_x]
                first, last = (i, j) if tile[i] <= tile[j] else (j, i)
                step = 0
                while before[tile[last], step] != tile[first]:
                    step += 1
                block = blocks[tile[last], step]
                if step == 0:
                    value *= 0.5
                    result[block[lane[last]] + lane[first]] = value
                result[block[lane[first]] + lane[last]] = value
    return result
