import pytest

from autolens_like import exc
from autolens_like.model.assertion import Comparison
from autolens_like.model.composition import Model
from autolens_like.model.prior import UniformPrior
from test_autolens_like.model.classes import Gaussian


@pytest.mark.parametrize(
    ("compare", "symbol", "less", "equal", "more"),
    [
        (lambda a, b: a < b, "<", True, False, False),
        (lambda a, b: a <= b, "<=", True, True, False),
        (lambda a, b: a > b, ">", False, False, True),
        (lambda a, b: a >= b, ">=", False, True, True),
    ],
)
def test__comparing_priors_states_their_ordering(compare, symbol, less, equal, more):
    left, right = UniformPrior(), UniformPrior()
    comparison = compare(left, right)
    assert (comparison.left, comparison.right) == (left, right)
    assert comparison.symbol == symbol
    assert comparison.holds_for(1.0, 2.0) is less
    assert comparison.holds_for(1.0, 1.0) is equal
    assert comparison.holds_for(2.0, 1.0) is more


def test__a_number_may_stand_on_either_side():
    prior = UniformPrior()
    assert (prior > 0.5).right == 0.5
    # Python turns the operator round for a number on the left.
    assert (0.5 > prior).symbol == "<"


def test__a_comparison_is_neither_true_nor_false():
    a, b, c = UniformPrior(), UniformPrior(), UniformPrior()
    with pytest.raises(exc.ModelException, match="two assertions"):
        _ = a > b > c


def gaussian():
    priors = {"ell_comps": (UniformPrior(), UniformPrior()), "sigma": UniformPrior()}
    return Model(Gaussian, centre=(0.0, 0.0), **priors)


@pytest.mark.parametrize("turned", [False, True])
def test__a_chain_in_brackets_demands_every_neighbouring_pair(turned):
    model = gaussian()
    a, b, c = model.priors_ordered_by_id
    model.add_assertion(a > (b > c) if turned else (a > b) > c, "order")
    model.instance_from_vector([0.3, 0.2, 0.1])
    for vector in ([0.3, 0.1, 0.2], [0.1, 0.3, 0.2], [0.1, 0.2, 0.3]):
        with pytest.raises(exc.ResampleException, match="assertion 'order'"):
            model.instance_from_vector(vector)


def test__a_chain_keeps_its_direction():
    a, b, c = UniformPrior(), UniformPrior(), UniformPrior()
    assert repr((a >= b) > c).count("UniformPrior") == 3
    with pytest.raises(exc.ModelException, match="changes its direction"):
        _ = (a > b) < c
    with pytest.raises(exc.ModelException, match="changes its direction"):
        _ = 1.0 > (a > b)  # Python asks for (a > b) < 1.0


def test__formulas_are_compared():
    model = gaussian()
    a, b, c = model.priors_ordered_by_id
    model.add_assertion(a + b < 2 * c)
    model.instance_from_vector([0.1, 0.2, 0.2])
    with pytest.raises(exc.ResampleException, match=r"assertion 0.3.* < 0.2"):
        model.instance_from_vector([0.1, 0.2, 0.1])
    assert "[0] + [1] < 2 * [2]" in model.info
    with pytest.raises(exc.ModelException, match="nor a free parameter"):
        model.add_assertion(a + UniformPrior() < c)


def test__orderings_that_the_limits_never_allow():
    model = gaussian()
    a = model.priors_ordered_by_id[0]
    for never in (a > 1.0, a < 0.0, a >= 1.5, a <= -0.1):
        with pytest.raises(exc.ModelException, match="can never hold"):
            model.add_assertion(never)
    for possible in (a >= 1.0, a <= 0.0, a > 0.0):
        model.add_assertion(possible)
    with pytest.raises(exc.ModelException, match="no comparison '=='"):
        Comparison(a, "==", 1.0)
