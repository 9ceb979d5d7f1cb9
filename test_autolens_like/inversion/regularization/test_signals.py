"""Signals of source pixels."""

import numpy as np
import pytest

from autolens_like.inversion.regularization import Adapt
from autolens_like.inversion.regularization.signals import between, scaled_signals

SIGNALS = np.array([0.0, 0.25, 1.0])


def test_a_dark_pixel_stays_dark_at_any_power():
    assert scaled_signals(SIGNALS, 0.5, Adapt()).tolist() == [0.0, 0.5, 1.0]
    assert scaled_signals(SIGNALS, 0.0, Adapt()).tolist() == [0.0, 1.0, 1.0]


def test_the_derivative_in_the_power_is_finite_at_dark_pixels():
    import jax

    slope = jax.grad(lambda scale: scaled_signals(SIGNALS, scale, None).sum())(0.5)
    assert float(slope) == pytest.approx(0.5 * np.log(0.25))


def test_coefficients_lie_between_their_ends():
    assert between(3.0, 1.0, SIGNALS).tolist() == [1.0, 1.5, 3.0]
