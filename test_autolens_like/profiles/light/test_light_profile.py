"""The laws that every light profile obeys; a new one is found by itself."""

import functools
import json
import pickle
from pathlib import Path

import hypothesis
import numpy as np
import pytest
from hypothesis import strategies as st

from autolens_like import exc
from autolens_like.profiles import light
from autolens_like.profiles.light import linear
from autolens_like.profiles.light.shapelets import Shapelet
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.irregular import Grid2DIrregular
from test_autolens_like.profiles.family import (
    AROUND,
    REFERENCE,
    drawn_from_priors,
    edge_profiles,
    from_repr,
    law,
    made,
    many,
    numerical_gradient,
    parameters_of,
    profiles_in,
    ring,
    rotated,
    turned,
)

#: A point has an image on pixels alone, and a decoder has 64 parameters and a network
#: behind them: test_point_source.py, test_lensed_point_source.py and test_decoder.py
#: say what holds for these.
APART = (light.PointSource, light.LensedPointSource, light.Decoder)
PROFILES = [cls for cls in profiles_in(light) if cls not in APART]
#: Functions of the radius alone; the tests of the others say how those turn.
RADIAL = [
    cls
    for cls in PROFILES
    if not issubclass(cls, Shapelet) and not cls.__name__.endswith("Multipole")
]
BOTH = [name[:-3] for name in light.__all__ if name[:-3] in light.__all__]
every = pytest.mark.parametrize("cls", PROFILES)
radial = pytest.mark.parametrize("cls", RADIAL)
elliptical = pytest.mark.parametrize("name", BOTH)
elliptical_radial = pytest.mark.parametrize(
    "name", [name for name in BOTH if getattr(light, name) in RADIAL]
)


def weighted(profile, y, x):
    """The logarithm of the brightness, whose gradient is of the order of one."""
    from autolens_like.numerics.namespace import array_namespace

    image = profile.image(y, x)
    if not isinstance(profile, Shapelet):
        image = array_namespace(image).log(image)
    return (image * (y * 0.7 - x + 2.0)).sum()


@functools.cache
def jax_image_and_gradients():
    import jax

    def function(profile, y, x):
        image = profile.image(y, x)
        return (image * (y * 0.7 - x + 2.0)).sum(), image

    def both(profile, y, x):
        plain = jax.value_and_grad(function, has_aux=True)(profile, y, x)
        return plain, jax.grad(weighted)(profile, y, x)

    return jax.jit(both)


@radial
def test_turning_the_sky_turns_the_image(cls):
    @law
    @hypothesis.given(parameters_of(cls), st.floats(-3.0, 3.0))
    def check(parameters, angle):
        y, x = ring()
        before, after = cls(**parameters), cls(**turned(parameters, angle))
        image = after.image(*rotated(y, x, angle))
        np.testing.assert_allclose(image, before.image(y, x), rtol=1e-10)

    check()


@every
def test_moving_the_centre_moves_the_image(cls):
    y, x = ring()
    image = made(cls, centre=(0.4, -0.2)).image(y + 0.4, x - 0.2)
    np.testing.assert_allclose(image, made(cls).image(y, x), rtol=1e-12)


@every
def test_the_image_is_proportional_to_the_intensity(cls):
    y, x = ring()
    np.testing.assert_allclose(
        made(cls, intensity=3.0).image(y, x),
        3 * made(cls, intensity=1.0).image(y, x),
        rtol=1e-14,
    )


@elliptical
def test_round_profile_is_the_elliptical_one_without_ellipticity(name):
    ellipse, sphere = getattr(light, name), getattr(light, f"{name}Sph")

    @law
    @hypothesis.given(parameters_of(sphere))
    def check(parameters):
        y, x = ring()
        first, second = ellipse(**parameters), sphere(**parameters)
        np.testing.assert_allclose(first.image(y, x), second.image(y, x), rtol=1e-12)

    check()


