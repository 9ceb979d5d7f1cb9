"""The series of homoeoids against closed forms, quadrature and its own bound."""

import functools

import mpmath
import numpy as np
import pytest

from autolens_like.numerics.homoeoids import homoeoid_sum, order_from
from autolens_like.numerics.moment_table import MOST_TERMS
from test_autolens_like.numerics.kernel_samples import Sample


def exponential(ratio_squared, rate):
    from autolens_like.numerics.namespace import array_namespace

    xp = array_namespace(ratio_squared, rate)
    return xp.exp(-rate * xp.sqrt(ratio_squared))


def points(number=9):
    random = np.random.default_rng(8)
    log_radius = np.linspace(-25.0, 12.0, number)
    angle = random.uniform(0.0, 2.0 * np.pi, number)
    return log_radius, 0.3 * np.sin(angle), 0.3 * np.cos(angle)


KERNEL_SAMPLES = {
    "homoeoid_sum": [
        Sample((exponential, (1.3,), order, quantity, *points()), fixed=(0, 2, 3))
        for order in (1, 20)
        for quantity in ("deflections", "potential")
    ]
}


def exact(axis_ratio, angle, radius):
    """α and ψ in the frame of the ellipse by quadrature over shells, 30 digits.

    Bourassa & Kantowski 1975: a shell deflects by 1 / √(z² - c² s²); its potential
    outside is ln of (z + √(z² - c² s²)) / 2, inside what it is on the shell.
    """
    with mpmath.workdps(30):
        q = mpmath.mpf(axis_ratio)
        root = mpmath.sqrt(q)
        z = mpmath.mpc(radius * np.cos(angle) / root, radius * np.sin(angle) * root)
        focus = (1 - q * q) / q

        def shell(s):
            return mpmath.sqrt(1 - focus * (s / z) ** 2) * z

        def density(s):
            return mpmath.exp(-mpmath.mpf("1.3") * s) * 2 * s

        def relative_potential(s):
            on_shell = s * (1 + q) / root / 2
            return mpmath.log(abs(z + shell(s)) / 2 / on_shell)

        ends = [0, radius / 8, radius / 2, radius]
        deflection = mpmath.quad(lambda s: density(s) / shell(s), ends)
        potential = mpmath.quad(lambda s: density(s) * relative_potential(s), ends)
        return complex(mpmath.conj(deflection)), float(potential)


@pytest.mark.parametrize("axis_ratio", [0.2, 0.5, 0.9, 1.0])
@pytest.mark.parametrize(("angle", "radius"), [(0.3, 0.7), (1.5, 2.0), (2.2, 9.0)])
def test_deflection_and_potential_are_integrals_over_shells(axis_ratio, angle, radius):
    f = (1 - axis_ratio) / (1 + axis_ratio)
    order = order_from(f)
    place = [np.array([v]) for v in (np.log(radius), f * np.sin(2 * angle))]
    place.append(np.array([f * np.cos(2 * angle)]))
    deflection, potential = exact(axis_ratio, angle, radius)
    imag, real = homoeoid_sum(exponential, (1.3,), order, "deflections", *place)
    zeta = np.sqrt(1 - f * f) * radius * np.exp(1j * angle)
    assert abs(zeta * (real + 1j * imag)[0] - deflection) < 1e-10 * abs(deflection)
    _, real = homoeoid_sum(exponential, (1.3,), order, "potential", *place)
    assert 0.5 * radius**2 * real[0] == pytest.approx(potential, rel=1e-10)


@pytest.mark.parametrize("f", [0.1, 0.3, 0.6])
@pytest.mark.parametrize("order", [1, 3, 8])
def test_the_error_stays_below_the_bound(f, order):
    log_radius, w_imag, w_real = points(40)
    scale = f / 0.3
    place = (log_radius, scale * w_imag, scale * w_real)
    sums = [
        homoeoid_sum(exponential, (1.3,), k, "deflections", *place)
        for k in (order, order_from(f))
    ]
    error = np.hypot(*(a - b for a, b in zip(*sums, strict=True)))
    mean = homoeoid_sum(exponential, (1.3,), 1, "deflections", *place)[1]
    assert np.all(error <= f**order / (1 - f) * mean)


def test_more_flattening_takes_more_terms():
    orders = [order_from(f) for f in (0.0, 0.01, 0.2, 0.5, 0.9)]
    assert orders == sorted(orders)
    assert orders[0] == 1 and orders[-1] == MOST_TERMS
    f = 0.37
    assert f ** order_from(f) / (1 - f) < 1e-11


def test_beyond_the_table_there_is_a_point_mass():
    angle = 0.4
    place = [np.array([11.0, 12.0]), np.full(2, 0.3 * np.sin(angle))]
    place.append(np.full(2, 0.3 * np.cos(angle)))
    _, real = homoeoid_sum(exponential, (1.3,), 20, "deflections", *place)
    assert real[1] / real[0] == pytest.approx(np.exp(-2.0))
    _, real = homoeoid_sum(exponential, (1.3,), 20, "potential", *place)
    # ψ grows by the mass, ∫ κ 2ρ dρ = 2 / 1.3², times the growth of ln ρ.
    growth = 0.5 * (np.exp(24.0) * real[1] - np.exp(22.0) * real[0])
    assert growth == pytest.approx(2.0 / 1.3**2, rel=1e-8)


@functools.cache
def jax_jacobian(quantity):
    import jax
    import jax.numpy as jnp

    def function(rate, log_radius, w_imag, w_real):
        place = (log_radius, w_imag, w_real)
        return jnp.stack(homoeoid_sum(exponential, (rate,), 20, quantity, *place))

    return jax.jit(jax.jacfwd(function, argnums=(0, 1, 2, 3)))


@pytest.mark.parametrize("quantity", ["deflections", "potential"])
def test_derivatives_are_differences(quantity):
    jacobian = jax_jacobian(quantity)
    # Near a radius of 1, in the first panel's reach and beyond the last panel.
    log_radius = np.array([0.03, 1.2, 10.7])
    arguments = [1.3, log_radius, np.full(3, 0.2), np.full(3, -0.1)]
    found = jacobian(*arguments)
    for index in range(4):
        ends = []
        for sign in (1, -1):
            moved = list(arguments)
            moved[index] = moved[index] + sign * 1e-5
            place = ((moved[0],), 20, quantity, *moved[1:])
            ends.append(np.stack(homoeoid_sum(exponential, *place)))
        difference = (ends[0] - ends[1]) / 2e-5
        slope = np.asarray(found[index])
        if index:
            slope = slope[:, np.arange(3), np.arange(3)]
        np.testing.assert_allclose(slope, difference, rtol=1e-6, atol=1e-9)
