import numpy as np
import pytest

from autolens_like import exc
from autolens_like.model.composition import Collection, Model
from autolens_like.model.prior import UniformPrior
from autolens_like.search.parameter_values import ParameterPairs, ParameterVector
from test_autolens_like.model.classes import Galaxy, Isothermal, Shear


@pytest.fixture
def model():
    mass = Model(Isothermal, ell_comps=(0.0, 0.1))
    lens = Model(Galaxy, redshift=0.5, mass=mass)
    return Collection(galaxies=Collection(lens=lens), extra=[Model(Shear)])


def test_entries_have_places_and_paths(model):
    values = ParameterVector.of([1.0, 2.0, 3.0, 4.0, 5.0], model)
    lens = values.galaxies.lens
    assert (lens.mass.einstein_radius, lens.redshift) == (3.0, 0.5)
    assert lens.mass.centre == (1.0, 2.0) and lens.mass.centre_1 == 2.0
    assert lens.mass.ell_comps == (0.0, 0.1)
    assert values.extra[0].gamma_2 == 5.0
    assert repr(lens.mass).startswith("Isothermal(centre=(1.0, 2.0), ell_comps=")
    doubled = 2 * values
    assert doubled.galaxies.lens.mass.einstein_radius == 6.0
    assert np.array_equal(values, [1, 2, 3, 4, 5])


def test_pairs(model):
    pairs = ParameterPairs([(0.0, 1.0)] * 4 + [(2.0, 3.0)], model)
    assert pairs[4] == pairs.extra[0].gamma_2 == (2.0, 3.0)
    assert pairs.galaxies.lens.mass.centre[0] == (0.0, 1.0)


def test_what_is_not_there(model):
    values = ParameterVector.of(np.zeros(5), model)
    with pytest.raises(exc.UnknownParameterException, match="Did you mean 'lens'"):
        _ = values.galaxies.lenss
    model.extra[0].gamma_1 = 2 * model.extra[0].gamma_2
    with pytest.raises(exc.UnknownParameterException, match="derived_at_sigma"):
        _ = ParameterVector.of(np.zeros(4), model).extra[0].gamma_1
    with pytest.raises(AttributeError):
        _ = ParameterVector.of([1.0], None).galaxies
    assert not hasattr(values.galaxies, "_repr_html_")


def test_a_shared_parameter_has_every_path():
    prior = UniformPrior()
    model = Collection(a=Model(Shear, gamma_1=prior, gamma_2=prior))
    values = ParameterVector.of([0.5], model)
    assert values.a.gamma_1 == values.a.gamma_2 == 0.5
