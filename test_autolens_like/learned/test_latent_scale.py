"""The scale of latents is found again."""

import numpy as np
import pytest

from autolens_like.learned.latent_scale import PLAIN, fitted_scale


def test_a_mixture_over_scales_is_found_again():
    generator = np.random.default_rng(2)
    latents = generator.standard_normal((4000, 64))
    latents[:, PLAIN:] *= np.exp(generator.normal(-0.3, 0.5, (4000, 1)))
    mean, sigma = fitted_scale(latents)
    # 0.5 / √4000 = 0.008.
    assert mean == pytest.approx(-0.3, abs=0.03)
    assert sigma == pytest.approx(0.5, abs=0.03)


def test_normal_numbers_have_no_scale():
    latents = np.random.default_rng(2).standard_normal((4000, 64))
    mean, sigma = fitted_scale(latents)
    assert abs(mean) < 0.02 and sigma < 0.03
