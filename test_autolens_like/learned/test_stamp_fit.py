"""The fit of a stamp finds what the decoder made, and says what it cannot use."""

import sys

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.learned.canonical_frame import Frame, placed
from autolens_like.learned.network import decoded
from autolens_like.learned.stamp_fit import fit_stamp
from autolens_like.learned.weights import decoder_weights

LATENTS = np.random.default_rng(8).normal(0.0, 0.5, 64)


def test_it_finds_the_latents_that_made_a_stamp():
    stamp = 7.0 * decoded(decoder_weights(), LATENTS[None])[0]
    fit = fit_stamp(stamp, noise=7e-4)
    assert fit.relative_error < 1e-7
    assert fit.evaluations < 80
    assert fit.amplitude == pytest.approx(7.0, rel=1e-3)
    # The noise is so little that the prior does not pull.
    assert np.sqrt(np.mean((fit.latents - LATENTS) ** 2)) < 0.01
    np.testing.assert_allclose(fit.model, stamp, atol=1e-3 * stamp.max())
    np.testing.assert_allclose(fit.frame.centre, 31.5, atol=0.01)


def test_it_finds_the_frame_that_moments_missed():
    frame = Frame((32.6, 30.4), 0.2, 9.0)
    stamp = placed(decoded(decoder_weights(), LATENTS[None])[0], frame)
    fit = fit_stamp(stamp, noise=1e-4)
    assert fit.relative_error < 1e-4
    # Latents can move a galaxy, too, by less than their priors allow a frame.
    np.testing.assert_allclose(fit.frame.centre, frame.centre, atol=0.2)
    assert fit.frame.angle == pytest.approx(frame.angle, abs=0.1)
    assert fit.frame.half_light_radius == pytest.approx(9.0, rel=0.05)
    image = fit.amplitude * decoded(decoder_weights(), fit.latents[None])[0]
    np.testing.assert_allclose(fit.model, placed(image, fit.frame), rtol=1e-12)


@pytest.mark.parametrize(
    ("stamp", "noise", "message"),
    [
        (np.ones((60, 60)), 1.0, "a canonical one has"),
        (np.full((64, 64), np.nan), 1.0, "4096 pixels that are NaN"),
        (np.zeros((64, 64)), 1.0, "has no light"),
        (np.ones((64, 64)), 0.0, "noise=0.0 came"),
        (np.ones((64, 64)), np.inf, "noise=inf came; give one finite number"),
        (np.ones((64, 64)), np.ones((64, 64)), "one finite number above zero"),
    ],
)
def test_what_is_no_stamp_is_refused(stamp, noise, message):
    with pytest.raises(exc.InputException, match=message):
        fit_stamp(stamp, noise)


def test_without_jax_the_remedy_is_said(monkeypatch):
    from autolens_like.learned import stamp_fit

    stamp_fit._compiled.cache_clear()
    for name in ["jax", *(n for n in sys.modules if n.startswith("jax."))]:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(exc.MissingDependencyException, match="pip install jax"):
        fit_stamp(np.ones((64, 64)), 1.0)
