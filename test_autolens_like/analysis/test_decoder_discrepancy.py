"""What a decoder cannot say: found again where it was put in."""

import math

import numpy as np
import pytest

from autolens_like.analysis.decoder_discrepancy import (
    fitted_prior,
    galaxy_of_stamp,
    log_evidences_of,
    main,
)
from autolens_like.learned.canonical_frame import Frame, placed
from autolens_like.learned.network import decoded
from autolens_like.learned.stamp_fit import StampFit
from autolens_like.learned.weights import decoder_weights

NOISE = 0.01


@pytest.fixture(scope="module")
def galaxy():
    """A turned galaxy off the middle, of the decoder, of peak one."""
    latents = np.random.default_rng(3).normal(0.0, 0.3, 64)
    frame = Frame((33.0, 30.0), 0.4, 8.5)
    image = placed(decoded(decoder_weights(), latents[None])[0], frame)
    image = image / image.max()
    return image, StampFit(latents, frame, 1.0, image, 0.0, 0)


def noisy(image):
    return image + np.random.default_rng(4).normal(0.0, NOISE, image.shape)


def test_the_galaxy_of_a_stamp_is_its_best_image(galaxy):
    image, fit = galaxy
    model, analysis, vector = galaxy_of_stamp(noisy(image), NOISE, fit)
    found = analysis.fit_from(model.instance_from_vector(vector))
    assert np.mean(found.normalized_residual_map.array**2) == pytest.approx(
        1.0, abs=0.1
    )


def test_a_correction_is_likely_where_light_is_missing(galaxy):
    image, fit = galaxy
    y, x = np.indices(image.shape) - 31.5
    clump = 0.3 * np.exp(-0.5 * ((y - 6.0) ** 2 + (x + 4.0) ** 2) / 1.2**2)
    first = galaxy_of_stamp(noisy(image + clump), NOISE, fit)
    shares, lengths = np.array([1e-6, 0.2, 20.0]), (0.5, 1.0)
    found = log_evidences_of(first, lengths, shares, (16, 16))
    assert found.shape == (2, 3)
    assert found[:, 0] == pytest.approx(0.0, abs=1e-3)
    # But not one that is a hundred times as large.
    assert np.all(found[:, 1] > np.maximum(found[:, 2], 0.0) + 50.0)


def test_the_prior_is_that_of_which_errors_were_drawn():
    generator = np.random.default_rng(5)
    lengths, shares = (0.5, 1.0), np.exp(np.arange(-7.0, 0.5, 0.5))
    drawn = np.exp(generator.normal(-3.0, 0.8, 150))
    of, numbers, noise = generator.choice(2, 150, p=(0.3, 0.7)), 40, 0.01
    tables = np.empty((150, 2, len(shares)))
    for table, share, length in zip(tables, drawn, of, strict=True):
        # As many normal numbers, with noise; the other length is less likely.
        square = (generator.normal(0.0, math.hypot(share, noise), numbers) ** 2).sum()
        variance = shares**2 + noise**2
        likelihood = -0.5 * (square / variance + numbers * np.log(variance))
        none = -0.5 * (square / noise**2 + numbers * math.log(noise**2))
        table[:] = likelihood - none
        table[1 - length] -= 3.0 * (shares / (shares + noise)) ** 2
    found = fitted_prior(tables, lengths, shares)
    assert found.mean == pytest.approx(-3.0, abs=0.2)
    assert found.sigma == pytest.approx(0.8, abs=0.15)
    assert found.lengths == lengths
    assert found.probabilities[1] == pytest.approx(0.7, abs=0.12)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["--number", "0"], "give one galaxy at least"),
        (["--noise", "0"], "noise=0.0 came"),
        (["--weights", "nowhere.npz"], "nowhere.npz"),
    ],
)
def test_what_cannot_be_measured_is_refused(given, message, capsys):
    assert main(given) == 2
    assert message in capsys.readouterr().err
