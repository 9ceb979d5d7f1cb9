"""The series of homoeoids against closed forms, quadrature and its own bound."""

import functools

import mpmath
import numpy as np
import pytest

from autolens_like.profiles.mass.homoeoid_frame import order_from
from autolens_like.profiles.mass.homoeoids import homoeoid_field
from test_autolens_like.numerics.kernel_samples import Sample


def exponential(ratio_squared, rate):
    from autolens_like.numerics.namespace import array_namespace

    xp = array_namespace(ratio_squared, rate)
    return xp.exp(-rate * xp.sqrt(ratio_squared))


def points(number=9):
    """Coordinates from below the table to beyond it."""
    log_radius = np.linspace(-19.0, 13.0, number)
    angle = np.random.default_rng(8).uniform(0.0, 2.0 * np.pi, number)
    return np.exp(log_radius) * np.sin(angle), np.exp(log_radius) * np.cos(angle)


def field(order, quantity, y, x, f=0.0, rate=1.3):
    """Of an exponential, the major axis along x."""
    arguments = (order, quantity, y, x, (0.0, 0.0, 0.0, f), (1.0, 1.0))
    return homoeoid_field(exponential, (rate,), *arguments)


_ELLIPSE = (0.03, -0.01, 0.2, 0.1)
KERNEL_SAMPLES = {
    "homoeoid_field": [
        Sample(
            (exponential, (1.3,), k, quantity, *points(200), _ELLIPSE, (0.8, 0.7)),
            fixed=(0, 2, 3),
        )
        for k in (1, 24)
        for quantity in ("deflections", "potential", "convergence")[: 2 + (k == 1)]
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
    f, root = (1 - axis_ratio) / (1 + axis_ratio), np.sqrt(axis_ratio)
    place = [np.array([radius * np.sin(angle) * root])]
    place.append(np.array([radius * np.cos(angle) / root]))
    expected, potential = exact(axis_ratio, angle, radius)
    found = field(order_from(f), "deflections", *place, f)
    assert abs(found[1][0] + 1j * found[0][0] - expected) < 1e-10 * abs(expected)
    found = field(order_from(f), "potential", *place, f)
    assert found[0][0] == pytest.approx(potential, rel=1e-10)


@pytest.mark.parametrize("f", [0.1, 0.3, 0.6])
@pytest.mark.parametrize("order", [1, 3, 8])
def test_the_error_stays_below_the_bound(f, order):
    y, x = points(40)
    sums = [field(k, "deflections", y, x, f) for k in (order, order_from(f))]
    error = np.hypot(*(a - b for a, b in zip(*sums, strict=True)))
    # One term is ζ times the mean of κ inside.
    mean = np.hypot(*field(1, "deflections", y, x, f))
    assert np.all(error <= (f**order / (1 - f) + 1e-11) * mean)


def test_the_table_has_the_convergence():
    y, x = np.zeros(40), np.exp(np.linspace(-15.0, 3.0, 40))
    found = field(1, "convergence", y, x)[0]
    np.testing.assert_allclose(found, np.exp(-1.3 * x), rtol=1e-9, atol=1e-9)


def test_beyond_the_table_there_is_a_point_mass():
    y, x = np.zeros(2), np.exp([13.0, 14.0])
    found = field(24, "deflections", y, x, 0.3)[1]
    assert found[1] / found[0] == pytest.approx(np.exp(-1.0))
    found = field(24, "potential", y, x, 0.3)[0]
    # ψ grows by the mass, ∫ κ 2ρ dρ = 2 / 1.3², times the growth of ln ρ.
    assert found[1] - found[0] == pytest.approx(2.0 / 1.3**2, rel=1e-8)


@functools.cache
def jax_jacobian(quantity, order):
    import jax
    import jax.numpy as jnp

    def function(rate, y, x, f):
        return jnp.stack(field(order, quantity, y, x, f, rate))

    return jax.jit(jax.jacfwd(function, argnums=(0, 1, 2, 3)))


@pytest.mark.parametrize(
    ("quantity", "order"), [("deflections", 24), ("potential", 24), ("convergence", 1)]
)
def test_derivatives_are_differences(quantity, order):
    # Near a radius of 1 and beyond the last panel.
    y, x = np.array([0.3, 1.2, 0.0]), np.array([0.5, 2.0, np.exp(12.7)])
    arguments = [1.3, y, x, 0.2]
    found = jax_jacobian(quantity, order)(*arguments)
    for index in range(4):
        ends = []
        step = 1e-5 * np.maximum(1.0, x) if index in (1, 2) else 1e-5
        for sign in (1, -1):
            moved = list(arguments)
            moved[index] = moved[index] + sign * step
            ends.append(np.stack(field(order, quantity, *moved[1:], moved[0])))
        difference = (ends[0] - ends[1]) / (2.0 * step)
        slope = np.asarray(found[index])
        if index in (1, 2):
            slope = slope[:, np.arange(3), np.arange(3)]
        np.testing.assert_allclose(slope, difference, rtol=1e-6, atol=1e-9)
