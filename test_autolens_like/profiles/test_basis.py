"""`Basis` and the images of many profiles at once."""

import pickle

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.galaxy.galaxy import Galaxy, MassField
from autolens_like.numerics.model_object import in_namespace
from autolens_like.profiles import light, mass
from autolens_like.profiles.basis import Basis, ImageStack, image_matrix_from
from autolens_like.profiles.light import linear
from autolens_like.structures.grid import Grid2D
from test_autolens_like.profiles.family import ring

SIGMAS = np.geomspace(0.01, 3.0, 6)


def gaussians(ell_comps, cls=linear.Gaussian):
    return [cls(centre=(0.1, 0.0), ell_comps=ell_comps, sigma=s) for s in SIGMAS]


MIXED = [
    *gaussians((0.1, 0.2)),
    linear.Sersic(centre=(0.1, 0.0), ell_comps=(0.1, 0.2)),
    light.GaussianSph(intensity=3.0, sigma=0.4),
    *gaussians((0.1, 0.2)),
    *gaussians((0.1, -0.2)),
    light.SersicCore(ell_comps=(0.1, 0.2)),
]


@pytest.mark.parametrize("profiles", [MIXED, MIXED[:6], MIXED[6:7], MIXED[::-1]])
def test_rows_are_the_images_in_order(profiles):
    y, x = ring(50)
    matrix = image_matrix_from(profiles, y, x)
    expected = [profile.image(y, x) for profile in profiles]
    np.testing.assert_allclose(matrix, expected, rtol=1e-12, atol=1e-15)


def test_one_stack_serves_many_coordinates():
    stack = ImageStack(MIXED)
    for number in (3, 40):
        y, x = ring(number)
        np.testing.assert_array_equal(stack(y, x), image_matrix_from(MIXED, y, x))


def test_jax_gives_the_same_rows_and_gradients_through_the_stack():
    import jax

    y, x = ring()

    def total(ell_comps, y, x):
        profiles = [MIXED[6], *(p.replaced(ell_comps=ell_comps) for p in MIXED[3:6])]
        matrix = image_matrix_from(profiles, y, x)
        return (matrix * (1 + y)).sum(), matrix

    function = jax.jit(jax.value_and_grad(total, has_aux=True))
    (_, matrix), gradient = function((0.1, 0.2), y, x)
    np.testing.assert_allclose(
        matrix, image_matrix_from([MIXED[6], *MIXED[3:6]], y, x), rtol=1e-10, atol=1e-15
    )
    ends = [total((0.1 + s, 0.2), y, x)[0] for s in (1e-5, -1e-5)]
    assert gradient[0] == pytest.approx((ends[0] - ends[1]) / 2e-5, rel=1e-6)


def test_profiles_that_share_traced_numbers_share_their_radii(monkeypatch):
    import jax

    calls = []
    original = linear.Gaussian.radius_squared

    def counted(self, y, x):
        calls.append(self)
        return original(self, y, x)

    monkeypatch.setattr(light.Gaussian, "radius_squared", counted, raising=False)

    def function(e_y):
        shared = [p.replaced(ell_comps=(e_y, 0.0)) for p in MIXED[:6]]
        return image_matrix_from(shared, *ring())

    jax.eval_shape(function, 0.1)
    assert len(calls) == 1


def test_a_basis_sums_only_what_is_not_linear():
    ordinary = gaussians((0.1, 0.2), light.Gaussian)
    basis = Basis(profile_list=[*ordinary, linear.Sersic()])
    y, x = ring()
    expected = sum(profile.image(y, x) for profile in ordinary)
    np.testing.assert_allclose(basis.image(y, x), expected, rtol=1e-12)
    assert basis.light_profile_list == ordinary
    assert len(basis.linear_light_profile_list) == 1
    assert basis.image_matrix(y, x).shape == (7, y.size)
    grid = Grid2D.uniform((3, 3), pixel_scales=0.5, over_sample_size=2)
    image = sum(np.asarray(p.image_2d_from(grid)) for p in ordinary)
    np.testing.assert_allclose(np.asarray(basis.image_2d_from(grid)), image, rtol=1e-12)
    only_linear = Basis(gaussians((0.0, 0.0)))
    assert np.all(np.asarray(only_linear.image_2d_from(grid)) == 0.0)


