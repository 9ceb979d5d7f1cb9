import copy
import math
import operator
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autolens_like import exc
from autolens_like.model import expression
from autolens_like.model.composition import Collection, Model
from autolens_like.model.expression import Expression
from autolens_like.model.prior import UniformPrior
from test_autolens_like.model.classes import Galaxy, Gaussian, Isothermal, Shear

PRIORS = [UniformPrior(0.5, 2.0) for _ in range(3)]
INDEX = {prior: place for place, prior in enumerate(PRIORS)}
BINARY = [operator.add, operator.sub, operator.mul, operator.truediv, operator.mod]


def shear():
    return Model(Shear, gamma_1=UniformPrior(0, 1), gamma_2=UniformPrior(0, 2))


def formulas():
    """Pairs of a formula of `PRIORS` and the same function of three numbers."""
    leaf = st.sampled_from(range(3)).map(lambda i: (PRIORS[i], operator.itemgetter(i)))
    number = st.floats(0.5, 2.0).map(lambda x: (x, lambda values: x))

    def combined(inner):
        def binary(parts):
            operation, (left, of_left), (right, of_right) = parts
            made = operation(left, right)
            return made, lambda v: operation(of_left(v), of_right(v))

        def unary(part):
            formula, of = part
            return abs(formula), lambda v: abs(of(v))

        pairs = st.tuples(st.sampled_from(BINARY), inner, inner)
        return st.one_of(pairs.map(binary), inner.map(unary))

    tree = st.recursive(st.one_of(leaf, number), combined, max_leaves=8)
    return tree.filter(lambda pair: isinstance(pair[0], Expression))


VECTORS = st.lists(st.floats(0.5, 2.0), min_size=3, max_size=3)


@settings(deadline=None, max_examples=60)
@given(formulas(), VECTORS)
def test__a_formula_is_the_arithmetic_it_is_written_as(pair, values):
    formula, expected = pair
    try:
        wanted = expected(values)
    except ArithmeticError:
        wanted = math.inf
    of = formula.function(INDEX)
    if not math.isfinite(wanted):
        with pytest.raises(exc.ResampleException, match="no finite value"):
            of(values)
    else:
        assert of(values) == wanted
    # Fixing every prior gives the same number, and copies are the same parameter.
    if math.isfinite(wanted):
        fixed = formula.replaced(dict(zip(PRIORS, values, strict=True)))
        assert fixed == wanted
    assert copy.deepcopy(formula) is formula


def test__functions_of_one_value():
    (prior, *_), index = PRIORS, {PRIORS[0]: 0}
    for name, function in (
        ("Log", math.log), ("Log10", math.log10), ("Exp", math.exp),
        ("Sqrt", math.sqrt), ("Abs", abs),
    ):  # fmt: skip
        formula = getattr(expression, name)(prior)
        assert formula.function(index)([1.7]) == function(1.7)
        rows = formula.function(index)([np.array([1.7, 0.3])])
        assert rows == pytest.approx([function(1.7), function(0.3)])
    for name, function in (
        ("Add", operator.add), ("Multiply", operator.mul), ("Mod", operator.mod),
        ("Divide", operator.truediv), ("Power", operator.pow),
    ):  # fmt: skip
        formula = getattr(expression, name)(prior, 0.7)
        assert formula.function(index)([1.9]) == function(1.9, 0.7)


def test__numbers_of_numpy_stand_on_either_side():
    prior = PRIORS[0]
    for formula in (np.float64(2.0) * prior, prior * np.float64(2.0)):
        assert isinstance(formula, Expression)
        assert formula.function({prior: 0})([1.5]) == 3.0
    assert repr(2 * prior - 1) == f"(2 * {prior!r}) - 1"
    assert repr(-prior) == f"-({prior!r})"


def test__a_derived_parameter_follows_the_free_ones():
    model = shear()
    model.gamma_2 = 2 * model.gamma_1 + 1
    assert model.prior_count == 1
    instance = model.instance_from_vector([0.25])
    assert (instance.gamma_1, instance.gamma_2) == (0.25, 1.5)
    model.gamma_1 = model.gamma_1 + 1  # the earlier gamma_1 stays the free one
    instance = model.instance_from_vector([0.25])
    assert (instance.gamma_1, instance.gamma_2) == (1.25, 1.5)


