"""A galaxy is the sum of its components, and says what is wrong with them."""

import copy
import pickle

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.galaxy.galaxy import Galaxy, MassField
from autolens_like.profiles.basis import Basis
from autolens_like.profiles.light import linear
from autolens_like.profiles.light.light_profile import LightProfile
from autolens_like.profiles.light.sersic import Sersic, SersicSph
from autolens_like.profiles.mass.isothermal import Isothermal, IsothermalSph
from autolens_like.profiles.mass.mass_profile import MassProfile
from autolens_like.profiles.mass.sheets import ExternalShear
from autolens_like.structures.array import Array2D
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.irregular import ArrayIrregular, Grid2DIrregular
from autolens_like.structures.vector import VectorYX2D
from test_autolens_like.galaxy.systems import points


@pytest.fixture
def galaxy():
    return Galaxy(
        0.5,
        bulge=Sersic(intensity=2.0, ell_comps=(0.1, 0.2)),
        disk=SersicSph(centre=(0.1, 0.0), sersic_index=1.0),
        mass=Isothermal(ell_comps=(0.0, 0.1)),
        shear=ExternalShear(gamma_1=0.05),
    )


def test_quantities_are_the_sums_over_profiles(galaxy):
    grid = points()
    np.testing.assert_array_equal(
        galaxy.image_2d_from(grid),
        galaxy.bulge.image_2d_from(grid) + galaxy.disk.image_2d_from(grid),
    )
    for name in ("deflections_yx_2d_from", "convergence_2d_from", "potential_2d_from"):
        expected = sum(getattr(p, name)(grid) for p in (galaxy.mass, galaxy.shear))
        np.testing.assert_array_equal(getattr(galaxy, name)(grid), expected)


def test_what_comes_out_belongs_to_the_grid(galaxy):
    grid = Grid2D.uniform((5, 4), 0.3, over_sample_size=2)
    assert isinstance(galaxy.image_2d_from(grid), Array2D)
    assert isinstance(galaxy.deflections_yx_2d_from(grid), VectorYX2D)
    np.testing.assert_allclose(
        galaxy.image_2d_from(grid).array,
        galaxy.image_2d_from(grid.over_sampled).array.reshape(20, 4).mean(axis=1),
        rtol=1e-13,
    )


def test_galaxy_without_components_is_dark_and_weightless():
    empty, grid = Galaxy(0.5), points()
    assert not np.any(empty.image_2d_from(grid))
    assert not np.any(empty.convergence_2d_from(grid))
    assert empty.deflections_yx_2d_from(grid).shape == grid.shape


def test_linear_light_takes_no_part_in_the_image():
    own, solved = Sersic(), linear.Sersic()
    galaxy = Galaxy(0.5, a=solved, b=own, c=Basis((SersicSph(), linear.Sersic())))
    y, x = points().T
    assert galaxy.light_profiles == [own, galaxy.c.profile_list[0]]
    assert galaxy.linear_light_profiles == [solved, galaxy.c.profile_list[1]]
    np.testing.assert_allclose(
        galaxy.image(y, x), own.image(y, x) + SersicSph().image(y, x), rtol=1e-15
    )
    only_linear = Galaxy(0.5, a=Basis((linear.Sersic(),)))
    assert not np.any(only_linear.image(y, x))


def test_components_by_class(galaxy):
    assert galaxy.cls_list_from(LightProfile) == [galaxy.bulge, galaxy.disk]
    assert galaxy.cls_list_from(LightProfile, cls_filtered=Sersic) == [galaxy.disk]
    assert galaxy.has(Isothermal) and not galaxy.has(IsothermalSph)
    assert galaxy.mass_profiles == galaxy.cls_list_from(MassProfile)
    paired = Galaxy(0.5, basis=Basis((SersicSph(), linear.Sersic())))
    assert paired.cls_list_from(LightProfile) == list(paired.basis.profile_list)
    assert paired.cls_list_from(Basis) == [paired.basis]


def test_attributes_of_components(galaxy):
    radii = galaxy.extract_attribute(LightProfile, "effective_radius")
    assert isinstance(radii, ArrayIrregular) and radii.in_list == [0.6, 0.6]
    centres = galaxy.extract_attribute(LightProfile, "centre")
    assert isinstance(centres, Grid2DIrregular)
    assert centres.in_list == [(0.0, 0.0), (0.1, 0.0)]
    assert galaxy.extract_attribute(LightProfile, "einstein_radius") is None


def test_names_keep_their_order_in_and_out_of_jax():
    jax = pytest.importorskip("jax")
    galaxy = Galaxy(0.5, zeta=Sersic(), alpha=Isothermal())
    again = jax.tree_util.tree_map(lambda leaf: leaf, galaxy)
    assert list(again.profiles) == ["zeta", "alpha"]
    assert again.redshift == 0.5
    jitted = jax.jit(lambda g: g.image_2d_from(points()))(galaxy)
    np.testing.assert_allclose(jitted, galaxy.image_2d_from(points()), rtol=1e-10)


def test_copies_and_pickles_are_equal(galaxy):
    for other in (copy.deepcopy(galaxy), pickle.loads(pickle.dumps(galaxy))):
        assert repr(other) == repr(galaxy)
    assert repr(galaxy).startswith("Galaxy(redshift=0.5, bulge=Sersic(")


def test_a_misspelt_component_gets_a_suggestion(galaxy):
    with pytest.raises(AttributeError, match=r"'buldge'\. Did you mean 'bulge'\?"):
        _ = galaxy.buldge


@pytest.mark.parametrize("redshift", [-0.1, "0.5", None, float("nan"), True, Sersic])
def test_impossible_redshifts_are_errors(redshift):
    with pytest.raises(exc.GalaxyException, match="give a number of at least 0"):
        Galaxy(redshift)


def test_a_traced_redshift_is_an_error():
    jax = pytest.importorskip("jax")
    with pytest.raises(exc.GalaxyException, match="use_jax=False"):
        jax.grad(lambda z: Galaxy(z, a=Sersic()).image_2d_from(points()).sum())(0.5)


@pytest.mark.parametrize(
    ("components", "text"),
    [
        ({"mass": Isothermal}, r"got the class Isothermal as 'mass'; give an instance"),
        ({"junk": 3.0}, "junk=3.0, which is no light or mass profile"),
        ({"image": Sersic()}, "'image', which is the name of one of its own"),
        ({"components": Sersic()}, "'components', which is the name of one of its own"),
    ],
)
def test_wrong_components_are_errors(components, text):
    with pytest.raises(exc.GalaxyException, match=text):
        Galaxy(0.5, **components)


def test_a_mass_field_holds_mass_alone():
    field = MassField(0.5, shear=ExternalShear(gamma_1=0.1))
    assert field.shear.gamma_1 == 0.1
    with pytest.raises(exc.GalaxyException, match="it holds mass profiles only"):
        MassField(0.5, bulge=Sersic())


def test_constructor_arguments_make_the_same_galaxy_again():
    galaxy = Galaxy(0.5, mass=Isothermal(einstein_radius=1.2), light=Sersic())
    assert repr(Galaxy(**galaxy.constructor_arguments())) == repr(galaxy)
