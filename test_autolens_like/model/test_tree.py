import copy
import pickle

import pytest

from autolens_like import exc
from autolens_like.model.composition import Collection, Model
from autolens_like.model.prior import UniformPrior
from autolens_like.model.tree import check_complete, latest_revision, structure_of
from test_autolens_like.model.classes import Galaxy, Isothermal, Shear, Unheard


def test__structure__orders_priors_by_creation_not_by_place():
    late = Model(Shear)
    first, second = UniformPrior(), UniformPrior()
    model = Collection(shear=Model(Shear, gamma_1=second, gamma_2=first), late=late)
    structure = structure_of(model)
    assert structure.priors == [late.gamma_1, late.gamma_2, first, second]
    assert structure.names == [
        "late.gamma_1",
        "late.gamma_2",
        "shear.gamma_2",
        "shear.gamma_1",
    ]
    assert structure.index[second] == 3


def test__structure__a_shared_prior_counts_once_at_its_first_path():
    model = Collection(a=Model(Isothermal), b=Model(Isothermal))
    model.b.centre = model.a.centre
    structure = structure_of(model)
    assert len(structure.priors) == 8
    assert structure.paths[0] == ("a", "centre", "centre_0")
    assert structure.names[0] == "a.centre_0"


def test__structure__missing_parameters_are_listed_with_their_paths():
    structure = structure_of(Collection(odd=Model(Unheard)))
    assert set(structure.missing) == {("odd", "flavour"), ("odd", "strangeness")}
    with pytest.raises(exc.ModelException, match=r"odd\.flavour \(of Unheard\)"):
        check_complete(structure)


def test__nodes__each_once():
    mass = Model(Isothermal)
    model = Collection(a=mass, b=mass)
    assert len(list(model.nodes())) == 4  # the collection, the model, its two tuples


def test__every_change_takes_a_later_revision():
    model = Model(Isothermal)
    before = latest_revision()
    model.centre_0 = 1.0
    assert latest_revision() > before


def test__copies_share_priors_and_constants_but_no_nodes():
    fixed = Shear()
    mass = Model(Isothermal)
    model = Collection(a=mass, b=mass, fixed=fixed)
    twin = copy.deepcopy(model)
    assert twin.a is twin.b and twin.a is not mass
    assert twin.a.einstein_radius is mass.einstein_radius
    assert twin.fixed is fixed
    twin.a.einstein_radius = 1.0
    twin.a.centre_0 = 1.0
    assert model.prior_count == 5 and twin.prior_count == 3


def test__pickles_keep_sharing():
    model = Collection(a=Model(Isothermal), b=Model(Isothermal))
    model.b.centre = model.a.centre
    twin = pickle.loads(pickle.dumps(model))
    assert twin.prior_count == 8
    assert twin.b.centre_0 is twin.a.centre_0


def test__a_model_cannot_contain_itself():
    model = Collection(a=Model(Galaxy, redshift=0.5))
    with pytest.raises(exc.ModelException, match="would contain the model"):
        model.a.inner = model
