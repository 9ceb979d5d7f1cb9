"""Isothermal profiles on ellipses of their potential: compiled, plain and traced."""

import numpy as np
import pytest

from autolens_like.profiles.mass.potential_ellipses import potential_deflections
from autolens_like.profiles.mass.pseudo_isothermal import round_truncated_potential

_y, _x = np.random.default_rng(5).normal(size=(2, 1500))
_y[0] = _x[0] = 0.0

KERNEL_SAMPLES = {
    "mean_deflections": [
        (_y, _x, ell_comps, 1.1, core, inverse_cut)
        for ell_comps in ((0.0, 0.0), (0.1, -0.2), (0.5, 0.1))
        for core, inverse_cut in ((0.0, 0.0), (0.2, 0.3), (2.0, 0.5))
    ]
}


def test_it_is_the_gradient_of_the_potential():
    e_y, e_x = 0.1, -0.2

    def potential(y, x):
        squared = (1.0 - e_x) * x * x + (1.0 + e_x) * y * y - 2.0 * e_y * x * y
        return round_truncated_potential(squared, 1.1, 0.2, 3.0)

    y, x, step = _y[1:], _x[1:], 1e-5
    found = potential_deflections(y, x, (e_y, e_x), 1.1, 0.2, 1.0 / 3.0)
    along_y = (potential(y + step, x) - potential(y - step, x)) / (2.0 * step)
    along_x = (potential(y, x + step) - potential(y, x - step)) / (2.0 * step)
    np.testing.assert_allclose(found[0], along_y, atol=1e-9)
    np.testing.assert_allclose(found[1], along_x, atol=1e-9)


def test_any_shape_and_any_memory_layout():
    numbers = (0.1, 0.2), 1.1, 0.2, 0.3
    flat = potential_deflections(_y, _x, *numbers)
    square = potential_deflections(_y.reshape(30, 50), _x.reshape(30, 50), *numbers)
    strided = np.stack([_y, _x], axis=-1)
    other = potential_deflections(strided[:, 0], strided[:, 1], *numbers)
    one = potential_deflections(_y[5], _x[5], *numbers)
    for k in range(2):
        np.testing.assert_array_equal(square[k].ravel(), flat[k])
        np.testing.assert_array_equal(other[k], flat[k])
        # The last points of a loop are not computed in vectors.
        assert one[k] == pytest.approx(flat[k][5], rel=1e-14)


def test_there_is_no_ellipse_outside_the_unit_disc():
    found = potential_deflections(_y, _x, (0.8, 0.7), 1.1, 0.2, 0.3)
    assert np.all(np.isnan(found))
