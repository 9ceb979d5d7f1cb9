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
from test_autolens_like.profiles.family import ring


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
def test_the_sphere_keeps_ten_digits(slope, core):
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
            float(expected[0]), rel=1e-10, abs=0
        )
        assert sphere.potential(*at)[0] == pytest.approx(
            float(expected[1]), rel=1e-10, abs=0
        )


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
