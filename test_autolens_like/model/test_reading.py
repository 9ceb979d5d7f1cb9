import copy

import pytest

from autolens_like import exc
from autolens_like.model import registry
from autolens_like.model.composition import Collection
from autolens_like.model.reading import MAXIMUM_DEPTH, model_from, object_from
from test_autolens_like.model.classes import Shear

UNIFORM = {"type": "Uniform", "lower_limit": 0.0, "upper_limit": 1.0}


def shear(**changes):
    arguments = {"gamma_1": {**UNIFORM, "id": 1}, "gamma_2": {**UNIFORM, "id": 0}}
    return {"type": "model", "class": "test.Shear", "arguments": arguments} | changes


def test__ids_are_the_order_of_the_vector_and_the_same_id_is_one_parameter():
    model = model_from(shear())
    assert model.parameter_names == ["gamma_2", "gamma_1"]
    tied = model_from({"type": "collection", "arguments": {"a": shear(), "b": shear()}})
    assert tied.prior_count == 2 and tied.a.gamma_1 is tied.b.gamma_1


def test__a_file_by_hand_leaves_out_what_has_a_default():
    model = model_from({"type": "model", "class": "test.Isothermal"})
    assert model.prior_count == 5  # the priors of the configuration
    free = {"type": "model", "class": "test.Shear",
            "arguments": {"gamma_1": UNIFORM, "gamma_2": UNIFORM}}  # fmt: skip
    assert model_from(free).prior_count == 2


def test__objects():
    entry = {"type": "instance", "class": "test.Shear", "arguments": {"gamma_1": 0.1}}
    assert object_from(entry, "here") == Shear(0.1, 0.0)


def nested(depth):
    inner = UNIFORM
    for _ in range(depth):
        inner = {"type": "collection", "arguments": {"a": inner}}
    return inner


def with_assertion(**changes):
    item = {"left": {**UNIFORM, "id": 0}, "comparison": ">", "right": 0.5} | changes
    return shear(assertions=[item])


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ([], "holds no model"),
        ("model", "holds no model"),
        (UNIFORM, "holds no model"),
        ({}, "there is no type None"),
        ({"type": "modell"}, "Did you mean 'model'"),
        (shear(**{"class": "os.system"}), "no class is registered as 'os.system'"),
        (shear(**{"class": None}), "no class is registered as None"),
        (shear(arguments={"gama_1": 0.1}), "Did you mean 'gamma_1'"),
        (shear(arguments=[1]), "a mapping of names is asked for"),
        (shear(arguments={"gamma_1": {"type": "Unifrm"}}), "Did you mean 'Uniform'"),
        (shear(arguments={"gamma_1": {**UNIFORM, "id": "x"}}), "a whole number"),
        (shear(arguments={"gamma_1": {**UNIFORM, "lower": 1}}), "unknown key 'lower'"),
        (shear(arguments={"gamma_1": {**UNIFORM, "id": 1},
                          "gamma_2": {**UNIFORM, "id": 1, "upper_limit": 2.0}}),
         "not the same prior"),
        (shear(colour="red"), "unknown key 'colour'"),
        (nested(MAXIMUM_DEPTH + 2), "nested deeper than"),
        (with_assertion(comparison="=="), "no comparison '=='"),
        (with_assertion(right="x"), "neither a number"),
        (with_assertion(rigth=1), "Did you mean 'right'"),
        (shear(assertions=["a > b"]), "is no assertion"),
        (shear(arguments={"gamma_1": {"type": "formula", "operation": "^",
                                      "operands": [UNIFORM, 2]}}), "no operation"),
        (shear(arguments={"gamma_1": {"type": "formula", "operation": "+",
                                      "operands": [1, 2]}}), "without a prior"),
        (shear(arguments={"gamma_1": {"type": "formula", "operation": "+"}}),
         "give a list"),
        (shear(arguments={"gamma_1": {"type": "numbers", "dtype": "O",
                                      "values": [1]}}), "a type of numbers"),
        (shear(arguments={"gamma_1": {"type": "numbers", "values": [[1], 2]}}),
         "no array of numbers"),
        (shear(arguments={"gamma_1": {"type": "number", "value": "x"}}),
         "a number is asked for"),
        (shear(arguments={"gamma_1": {"type": "tuple", "values": 3}}), "give a list"),
        ({"type": "array", "shape": [10**9]}, "of at most"),
        ({"type": "array", "shape": ["2"]}, "positive whole numbers"),
        ({"type": "collection", "arguments": {
            "a": {"type": "instance", "class": "test.Shear",
                  "arguments": {"gama_1": 1}}}}, "Did you mean 'gamma_1'"),
    ],
)  # fmt: skip
def test__bad_entries_name_their_place(entry, message):
    with pytest.raises(exc.InputException, match=message):
        model_from(copy.deepcopy(entry))


def test__a_constructor_that_refuses_is_quoted():
    @registry.register(name="read.Strict")
    class Strict:
        def __init__(self, size):
            raise ValueError("size must be odd")

    entry = {"type": "instance", "class": "read.Strict", "arguments": {"size": 2}}
    with pytest.raises(exc.ModelException, match=r"model\.a .* says: size must be odd"):
        model_from({"type": "collection", "arguments": {"a": entry}})


def test__any_node_can_be_asked():
    assert Collection.from_dict(shear()).cls is Shear
