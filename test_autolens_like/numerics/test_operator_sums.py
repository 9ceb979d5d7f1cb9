"""The curvature matrix of sparse operator and mapping."""

import numpy as np

from autolens_like.numerics.operator_sums import curvature_rows, grouped_entries
from test_autolens_like.numerics.kernel_samples import Sample
from test_autolens_like.numerics.test_sparse_operator import _MAPPING, _OPERATOR, N

_TILES = _OPERATOR.tiles
_GROUPED = (*_MAPPING, _TILES.pixels, 6)
_GROUPS = grouped_entries.reference(*_GROUPED)
_CURVATURE = (_TILES, _OPERATOR.values, _GROUPS, 6)

KERNEL_SAMPLES = {
    "grouped_entries": [Sample(_GROUPED, fixed=tuple(range(5)))],
    "curvature_rows": [
        Sample((*_CURVATURE, low, high), fixed=tuple(range(6)))
        for low, high in ((0, 6), (1, 4), (5, 6))
    ],
}


def test_groups_hold_every_entry_once():
    first, columns, ends, lanes, values = _GROUPS
    assert first[-1] == columns.size == ends.size - 1
    tiles = np.repeat(np.arange(first.size - 1), np.diff(ends[first]))
    dense = np.zeros((N, 6))
    pixels = _TILES.pixels[tiles, lanes]
    np.add.at(dense, (pixels, np.repeat(columns, np.diff(ends))), values)
    expected = np.zeros((N, 6))
    expected[np.repeat(np.arange(N), 2), _MAPPING[1]] = _MAPPING[2]
    np.testing.assert_array_equal(dense, expected)
    assert columns.size < values.size


def test_rows_fill_the_array_that_is_given():
    room = np.full((3, 6), np.nan)
    filled = curvature_rows(*_CURVATURE, 1, 4, room)
    np.testing.assert_allclose(filled, curvature_rows(*_CURVATURE, 1, 4))
    assert filled is room