def test__a_prior_of_formulas_alone_has_their_path():
    model = Collection(a=shear(), b=Model(Isothermal, centre=(0.0, 0.0)))
    first, second = UniformPrior(), UniformPrior()
    model.b.einstein_radius = first + second
    model.b.centre = (first * 2, 0.0)
    assert model.paths[-2:] == [("b", "centre", "centre_0", "0"),
                                ("b", "einstein_radius", "1")]  # fmt: skip
    assert model.parameter_names[-2:] == ["b.centre_0.0", "b.einstein_radius.1"]
    assert len(set(model.latex_labels)) == model.prior_count
    vector = [0.0, 0.0, 0.1, 0.2, 0.25, 0.5]
    assert model.instance_from_vector(vector).b.centre == (0.5, 0.0)
    assert model.instance_from_vector(vector).b.einstein_radius == 0.75


def test__formulas_in_nested_models_survive_copies_and_processes():
    mass = Model(Isothermal, centre=(0.0, 0.0), ell_comps=(0.0, 0.1))
    light = Model(Gaussian, centre=(0.0, 0.0), ell_comps=(0.0, 0.1))
    light.sigma = 0.5 * mass.einstein_radius
    lens = Model(Galaxy, redshift=0.5, mass=mass, light=light)
    model = Collection(galaxies={"lens": lens})
    for twin in (model, model.copy(), pickle.loads(pickle.dumps(model))):
        assert twin.prior_count == 1
        assert twin.instance_from_vector([3.0]).galaxies.lens.light.sigma == 1.5
    fixed = model.mapper_from_prior_arguments({mass.einstein_radius: 3.0})
    assert fixed.galaxies.lens.light.sigma == 1.5 and fixed.prior_count == 0
    other = UniformPrior()
    tied = model.mapper_from_prior_arguments({mass.einstein_radius: other})
    assert tied.priors_ordered_by_id == [other]
    assert "= 0.5 * [0]" in model.info


def test__identity_changes_with_the_formula():
    def identity(factor):
        model = shear()
        model.gamma_2 = factor * model.gamma_1
        return model.identity()

    assert identity(2.0) == identity(2.0) != identity(3.0)


def test__values_that_do_not_exist_are_drawn_again():
    model = shear()
    model.gamma_2 = expression.Log(model.gamma_1 - 0.5)
    assert model.random_instance(seed=1).gamma_1 > 0.5
    for vector in ([0.5], [0.1]):
        with pytest.raises(exc.ResampleException, match=r"derived parameter log\("):
            model.instance_from_vector(vector)
    with pytest.raises(exc.ResampleException, match="it is"):
        ((PRIORS[0] - 1) ** 0.5).function({PRIORS[0]: 0})([0.5])


def test__jax_traces_formulas():
    jax = pytest.importorskip("jax")
    model = shear()
    model.gamma_2 = expression.Log(model.gamma_1) * model.gamma_2
    slope = jax.grad(lambda v: model.instance_from_vector(v).gamma_2)
    assert slope(jax.numpy.array([2.0, 3.0])) == pytest.approx([1.5, math.log(2.0)])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda p: Expression("^", (p, 2)), "no operation '\\^'"),
        (lambda p: Expression("+", (p,)), "takes 2 priors"),
        (lambda p: Expression("*", (p, "2")), "takes 2 priors"),
        (lambda p: p * math.inf, "finite numbers"),
        (lambda p: sum([p] * 200), "nested deeper than 100"),
    ],
)
def test__formulas_that_are_none(make, message):
    with pytest.raises(exc.ModelException, match=message):
        make(PRIORS[0])


def test__other_operands_are_left_to_python():
    with pytest.raises(TypeError):
        _ = PRIORS[0] + "text"
    with pytest.raises(TypeError):
        _ = True * PRIORS[0]
