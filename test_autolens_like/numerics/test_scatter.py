"""Scattered rows are found again where they were put; sums are those of numpy."""

import numpy as np

from autolens_like.numerics.scatter import scattered, sums_at

RNG = np.random.default_rng(0)
INDEX = np.array([4, 0, 2])
KERNEL_SAMPLES = {
    "scattered": [
        (RNG.normal(size=3), INDEX, 6),
        (RNG.normal(size=(3, 2)), INDEX, 5),
    ],
    "sums_at": [(RNG.integers(0, 5, size=(7, 2)), RNG.normal(size=(7, 2)), 6)],
}


def test_gathering_undoes_scattering() -> None:
    for values, index, size in KERNEL_SAMPLES["scattered"]:
        rows = scattered(values, index, size)
        assert rows.shape == (size, *values.shape[1:])
        np.testing.assert_array_equal(rows[index], values)
        assert np.count_nonzero(rows) == values.size


def test_sums_are_kept_apart_by_place() -> None:
    index, values, size = KERNEL_SAMPLES["sums_at"][0]
    expected = [values[index == place].sum() for place in range(size)]
    np.testing.assert_allclose(sums_at(index, values, size), expected)