@elliptical_radial
def test_isophotes_are_ellipses_with_the_axis_ratio_of_the_components(name):
    # q = 0.5 at 30 degrees: f = 1/3.
    angle = np.radians(30)
    ell_comps = (np.sin(2 * angle) / 3, np.cos(2 * angle) / 3)
    profile = getattr(light, name)(ell_comps=ell_comps)
    y, x = rotated(np.array([0.0, 0.4]), np.array([0.8, 0.0]), angle)
    major, minor = profile.image(y, x)
    assert major == pytest.approx(minor, rel=1e-12)


@every
def test_jax_agrees_with_numpy_and_gradients_with_differences(cls):
    @hypothesis.settings(law, max_examples=5)
    @hypothesis.given(parameters_of(cls))
    def check(parameters):
        profile = cls(**parameters)
        y, x = ring()
        ((_, image), _), gradient = jax_image_and_gradients()(profile, y, x)
        np.testing.assert_allclose(image, profile.image(y, x), rtol=1e-10)
        numerical = numerical_gradient(lambda p: weighted(p, y, x), profile)
        for name, expected in numerical.items():
            np.testing.assert_allclose(
                getattr(gradient, name), expected, rtol=1e-6, atol=1e-6, err_msg=name
            )

    check()


@every
def test_value_and_gradient_are_finite_at_the_centre_and_at_edges_of_priors(cls):
    import jax

    # Seven points as elsewhere, so that nothing is compiled again.
    y = np.array([0.0, 0.0, 1e-9, 0.0, 1.0, -30.0, 0.05])
    x = np.array([0.0, 1e-9, 0.0, 1.0, 0.0, 30.0, -0.02])
    for profile in edge_profiles(cls):
        ((_, image), gradient), _ = jax_image_and_gradients()(profile, y, x)
        leaves = (image, *jax.tree_util.tree_leaves(gradient))
        assert all(np.isfinite(leaf).all() for leaf in leaves), profile
        assert np.isfinite(profile.image(y, x)).all(), profile


@every
def test_value_and_gradient_are_finite_wherever_the_priors_reach(cls):
    import jax

    @many
    @hypothesis.given(drawn_from_priors(cls))
    def check(profile):
        y, x = (c + offset for c, offset in zip(profile.centre, AROUND, strict=True))
        ((total, image), gradient), _ = jax_image_and_gradients()(profile, y, x)
        leaves = (total, image, *jax.tree_util.tree_leaves(gradient))
        assert all(np.isfinite(leaf).all() for leaf in leaves), (image, gradient)
        assert np.isfinite(profile.image(y, x)).all()

    check()


@every
def test_repr_and_pickle_give_the_profile_back(cls):
    profile = edge_profiles(cls)[-1]
    y, x = ring()
    for copy in (from_repr(cls, repr(profile)), pickle.loads(pickle.dumps(profile))):
        assert type(copy) is cls
        assert repr(copy) == repr(profile)
        np.testing.assert_array_equal(copy.image(y, x), profile.image(y, x))


@every
def test_every_kind_of_grid_gives_the_same_numbers(cls):
    profile = edge_profiles(cls)[-1]
    grid = Grid2D.uniform((3, 4), pixel_scales=0.3, over_sample_size=1)
    pairs = np.asarray(grid.array)
    expected = profile.image_2d_from(pairs)
    for other in (grid, Grid2DIrregular(pairs), pairs.tolist()):
        image = np.asarray(profile.image_2d_from(other))
        np.testing.assert_allclose(image, expected, rtol=1e-13)
    square = profile.image_2d_from(pairs.reshape(3, 4, 2))
    np.testing.assert_array_equal(square.reshape(12), expected)
    assert profile.image_2d_from((0.3, 0.1)) == profile.image_2d_from([(0.3, 0.1)])[0]


