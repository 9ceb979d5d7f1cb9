"""The curvature matrix of sparse operator and mapping."""

import numpy as np

from autolens_like.numerics.operator_sums import curvature_rows, grouped_entries
from test_autolens_like.numerics.kernel_samples import Sample
from test_autolens_like.numerics.test_sparse_operator import _MAPPING, _OPERATOR, N

_ROWS, _PLACES = _OPERATOR.row_starts, _OPERATOR.places
_GROUPED = (*_MAPPING, _ROWS, _PLACES, 6)
_GROUPS = grouped_entries.reference(*_GROUPED)
_CURVATURE = (_OPERATOR.offset, _OPERATOR.values, _ROWS, _PLACES, 4, (*_MAPPING, 6))

KERNEL_SAMPLES = {
    "grouped_entries": [Sample(_GROUPED, fixed=tuple(range(6)))],
    "curvature_rows": [
        Sample((*_CURVATURE, _GROUPS, low, high), fixed=tuple(range(9)))
        for low, high in ((0, 6), (1, 4), (5, 6))
    ],
}


def test_groups_hold_every_entry_once():
    first, columns, ends, pixels, values = _GROUPS
    assert first[-1] == columns.size == ends.size - 1
    dense = np.zeros((N, 6))
    np.add.at(dense, (pixels, np.repeat(columns, np.diff(ends))), values)
    expected = np.zeros((N, 6))
    expected[np.repeat(np.arange(N), 2), _MAPPING[1]] = _MAPPING[2]
    np.testing.assert_array_equal(dense, expected)
    assert columns.size < values.size


def test_rows_fill_the_array_that_is_given():
    room = np.full((3, 6), np.nan)
    filled = curvature_rows(*_CURVATURE, _GROUPS, 1, 4, room)
    np.testing.assert_allclose(filled, curvature_rows(*_CURVATURE, _GROUPS, 1, 4))
    assert filled is room
