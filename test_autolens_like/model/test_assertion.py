import pytest

from autolens_like import exc
from autolens_like.model.prior import UniformPrior


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
