"""Isophotes with multipoles: their shape, and how they turn."""

import numpy as np
import pytest

from autolens_like.profiles import light
from test_autolens_like.profiles.family import ring, rotated, turned

PAIRS = [
    (light.SersicMultipole, light.Sersic, {"sersic_index": 2.0}),
    (light.GaussianMultipole, light.Gaussian, {"sigma": 0.7}),
]
BENT = {"multipole_3_comps": (0.05, -0.02), "multipole_4_comps": (-0.03, 0.06)}


@pytest.mark.parametrize(("cls", "plain", "parameters"), PAIRS)
def test_without_multipoles_it_is_the_plain_profile(cls, plain, parameters):
    y, x = ring()
    ell_comps = (0.1, -0.3)
    image = cls(ell_comps=ell_comps, **parameters).image(y, x)
    expected = plain(ell_comps=ell_comps, **parameters).image(y, x)
    np.testing.assert_array_equal(image, expected)


@pytest.mark.parametrize(("cls", "plain", "parameters"), PAIRS)
def test_the_radius_is_multiplied(cls, plain, parameters):
    angle = np.linspace(0.0, 6.0, 9)
    y, x = 0.8 * np.sin(angle), 0.8 * np.cos(angle)
    factor = 1.0 + 0.05 * np.cos(3 * angle) - 0.02 * np.sin(3 * angle)
    factor += -0.03 * np.cos(4 * angle) + 0.06 * np.sin(4 * angle)
    # The axes of an ellipse along x are those of the sky.
    image = cls(ell_comps=(0.0, 0.2), **parameters, **BENT).image(y, x)
    expected = plain(ell_comps=(0.0, 0.2), **parameters)
    np.testing.assert_allclose(image, expected.image(factor * y, factor * x), 1e-12)


@pytest.mark.parametrize(("cls", "plain", "parameters"), PAIRS)
@pytest.mark.parametrize("degrees", [20.0, 80.0, -40.0])
def test_multipoles_turn_with_the_major_axis(cls, plain, parameters, degrees):
    # From 10 degrees, no turn here crosses the cut at -45 or 135 degrees.
    ell_comps = (0.2 * np.sin(np.radians(20)), 0.2 * np.cos(np.radians(20)))
    values = {"ell_comps": ell_comps, **parameters, **BENT}
    angle = np.radians(degrees)
    y, x = ring()
    image = cls(**turned(values, angle)).image(*rotated(y, x, angle))
    np.testing.assert_allclose(image, cls(**values).image(y, x), rtol=1e-12)


def test_a_negative_fourth_cosine_is_a_disc():
    profile = light.GaussianMultipole(multipole_4_comps=(-0.1, 0.0))
    y, x = np.array([0.0, 1.0, np.sqrt(0.5)]), np.array([1.0, 0.0, np.sqrt(0.5)])
    along_x, along_y, between = profile.image(y, x)
    assert along_x == pytest.approx(along_y)
    assert along_x > between
