"""The other names give what the names give."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.profiles.mass.isothermal import IsothermalSph
from test_autolens_like.galaxy.systems import CoredSphere

LENS = Galaxy(
    0.5,
    mass=CoredSphere(centre=(0.1, 0.0), core_radius=0.05),
    perturber=IsothermalSph(centre=(0.0, 5.0), einstein_radius=0.05),
)


@pytest.mark.parametrize(
    "name",
    [
        "tangential_critical_curve_list",
        "radial_critical_curve_list",
        "tangential_caustic_list",
        "radial_caustic_list",
    ],
)
def test_curves_have_two_names(name):
    found = getattr(LENS, f"{name}_via_zero_contour_from")(N=500, delta=0.05)
    expected = getattr(LENS, f"{name}_from")()
    assert len(found) == len(expected) > 0
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_array_equal(one.array, other.array)


def test_radii_have_three_names():
    radii = LENS.einstein_radius_list_via_zero_contour_from(init_guess=[(0.5, 0.5)])
    np.testing.assert_allclose(radii, LENS.einstein_radius_list_from(), rtol=1e-8)
    total = LENS.einstein_radius_via_zero_contour_from()
    assert total == LENS.einstein_radius_from()
    # The first mass alone.
    assert LENS.einstein_radius_jit_from(tol=1e-6) == pytest.approx(radii[0], rel=1e-6)
    near = LENS.einstein_radius_jit_from(init_guess=[(0.05, 5.0), (-0.05, 5.0)])
    assert near == pytest.approx(radii[1], rel=2e-3)


def test_misspelt_options_and_weak_masses_are_errors():
    with pytest.raises(exc.InputException, match="Did you mean 'delta'"):
        LENS.einstein_radius_via_zero_contour_from(detla=0.1)
    weak = CoredSphere(einstein_radius=0.1, core_radius=0.1)
    with (
        np.errstate(all="ignore"),
        pytest.raises(exc.LensException, match="there is too weak"),
    ):
        weak.einstein_radius_jit_from()
    with pytest.raises(exc.LensException, match="no tangential critical curve"):
        weak.einstein_radius_via_zero_contour_from()
