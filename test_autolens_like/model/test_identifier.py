import enum
import functools
import json
import math
import pathlib
import subprocess
import sys

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.model.composition import Collection, Model
from autolens_like.model.identifier import canonical, digest
from autolens_like.model.prior import GaussianPrior, LogUniformPrior, UniformPrior
from test_autolens_like.model.classes import Basis, Galaxy, Gaussian, Isothermal, Shear


def a_model(**changes):
    mass = Model(Isothermal, einstein_radius=UniformPrior(0.0, 2.0))
    lens = Model(Galaxy, redshift=0.5, mass=mass, shear=Shear, fixed=Shear(0.1, 0.2))
    model = Collection(lens=lens)
    for path, value in changes.items():
        *owners, name = path.split("__")
        setattr(functools.reduce(getattr, owners, model), name, value)
    return model


def test__identity__does_not_depend_on_the_ids_of_priors():
    first = a_model().identity()
    assert a_model().identity() == first
    assert json.loads(json.dumps(first)) == first


@pytest.mark.parametrize(
    "changes",
    [
        {"lens__redshift": math.nextafter(0.5, 1.0)},
        {"lens__mass__einstein_radius": UniformPrior(0.0, math.nextafter(2.0, 3.0))},
        {"lens__mass__einstein_radius": LogUniformPrior(1e-6, 2.0)},
        {"lens__mass__einstein_radius": 1.0},
        {"lens__fixed": Shear(0.1, 0.3)},
        {"lens__fixed": Gaussian()},
        {"lens__shear": Gaussian},
        {"lens__other": Shear},
        {"lens__mass__centre": (0.0, 0.0)},
        {"other": 1.0},
    ],
)
def test__identity__changes_with_every_prior_constant_and_class(changes):
    assert a_model(**changes).identity() != a_model().identity()


def test__identity__changes_with_sharing_and_with_assertions():
    plain, shared, asserted = a_model(), a_model(), a_model()
    equal = GaussianPrior(0.0, 0.3)
    plain.lens.mass.centre = (GaussianPrior(0.0, 0.3), GaussianPrior(0.0, 0.3))
    shared.lens.mass.centre = (equal, equal)
    assert plain.identity() != shared.identity()
    asserted.add_assertion(asserted.lens.shear.gamma_1 > 0.0)
    assert asserted.identity() != a_model().identity()


def test__identity__repeats_in_another_process():
    code = (
        "from autolens_like.model.identifier import digest;"
        "from test_autolens_like.model.test_identifier import a_model;"
        "print(digest(a_model().identity()))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert found.stdout.strip() == digest(a_model().identity())


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


class Plain:
    def __init__(self, value):
        self.value = value

    @functools.cached_property
    def doubled(self):
        return 2 * self.value


DIFFERENT = [
    None,
    "",
    "0x1.0p+0",
    True,
    1,
    1.0,
    math.nextafter(1.0, 2.0),
    1j,
    b"1",
    [1],
    (1,),
    {1},
    {"1": 1},
    {1: 1},
    [[1]],
    np.array([1]),
    np.array([1.0]),
    np.array([[1.0]]),
    np.array([None]),
    Colour.RED,
    Colour.BLUE,
    Plain(1),
    Plain(2),
    Shear(),
    Shear(0.1),
    Plain,
    math.sin,
    digest,
    pathlib.PurePath("a"),
]


def test__canonical__tells_values_apart_and_is_json():
    descriptions = [json.dumps(canonical(value)) for value in DIFFERENT]
    assert len(set(descriptions)) == len(DIFFERENT)


def test__canonical__what_was_cached_makes_no_difference():
    value = Plain(1)
    before = canonical(value)
    assert value.doubled == 2
    assert canonical(value) == before


def test__canonical__order_of_sets_and_keys_makes_no_difference():
    assert canonical({"a", "b", "c"}) == canonical({"c", "b", "a"})
    assert digest(canonical({"a": 1, "b": 2})) == digest(canonical({"b": 2, "a": 1}))


def test__canonical__arrays_by_content_not_by_layout():
    array = np.arange(6.0).reshape(2, 3)
    assert canonical(array) == canonical(np.asfortranarray(array))
    changed = array.copy()
    changed[1, 2] += 1e-15
    assert canonical(array) != canonical(changed)


@pytest.mark.parametrize("value", [lambda x: x, object(), [].append, Plain(1).__init__])
def test__canonical__what_another_run_would_not_find_again(value):
    with pytest.raises(exc.ModelException, match="no identity that another run"):
        canonical(value)


def test__canonical__what_contains_itself():
    value = []
    value.append(value)
    with pytest.raises(exc.ModelException, match="contains itself"):
        canonical(value)


def test__identity__of_a_basis_of_shared_parameters():
    first = Model(Gaussian, sigma=1.0)
    second = Model(Gaussian, sigma=2.0, centre=first.centre)
    shared = Model(Basis, profile_list=[first, second])
    apart = Model(Basis, profile_list=[first, Model(Gaussian, sigma=2.0)])
    assert shared.identity() != apart.identity()
    assert len(shared.identity()["priors"]) == 6
