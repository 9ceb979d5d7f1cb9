"""What a Chameleon profile is made of, and how much light it has."""

import numpy as np
import pytest

from autolens_like.profiles import light

CORES = {"core_radius_0": 0.1, "core_radius_1": 0.7}


def test_it_is_a_difference_of_two_cored_isothermal_profiles():
    # Dutton et al. 2011, MNRAS 417, 1621: with 4 s² / (1 + q)² beside R².
    ell_comps, q = (0.0, 0.25), 0.6
    y, x = np.array([0.0, 0.3, -1.0]), np.array([0.5, -0.2, 2.0])
    squared = x**2 + (y / q) ** 2
    inner, outer = (1 / np.sqrt(squared + (2 * s / (1 + q)) ** 2) for s in (0.1, 0.7))
    image = light.Chameleon(ell_comps=ell_comps, intensity=3.0, **CORES).image(y, x)
    np.testing.assert_allclose(image, 3.0 / (1 + q) * (inner - outer), rtol=1e-13)


def test_digits_are_kept_far_outside():
    # The leading term of the expansion in 1 / R, relative error (s / R)².
    radius = np.array([1e6])
    image = light.ChameleonSph(intensity=2.0, **CORES).image(radius, 0.0 * radius)
    assert image[0] == pytest.approx((0.7**2 - 0.1**2) / 2 / 1e18, rel=1e-11)


def test_total_light_of_the_round_profile():
    # ∫ 2π r dr I = π I_0 (s_1 - s_0), elementary.
    radius = np.geomspace(1e-5, 1e5, 200001)
    profile = light.ChameleonSph(intensity=2.0, **CORES)
    rings = 2 * np.pi * radius**2 * profile.image(radius, 0.0 * radius)
    total = rings.sum() * np.log(radius[1] / radius[0])
    assert total == pytest.approx(np.pi * 2.0 * 0.6, rel=2e-5)


def test_the_image_is_negative_where_the_cores_are_exchanged():
    profile = light.ChameleonSph(core_radius_0=0.7, core_radius_1=0.1)
    assert profile.image(np.array(0.3), np.array(0.0)) < 0.0
