"""The prior of latents: normal numbers times one scale, for every search."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like import af, exc
from autolens_like.learned.latent_scale import PLAIN, SHIPPED_SCALE, fitted_scale


def test_one_parameter_is_the_scale_of_all_latents_but_the_first():
    model = al.decoder_model_from(centre=(0.0, 0.0), angle=20.0, half_light_radius=0.5)
    assert model.prior_count == 64 + 1
    priors = model.priors_ordered_by_id
    at = [isinstance(prior, af.LogGaussianPrior) for prior in priors].index(True)
    vector = np.random.default_rng(1).normal(size=65)
    vector[at] = 0.25
    normal = np.delete(vector, at)
    found = model.instance_from_vector(vector)
    assert isinstance(found, al.lp_linear.Decoder) and found.angle == 20.0
    np.testing.assert_allclose(found.latents[:PLAIN], normal[:PLAIN])
    np.testing.assert_allclose(found.latents[PLAIN:], 0.25 * normal[PLAIN:])


def test_draws_are_distributed_as_encoded_galaxies():
    model = al.decoder_model_from(False, half_light_radius=0.5)
    drawn = [model.random_instance(seed=i).latents for i in range(400)]
    mean, sigma = fitted_scale(np.array(drawn))
    assert mean == pytest.approx(SHIPPED_SCALE[0], abs=0.1)
    assert sigma == pytest.approx(SHIPPED_SCALE[1], abs=0.08)


def test_it_is_read_back_from_its_file(tmp_path):
    model = al.decoder_model_from()
    model.to_json(tmp_path / "model.json")
    again = af.Model.from_json(tmp_path / "model.json")
    vector = model.random_vector_from_priors(3)
    assert again.instance_from_vector(vector).latents == pytest.approx(
        model.instance_from_vector(vector).latents
    )


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"scale": (0.0, 0.0)}, "above zero"),
        ({"scale": (0.0,)}, "the mean and the standard deviation"),
        ({"latents": (0.0,) * 64}, "a prior of your own"),
    ],
)
def test_what_is_no_prior_of_latents_is_refused(given, message):
    with pytest.raises(exc.InputException, match=message):
        al.decoder_model_from(**given)
