"""The angular part of the deflection: compiled, plain and traced alike."""

import numpy as np

from autolens_like.profiles.mass.elliptical_deflection import elliptical_direction

_y, _x = np.random.default_rng(3).normal(size=(2, 600))
_y[:2] = _x[:2] = 0.0

KERNEL_SAMPLES = {
    "angular_deflection": [
        (_y, _x, ell_comps, exponent)
        for ell_comps in ((0.0, 0.0), (0.1, -0.2), (0.5, 0.1))
        for exponent in (0.4, 1.0, 1.6)
    ],
    "elliptical_deflection": [(_y, _x, (0.1, -0.2), 1.2, 0.7)],
}


def test_any_shape_and_any_memory_layout():
    flat = elliptical_direction(_y, _x, (0.1, 0.2), 1.2)
    square = elliptical_direction(
        _y.reshape(20, 30), _x.reshape(20, 30), (0.1, 0.2), 1.2
    )
    strided = np.stack([_y, _x], axis=-1)
    other = elliptical_direction(strided[:, 0], strided[:, 1], (0.1, 0.2), 1.2)
    one = elliptical_direction(_y[5], _x[5], (0.1, 0.2), 1.2)
    for k in range(3):
        np.testing.assert_array_equal(square[k].ravel(), flat[k])
        np.testing.assert_array_equal(other[k], flat[k])
        assert one[k] == flat[k][5]


def test_without_ellipticity_it_is_the_direction():
    u_y, u_x, length = elliptical_direction(_y[2:], _x[2:], (0.0, 0.0), 1.3)
    np.testing.assert_allclose(length, np.hypot(_y, _x)[2:])
    np.testing.assert_allclose(u_y, _y[2:] / length, rtol=1e-13)
    np.testing.assert_allclose(u_x, _x[2:] / length, rtol=1e-13)


def test_at_the_centre_it_is_zero():
    parts = elliptical_direction(_y[:2], _x[:2], (0.1, 0.2), 1.3)
    assert np.all(parts[0] == 0.0) and np.all(parts[1] == 0.0)
