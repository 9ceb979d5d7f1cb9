"""What a core does to a Sersic profile (Trujillo et al. 2004, AJ 127, 1917)."""

import numpy as np
import pytest

from autolens_like.profiles import light

PARAMETERS = {"effective_radius": 0.9, "sersic_index": 3.0, "radius_break": 0.2}


@pytest.mark.parametrize("alpha", [0.5, 3.0, 300.0])
def test_the_brightness_at_the_break_is_the_intensity(alpha):
    profile = light.SersicCoreSph(**PARAMETERS, intensity=0.7, alpha=alpha)
    assert profile.image(np.float64(0.2), np.float64(0.0)) == pytest.approx(0.7)


def test_the_inner_slope_is_gamma():
    profile = light.SersicCoreSph(**PARAMETERS, gamma=0.4)
    radius = np.array([1e-4, 2e-4])
    inner = np.log(profile.image(radius, 0.0 * radius))
    assert np.diff(inner)[0] / np.log(2) == pytest.approx(-0.4, abs=1e-6)


def test_far_outside_the_break_it_is_a_sersic_profile():
    profile = light.SersicCoreSph(**PARAMETERS, alpha=20.0)
    sersic = light.SersicSph(effective_radius=0.9, sersic_index=3.0)
    radius = np.array([1.0, 2.0, 4.0])
    ratio = profile.image(radius, 0.0 * radius) / sersic.image(radius, 0.0 * radius)
    np.testing.assert_allclose(ratio, ratio[0], rtol=1e-8)
