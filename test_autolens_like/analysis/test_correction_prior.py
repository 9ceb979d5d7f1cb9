"""The prior of a correction: a density, and whose it is."""

import math

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from autolens_like.analysis.correction_prior import SHIPPED_PRIOR, prior_of


def test_its_density_is_that_of_a_normal_logarithm():
    prior = al.CorrectionPrior(mean=-2.0, sigma=0.7)
    logs = np.linspace(-8.0, 4.0, 2001)
    density = np.exp([prior.log_density(math.exp(value)) for value in logs])
    assert np.trapezoid(density, logs) == pytest.approx(1.0, abs=1e-6)
    assert np.trapezoid(density * logs, logs) == pytest.approx(-2.0, abs=1e-6)
    assert np.trapezoid(density * (logs + 2.0) ** 2, logs) == pytest.approx(0.49)


def test_the_shipped_decoder_has_the_prior_that_was_measured_of_it():
    decoder = al.Galaxy(redshift=1.0, light=al.lp.Decoder())
    assert prior_of(None, decoder) is SHIPPED_PRIOR
    own = al.CorrectionPrior(-1.0, 0.5)
    assert prior_of(own, decoder) is own
    assert prior_of(0.1, decoder) is None
    trained = al.lp.Decoder(weights="mine.npz")
    for others in (
        {"light": trained},
        {"light": al.lp.Sersic()},
        {"light": al.lp.Decoder(), "clump": al.lp.Gaussian()},
    ):
        assert prior_of(None, al.Galaxy(redshift=1.0, **others)) is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"sigma": 0.0}, "sigma, lengths and probabilities above zero"),
        ({"mean": math.nan}, "give a finite mean"),
        ({"lengths": (0.5, -1.0, 2.0)}, "above zero"),
        ({"lengths": (0.5, 1.0)}, "2 lengths and 3 probabilities came"),
        ({"probabilities": (0.5, 0.5, 0.5)}, "whose sum is 1.5"),
    ],
)
def test_what_is_no_prior_is_refused(changes, message):
    with pytest.raises(exc.InputException, match=message):
        al.CorrectionPrior(**{"mean": -2.0, "sigma": 1.0, **changes})
