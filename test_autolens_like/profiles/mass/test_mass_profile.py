"""The laws that every mass profile obeys; a new one is found by itself."""

import functools
import pickle
import re

import hypothesis
import numpy as np
import pytest
from hypothesis import strategies as st

from autolens_like import exc
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles import mass
from autolens_like.profiles.mass.halo_mass import HaloOfMass
from autolens_like.profiles.mass.pixel_map import MapProfile
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.irregular import Grid2DIrregular
from test_autolens_like.profiles.family import (
    AROUND,
    REFERENCE,
    drawn_from_priors,
    edge_profiles,
    from_repr,
    law,
    many,
    numerical_gradient,
    parameter_names,
    parameters_of,
    profiles_in,
    ring,
    rotated,
    turned,
)

every = pytest.mark.parametrize("cls", profiles_in(mass))
#: The pixels of a map have a direction, and no line of code holds them.
without_pixels = pytest.mark.parametrize(
    "cls", [cls for cls in profiles_in(mass) if not issubclass(cls, MapProfile)]
)
#: Halos by mass, which convert numbers and leave the formulas to another class.
HALOS_BY_MASS = [cls for cls in profiles_in(mass) if issubclass(cls, HaloOfMass)]
#: What differs from another class by a number that it holds fixed, or by its name.
SPECIAL = (mass.DevVaucouleurs, mass.DevVaucouleursSph, mass.PowerLawIntermediateSph)
#: JAX compiles each class for seconds. Those of halos by mass (whose conversions are
#: tested, and that they hand over) and the special ones are left to the nightly run.
compiled = pytest.mark.parametrize(
    "cls",
    [
        pytest.param(cls, marks=pytest.mark.slow)
        if cls in HALOS_BY_MASS or cls in SPECIAL
        else cls
        for cls in profiles_in(mass)
    ],
)
elliptical = pytest.mark.parametrize(
    "name", [name[:-3] for name in mass.__all__ if name[:-3] in mass.__all__]
)
#: (relative, absolute), where theirs is less exact than elsewhere: constants of nature
#: and a distance by Simpson's rule; potentials by quadrature.
TOLERANCE = {
    "SMBH": (4e-5, 1e-8),
    "dPIEMass": (1e-6, 2e-7),
    "dPIEMassSph": (1e-5, 1e-7),
    "dPIEMassB0Sph": (1e-5, 1e-8),
    "dPIEPotentialSph": (1e-4, 1e-8),
    "PowerLawBroken": (1e-6, 3e-7),
}
METHODS = ("deflections_yx_2d_from", "convergence_2d_from", "potential_2d_from")


def derivative(function, y, x, axis):
    """Fourth-order central difference of `function(y, x)`, along y (0) or x (1)."""
    step, total = 2e-3, 0.0
    for shift, weight in ((1, 8), (-1, -8), (2, -1), (-2, 1)):
        move = (shift * step, 0.0) if axis == 0 else (0.0, shift * step)
        total = total + weight * np.asarray(function(y + move[0], x + move[1]))
    return total / (12 * step)


def weighted(profile, y, x):
    """One number that depends on everything a profile computes."""
    deflections = profile.deflections(y, x)
    weights = y * 0.7 - x + 2.0
    parts = (*deflections, profile.convergence(y, x), profile.potential(y, x))
    return sum((k + 1) * (weights * part).sum() for k, part in enumerate(parts))


@functools.cache
def jax_value_and_gradient():
    import jax

    def function(profile, y, x):
        values = profile.deflections(y, x)
        others = profile.convergence(y, x), profile.potential(y, x)
        return weighted(profile, y, x), (*values, *others)

    return jax.jit(jax.value_and_grad(function, has_aux=True))


