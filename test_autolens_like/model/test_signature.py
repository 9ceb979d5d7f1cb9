from __future__ import annotations

import functools
from typing import Tuple  # noqa: UP035

import pytest

from autolens_like import exc
from autolens_like.model.composition import Collection
from autolens_like.model.prior import UniformPrior
from autolens_like.model.signature import (
    NO_DEFAULT,
    builder_of,
    is_finite_number,
    is_number,
    signature_of,
)
from test_autolens_like.model.classes import Galaxy, Isothermal, Unheard


def test__parameters_in_order_with_defaults_and_tuples():
    signature = signature_of(Isothermal)
    assert list(signature.parameters) == ["centre", "ell_comps", "einstein_radius"]
    assert signature.parameters["centre"].length == 2
    assert signature.parameters["einstein_radius"].length is None
    assert signature.parameters["einstein_radius"].default == 1.0
    assert not signature.is_open


def test__classes_with_further_keywords_are_open():
    signature = signature_of(Galaxy)
    assert list(signature.parameters) == ["redshift"]
    assert signature.parameters["redshift"].default is NO_DEFAULT
    assert signature.is_open


def test__only_numbers_and_tuples_of_them_are_numeric():
    parameters = signature_of(Unheard).parameters
    numeric = {name: item.is_numeric for name, item in parameters.items()}
    assert numeric == {
        "flavour": False,
        "strangeness": True,
        "name": False,
        "is_charmed": False,
    }
    assert is_number(1) and is_number(1.5)
    assert not is_number(True) and not is_number("1") and not is_number(None)


def test__a_tuple_without_default_is_known_by_its_annotation():
    class Annotated:
        def __init__(self, old: Tuple[float, float], new: tuple[int, int, int]):  # noqa: UP006
            pass

    parameters = signature_of(Annotated).parameters
    assert parameters["old"].length == 2
    assert parameters["new"].length == 3


def test__what_is_no_class_or_hides_its_arguments():
    with pytest.raises(exc.ModelException, match="a class is asked for"):
        signature_of(Isothermal())
    with pytest.raises(exc.ModelException, match="a class is asked for"):
        signature_of(functools.partial(Isothermal))
    with pytest.raises(exc.ModelException, match="cannot be read"):
        signature_of(type)


def test__builder__calls_the_class_by_name():
    build = builder_of(Isothermal, ("einstein_radius", "centre"))
    assert build((2.0, (0.1, 0.2))) == Isothermal((0.1, 0.2), einstein_radius=2.0)
    galaxy = builder_of(Galaxy, ("redshift", "light"))((0.5, "light"))
    assert galaxy.light == "light"


def test__numbers_that_no_float_holds_are_not_finite():
    assert is_number(10**400) and not is_finite_number(10**400)
    assert is_finite_number(3) and not is_finite_number(float("nan"))
    with pytest.raises(exc.ModelException, match="finite"):
        Collection(a=10**400)
    with pytest.raises(exc.ModelException, match="beyond all floats"):
        UniformPrior(0, 10**400)
    with pytest.raises(exc.ModelException, match="finite numbers"):
        _ = UniformPrior() * 10**400
