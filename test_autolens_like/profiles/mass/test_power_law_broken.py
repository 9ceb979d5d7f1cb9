"""The broken power law."""

import mpmath
import numpy as np
import pytest

from autolens_like import exc
from autolens_like.profiles.mass import (
    PowerLawBroken,
    PowerLawBrokenSph,
    PowerLawIntermediate,
)
from autolens_like.profiles.mass.power_law_broken import broken_series
from test_autolens_like.numerics.kernel_samples import Sample
from test_autolens_like.profiles.family import ring
from test_autolens_like.profiles.mass.legendre import legendre_sums, quad_over_cusp

_random = np.random.default_rng(7)
_angle = _random.uniform(0, 6, 40)
_w = 0.5 * np.sin(_angle), 0.5 * np.cos(_angle)
_broken = np.minimum(10.0 ** _random.uniform(-6, 1, 40), 1.0)

KERNEL_SAMPLES = {
    "broken_series": [
        Sample(
            (*_w, _broken, _broken, 1.0 - _broken, halves, 40, is_potential),
            fixed=(5, 6, 7),
        )
        for halves in ((0.2, 0.8), (0.9, 1.0), (0.5, 1.4))
        for is_potential in (False, True)
    ]
}


#: Phases, place of the break in P², and a of the two powers.
SUMS = [
    (0.0, 0.5, (0.2, 0.8)), (0.2 + 0.1j, 1.0, (0.5, 0.9)), (-0.5, 1e-6, (0.1, 0.6)),
    (0.5j, 1e-3, (0.9, 0.3)), (0.3 - 0.4j, 0.02, (0.5, 1.4)), (0.5, 0.1, (0.2, 1.0)),
    (-0.1 - 0.4j, 0.3, (0.7, 0.7)), (0.4, 0.5, (0.05, 1.2)), (0.1j, 0.7, (0.6, 0.1)),
    (0.3 + 0.4j, 0.9, (0.3, 1.4)), (-0.3, 0.99, (0.8, 0.2)), (0.49, 0.25, (0.4, 0.95)),
]  # fmt: skip


@pytest.mark.parametrize(("phase", "broken", "halves"), SUMS)
def test_the_sums_of_mpmath(phase, broken, halves):
    with mpmath.workdps(30):
        edge = mpmath.mpf(broken)
        inner, outer = (mpmath.mpf(a) for a in halves)

        def parts(weight):
            # y = edge v⁴ takes the pole away.
            low = mpmath.quad(
                lambda v: weight(edge * v**4) * 4 * edge * v ** (3 - 4 * inner), [0, 1]
            )
            high = quad_over_cusp(lambda y: weight(y) * (y / edge) ** -outer, 0, edge)
            return low, high if broken < 1.0 else 0

        numbers = [float(value) for value in parts(lambda y: 1)]
        expected = [complex(sum(parts(sum_))) for sum_ in legendre_sums(phase)]
    w = complex(phase).imag, complex(phase).real
    arguments = [np.array([value]) for value in (*w, broken, *numbers)]
    for is_potential in (False, True):
        imag, real = broken_series(*arguments, halves, 60, is_potential)
        found = real[0] + 1j * imag[0]
        assert found == pytest.approx(expected[is_potential], rel=1e-11, abs=1e-13)


@pytest.mark.parametrize("break_radius", [0.0, 0.4, 10.0])
def test_equal_slopes_are_one_power_law(break_radius):
    y, x = ring()
    broken = PowerLawBroken(
        ell_comps=(0.2, 0.1),
        einstein_radius=1.3,
        inner_slope=1.2,
        outer_slope=1.2,
        break_radius=break_radius,
    )
    whole = PowerLawIntermediate(ell_comps=(0.2, 0.1), einstein_radius=1.3, slope=2.2)
    for quantity in ("deflections", "convergence", "potential"):
        found = getattr(broken, quantity)(y, x)
        expected = getattr(whole, quantity)(y, x)
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("break_radius", [0.0, 0.3, 1.2, 5.0])
@pytest.mark.parametrize("outer_slope", [1.8, 2.0, 2.6, 3.6])
def test_the_mean_convergence_inside_the_einstein_radius_is_one(
    break_radius, outer_slope
):
    sphere = PowerLawBrokenSph(
        einstein_radius=1.2,
        inner_slope=1.1,
        outer_slope=outer_slope,
        break_radius=break_radius,
    )
    deflection = sphere.deflections(np.array([1.2]), np.array([0.0]))[0]
    assert deflection == pytest.approx(1.2, rel=1e-13)


def test_the_convergence_is_that_of_the_documented_formula():
    profile = PowerLawBroken(
        ell_comps=(0.0, 0.25), inner_slope=1.4, outer_slope=2.2, break_radius=0.5
    )
    scale = profile._break_convergence()
    y, x = np.array([0.1, 0.8]), np.array([0.2, 0.7])
    radius = np.hypot(0.6 * x, y)
    expected = scale * (0.5 / radius) ** np.array([1.4, 2.2])
    np.testing.assert_allclose(profile.convergence(y, x), expected, rtol=1e-13)


def test_bad_parameters():
    with pytest.raises(exc.ParameterException, match="at least 0 and below 2"):
        PowerLawBroken(inner_slope=2.0)
    with pytest.raises(exc.ParameterException, match="at least 0 and below 4"):
        PowerLawBrokenSph(outer_slope=-0.1)


def exact(profile, y, x):
    """α by Bourassa & Kantowski's integral, major axis along x, 25 digits.

    κ is the profile's own, on its minor axis, in double precision.
    """
    f = profile.ell_comps[1]
    with mpmath.workdps(25):
        q = (1 - mpmath.mpf(f)) / (1 + mpmath.mpf(f))
        z = mpmath.mpc(x, y)
        end = mpmath.sqrt(q * mpmath.mpf(x) ** 2 + mpmath.mpf(y) ** 2 / q)

        def integrand(p):
            kappa = float(profile.convergence(np.float64(p * mpmath.sqrt(q)), 0.0))
            return kappa * p / mpmath.sqrt(1 - (1 / q - q) * (p / z) ** 2)

        edge = float(profile._break())
        inside = sorted(r for r in (0.01, edge) if 0 < r < end)
        value = 2 / z * mpmath.quad(integrand, [0, *inside, end])
        return -float(value.imag), float(value.real)


@pytest.mark.parametrize("outer_slope", [0.5, 2.0, 2.7])
def test_deflections_are_integrals_over_shells(outer_slope):
    profile = PowerLawBroken(
        ell_comps=(0.0, 0.4), inner_slope=0.7, outer_slope=outer_slope, break_radius=0.5
    )
    for y, x in ((0.7, 1.1), (0.05, 0.02), (2.5, 0.01)):
        found = profile.deflections(np.array([y]), np.array([x]))
        np.testing.assert_allclose(np.ravel(found), exact(profile, y, x), rtol=1e-9)
