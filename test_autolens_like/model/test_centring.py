import math

import pytest

from autolens_like import exc
from autolens_like.model.centring import limits_about
from autolens_like.model.composition import Model
from autolens_like.model.prior import (
    GaussianPrior,
    LogGaussianPrior,
    PeriodicPrior,
    TruncatedGaussianPrior,
    UniformPrior,
)
from test_autolens_like.model.classes import Shear


def shear(first=None, second=None):
    first, second = first or UniformPrior(0, 1), second or GaussianPrior(0, 1)
    return Model(Shear, gamma_1=first, gamma_2=second)


def test__by_the_names_of_pyautofit():
    model = shear()
    assert model.mapper_from_prior_means([0.5, 0.1], a=0.2).gamma_1.sigma == 0.2
    assert model.mapper_from_prior_means([0.5, 0.1], r=0.2).gamma_1.sigma == 0.1
    own = model.mapper_from_prior_means([0.5, 0.1])
    assert (own.gamma_1.mean, own.gamma_1.sigma) == (0.5, 0.25)
    assert (own.gamma_1.lower_limit, own.gamma_1.upper_limit) == (0.0, 1.0)
    free = model.mapper_from_prior_means([0.5, 0.1], a=0.2, no_limits=True)
    assert type(free.gamma_1) is GaussianPrior and free.gamma_1.sigma == 0.2
    twin = model.replacing({model.gamma_1: 0.3})
    assert twin.gamma_1 == 0.3 and twin.gamma_2 is model.gamma_2


def test__uniform_priors_about_a_vector_stay_within_the_limits():
    model = shear().mapper_from_uniform_floats([0.9, 5.0], b=0.2)
    ends = [(p.lower_limit, p.upper_limit) for p in model.priors]
    assert ends == [pytest.approx((0.7, 1.0)), pytest.approx((4.8, 5.2))]
    for b in (0.0, -1.0):
        with pytest.raises(exc.ModelException, match="a positive width"):
            shear().mapper_from_uniform_floats([0.9, 5.0], b=b)


def test__new_limits():
    model = shear().with_limits([(0.2, 0.4), (-1.0, 1.0)])
    assert repr(model.gamma_1) == repr(UniformPrior(0.2, 0.4))
    assert repr(model.gamma_2) == repr(TruncatedGaussianPrior(0.0, 1.0, -1.0, 1.0))
    with pytest.raises(exc.ModelException, match="LogGaussianPrior has no limits"):
        shear(second=LogGaussianPrior(0, 1)).with_limits([(0, 1), (0, 1)])
    with pytest.raises(exc.ModelException, match="1 values came"):
        shear().with_limits([(0, 1)])


def test__an_angle_is_centred_with_half_a_turn_to_either_side():
    angle = PeriodicPrior(0.0, 180.0)
    centred = shear(first=angle).mapper_from_centres([175.0, 0.0], absolute=10.0)
    prior = centred.gamma_1
    assert (prior.mean, prior.lower_limit, prior.upper_limit) == (175.0, 85.0, 265.0)
    relative = shear(first=angle).mapper_from_centres([175.0, 0.0], relative=0.1)
    assert relative.gamma_1.sigma == pytest.approx(18.0)
    assert limits_about(UniformPrior(0, 1), 0.9) == (0.0, 1.0)
    gaussian = shear(first=angle).mapper_from_gaussian_tuples([(175, 10), (0, 1)])
    assert gaussian.gamma_1.upper_limit == 265.0
    assert gaussian.gamma_2.upper_limit == math.inf
