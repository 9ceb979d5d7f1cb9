import pytest

from autolens_like import exc
from autolens_like.model.composition import Collection, Model
from autolens_like.model.instance import ModelInstance
from autolens_like.model.prior import UniformPrior
from test_autolens_like.model.classes import (
    Basis,
    Galaxy,
    Gaussian,
    Isothermal,
    Shear,
    Unheard,
)


class Lens:
    def __init__(self, redshift, mass, tags=()):
        self.redshift, self.mass, self.tags = redshift, mass, tags


def lens():
    mass = Model(Isothermal, ell_comps=(0.0, 0.1))
    galaxy = Model(Galaxy, redshift=0.5, mass=mass, shear=Model(Shear))
    return Collection(galaxies=Collection(lens=galaxy), gaussian=Gaussian)


def test__paths_that_are_kept_keep_their_parameters():
    model = lens()
    kept = model.with_paths(["galaxies.lens.mass", ("gaussian", "sigma")])
    assert kept.paths[:3] == model.paths[:3] and kept.prior_count == 4
    assert kept.priors_ordered_by_id[0] is model.priors_ordered_by_id[0]
    assert "shear" not in kept.galaxies.lens
    assert kept.gaussian.instance_from_vector([2.0]).centre == (0.0, 0.0)
    rest = model.without_paths(["galaxies.lens.mass", "gaussian.sigma"])
    assert {*rest.paths} == {*model.paths} - {*kept.paths}
    assert model.prior_count == 10
    with pytest.raises(exc.UnknownParameterException, match="Did you mean 'lens'"):
        model.with_paths(["galaxies.lense"])


def test__values_and_priors_are_taken_from_where_the_paths_agree():
    model, source = lens(), lens()
    model.take_attributes(source)
    assert model.priors_ordered_by_id == source.priors_ordered_by_id
    instance = source.random_instance(seed=1)
    part = ModelInstance(galaxies=instance.galaxies)
    model.take_attributes(part)
    assert model.galaxies.lens.mass.einstein_radius == (
        instance.galaxies.lens.mass.einstein_radius
    )
    assert model.galaxies.lens.mass.centre[1] == instance.galaxies.lens.mass.centre[1]
    assert model.prior_count == 5  # the Gaussian, which the source lacks
    missing = Model(Unheard)
    missing.take_attributes(Unheard(flavour=0.5, strangeness=2.0))
    assert (missing.flavour, missing.strangeness) == (0.5, 2.0)


def test__priors_fixed_to_an_instance():
    model = lens()
    instance = model.random_instance(seed=2)
    fixed = model.copy_with_fixed_priors(instance)
    assert fixed.prior_count == 0
    again = fixed.instance_from_vector([])
    assert again.galaxies.lens.mass == instance.galaxies.lens.mass
    partly = model.copy_with_fixed_priors(instance, excluded_classes=Shear)
    assert [path[-1] for path in partly.paths] == ["gamma_1", "gamma_2"]


def test__a_model_of_an_instance():
    fixed = Lens(0.5, Isothermal(einstein_radius=1.2), tags=("a",))
    instance = ModelInstance(galaxies=ModelInstance(lens=fixed), basis=Basis([Shear()]))
    model = Model.from_instance(instance, model_classes=(Isothermal,))
    assert model.prior_count == 5 and model.galaxies.lens.redshift == 0.5
    assert model.basis is instance.basis
    both = Model.from_instance(instance, model_classes=(Isothermal, Shear))
    assert both.prior_count == 7
    assert both.instance_from_prior_medians().basis.profile_list[0].gamma_1 == 0.0
    alone = Model.from_instance(Shear(0.1, 0.2))
    assert alone.prior_count == 0 and alone.gamma_1 == 0.1


def test__what_is_taken_respects_the_frozen():
    model = Model(Shear, gamma_1=UniformPrior(), gamma_2=0.0).freeze()
    with pytest.raises(exc.ModelException, match="frozen"):
        model.take_attributes(Shear(0.1, 0.2))


def test__a_part_becomes_another_class_and_keeps_what_both_have():
    model = lens()
    mass = model.galaxies.lens.mass
    mass.add_assertion(mass.centre.centre_0 > mass.centre.centre_1, "order")
    cast = model.cast({mass: {"ell_comps": (0.1, 0.2)}}, Gaussian)
    made = cast.galaxies.lens.mass
    assert made.cls is Gaussian and mass.cls is Isothermal
    assert made.centre.centre_0 is mass.centre.centre_0
    assert made.ell_comps.ell_comps_1 == 0.2 and isinstance(made.sigma, UniformPrior)
    assert [item.name for item in made._assertions] == ["order"]
    made.centre.centre_0 = 0.0
    assert mass.centre.centre_0 != 0.0
    with pytest.raises(exc.ModelException, match="is no part of this model"):
        model.cast({Model(Shear): {}}, Gaussian)
    with pytest.raises(exc.ModelException, match="sigm"):
        model.cast({mass: {"sigm": 1.0}}, Gaussian)
