"""The derivatives of the isothermal deflection by place, in closed form."""

import numpy as np
import pytest

from autolens_like.profiles.frames import elliptical_radius_squared
from autolens_like.profiles.mass.isothermal_arctangent import isothermal_slopes
from autolens_like.profiles.mass.pseudo_isothermal import (
    isothermal_convergence,
    isothermal_deflections,
)

PLACES = np.array([[0.3, 0.2], [0.1, -0.6], [1.0, -1.0], [-1.3, 0.7]]).T


def conjugate(y, x, numbers):
    deflection_y, deflection_x = isothermal_deflections(
        y, x, numbers[0], 1.0, *numbers[1:]
    )
    return deflection_x - 1j * deflection_y


@pytest.mark.parametrize("ell_comps", [(0.0, 0.0), (0.1, -0.2), (0.6, 0.5)])
@pytest.mark.parametrize(
    ("core", "inverse_cut"), [(0.0, 0.0), (0.2, 0.0), (0.0, 0.5), (0.2, 0.4), (0.2, 5)]
)
def test_slopes_are_those_of_the_deflection(ell_comps, core, inverse_cut):
    numbers = ell_comps, core, inverse_cut
    y, x = PLACES
    step, along_x, along_y = 1e-3, 0.0, 0.0
    for shift, weight in ((1, 8), (-1, -8), (2, -1), (-2, 1)):
        scale = weight / (12 * step)
        along_x = along_x + scale * conjugate(y, x + shift * step, numbers)
        along_y = along_y + scale * conjugate(y + shift * step, x, numbers)
    convergence, bend = isothermal_slopes(y, x, *numbers)
    np.testing.assert_allclose(0.5 * (along_x - 1j * along_y), bend, atol=1e-7)
    np.testing.assert_allclose(0.5 * (along_x + 1j * along_y), convergence, atol=1e-7)
    squared = elliptical_radius_squared(y, x, ell_comps)
    expected = isothermal_convergence(squared, 1.0, core, inverse_cut)
    np.testing.assert_allclose(convergence, expected, rtol=1e-13)


@pytest.mark.parametrize(("core", "inverse_cut"), [(0.0, 0.0), (0.2, 0.5)])
def test_slopes_are_finite_at_the_centre(core, inverse_cut):
    zero = np.zeros(1)
    found = isothermal_slopes(zero, zero, (0.1, 0.2), core, inverse_cut)
    assert np.all(np.isfinite(found))
