"""The tiles of neighbouring pixels."""

import numpy as np

from autolens_like.numerics.operator_tiles import LANES, SIDE, aligned, tiles_of
from test_autolens_like.numerics.kernel_samples import Sample
from test_autolens_like.numerics.test_sparse_operator import (
    _OPERATOR,
    NOISE,
    WINDOW,
    N,
    _window,
)

_FRAME = np.zeros(WINDOW.shape)
_FRAME[WINDOW.inside] = NOISE**-2.0

KERNEL_SAMPLES = {
    "tile_values": [
        Sample((_OPERATOR.tiles, _FRAME, WINDOW, *some), fixed=tuple(range(5)))
        for some in ((0, N), (3, 20))
    ],
}


def test_every_pixel_has_its_place_in_a_tile():
    tiles = tiles_of(WINDOW)
    assert np.array_equal(tiles.pixels[tiles.tile, tiles.lane], np.arange(N))
    assert np.count_nonzero(tiles.pixels >= 0) == N
    row, column = np.divmod(WINDOW.positions, WINDOW.shape[1])
    one = tiles.tile == tiles.tile[10]
    assert np.unique(row[one] // SIDE).size == np.unique(column[one] // SIDE).size == 1


def test_tiles_that_a_kernel_couples_are_neighbours_once():
    window = _window((7, 9), side=31, room=(4, 5))
    tiles = tiles_of(window)
    numbers = np.arange(len(tiles.pixels))
    assert np.array_equal(tiles.before[:, 0], numbers)
    for tile, step in np.argwhere(tiles.before >= 0):
        other = tiles.before[tile, step]
        assert other <= tile and tiles.behind[other, step] == tile
    # Reaches of 6 rows and 8 columns.
    row, column = np.divmod(window.positions, window.shape[1])
    far_y, far_x = (np.abs(np.subtract.outer(part, part)) for part in (row, column))
    near = np.sort(tiles.tile[np.argwhere((far_y <= 6) & (far_x <= 8))], axis=1)
    pairs = np.argwhere(tiles.before >= 0)
    kept = {(tiles.before[t, s], t) for t, s in pairs}
    assert {tuple(pair) for pair in near} <= kept and len(kept) == len(pairs)


def test_blocks_stand_on_lines_of_the_cache_in_the_order_of_the_tiles():
    tiles = tiles_of(WINDOW)
    places = tiles.blocks[tiles.blocks > 0]
    # The first one holds the zeros.
    assert np.array_equal(places, LANES * np.arange(1, places.size + 1))
    assert tiles.total == places[-1] + LANES
    assert not _OPERATOR.values[:LANES].any()
    assert aligned(100).ctypes.data % 64 == 0 and aligned(100).size == 100
