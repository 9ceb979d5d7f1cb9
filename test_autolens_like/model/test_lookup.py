import pytest

from autolens_like import exc
from autolens_like.model.composition import Collection, Model
from autolens_like.model.lookup import prior_paths_of
from autolens_like.model.prior import Prior, UniformPrior
from test_autolens_like.model.classes import Galaxy, Gaussian, Isothermal, Shear


@pytest.fixture
def model():
    mass = Model(Isothermal, ell_comps=(0.0, 0.1))
    light = Model(Gaussian, centre=mass.centre, ell_comps=(0.0, 0.1), sigma=1.0)
    lens = Model(Galaxy, redshift=0.5, mass=mass, light=light)
    model = Collection(galaxies=Collection(lens=lens), fixed=Shear(0.1, 0.2))
    light.sigma = mass.einstein_radius + UniformPrior()
    return model


MASS, LIGHT = ("galaxies", "lens", "mass"), ("galaxies", "lens", "light")
PATHS = [
    (*MASS, "centre", "centre_0"),
    (*MASS, "centre", "centre_1"),
    (*MASS, "einstein_radius"),
    (*LIGHT, "sigma", "1"),
]


def test__paths_and_priors(model):
    assert model.paths == model.unique_prior_paths == PATHS
    assert model.joined_paths == model.composition == [".".join(p) for p in PATHS]
    assert model.all_paths[0] == (PATHS[0], (*LIGHT, "centre", "centre_0"))
    assert model.all_paths[2] == (PATHS[2], (*LIGHT, "sigma", "0"))
    assert model.path_priors_tuples == prior_paths_of(model)
    assert len(model.prior_tuples) == 7
    names = ["centre_0", "centre_1", "einstein_radius", "1"]
    assert [name for name, _ in model.unique_prior_tuples] == names
    mass = model.galaxies.lens.mass
    assert mass.direct_prior_tuples == [("einstein_radius", mass.einstein_radius)]
    assert model.model_component_and_parameter_names == model.joined_paths
    assert len(model.parameter_labels) == 4
    assert model.prior_tuples_ordered_by_id == model.unique_prior_tuples
    for place, (path, prior) in enumerate(model.unique_path_prior_tuples):
        assert model.path_for_prior(prior) == path
        assert model.name_for_prior(prior) == model.parameter_names[place]
        assert model.index(path) == model.index(".".join(path)) == place
        assert model.priors[place] is prior
    stranger = UniformPrior()
    assert model.path_for_prior(stranger) is model.name_for_prior(stranger) is None


def test__objects_by_path(model):
    assert model.object_for_path(MASS) is model.galaxies.lens.mass
    assert model.object_for_path("galaxies.lens.redshift") == 0.5
    assert model.object_for_path(PATHS[2]) is model.galaxies.lens.mass.einstein_radius
    with pytest.raises(exc.UnknownParameterException, match="Did you mean 'mass'"):
        model.object_for_path("galaxies.lens.masss")
    with pytest.raises(exc.UnknownParameterException, match="Did you mean"):
        model.index("galaxies.lens.mass.einstein_radios")


def test__models_by_class(model):
    mass = model.galaxies.lens.mass
    assert model.models_with_type(Isothermal) == [mass]
    assert model.model_tuples_with_type((Isothermal, Shear)) == [(MASS, mass)]
    assert model.has_model(Galaxy) and not model.has_model(Shear)
    fixed = model.path_instance_tuples_for_class(Shear)
    assert fixed == [(("fixed",), model.fixed)]
    assert model.path_instance_tuples_for_class(Prior) == model.path_priors_tuples
    assert model.has_instance(Shear) and not model.has_instance(Isothermal)


def test__instances_from_names_are_those_of_the_vector(model):
    vector = [0.1, 0.2, 1.5, 0.25]
    wanted = model.instance_from_vector(vector).galaxies.lens
    by_path = dict(zip(model.paths, vector, strict=True))
    by_name = dict(zip(model.parameter_names, vector, strict=True))
    flat = {name.replace(".", "_"): value for name, value in by_name.items()}
    by_prior = dict(zip(model.priors, vector, strict=True))
    for instance in (
        model.instance_from_path_arguments(by_path),
        model.instance_from_prior_name_arguments(by_name),
        model.instance_from_prior_name_arguments(flat),
        model.instance_for_arguments(by_prior),
    ):
        assert instance.galaxies.lens.mass == wanted.mass
        assert instance.galaxies.lens.light.sigma == 1.75
    with pytest.raises(exc.ModelException, match=r"light\.sigma\.1' has no value"):
        model.instance_from_path_arguments(dict(list(by_path.items())[:3]))
    with pytest.raises(exc.UnknownParameterException, match="Did you mean"):
        model.instance_from_prior_name_arguments({"galaxies.lens.mass.centre_7": 1})


def test__log_priors_add_up(model):
    vector = model.physical_values_from_prior_medians
    parts = model.log_prior_list_from_vector(vector)
    assert sum(parts) == pytest.approx(model.log_prior_from_vector(vector), rel=1e-14)