@every
def test_laws_of_lensing(cls):
    @law
    @hypothesis.given(parameters_of(cls))
    def check(parameters):
        profile = cls(**parameters)
        y, x = ring()
        dyy, dxy = derivative(profile.deflections, y, x, 0)
        dyx, dxx = derivative(profile.deflections, y, x, 1)
        convergence = profile.convergence(y, x)
        np.testing.assert_allclose(dyy + dxx, 2 * convergence, rtol=1e-6, atol=1e-7)
        np.testing.assert_allclose(dyx, dxy, rtol=1e-6, atol=1e-7)
        slopes = [derivative(profile.potential, y, x, axis) for axis in (0, 1)]
        np.testing.assert_allclose(slopes, profile.deflections(y, x), atol=1e-7)

    check()


@without_pixels
def test_turning_the_sky_turns_the_deflections(cls):
    @law
    @hypothesis.given(parameters_of(cls), st.floats(-3.0, 3.0))
    def check(parameters, angle):
        y, x = ring()
        before, after = cls(**parameters), cls(**turned(parameters, angle))
        moved = rotated(y, x, angle)
        expected = rotated(*before.deflections(y, x), angle)
        np.testing.assert_allclose(after.deflections(*moved), expected, atol=1e-11)
        for name in ("convergence", "potential"):
            expected = getattr(before, name)(y, x)
            np.testing.assert_allclose(
                getattr(after, name)(*moved), expected, rtol=1e-11, atol=1e-11
            )

    check()


@pytest.mark.parametrize(
    "cls", [cls for cls in profiles_in(mass) if "centre" in parameter_names(cls)]
)
def test_moving_the_centre_moves_the_profile(cls):
    y, x = ring()
    moved = cls(centre=(0.4, -0.2)).deflections(y + 0.4, x - 0.2)
    np.testing.assert_allclose(moved, cls().deflections(y, x), atol=1e-14)


@elliptical
def test_round_profile_is_the_elliptical_one_without_ellipticity(name):
    ellipse, sphere = getattr(mass, name), getattr(mass, f"{name}Sph")

    @law
    @hypothesis.given(parameters_of(sphere))
    def check(parameters):
        y, x = ring()
        first, second = ellipse(**parameters), sphere(**parameters)
        for method in ("deflections", "convergence", "potential"):
            np.testing.assert_allclose(
                getattr(first, method)(y, x), getattr(second, method)(y, x), rtol=1e-12
            )

    check()


@compiled
def test_jax_agrees_with_numpy_and_gradients_with_differences(cls):
    @hypothesis.settings(law, max_examples=5)
    @hypothesis.given(parameters_of(cls))
    def check(parameters):
        profile = cls(**parameters)
        y, x = ring()
        (_, values), gradient = jax_value_and_gradient()(profile, y, x)
        convergence, potential = profile.convergence(y, x), profile.potential(y, x)
        expected = (*profile.deflections(y, x), convergence, potential)
        np.testing.assert_allclose(values, expected, rtol=1e-10, atol=1e-12)
        numerical = numerical_gradient(lambda p: weighted(p, y, x), profile)
        for name, expected in numerical.items():
            np.testing.assert_allclose(
                getattr(gradient, name), expected, rtol=1e-6, atol=1e-6, err_msg=name
            )

    check()


@compiled
def test_value_and_gradient_are_finite_at_the_centre_and_at_edges_of_priors(cls):
    import jax

    # Seven points as elsewhere, so that nothing is compiled again.
    y = np.array([0.0, 0.0, 1e-9, 0.0, 1.0, -30.0, 0.05])
    x = np.array([0.0, 1e-9, 0.0, 1.0, 0.0, 30.0, -0.02])
    for profile in edge_profiles(cls):
        (_, values), gradient = jax_value_and_gradient()(profile, y, x)
        leaves = (*values, *jax.tree_util.tree_leaves(gradient))
        assert all(np.isfinite(leaf).all() for leaf in leaves), profile
        assert np.isfinite(weighted(profile, y, x)), profile