def test_the_image_takes_any_shape_of_grid():
    basis = Basis(gaussians((0.1, 0.2), light.Gaussian))
    pairs = np.array([[[0.3, 0.1], [1.0, -0.5]]])
    image = basis.image_2d_from(pairs)
    assert image.shape == (1, 2)
    assert basis.image_2d_from(pairs[0, 1]) == image[0, 1]


def test_a_basis_is_a_tree_of_parameters():
    import jax
    import jax.numpy as jnp

    basis = Basis(gaussians((0.1, 0.2)))
    assert len(jax.tree_util.tree_leaves(basis)) == 6 * 5
    moved = in_namespace(basis, jnp)
    assert isinstance(moved.profile_list[0].sigma, jnp.ndarray)
    y, x = ring()
    copy = pickle.loads(pickle.dumps(basis))
    np.testing.assert_array_equal(copy.image_matrix(y, x), basis.image_matrix(y, x))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"profile_list": []}, "give a list of light profiles"),
        ({}, "give a list of light profiles"),
        ({"profile_list": [light.Sersic]}, "give instances of light profiles"),
        ({"profile_list": [1.0]}, "Basis got 1.0 in its profile_list"),
        (
            {"profiles": [light.Sersic()]},
            "Basis has no parameter 'profiles'. Did you mean 'profile_list'? Allowed: "
            "profile_list, regularization.",
        ),
    ],
)
def test_bad_lists_are_refused(arguments, message):
    with pytest.raises(exc.ProfileException) as error:
        Basis(**arguments)
    assert message in str(error.value)


MASSES = [mass.Isothermal(ell_comps=(0.1, 0.2)), mass.NFWSph(centre=(0.2, 0.1))]


@pytest.mark.parametrize("method", ["convergence", "potential", "deflections_yx"])
def test_a_basis_of_masses_deflects_as_their_sum(method):
    pairs = np.stack(ring(), axis=-1)
    basis, name = Basis(MASSES), f"{method}_2d_from"
    expected = sum(getattr(profile, name)(pairs) for profile in MASSES)
    np.testing.assert_allclose(getattr(basis, name)(pairs), expected, rtol=1e-13)
    galaxy = Galaxy(0.5, mass=basis)
    np.testing.assert_allclose(getattr(galaxy, name)(pairs), expected, rtol=1e-13)
    assert MassField(0.5, mass=basis).mass_profiles == basis.mass_profile_list
    assert np.all(basis.image(*ring()) == 0.0)


def test_a_basis_may_hold_light_and_mass():
    basis = Basis([*MASSES, light.Sersic(), linear.Gaussian()])
    y, x = ring()
    np.testing.assert_array_equal(basis.image(y, x), light.Sersic().image(y, x))
    assert basis.image_matrix(y, x).shape == (2, y.size)
    assert basis.mass_profile_list == MASSES
    angles = Basis([light.Sersic()]).deflections(y, x)
    assert np.all(np.asarray(angles) == 0.0)


def test_a_basis_of_light_is_no_mass_field():
    with pytest.raises(exc.GalaxyException, match="holds mass profiles only"):
        MassField(0.5, mass=Basis([*MASSES, light.Sersic()]))


class Smooth:
    """Something that is a regularization."""

    def matrix(self, mesh):
        return mesh


def test_a_basis_keeps_its_regularization():
    smooth = Smooth()
    assert Basis([linear.Sersic()], regularization=smooth).regularization is smooth
    with pytest.raises(exc.ProfileException, match="a method `matrix`"):
        Basis([linear.Sersic()], regularization=1.0)
