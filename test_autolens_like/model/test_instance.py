import copy
import pickle

import pytest

from autolens_like import exc
from autolens_like.model.instance import ModelInstance


@pytest.fixture(name="instance")
def make_instance():
    return ModelInstance({"lens": 1.0, "source": 2.0, "0": 3.0})


def test__reached_by_attribute_name_and_position(instance):
    assert instance.lens == instance["lens"] == instance[0] == 1.0
    assert instance["0"] == instance[-1] == 3.0
    assert instance.get("source") == 2.0 and instance.get("none") is None
    assert "lens" in instance and "none" not in instance


def test__iteration_goes_over_the_objects(instance):
    assert list(instance) == [1.0, 2.0, 3.0] == list(instance.values())
    assert len(instance) == 3
    assert list(instance.keys()) == ["lens", "source", "0"]
    assert dict(instance.items())["source"] == 2.0


def test__unknown_names_have_a_suggestion_and_hasattr_answers(instance):
    with pytest.raises(exc.ModelException, match="Did you mean 'source'"):
        _ = instance.sorce
    with pytest.raises(exc.ModelException, match="Did you mean 'lens'"):
        _ = instance["len"]
    assert not hasattr(instance, "sorce")
    assert getattr(instance, "sorce", None) is None


def test__copies_and_pickles(instance):
    for twin in (copy.copy(instance), pickle.loads(pickle.dumps(instance))):
        assert dict(twin.items()) == dict(instance.items())


def test__repr_and_assignment():
    instance = ModelInstance(lens=1.0)
    instance.source = 2.0
    assert repr(instance) == "ModelInstance(lens=1.0, source=2.0)"
