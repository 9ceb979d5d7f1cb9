"""The isothermal ellipsoid with a core."""

import numpy as np
import pytest

from autolens_like.profiles.mass import (
    Isothermal,
    IsothermalCore,
    IsothermalCoreSph,
    PowerLawCore,
)
from test_autolens_like.profiles.family import ring

QUANTITIES = ("deflections", "convergence", "potential")


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_without_a_core_it_is_isothermal(quantity):
    y, x = ring()
    core = IsothermalCore(ell_comps=(0.2, -0.3), einstein_radius=1.3, core_radius=0.0)
    singular = Isothermal(ell_comps=(0.2, -0.3), einstein_radius=1.3)
    found = getattr(core, quantity)(y, x)
    np.testing.assert_allclose(found, getattr(singular, quantity)(y, x), rtol=1e-12)


def test_the_convergence_is_that_of_the_documented_formula():
    profile = IsothermalCore(ell_comps=(0.0, 0.25), einstein_radius=1.2)
    expected = 1.2 / (1.6 * np.sqrt(0.5**2 + (0.3 / 0.6) ** 2 + 0.01**2))
    found = profile.convergence(np.array([0.3]), np.array([0.5]))
    assert found == pytest.approx(expected)


def test_a_power_law_of_slope_two_by_its_series_is_the_closed_form():
    y, x = ring()
    parameters = {"ell_comps": (0.3, 0.25), "einstein_radius": 1.3, "core_radius": 0.4}
    closed, series = IsothermalCore(**parameters), PowerLawCore(**parameters)
    np.testing.assert_allclose(
        closed.deflections(y, x), series.deflections(y, x), rtol=1e-13
    )
    difference = closed.potential(y, x) - series.potential(y, x)
    np.testing.assert_allclose(difference, difference[0], rtol=1e-12)


def test_the_critical_circle_of_the_sphere():
    # α(r) = r at r² = θ_E (θ_E - 2 s).
    radius = np.sqrt(1.3 * (1.3 - 2 * 0.2))
    sphere = IsothermalCoreSph(einstein_radius=1.3, core_radius=0.2)
    deflection = sphere.deflections(np.array([radius]), np.array([0.0]))[0]
    assert deflection == pytest.approx(radius, rel=1e-14)
