"""The width and the light of a Moffat profile."""

import numpy as np
import pytest

from autolens_like.profiles import light


def test_full_width_at_half_maximum_along_the_minor_axis():
    width = 2 * 0.3 * np.sqrt(2 ** (1 / 2.5) - 1)
    # f = 0.25 along x: q = 0.6, minor axis along y.
    profile = light.Moffat(ell_comps=(0.0, 0.25), intensity=2.0, alpha=0.3, beta=2.5)
    y, x = np.array([width / 2, 0.0]), np.array([0.0, width / 2 / 0.6])
    np.testing.assert_allclose(profile.image(y, x), 1.0, rtol=1e-12)


def test_total_light_of_the_round_profile():
    # ∫ 2π r dr I = π α² I_0 / (β - 1), elementary.
    r = np.geomspace(1e-6, 1e4, 40001)
    profile = light.MoffatSph(intensity=2.0, alpha=0.3, beta=2.5)
    rings = 2 * np.pi * r**2 * profile.image(r, 0.0 * r)
    total = np.trapezoid(rings, np.log(r))
    assert total == pytest.approx(np.pi * 0.3**2 * 2.0 / 1.5, rel=1e-6)


def test_many_small_steps_make_a_gaussian():
    # (1 + r² / (2 β σ²))^(-β) → exp(-r² / 2σ²).
    y, x = np.array([0.1, 0.8]), np.array([0.3, -0.2])
    ell_comps, sigma, beta = (0.1, 0.2), 0.5, 1e8
    moffat = light.Moffat(
        ell_comps=ell_comps, alpha=sigma * np.sqrt(2 * beta), beta=beta
    )
    gaussian = light.Gaussian(ell_comps=ell_comps, sigma=sigma)
    np.testing.assert_allclose(moffat.image(y, x), gaussian.image(y, x), rtol=1e-6)
