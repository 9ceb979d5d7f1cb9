"""The hypergeometric function of power laws against fifty digits."""

import functools

import mpmath
import numpy as np
import pytest

from autolens_like.numerics import special
from autolens_like.numerics.special import angular_ratio, gauss_rule, node_number

ANGLES = np.array([0.0, 0.4, 1.3, 2.2, 2.9, np.pi])
AXIS_RATIOS = (0.05, 0.2, 0.5, 0.8, 0.999, 1.0)
SLOPES = (1.2, 1.6, 2.0, 2.4, 2.8)


def on_circle(axis_ratio):
    f = (1 - axis_ratio) / (1 + axis_ratio)
    return f * np.sin(ANGLES), f * np.cos(ANGLES), f * f


KERNEL_SAMPLES = {
    "angular_ratio": [
        (*on_circle(axis_ratio), slope - 1.0)
        for axis_ratio in (0.2, 0.7, 1.0)
        for slope in (1.3, 2.0, 2.6)
    ]
}


@functools.cache
def exact(axis_ratio, slope):
    """2F1(1, t/2; 2 - t/2; -w) by mpmath with 50 digits."""
    imag, real, _ = on_circle(axis_ratio)
    with mpmath.workdps(50):
        half = (mpmath.mpf(slope) - 1) / 2
        values = [
            complex(mpmath.hyp2f1(1, half, 2 - half, -mpmath.mpc(a, b)))
            for a, b in zip(real, imag, strict=True)
        ]
    return np.array(values)


@functools.cache
def jax_functions():
    import jax

    def isothermal(w_imag, w_real, w_squared):
        return angular_ratio(w_imag, w_real, w_squared, 1.0)

    return jax.jit(angular_ratio), jax.jit(isothermal)


@pytest.mark.parametrize("axis_ratio", AXIS_RATIOS)
@pytest.mark.parametrize("slope", SLOPES)
def test_numpy_is_exact_and_jax_good_to_ten_digits(axis_ratio, slope):
    arguments = on_circle(axis_ratio)
    imag, real = angular_ratio(*arguments, slope - 1.0)
    expected = exact(axis_ratio, slope)
    np.testing.assert_allclose(real + 1j * imag, expected, rtol=3e-14)
    imag, real = jax_functions()[0](*arguments, slope - 1.0)
    found = np.asarray(real) + 1j * np.asarray(imag)
    # The statement is 1e-10 for |w| <= 0.9; here q = 0.05 has |w| = 0.905.
    np.testing.assert_allclose(found, expected, rtol=1e-10)


@pytest.mark.parametrize("axis_ratio", [0.01, *AXIS_RATIOS])
def test_the_isothermal_case_of_jax_is_good_to_twelve_digits(axis_ratio):
    imag, real = jax_functions()[1](*on_circle(axis_ratio))
    found = np.asarray(real) + 1j * np.asarray(imag)
    np.testing.assert_allclose(found, exact(axis_ratio, 2.0), rtol=1e-11)
    if axis_ratio >= 0.05:
        np.testing.assert_allclose(found, exact(axis_ratio, 2.0), rtol=1e-13)


@pytest.mark.parametrize("number", [1, 3, 6])
@pytest.mark.parametrize("exponent", [0.2, 1.0, 1.8])
def test_the_error_stays_below_the_bound(number, exponent):
    f = 0.6
    rho = (1 - np.sqrt(1 - f)) / (1 + np.sqrt(1 - f))
    bound = f * rho ** (2 * number - 1) / (1 - f)
    nodes, masses = gauss_rule(exponent, number)
    assert np.all((nodes > 0) & (nodes < 1) & (masses > 0))
    assert masses.sum() == pytest.approx(1.0)
    w = f * np.exp(1j * ANGLES)
    found = (masses / (1 + nodes * w[:, None])).sum(axis=1)
    with mpmath.workdps(30):
        half = exponent / 2
        values = [complex(mpmath.hyp2f1(1, half, 2 - half, -v)) for v in w]
    assert np.abs(found - values).max() < bound


def test_more_flattening_takes_more_nodes():
    numbers = [node_number(f) for f in (0.0, 0.01, 0.2, 0.5, 0.9, 0.9999)]
    assert numbers == sorted(numbers)
    assert numbers[0] == 1 and numbers[2] == 7
    assert numbers[-1] == special._MOST_NODES


@pytest.mark.parametrize("exponent", [0.3, 1.0, 1.7])
@pytest.mark.parametrize("ell_comps", [(0.0, 0.0), (6e-4, 8e-4), (0.1, 0.2)])
def test_derivatives_are_differences(exponent, ell_comps):
    function, jacobian = _jax_sky_function()
    arguments = (*ell_comps, exponent)
    found = jacobian(*arguments)
    for index in range(3):
        ends = []
        for sign in (1, -1):
            moved = list(arguments)
            moved[index] += sign * 1e-5
            ends.append(np.asarray(function(*moved)))
        difference = (ends[0] - ends[1]) / 2e-5
        np.testing.assert_allclose(found[index], difference, rtol=1e-6, atol=1e-9)


@functools.cache
def _jax_sky_function():
    """F on the sky as a function of e and t, for known and unknown exponent."""
    import jax
    import jax.numpy as jnp

    def function(e_y, e_x, exponent):
        sine, cosine = jnp.sin(2 * ANGLES), jnp.cos(2 * ANGLES)
        w = (e_x * sine - e_y * cosine, e_x * cosine + e_y * sine, e_x**2 + e_y**2)
        parts = (*angular_ratio(*w, exponent), *angular_ratio(*w, 1.0))
        return jnp.stack(parts)

    return jax.jit(function), jax.jit(jax.jacfwd(function, argnums=(0, 1, 2)))