@compiled
def test_value_and_gradient_are_finite_wherever_the_priors_reach(cls):
    import jax

    @many
    @hypothesis.given(drawn_from_priors(cls))
    def check(profile):
        y, x = (c + offset for c, offset in zip(profile.centre, AROUND, strict=True))
        (total, values), gradient = jax_value_and_gradient()(profile, y, x)
        leaves = (total, *values, *jax.tree_util.tree_leaves(gradient))
        assert all(np.isfinite(leaf).all() for leaf in leaves), (values, gradient)
        assert np.isfinite(weighted(profile, y, x))

    check()


def converts_as_no_other(cls):
    """Whether no round sibling and none with scatter has all conversions of a halo."""
    name = cls.__name__
    others = f"{name}Sph", name.replace("MCRLudlow", "MCRScatterLudlow")
    return not any(other != name and other in mass.__all__ for other in others)


def handed_over(halo):
    """The class that does the work of a halo by mass, and the numbers that it gets."""
    pattern = "(.*?NFW(?:Truncated)?|.*SIDM).*?(Sph)?"
    kind, ending = re.fullmatch(pattern, type(halo).__name__).groups("")
    worker = getattr(mass, kind + ending)
    return worker, {name: getattr(halo, name) for name in parameter_names(worker)}


def logarithms(halo):
    """One number that depends on all that a halo by mass converts, and the numbers."""
    numbers = [v for v in handed_over(halo)[1].values() if not isinstance(v, tuple)]
    log = array_namespace(numbers).log
    # A core may be 0.
    total = sum((k + 1) * log(number + 1e-3) for k, number in enumerate(numbers))
    return total, numbers


@functools.cache
def jax_logarithms_and_gradient():
    import jax

    return jax.jit(jax.value_and_grad(logarithms, has_aux=True))


@pytest.mark.parametrize("cls", HALOS_BY_MASS)
def test_halos_by_mass_hand_their_numbers_over(cls):
    halo, (y, x) = edge_profiles(cls)[-1], ring()
    worker, numbers = handed_over(halo)
    for method in ("deflections", "convergence", "potential"):
        expected = getattr(worker(**numbers), method)(y, x)
        np.testing.assert_allclose(getattr(halo, method)(y, x), expected, rtol=1e-13)


@pytest.mark.parametrize("cls", [c for c in HALOS_BY_MASS if converts_as_no_other(c)])
def test_conversions_by_jax_agree_with_numpy_and_with_differences(cls):
    import jax

    @hypothesis.settings(law, max_examples=5)
    @hypothesis.given(parameters_of(cls))
    def check(parameters):
        halo = cls(**parameters)
        (_, values), gradient = jax_logarithms_and_gradient()(halo)
        np.testing.assert_allclose(values, logarithms(halo)[1], rtol=1e-10)
        numerical = numerical_gradient(lambda h: logarithms(h)[0], halo, relative=True)
        for name, slope in numerical.items():
            size = np.abs(getattr(halo, name))
            found, expected = (size * s for s in (getattr(gradient, name), slope))
            np.testing.assert_allclose(found, expected, 1e-6, 1e-7, err_msg=name)

    check()
    for halo in edge_profiles(cls):
        (_, values), gradient = jax_logarithms_and_gradient()(halo)
        leaves = (*values, *jax.tree_util.tree_leaves(gradient))
        assert all(np.isfinite(leaf) for leaf in leaves), halo


def require_same(copy, profile):
    y, x = ring()
    assert type(copy) is type(profile)
    assert repr(copy) == repr(profile)
    assert weighted(copy, y, x) == weighted(profile, y, x)


@every
def test_pickle_gives_the_profile_back(cls):
    profile = edge_profiles(cls)[-1]
    require_same(pickle.loads(pickle.dumps(profile)), profile)


@without_pixels
def test_repr_gives_the_profile_back(cls):
    profile = edge_profiles(cls)[-1]
    require_same(from_repr(cls, repr(profile)), profile)


