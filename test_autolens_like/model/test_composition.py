from dataclasses import dataclass, field

import numpy as np
import pytest

from autolens_like import conf, exc
from autolens_like.model.composition import Collection, ListModel, Model
from autolens_like.model.instance import ModelInstance
from autolens_like.model.prior import (
    Constant,
    GaussianPrior,
    TruncatedGaussianPrior,
    UniformPrior,
)
from autolens_like.model.tree import Missing
from autolens_like.model.tuple_prior import TuplePrior
from test_autolens_like.model.classes import (
    Basis,
    Galaxy,
    Gaussian,
    Isothermal,
    Shear,
    Unheard,
)


def test__model__parameters_take_the_priors_of_the_configuration():
    model = Model(Isothermal)
    assert isinstance(model.einstein_radius, UniformPrior)
    assert isinstance(model.centre, TuplePrior)
    assert isinstance(model.centre_0, GaussianPrior)
    assert model.centre.centre_0 is model.centre_0
    assert isinstance(model["ell_comps"].ell_comps_1, TruncatedGaussianPrior)
    assert model.cls is Isothermal and "centre" in model
    assert model.prior_count == 5


def test__model__defaults_that_are_no_numbers_are_kept_and_numbers_are_missing():
    model = Model(Unheard)
    assert model.name == "top" and model.is_charmed is False
    assert model.flavour == Missing("Unheard", "flavour")
    assert model.strangeness == Missing("Unheard", "strangeness")


def test__model__a_constant_of_the_configuration_is_a_value():
    entry = {"type": "Constant", "value": 2.5}
    with conf.with_config("priors/by_name", "strangeness", value=entry):
        assert Model(Unheard).strangeness == 2.5


def test__model__keywords_fix_share_and_nest():
    prior = UniformPrior()
    model = Model(
        Galaxy,
        redshift=Constant(0.5),
        mass=Model(Isothermal, centre=(0.0, prior), einstein_radius=prior),
        shear=Shear,
        fixed=Shear(0.1, 0.2),
    )
    assert model.redshift == 0.5
    assert model.mass.centre_1 is model.mass.einstein_radius is prior
    assert isinstance(model.shear, Model)
    assert model.prior_count == 1 + 2 + 2
    instance = model.instance_from_prior_medians()
    assert instance.mass.centre == (0.0, 0.5) and instance.fixed == Shear(0.1, 0.2)


def test__model__assignment_in_every_form():
    model = Model(Isothermal)
    other = UniformPrior(1.0, 2.0)
    model.einstein_radius = other
    assert model.einstein_radius is other
    model.centre = (0.0, 0.1)
    assert list(model.centre) == [0.0, 0.1]
    model.centre_0 = other
    assert model.centre.centre_0 is other
    model.centre.centre_1 = 0.7
    assert model.centre_1 == 0.7
    model.centre = np.array([1.0, 2.0])
    assert list(model.centre) == [1.0, 2.0]
    model["einstein_radius"] = 1.5
    assert model.einstein_radius == 1.5
    assert model.prior_count == 2


def test__model__tied_tuples_share_parameters():
    first, second = Model(Isothermal), Model(Gaussian)
    second.centre = first.centre
    assert second.centre_0 is first.centre_0
    second.centre_0 = 1.0
    assert isinstance(first.centre_0, GaussianPrior)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: Model(Isothermal, einstien_radius=1.0),
            r"Isothermal has no parameter 'einstien_radius'\. "
            r"Did you mean 'einstein_radius'\?",
        ),
        (lambda: setattr(Model(Isothermal), "center", (0, 0)), "Did you mean 'centre'"),
        (lambda: setattr(Model(Isothermal), "centre_2", 0), "no parameter 'centre_2'"),
        (lambda: Model(Isothermal).einstein_radus, "Did you mean 'einstein_radius'"),
        (lambda: Model(Isothermal)["slope"], "no parameter 'slope'"),
        (lambda: Model(Galaxy, redshfit=0.5), "Did you mean 'redshift'"),
        (lambda: Model(Galaxy, red_shift=UniformPrior()), "Did you mean 'redshift'"),
        (lambda: Collection(lens=Shear).lense, "Did you mean 'lens'"),
        (lambda: Collection(lens=Shear)["lense"], "Did you mean 'lens'"),
        (lambda: Model(Isothermal, einstein_radius="1"), "'1'; a number or a prior"),
        (lambda: Model(Isothermal, einstein_radius=None), "a number or a prior"),
        (lambda: Model(Isothermal, einstein_radius=(1, 2)), "a number or a prior"),
        (lambda: Model(Isothermal, einstein_radius=np.nan), "a finite number"),
        (lambda: Model(Isothermal, centre=1.0), "a tuple of 2 numbers or priors"),
        (lambda: Model(Isothermal, centre=UniformPrior()), "a tuple of 2 numbers"),
        (lambda: Model(Isothermal, centre=(1.0, 2.0, 3.0)), "a tuple of 2 numbers"),
        (lambda: Model(Isothermal, centre=(1.0, "a")), "a finite number or a prior"),
        (
            lambda: Model(Shear, gamma_1=UniformPrior() > UniformPrior()),
            "give it to add_assertion",
        ),
        (lambda: Model(Isothermal()), "a class is asked for, not an instance"),
        (lambda: Model([Isothermal]), "a class is asked for, not an instance"),
        (lambda: Collection(info=Shear), "cannot be named 'info'"),
        (lambda: Collection(get=Shear), "cannot be named 'get'"),
        (lambda: Collection({"a.b": Shear}), "cannot be named 'a.b'"),
        (lambda: Collection({"_a": Shear}), "cannot be named '_a'"),
    ],
)
def test__slips_are_errors_with_a_remedy(make, message):
    with pytest.raises(exc.ModelException, match=message):
        make()


