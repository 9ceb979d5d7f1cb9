import functools

import numpy as np
import pytest

from autolens_like.search.identity import attributes_of, canonical_json, digest


class Thing:
    def __init__(self, data, label="a"):
        self.data = data
        self.label = label

    @functools.cached_property
    def twice(self):
        return 2.0 * self.data


class Known:
    def __init__(self, value, ignored):
        self.value, self.ignored = value, ignored

    def identity(self):
        return {"value": self.value}


def test_equal_things_have_equal_digests():
    assert digest(Thing(np.arange(3.0))) == digest(Thing(np.arange(3.0)))
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest({1, 2, 3}) == digest({3, 2, 1})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (1, 1.0),
        (0.1, 0.1 + 1e-17 + 1e-16),
        ("1", 1),
        ([1, [2]], [1, 2]),
        ((1, 2), (2, 1)),
        (None, False),
        (np.zeros(4), np.zeros((2, 2))),
        (np.zeros(2), np.zeros(2, dtype=np.float32)),
        (np.array([0.0]), np.array([-0.0])),
        (Thing(np.zeros(2)), Thing(np.ones(2))),
        (Thing(np.zeros(2)), Thing(np.zeros(2), "b")),
        ({"a": Thing(1)}, {"a": Thing(2)}),
        (Known(1, 1), Known(2, 1)),
        (np.array([[1], "a"], dtype=object), np.array([[2], "a"], dtype=object)),
    ],
)
def test_different_things_have_different_digests(first, second):
    assert digest(first) != digest(second)


def test_use_does_not_change_the_digest():
    thing = Thing(np.arange(3.0))
    before = digest(thing)
    assert thing.twice.shape == (3,)
    thing._private = 1
    assert digest(thing) == before
    assert set(attributes_of(thing)) == {"data", "label"}


def test_an_object_may_know_its_identity():
    assert digest(Known(1, "x")) == digest(Known(1, "y"))


def test_functions_and_classes_go_by_name():
    assert digest(len) != digest(max)
    assert digest(Thing) == digest(Thing)


def test_canonical_json():
    assert canonical_json({"b": np.float64(1.5), "a": [np.int64(2)]}) == (
        '{"a":[2],"b":1.5}'
    )
    assert canonical_json(np.zeros(2)) == canonical_json(np.zeros(2))
