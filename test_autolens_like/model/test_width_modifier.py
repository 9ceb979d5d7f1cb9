import pytest

from autolens_like import exc
from autolens_like.model.width_modifier import (
    AbsoluteWidthModifier,
    RelativeWidthModifier,
)


def test__absolute_width_is_the_same_everywhere():
    assert AbsoluteWidthModifier(0.2)(5.0) == AbsoluteWidthModifier(0.2)(-1.0) == 0.2


def test__relative_width_scales_with_the_modulus():
    assert RelativeWidthModifier(0.5)(-4.0) == 2.0
    assert RelativeWidthModifier(0.5)(0.0) == 0.0


@pytest.mark.parametrize("value", [0.0, -1.0, float("nan"), float("inf"), "1", True])
def test__a_width_must_be_positive_and_finite(value):
    with pytest.raises(exc.ModelException, match="positive, finite number"):
        AbsoluteWidthModifier(value)


def test__widths_of_one_value_are_equal():
    assert AbsoluteWidthModifier(1.0) == AbsoluteWidthModifier(1.0)
    assert AbsoluteWidthModifier(1.0) != RelativeWidthModifier(1.0)
