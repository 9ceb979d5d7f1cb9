"""The runs of neighbouring pixels."""

import numpy as np

from autolens_like.numerics.operator_runs import aligned, length_of_runs
from test_autolens_like.numerics.kernel_samples import Sample
from test_autolens_like.numerics.test_sparse_operator import _OPERATOR, NOISE, WINDOW, N

_FRAME = np.zeros(WINDOW.shape)
_FRAME[WINDOW.inside] = NOISE**-2.0
_ROWS, _PLACES = _OPERATOR.row_starts, _OPERATOR.places

KERNEL_SAMPLES = {
    "run_values": [
        Sample(
            (_OPERATOR.offset, _OPERATOR.values.size, _FRAME, WINDOW, *some),
            fixed=tuple(range(6)),
        )
        for some in ((0, N), (3, 20))
    ],
}


def test_runs_stand_on_lines_of_the_cache_in_the_order_of_the_rows_they_reach():
    row = np.repeat(np.arange(_ROWS.size - 1), np.diff(_ROWS))
    length = length_of_runs(4)
    begins = []
    for pixel, run in np.argwhere(row[:, None] + np.arange(3) <= row[-1]):
        begin = _OPERATOR.offset[pixel, run] + _PLACES[pixel] // 8 * 8 - 4
        assert begin % length == 0
        begins.append((row[pixel] + run, run, pixel, begin))
    places = [item[-1] for item in sorted(begins)]
    assert places == list(range(0, _OPERATOR.values.size, length))
    assert length % 16 == 0 and length >= 8 + 2 * 4
    assert aligned(100).ctypes.data % 64 == 0