def test__model__hasattr_and_getattr_answer_as_usual():
    model = Model(Isothermal)
    assert hasattr(model, "centre_0") and not hasattr(model, "slope")
    assert getattr(model, "slope", None) is None
    assert not hasattr(Collection(), "lens")


def test__model__open_classes_take_profiles_of_any_name():
    model = Model(Galaxy, redshift=0.5)
    model.redshift_mass = Isothermal
    model.sizes = 3.0
    assert model.redshift_mass.cls is Isothermal
    instance = model.instance_from_prior_medians()
    assert instance.sizes == 3.0 and instance.redshift_mass.einstein_radius == 4.0


def test__model__lists_of_models_share_and_become_lists():
    first = Model(Gaussian)
    second = Model(Gaussian, centre=first.centre)
    model = Model(Basis, profile_list=[first, second, Gaussian()])
    assert isinstance(model.profile_list, ListModel)
    assert model.profile_list[1] is second and len(model.profile_list) == 3
    assert model.prior_count == 5 + 3
    instance = model.instance_from_prior_medians()
    assert type(instance.profile_list) is list
    assert instance.profile_list[2] is model.profile_list[2]
    assert instance.profile_list[0].centre is instance.profile_list[1].centre


def test__model__lists_without_parameters_and_nested_lists_stay_lists():
    profiles = [Gaussian(), Gaussian()]
    fixed = Model(Basis, profile_list=profiles)
    profiles.append(Gaussian())
    assert len(fixed.instance_from_vector([]).profile_list) == 2
    nested = Model(Basis, profile_list=[[Model(Gaussian)], [1.0]])
    built = nested.instance_from_prior_medians().profile_list
    assert type(built[0]) is list and type(built[0][0]) is Gaussian
    assert built[1] == [1.0]


def test__collection__from_names_members_sequences_and_mappings():
    shear = Model(Shear)
    for collection in (
        Collection(a=shear, b=1.0),
        Collection({"a": shear, "b": 1.0}),
        Collection({"a": shear}, b=1.0),
        Collection(Collection(a=shear, b=1.0)),
    ):
        assert list(collection.keys()) == ["a", "b"]
        assert collection.a is collection["a"] is collection[0] is shear
    for collection in (Collection(shear, 1.0), Collection([shear, 1.0])):
        assert list(collection.keys()) == ["0", "1"]
        assert collection[0] is collection["0"] is shear
    assert list(Collection(shear)) == [shear]
    assert len(Collection()) == 0


def test__collection__containers_inside_become_collections():
    collection = Collection(lenses=[Shear, {"mass": Isothermal}])
    assert isinstance(collection.lenses, Collection)
    assert collection.lenses[1].mass.cls is Isothermal
    instance = collection.instance_from_prior_medians()
    assert isinstance(instance, ModelInstance)
    assert instance.lenses[1].mass == Isothermal(einstein_radius=4.0)


def test__collection__members_are_added_replaced_and_appended():
    collection = Collection(Model(Shear))
    collection.append(Model(Isothermal))
    collection.lens = Shear
    collection["lens"] = Isothermal
    collection[0] = 5.0
    assert list(collection.keys()) == ["0", "1", "lens"]
    assert collection["0"] == 5.0 and collection.lens.cls is Isothermal
    assert "lens" in collection and len(collection) == 3
    assert dict(collection.items())["lens"] is collection.lens
    assert collection.values() == list(collection)


def test__collection__an_instance_becomes_fixed_members():
    model = Collection(galaxies=Collection(lens=Model(Shear)))
    instance = model.instance_from_prior_medians()
    again = Collection(galaxies=instance.galaxies, source=Model(Shear))
    assert again.prior_count == 2
    assert again.galaxies.lens is instance.galaxies.lens


def test__model__an_argument_that_chooses_a_class_keeps_it():
    class Chooser:
        def __init__(self, shape=Shear):
            self.shape = shape

    assert Model(Chooser).instance_from_vector([]).shape is Shear
    assert Model(Chooser, shape=Gaussian).instance_from_vector([]).shape is Gaussian


def test__repr__names_class_and_children():
    assert repr(Model(Shear, gamma_1=0.1, gamma_2=0.2)) == (
        "Model(Shear, gamma_1=0.1, gamma_2=0.2)"
    )
    assert repr(Collection(a=1.0)) == "Collection(a=1.0)"


def test__containers_that_contain_themselves():
    endless: list = [Shear]
    endless.append(endless)
    with pytest.raises(exc.ModelException, match="contains itself"):
        Collection(a=endless)


@dataclass
class Shelf:
    height: float
    books: list = field(default_factory=list)


def test__a_default_that_is_made_anew_is_left_to_the_class():
    model = Model(Shelf, height=UniformPrior())
    first, second = (model.instance_from_vector([0.5]) for _ in range(2))
    assert first.books == [] and first.books is not second.books
    model.books = [UniformPrior(), 2.0]
    assert model.instance_from_vector([0.5, 0.25]).books == [0.25, 2.0]


class Group:
    def __init__(self, centre=1.0, **members):
        self.centre = centre


def test__a_class_that_drops_its_further_arguments_has_them_all_the_same():
    members = {"first": Model(Shear), "second": Model(Shear)}
    group = Model(Group, centre=0.5, **members)
    instance = group.instance_from_vector([0.1, 0.2, 0.3, 0.4])
    assert (instance.first, instance.second) == (Shear(0.1, 0.2), Shear(0.3, 0.4))
