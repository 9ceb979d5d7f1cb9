"""The loops over runs of neighbouring pixels."""

import numpy as np

from autolens_like.numerics.operator_runs import aligned, curvature_rows, places_of
from test_autolens_like.numerics.kernel_samples import Sample
from test_autolens_like.numerics.test_sparse_operator import (
    _MAPPING,
    _OPERATOR,
    NOISE,
    WINDOW,
    N,
)

_FIRST, _COUNT, _ROWS = _OPERATOR.first, _OPERATOR.count, _OPERATOR.row_starts
_OFFSET, _ENDS = places_of(_FIRST, _COUNT, _ROWS)
_FRAME = np.zeros(WINDOW.shape)
_FRAME[WINDOW.inside] = NOISE**-2.0
_CURVATURE = (_FIRST, _COUNT, _OFFSET, _OPERATOR.values, _ROWS, *_MAPPING, 6)

KERNEL_SAMPLES = {
    "run_values": [
        Sample(
            (_FIRST, _COUNT, _OFFSET, _ENDS, _FRAME, WINDOW, 3, N),
            fixed=tuple(range(8)),
        )
    ],
    "curvature_rows": [
        Sample((*_CURVATURE, low, high), fixed=tuple(range(11)))
        for low, high in ((0, 6), (1, 4), (5, 6))
    ],
}


def test_runs_stand_on_lines_of_the_cache_and_do_not_overlap():
    row = np.repeat(np.arange(_ROWS.size - 1), np.diff(_ROWS))
    taken = np.zeros(_ENDS[-1], dtype=int)
    for pixel, run in np.argwhere(_COUNT > 0):
        lane = _FIRST[pixel, run] - _ROWS[row[pixel] + run]
        place = _OFFSET[pixel, run]
        assert (place - lane) % 8 == 0
        taken[place : place + _COUNT[pixel, run]] += 1
    assert taken.max() == 1
    assert _ENDS[-1] % 16 == 0
    assert aligned(100).ctypes.data % 64 == 0


def test_rows_fill_the_array_that_is_given():
    room = np.full((3, 6), np.nan)
    filled = curvature_rows(*_CURVATURE, 1, 4, room)
    np.testing.assert_allclose(filled, curvature_rows(*_CURVATURE, 1, 4))
    assert filled is room
