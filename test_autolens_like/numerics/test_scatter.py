"""Scattered rows are found again where they were put."""

import numpy as np

from autolens_like.numerics.scatter import scattered

RNG = np.random.default_rng(0)
INDEX = np.array([4, 0, 2])
KERNEL_SAMPLES = {
    "scattered": [
        (RNG.normal(size=3), INDEX, 6),
        (RNG.normal(size=(3, 2)), INDEX, 5),
    ]
}


def test_gathering_undoes_scattering() -> None:
    for values, index, size in KERNEL_SAMPLES["scattered"]:
        rows = scattered(values, index, size)
        assert rows.shape == (size, *values.shape[1:])
        np.testing.assert_array_equal(rows[index], values)
        assert np.count_nonzero(rows) == values.size
