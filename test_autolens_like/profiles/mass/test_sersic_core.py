"""Core-Sersic mass."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.profiles import light, mass
from test_autolens_like.profiles.family import ring

SHAPE = {
    "effective_radius": 0.9,
    "sersic_index": 3.0,
    "radius_break": 0.2,
    "gamma": 0.4,
    "alpha": 2.0,
    "intensity": 0.7,
}


@pytest.mark.parametrize("name", ["SersicCore", "SersicCoreSph"])
def test_convergence_is_light_times_the_ratio(name):
    y, x = ring()
    found = getattr(mass, name)(mass_to_light_ratio=1.7, **SHAPE).convergence(y, x)
    expected = 1.7 * getattr(light, name)(**SHAPE).image(y, x)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_far_inside_the_break_it_is_a_power_law():
    # α of κ = A r^-γ is 2 A r^(1-γ) / (2 - γ).
    profile = mass.SersicCoreSph(**SHAPE | {"alpha": 6.0})
    radius = np.array([1e-3])
    kappa = profile.convergence(radius, np.zeros(1))
    found = profile.deflections(radius, np.zeros(1))[0]
    np.testing.assert_allclose(found, 2 * kappa * radius / (2 - 0.4), rtol=1e-2)
    smaller = profile.deflections(radius / 10, np.zeros(1))[0]
    assert found[0] / smaller[0] == pytest.approx(10**0.6, rel=1e-2)


def test_radii_are_above_zero():
    with pytest.raises(exc.ProfileException, match=r"break=0\.0; it must be above"):
        mass.SersicCore(radius_break=0.0)
