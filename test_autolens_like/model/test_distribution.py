import copy
import math
import pickle
import subprocess
import sys

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.model.distribution import by_column
from autolens_like.model.prior import (
    GaussianPrior,
    LogGaussianPrior,
    LogUniformPrior,
    TruncatedGaussianPrior,
    UniformPrior,
)
from autolens_like.model.width_modifier import (
    AbsoluteWidthModifier,
    RelativeWidthModifier,
)

PRIORS = [
    UniformPrior(-2.0, 8.0),
    LogUniformPrior(1e-6, 1e6),
    GaussianPrior(1.0, 0.3),
    LogGaussianPrior(-1.0, 0.5),
    TruncatedGaussianPrior(0.0, 0.3, -1.0, 1.0),
    TruncatedGaussianPrior(0.0, 1.0, 9.0, 11.0),
    TruncatedGaussianPrior(5.0, 1.0, -46.0, -40.0),
    TruncatedGaussianPrior(5.0, 1.0, upper_limit=6.0),
    TruncatedGaussianPrior(5.0, 1.0, lower_limit=-100.0),
]
every_prior = pytest.mark.parametrize("prior", PRIORS, ids=repr)


@every_prior
def test__value_for__inverse_of_unit_value_for(prior):
    unit = np.linspace(0.001, 0.999, 41)
    assert prior.unit_value_for(prior.value_for(unit)) == pytest.approx(unit, abs=1e-11)


@every_prior
def test__value_for__increases_and_stays_finite_inside_the_limits(prior):
    values = prior.value_for(np.linspace(0.0, 1.0, 101))
    assert np.all(np.diff(values) > 0.0)
    assert np.all(np.isfinite(values))
    assert values[0] >= prior.lower_limit and values[-1] <= prior.upper_limit


@every_prior
def test__value_for__scalars_and_arrays_agree(prior):
    units = np.array([[0.0, 0.2], [0.7, 1.0]])
    values = prior.value_for(units)
    assert values.shape == (2, 2)
    for unit, value in zip(units.ravel(), values.ravel(), strict=True):
        assert prior.value_for(float(unit)) == pytest.approx(value, rel=1e-15)
    assert isinstance(prior.value_for(0.5), float)
    assert prior.value_for(1) == prior.value_for(1.0)


@every_prior
def test__log_prior__density_is_the_derivative_of_the_unit_value(prior):
    units = np.linspace(0.05, 0.95, 19)
    values = prior.value_for(units)
    step = 1e-5 * (prior.value_for(0.6) - prior.value_for(0.4)) * np.ones(19)
    step = np.minimum(step, 1e-5 * np.abs(values) + 1e-9)
    slope = prior.unit_value_for(values + step) - prior.unit_value_for(values - step)
    density = np.exp(prior.log_prior_from_value(values))
    assert slope / (2.0 * step) == pytest.approx(density, rel=1e-4)


@every_prior
def test__log_prior__minus_infinity_outside_the_limits_and_for_nan(prior):
    for outside in (prior.lower_limit - 1.0, prior.upper_limit + 1.0, math.nan):
        assert prior.log_prior_from_value(outside) == -math.inf


@every_prior
def test__unit_value_for__is_0_below_and_1_above_the_limits(prior):
    assert prior.unit_value_for(prior.lower_limit) == 0.0
    assert prior.unit_value_for(prior.upper_limit) == pytest.approx(1.0, abs=1e-14)


@every_prior
def test__median__halves_the_probability(prior):
    assert prior.unit_value_for(prior.median) == pytest.approx(0.5, abs=1e-12)


@every_prior
@pytest.mark.parametrize("unit", [-0.1, 1.1, math.nan, [0.5, 2.0], [0.5, math.nan]])
def test__value_for__outside_the_unit_interval(prior, unit):
    with pytest.raises(exc.ModelException, match=r"outside \[0, 1\]"):
        prior.value_for(unit)


@every_prior
def test__pickle__keeps_everything(prior):
    twin = pickle.loads(pickle.dumps(prior))
    assert type(twin) is type(prior)
    assert twin.arguments == prior.arguments
    assert twin.id == prior.id
    assert twin.width_modifier == prior.width_modifier


def test__id__increases_with_creation():
    ids = [UniformPrior().id, GaussianPrior(0.0, 1.0).id, LogUniformPrior().id]
    assert ids == sorted(set(ids))


def test__id__of_priors_made_after_one_arrives_from_another_process():
    prior = UniformPrior()
    code = (
        "import pickle, sys; from autolens_like.model.prior import UniformPrior; "
        "p = pickle.loads(bytes.fromhex(sys.argv[1])); assert UniformPrior().id > p.id"
    )
    arguments = [sys.executable, "-c", code, pickle.dumps(prior).hex()]
    subprocess.run(arguments, check=True)


def test__equality__is_identity_and_copies_are_the_same_parameter():
    prior = UniformPrior()
    assert prior != UniformPrior()
    assert copy.copy(prior) is prior
    assert copy.deepcopy([prior])[0] is prior


def test__priors_are_immutable():
    with pytest.raises(AttributeError):
        UniformPrior().lower_limit = 0.5


def test__width_modifier__default_and_wrong_kind():
    assert UniformPrior().width_modifier == RelativeWidthModifier(0.5)
    chosen = AbsoluteWidthModifier(0.1)
    assert UniformPrior(width_modifier=chosen).width_modifier is chosen
    with pytest.raises(exc.ModelException, match="give an AbsoluteWidthModifier"):
        UniformPrior(width_modifier=0.1)


@pytest.mark.parametrize("shape", [(5,), (7, 5), (2, 3, 5)])
def test__by_column__alike_priors_are_asked_together_and_say_the_same(shape):
    latent = GaussianPrior(mean=0.0, sigma=1.0)
    other = GaussianPrior(mean=0.0, sigma=2.0)
    bounds = {"lower_limit": 0.0, "upper_limit": 2.0}
    priors = [latent, UniformPrior(**bounds), latent.new(), other, latent.new()]
    units = np.random.default_rng(1).random(shape)
    for method in ("value_for", "log_prior_from_value"):
        found = by_column(method, priors, units)
        for index, prior in enumerate(priors):
            expected = getattr(prior, method)(units[..., index])
            assert found[..., index] == pytest.approx(expected, rel=1e-15)
