import math

import pytest

from autolens_like import exc
from autolens_like.model.composition import Collection, Model
from autolens_like.model.prior import (
    GaussianPrior,
    LogUniformPrior,
    TruncatedGaussianPrior,
    UniformPrior,
)
from autolens_like.model.width_modifier import AbsoluteWidthModifier
from test_autolens_like.model.classes import Galaxy, Isothermal, Shear


@pytest.fixture(name="model")
def make_model():
    wide = AbsoluteWidthModifier(0.3)
    shear = Model(Shear, gamma_1=UniformPrior(-1.0, 2.0, width_modifier=wide))
    shear.gamma_2 = GaussianPrior(0.0, 1.0)
    return Collection(shear=shear)


def test__copy__is_changed_independently(model):
    twin = model.copy()
    assert twin.priors_ordered_by_id == model.priors_ordered_by_id
    twin.shear.gamma_1 = 0.1
    assert model.prior_count == 2 and twin.prior_count == 1


def test__freeze__refuses_changes_until_unfrozen(model):
    assert model.freeze() is model
    for change in (
        lambda: setattr(model.shear, "gamma_1", 0.1),
        lambda: setattr(model, "other", Shear),
        lambda: model.add_assertion(model.shear.gamma_1 > 0.0),
    ):
        with pytest.raises(exc.ModelException, match="The model is frozen"):
            change()
    model.copy().shear.gamma_1 = 0.1
    assert model.prior_count == 2
    model.unfreeze().shear.gamma_1 = 0.1
    assert model.prior_count == 1


def test__freeze__reaches_tuples():
    model = Model(Isothermal).freeze()
    with pytest.raises(exc.ModelException, match="The model is frozen"):
        model.centre_0 = 0.0
    with pytest.raises(exc.ModelException, match="The model is frozen"):
        model.centre.centre_0 = 0.0


def test__add_assertion__what_is_no_comparison_of_this_models_parameters(model):
    model.add_assertion(True)
    assert model._assertions == []
    with pytest.raises(exc.ModelException, match="already false"):
        model.add_assertion(False)
    with pytest.raises(exc.ModelException, match="a comparison of priors is asked for"):
        model.add_assertion(model.shear.gamma_1)
    with pytest.raises(exc.ModelException, match="neither a number nor a free param"):
        model.add_assertion(model.shear.gamma_1 > UniformPrior())
    with pytest.raises(exc.ModelException, match="neither a number nor a free param"):
        model.add_assertion(model.shear.gamma_1 > "0")


def test__mapper_from_prior_arguments__replaces_by_priors_and_numbers(model):
    model.add_assertion(model.shear.gamma_1 > model.shear.gamma_2)
    new = UniformPrior()
    mapped = model.mapper_from_prior_arguments(
        {model.shear.gamma_1: new, model.shear.gamma_2: 0.5}
    )
    assert mapped.priors_ordered_by_id == [new]
    with pytest.raises(exc.ResampleException):
        mapped.instance_from_vector([0.4])
    assert model.prior_count == 2


def test__mapper_from_centres__width_modifiers_limits_and_order(model):
    mapped = model.mapper_from_centres([0.5, -4.0])
    first, second = mapped.priors_ordered_by_id
    assert isinstance(first, TruncatedGaussianPrior)
    assert tuple(first.arguments.values()) == (0.5, 0.3, -1.0, 2.0)
    assert tuple(second.arguments.values()) == (-4.0, 2.0, -math.inf, math.inf)
    assert first.width_modifier == AbsoluteWidthModifier(0.3)
    assert mapped.parameter_names == model.parameter_names


def test__mapper_from_centres__one_width_for_all(model):
    absolute = model.mapper_from_centres([0.5, -4.0], absolute=0.1)
    assert [prior.sigma for prior in absolute.priors_ordered_by_id] == [0.1, 0.1]
    relative = model.mapper_from_centres([0.5, -4.0], relative=0.1)
    sigmas = [prior.sigma for prior in relative.priors_ordered_by_id]
    assert sigmas == pytest.approx([0.05, 0.4])
    with pytest.raises(exc.ModelException, match="not both"):
        model.mapper_from_centres([0.5, -4.0], absolute=0.1, relative=0.1)


def test__mapper_from_centres__a_relative_width_at_zero_keeps_the_priors_own(model):
    second = model.mapper_from_centres([0.5, 0.0]).priors_ordered_by_id[1]
    assert second.sigma == pytest.approx(1.0)


def test__mapper_from_centres__shared_parameters_stay_shared():
    model = Collection(a=Model(Isothermal), b=Model(Isothermal))
    model.b.centre = model.a.centre
    mapped = model.mapper_from_centres(model.physical_values_from_prior_medians)
    assert mapped.prior_count == 8
    assert mapped.a.centre_0 is mapped.b.centre_0


def test__mapper_from_gaussian_tuples__truncated_where_there_are_limits(model):
    mapped = model.mapper_from_gaussian_tuples([(0.1, 0.2), (0.3, 0.4)])
    first, second = mapped.priors_ordered_by_id
    assert tuple(first.arguments.values()) == (0.1, 0.2, -1.0, 2.0)
    assert isinstance(second, GaussianPrior)
    assert tuple(second.arguments.values()) == (0.3, 0.4)


def test__mappers__another_number_of_values(model):
    with pytest.raises(exc.ModelException, match="1 values came; the model has 2"):
        model.mapper_from_centres([0.5])
    with pytest.raises(exc.ModelException, match="3 values came; the model has 2"):
        model.mapper_from_gaussian_tuples([(0.0, 1.0)] * 3)


def test__info_labels_and_identity_are_those_of_their_modules():
    model = Collection(
        lens=Model(Galaxy, redshift=0.5, mass=Model(Isothermal, centre=(0.0, 0.0)))
    )
    model.lens.mass.einstein_radius = LogUniformPrior(0.1, 1.0)
    assert "LogUniformPrior [2], lower_limit = 0.1" in model.info
    assert model.model_labels[2] == "theta_E (lens.mass)"
    assert model.latex_labels[2] == r"$\theta_{\rm E}^{\rm lens.mass}$"
    assert model.identity()["priors"][2]["type"] == "LogUniformPrior"
