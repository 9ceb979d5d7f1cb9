"""The radius along rays is that of the curve, and has gradients."""

import numpy as np
import pytest

from autolens_like.deflection_field.einstein_radius import einstein_radius_along_rays
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.profiles.mass.isothermal import Isothermal, IsothermalSph
from autolens_like.profiles.mass.sheets import ExternalShear
from test_autolens_like.galaxy.systems import CoredSphere


@pytest.mark.parametrize("gamma", [0.0, 0.05, 0.2])
def test_area_within_the_curve_of_a_sheared_ellipsoid(gamma):
    lens = Galaxy(
        0.5,
        mass=Isothermal((0.1, -0.2), (0.1, 0.2), 1.3),
        shear=ExternalShear(gamma_1=gamma, gamma_2=-0.5 * gamma),
    )
    found = einstein_radius_along_rays(lens.deflections, (0.1, -0.2))
    assert found == pytest.approx(lens.einstein_radius_from(), rel=1e-6)


def test_gradients_are_central_differences():
    jax = pytest.importorskip("jax")

    def radius(numbers):
        mass = Isothermal((0.1, -0.2), (numbers[0], 0.2), numbers[1])
        shear = ExternalShear(gamma_1=numbers[2])
        return Galaxy(0.5, mass=mass, shear=shear).einstein_radius_jit_from()

    at, step = np.array([0.1, 1.3, 0.05]), 1e-4
    value, slopes = jax.jit(jax.value_and_grad(radius))(at)
    assert float(value) == pytest.approx(radius(at), rel=1e-9)
    for i in range(3):
        shift = step * np.eye(3)[i]
        change = (radius(at + shift) - radius(at - shift)) / (2.0 * step)
        assert float(slopes[i]) == pytest.approx(change, rel=1e-6, abs=1e-7)


def test_without_a_curve_it_is_no_number():
    weak = CoredSphere(einstein_radius=0.1, core_radius=0.1)
    with np.errstate(all="ignore"):
        assert np.isnan(einstein_radius_along_rays(weak.deflections, (0.0, 0.0)))
    sphere = IsothermalSph((0.3, 0.4), 0.7)
    assert einstein_radius_along_rays(
        sphere.deflections, (0.3, 0.4), rays=8
    ) == pytest.approx(0.7, rel=1e-9)
