import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autolens_like import exc
from autolens_like.model import registry
from autolens_like.model.array import Array
from autolens_like.model.composition import Collection, Model
from autolens_like.model.prior import UniformPrior
from autolens_like.model.reading import MAXIMUM_DEPTH, model_from, object_from
from test_autolens_like.model.classes import Galaxy, Isothermal, Shear

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
        (shear(assertions=3), "a list is asked for"),
        ({"type": ["model"]}, "give text"),
        (shear(arguments={"gamma_1": 10**400}), "that no float holds"),
        (shear(arguments={"gamma_1": {**UNIFORM, "id": 1, "upper_limit": 10**400}}),
         "that no float holds"),
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


#: What a mutation puts anywhere.
VALUES = (None, True, 0, -1, 1e308, "inf", "nan", "x", "model", "Uniform", "test.Shear",
          [], {}, [1, 2], UNIFORM, {"type": "tuple", "values": [1, 2]},
          {"type": "numbers", "values": [1]}, {"type": "array", "shape": [2]},
          {"type": "class", "class": "test.Shear"},
          {"type": "formula", "operation": "/", "operands": [UNIFORM, 0]})  # fmt: skip


def places_in(entry):
    """Every (container, key) in nested mappings and lists."""
    keys = entry if isinstance(entry, dict) else range(len(entry))
    for key in list(keys):
        yield entry, key
        if isinstance(entry[key], dict | list):
            yield from places_in(entry[key])


@settings(deadline=None, max_examples=150)
@given(st.randoms(use_true_random=False), st.integers(1, 3))
def test__mutations_are_errors_of_ours_or_other_models(random, count):
    mass = Model(Isothermal, ell_comps=(0.0, 0.1))
    lens = Model(Galaxy, redshift=0.5, mass=mass, fixed=Shear(0.1, 0.2))
    model = Collection(lens=lens, array=Array((2,), UniformPrior()), list=[1, "a"])
    model.array[1] = 0.5 * mass.einstein_radius
    model.add_assertion((mass.einstein_radius > 0.1) > mass.centre_0 - 9)
    entry = model.to_dict()
    for _ in range(count):
        container, key = random.choice(list(places_in(entry)))
        if random.random() < 0.6:
            container[key] = copy.deepcopy(random.choice(VALUES))
        elif isinstance(container, dict) and random.random() < 0.5:
            container[f"{key}x"] = container.pop(key)
        else:
            del container[key]
    try:
        again = model_from(entry)
        again.identity()
        again.instance_from_prior_medians()
    except exc.LensException:
        return
    assert again.prior_count <= 12
