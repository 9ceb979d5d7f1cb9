"""The power law with a core."""

import mpmath
import numpy as np
import pytest

from autolens_like import exc
from autolens_like.profiles.mass import (
    PowerLaw,
    PowerLawCore,
    PowerLawCoreSph,
    PowerLawSph,
)
from autolens_like.profiles.mass.power_law_core import cored_series
from test_autolens_like.numerics.kernel_samples import Sample
from test_autolens_like.profiles.family import ring
from test_autolens_like.profiles.mass.legendre import legendre_sums, quad_over_cusp

_random = np.random.default_rng(6)
_phase = 0.5 * np.exp(1j * _random.uniform(0, 6, 40))
_ratio = 10.0 ** _random.uniform(-6, 6, 40)

KERNEL_SAMPLES = {
    "cored_series": [
        Sample((_phase, _ratio, half, 40, is_potential), fixed=(2, 3, 4))
        for half in (0.1, 0.5, 0.9)
        for is_potential in (False, True)
    ]
}


#: Phases, core over P² on both sides of the change of direction, and a.
SUMS = [
    (0.0, 0.3, 0.5), (0.1 + 0.2j, 1e-8, 0.1), (-0.5, 1e-3, 0.5), (0.5j, 0.05, 0.9),
    (0.3 - 0.4j, 0.11, 0.5), (0.3 - 0.4j, 0.13, 0.5), (0.5, 0.12, 0.2), (0.5, 0.2, 0.7),
    (-0.2 + 0.1j, 1.7, 0.95), (0.45 + 0.1j, 30.0, 0.05), (-0.49j, 400.0, 0.5),
    (0.2, 5e3, 0.99),
]  # fmt: skip


@pytest.mark.parametrize(("phase", "ratio", "half"), SUMS)
def test_the_sums_of_mpmath(phase, ratio, half):
    with mpmath.workdps(30):
        shift, a = mpmath.mpf(ratio), mpmath.mpf(half)

        def mean(weight):
            return quad_over_cusp(lambda y: weight(y) * (y + shift) ** -a, shift)

        norm = mean(lambda y: 1)
        expected = [complex(mean(sum_) / norm) for sum_ in legendre_sums(phase)]
    arguments = np.array([phase], dtype=complex), np.array([ratio]), half
    for is_potential in (False, True):
        found = cored_series(*arguments, 60, is_potential)[0]
        assert found == pytest.approx(expected[is_potential], rel=1e-12, abs=1e-14)


@pytest.mark.parametrize("slope", [1.4, 2.0, 2.6])
def test_a_small_core_leaves_the_power_law(slope):
    y, x = ring()
    parameters = {"ell_comps": (0.2, -0.3), "einstein_radius": 1.3, "slope": slope}
    core = PowerLawCore(**parameters, core_radius=0.0)
    singular = PowerLaw(**parameters)
    # What is missing at the centre is of the order of (1e-8)^(3 - slope).
    for quantity in ("deflections", "convergence", "potential"):
        found = getattr(core, quantity)(y, x)
        expected = getattr(singular, quantity)(y, x)
        np.testing.assert_allclose(found, expected, rtol=30 * 1e-8 ** (3 - slope))


@pytest.mark.parametrize("slope", [1.2, 2.0, 2.7])
@pytest.mark.parametrize("core", [1e-4, 0.1, 3.0])
def test_the_sphere_keeps_twelve_digits(slope, core):
    sphere = PowerLawCoreSph(einstein_radius=1.3, slope=slope, core_radius=core)
    for radius in (1e-5, 0.05, 2.0, 50.0):
        with mpmath.workdps(40):
            t, s = mpmath.mpf(slope) - 1, mpmath.mpf(core)
            rest = 1 - t / 2
            scale = mpmath.mpf("1.3") ** t

            def deflection(r, rest=rest, s=s, scale=scale):
                return scale * ((r * r + s * s) ** rest - s ** (2 * rest)) / r

            end = mpmath.mpf(radius)
            points = [0, *(r for r in (s / 10, s, 10 * s) if r < end), end]
            expected = deflection(end), mpmath.quad(deflection, points)
        at = np.array([radius]), np.array([0.0])
        assert sphere.deflections(*at)[0][0] == pytest.approx(
            float(expected[0]), rel=1e-12
        )
        assert sphere.potential(*at)[0] == pytest.approx(float(expected[1]), rel=1e-12)


def test_the_centre_is_smooth():
    profile = PowerLawCore(ell_comps=(0.1, 0.3), slope=2.4, core_radius=0.2)
    y, x = np.array([1e-7, 2e-7]), np.array([2e-7, 4e-7])
    first, second = np.transpose(profile.deflections(y, x))
    np.testing.assert_allclose(second, 2 * first, rtol=1e-9)
    sphere = PowerLawSph(slope=2.4)
    assert profile.convergence(y, x)[0] < sphere.convergence(y, x)[0]


def test_bad_parameters():
    with pytest.raises(exc.ParameterException, match=r"slope=3\.0; it must be between"):
        PowerLawCore(slope=3.0)
    with pytest.raises(exc.ParameterException, match=r"core_radius=-1\.0"):
        PowerLawCoreSph(core_radius=-1.0)
