"""The light of an Elson-Fall-Freeman profile."""

import numpy as np
import pytest

from autolens_like.profiles import light


def light_inside(profile, radius):
    r = np.geomspace(1e-6, radius, 20001)
    rings = 2 * np.pi * r**2 * profile.image(r, 0.0 * r)
    return np.trapezoid(rings, np.log(r))


@pytest.mark.parametrize("eta", [1.5, 2.0, 3.0])
def test_half_of_the_light_is_where_the_docstring_says(eta):
    profile = light.ElsonFreeFallSph(effective_radius=0.4, eta=eta, intensity=2.0)
    half = 0.4 * np.sqrt(2 ** (1 / (eta - 1)) - 1)
    # ∫ 2π r dr I = π a² I_0 / (η - 1), elementary.
    total = np.pi * 0.4**2 * 2.0 / (eta - 1)
    assert light_inside(profile, half) == pytest.approx(total / 2, rel=1e-6)


def test_slope_far_outside_is_twice_eta():
    radius = np.array([1e4, 2e4])
    image = light.ElsonFreeFallSph(eta=1.7).image(radius, 0.0 * radius)
    assert np.log2(image[0] / image[1]) == pytest.approx(3.4, abs=1e-6)