@every
@pytest.mark.parametrize("method", METHODS)
def test_every_kind_of_grid_gives_the_same_numbers(cls, method):
    profile = edge_profiles(cls)[-1]
    grid = Grid2D.uniform((3, 4), pixel_scales=0.3, over_sample_size=1)
    pairs = np.asarray(grid.array)
    evaluate = getattr(profile, method)
    expected = evaluate(pairs)
    assert expected.shape[0] == 12
    for other in (grid, Grid2DIrregular(pairs), pairs.tolist()):
        np.testing.assert_allclose(np.asarray(evaluate(other)), expected, rtol=1e-13)
    square = evaluate(pairs.reshape(3, 4, 2))
    np.testing.assert_array_equal(square.reshape(expected.shape), expected)
    np.testing.assert_array_equal(evaluate(pairs[5]), expected[5])


def test_the_xp_switch_gives_jax_arrays():
    import jax.numpy as jnp

    profile = mass.NFWSph()
    values = profile.deflections_yx_2d_from([(1.0, 0.5)], xp=jnp)
    assert isinstance(values, jnp.ndarray)
    np.testing.assert_allclose(values, profile.deflections_yx_2d_from([(1.0, 0.5)]))
    with pytest.raises(exc.InputException, match="xp='cupy' is no array library"):
        profile.deflections_yx_2d_from([(1.0, 0.5)], xp="cupy")


@pytest.mark.parametrize("entry", REFERENCE["mass"], ids=lambda entry: entry["name"])
def test_numbers_of_autolens(entry):
    profile = getattr(mass, entry["name"])(**entry["parameters"])
    for method, expected in entry["values"].items():
        values = getattr(profile, method)(REFERENCE["positions"])
        if (
            method == "potential_2d_from"
            and entry["name"] in REFERENCE["constant_in_potential"]
        ):
            values, expected = values - values[0], np.subtract(expected, expected[0])
        # Their angular series stops at 1e-10 and their softening is 1e-8.
        rtol, atol = TOLERANCE.get(entry["name"], (1e-6, 1e-8))
        np.testing.assert_allclose(values, expected, rtol=rtol, atol=atol)


@pytest.mark.parametrize(
    ("cls", "parameters", "message"),
    [
        (
            "Isothermal",
            {"einstien_radius": 1.0},
            "Isothermal has no parameter 'einstien_radius'. Did you mean "
            "'einstein_radius'? Allowed: centre, ell_comps, einstein_radius.",
        ),
        (
            "Isothermal",
            {"ell_comps": (0.8, 0.6)},
            "Isothermal got ell_comps=(0.8, 0.6); it must be inside the unit disc "
            "(length below 1).",
        ),
        (
            "PowerLaw",
            {"slope": 3.0},
            "PowerLaw got slope=3.0; it must be between 1 and 3.",
        ),
        (
            "NFWSph",
            {"scale_radius": 0.0},
            "NFWSph got scale_radius=0.0; it must be above zero.",
        ),
        (
            "ExternalShear",
            {"centre": (0.0, 0.0)},
            "ExternalShear has no parameter 'centre'. Allowed: gamma_1, gamma_2.",
        ),
        (
            "PointMass",
            {"einstein_radius": float("nan")},
            "PointMass got einstein_radius=nan; it must be finite.",
        ),
        (
            "PowerLaw",
            {"einstein_radius": -1.0},
            "PowerLaw got einstein_radius=-1.0; it must be at least zero.",
        ),
        (
            "dPIEMassB0",
            {"b0": -1.0},
            "dPIEMassB0 got b0=-1.0; it must be at least zero.",
        ),
    ],
)
def test_bad_parameters_are_refused_with_the_remedy(cls, parameters, message):
    with pytest.raises(exc.ProfileException) as error:
        getattr(mass, cls)(**parameters)
    assert str(error.value) == message