def test_a_grid_with_pixels_gives_the_mean_over_each_pixel():
    profile = light.Sersic(centre=(0.1, 0.0), ell_comps=(0.1, 0.2))
    coarse = Grid2D.uniform((2, 2), pixel_scales=0.6, over_sample_size=3)
    fine = Grid2D.uniform((6, 6), pixel_scales=0.2, over_sample_size=1)
    image = np.asarray(profile.image_2d_from(coarse))
    native = np.asarray(profile.image_2d_from(fine)).reshape(2, 3, 2, 3)
    np.testing.assert_allclose(image, native.mean(axis=(1, 3)).ravel(), rtol=1e-12)


@pytest.mark.parametrize("entry", REFERENCE["light"], ids=lambda entry: entry["name"])
def test_numbers_of_autolens(entry):
    profile = getattr(light, entry["name"])(**entry["parameters"])
    for method, expected in entry["values"].items():
        values = getattr(profile, method)(REFERENCE["positions"])
        np.testing.assert_allclose(values, expected, rtol=1e-7)


MORE = json.loads((Path(__file__).parents[2] / "reference" / "light.json").read_text())


@pytest.mark.parametrize("entry", MORE["light"], ids=lambda entry: entry["name"])
def test_numbers_of_other_codes(entry):
    profile = getattr(light, entry["name"])(**entry["parameters"])
    image = profile.image_2d_from(MORE["positions"])
    np.testing.assert_allclose(image, entry["values"]["image_2d_from"], rtol=1e-8)


@pytest.mark.parametrize(
    ("cls", "parameters", "message"),
    [
        (
            light.Sersic,
            {"intensty": 1.0},
            "Sersic has no parameter 'intensty'. Did you mean 'intensity'? Allowed: "
            "centre, ell_comps, intensity, effective_radius, sersic_index.",
        ),
        (
            light.Gaussian,
            {"ell_comps": (0.0, -1.0)},
            "Gaussian got ell_comps=(0.0, -1.0); it must be inside the unit disc "
            "(length below 1).",
        ),
        (
            light.SersicSph,
            {"effective_radius": 0},
            "SersicSph got effective_radius=0.0; it must be above zero.",
        ),
        (
            light.Sersic,
            {"sersic_index": -1.0},
            "Sersic got sersic_index=-1.0; it must be above zero.",
        ),
        (
            light.SersicCore,
            {"alpha": 0.0},
            "SersicCore got alpha=0.0; it must be above zero.",
        ),
        (
            light.Chameleon,
            {"core_radius_0": 0.0},
            "Chameleon got core_radius_0=0.0; it must be above zero.",
        ),
        (
            light.ElsonFreeFallSph,
            {"eta": -1.0},
            "ElsonFreeFallSph got eta=-1.0; it must be above zero.",
        ),
        (
            light.Moffat,
            {"alpha": 0.0},
            "Moffat got alpha=0.0; it must be above zero.",
        ),
        (
            light.ShapeletCartesianSph,
            {"n_y": 0, "n_x": 1, "beta": 0.0},
            "ShapeletCartesianSph got beta=0.0; it must be above zero.",
        ),
        (
            light.SersicMultipole,
            {"multipole_4_comps": 0.1},
            "SersicMultipole got multipole_4_comps=0.1; give a (y, x) pair.",
        ),
        (
            light.GaussianSph,
            {"sigma": float("nan")},
            "GaussianSph got sigma=nan; it must be finite.",
        ),
        (
            light.GaussianSph,
            {"centre": 0.1},
            "GaussianSph got centre=0.1; give a (y, x) pair.",
        ),
        (
            light.GaussianSph,
            {"sigma": "wide"},
            "GaussianSph got sigma='wide'; give a number.",
        ),
        (
            linear.GaussianSph,
            {"intensity": 1.0},
            "GaussianSph has no parameter 'intensity'. Allowed: centre, sigma.",
        ),
    ],
)
def test_bad_parameters_are_refused_with_the_remedy(cls, parameters, message):
    with pytest.raises(exc.ProfileException) as error:
        cls(**parameters)
    assert str(error.value) == message
