import numpy as np
import pytest

from autolens_like import exc
from autolens_like.model.composition import Collection, Model
from autolens_like.model.plan import Plan
from autolens_like.model.prior import UniformPrior
from autolens_like.model.tree import structure_of
from test_autolens_like.model.classes import Basis, Gaussian, Isothermal, Shear


def plan_of(model):
    return Plan(model, structure_of(model))


def test__entries_of_the_vector_are_handed_on_untouched():
    first, second = object(), object()
    instance = plan_of(Model(Shear)).instance([first, second])
    assert instance.gamma_1 is first and instance.gamma_2 is second


def test__nested_objects_are_built_before_those_that_hold_them():
    profiles = [Model(Gaussian, centre=(0.0, 0.0), ell_comps=(0.0, 0.1)), Gaussian()]
    model = Collection(basis=Model(Basis, profile_list=profiles))
    instance = plan_of(model).instance([3.0])
    assert type(instance.basis.profile_list) is list
    assert instance.basis.profile_list[0] == Gaussian(ell_comps=(0.0, 0.1), sigma=3.0)
    assert instance.basis.profile_list[1] is profiles[1]
    assert instance.basis.regularization is None


def test__what_does_not_vary_is_built_once():
    fixed = Model(Shear, gamma_1=0.1, gamma_2=0.2)
    plan = plan_of(Collection(fixed=fixed, free=Model(Shear)))
    one, two = plan.instance([0.0, 0.0]), plan.instance([0.1, 0.1])
    assert one.fixed is two.fixed and one.fixed == Shear(0.1, 0.2)
    assert one.free is not two.free
    assert one is not two


def test__tuples_of_shared_parameters_are_one_tuple():
    a, b = Model(Gaussian), Model(Gaussian)
    b.centre = a.centre
    instance = plan_of(Collection(a=a, b=b)).instance([float(i) for i in range(8)])
    assert instance.a.centre is instance.b.centre
    assert instance.a.centre == (0.0, 1.0)


def test__a_model_at_two_places_is_one_object():
    mass = Model(Isothermal)
    instance = plan_of(Collection(a=mass, b=mass)).instance([0.0] * 5)
    assert instance.a is instance.b


def test__assertions__on_concrete_values_only():
    model = Model(Shear, gamma_1=UniformPrior(), gamma_2=UniformPrior())
    model.add_assertion(model.gamma_1 > model.gamma_2, "order")
    plan = plan_of(model)
    plan.check_assertions([2.0, 1.0])
    plan.check_assertions([np.float64(2.0), 1])
    plan.check_assertions([object(), 1.0])
    with pytest.raises(exc.ResampleException, match=r"'order' 1\.0 > 2\.0 does not"):
        plan.check_assertions([1.0, 2.0])


def test__assertions__on_a_parameter_that_was_replaced():
    model = Model(Shear)
    model.add_assertion(model.gamma_1 > 0.0)
    model.gamma_1 = 0.1
    with pytest.raises(exc.ModelException, match="no parameter of the model any more"):
        plan_of(model)
