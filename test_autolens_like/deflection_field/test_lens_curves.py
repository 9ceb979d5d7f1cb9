"""Curves and radii by their laws, and by values of autolens."""

import json
from pathlib import Path

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.deflection_field.lens_curves import region_of
from autolens_like.galaxy.galaxies import Galaxies
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.lens.quantities import LensCalc
from autolens_like.lens.tracer import Tracer
from autolens_like.profiles.mass.isothermal import Isothermal, IsothermalSph
from autolens_like.profiles.mass.nfw import NFWSph
from autolens_like.profiles.mass.point_mass import PointMass
from autolens_like.profiles.mass.power_law import PowerLaw
from autolens_like.profiles.mass.sheets import ExternalShear
from autolens_like.structures.grid import Grid2D
from test_autolens_like.galaxy.systems import (
    CoredSphere,
    lens_galaxy,
    middle_galaxy,
    source_galaxy,
)

REFERENCE = json.loads(
    (Path(__file__).parents[1] / "reference" / "lens.json").read_text()
)


def two_planes():
    return Tracer([lens_galaxy(), source_galaxy()])


@pytest.mark.parametrize(
    "ell_comps", [(0.0, 0.0), (0.1, -0.05), (0.0, 0.4), (0.5, 0.2)]
)
def test_einstein_radius_of_the_isothermal_ellipsoid(ell_comps):
    # Its critical curve is the ellipse κ = ½ of area π 4 q θ_E² / (1 + q)².
    mass = Isothermal(centre=(0.1, 0.2), ell_comps=ell_comps, einstein_radius=1.3)
    flattening = np.hypot(*ell_comps)
    q = (1.0 - flattening) / (1.0 + flattening)
    expected = 2.0 * np.sqrt(q) / (1.0 + q) * 1.3
    calculator = LensCalc.from_mass_obj(mass)
    assert calculator.einstein_radius_from() == pytest.approx(expected, rel=1e-6)
    assert calculator.einstein_mass_angular_from() == pytest.approx(
        np.pi * expected**2, rel=1e-6
    )
    (curve,) = calculator.tangential_critical_curve_list_from()
    np.testing.assert_allclose(mass.convergence(*curve.array.T), 0.5, rtol=1e-8)


def test_mean_convergence_inside_the_einstein_radius_is_one():
    core = CoredSphere(einstein_radius=1.0, core_radius=0.1)
    radius = LensCalc(core).einstein_radius_from()
    # α(r) = r, that is r = θ_E √(1 - 2 s / θ_E).
    assert radius == pytest.approx(np.sqrt(0.8), rel=1e-8)


def test_caustic_of_an_isothermal_sphere_is_a_point():
    (caustic,) = LensCalc(
        IsothermalSph(centre=(0.2, 0.1))
    ).tangential_caustic_list_from()
    np.testing.assert_allclose(caustic.array, [[0.2, 0.1]] * len(caustic), atol=1e-9)


def test_caustic_of_a_sheared_sphere_has_its_cusps():
    # On the axes of the shear the tangential critical curve is at θ_E / (1 ∓ γ)
    # with cusps at β = ∓ 2 γ θ_E / (1 ∓ γ), the curve being where 1 - θ_E/r = ±γ.
    gamma, einstein_radius = 0.1, 1.2
    galaxy = Galaxy(
        0.5,
        mass=IsothermalSph(einstein_radius=einstein_radius),
        shear=ExternalShear(gamma_1=gamma),
    )
    tracer = Tracer([galaxy, source_galaxy()])
    (curve,) = LensCalc.from_tracer(tracer).tangential_critical_curve_list_from()
    (caustic,) = LensCalc.from_tracer(tracer).tangential_caustic_list_from()
    y, x = np.abs(caustic.array).T
    # γ1 > 0 deflects along +x outwards: β_x = (1 - γ) x - θ_E, β_y = (1 + γ) y - θ_E.
    along_x = einstein_radius / (1.0 + gamma)
    along_y = einstein_radius / (1.0 - gamma)
    assert np.abs(curve.array[:, 1]).max() == pytest.approx(along_x, rel=1e-3)
    assert np.abs(curve.array[:, 0]).max() == pytest.approx(along_y, rel=1e-3)
    cusp_x = 2.0 * gamma * einstein_radius / (1.0 + gamma)
    cusp_y = 2.0 * gamma * einstein_radius / (1.0 - gamma)
    assert x.max() == pytest.approx(cusp_x, rel=1e-2)
    assert y.max() == pytest.approx(cusp_y, rel=1e-2)
    # An astroid is zero across each axis.
    assert y[np.argmax(x)] < 0.05 * cusp_y


def test_a_radial_caustic_exists_where_there_is_a_core():
    assert LensCalc(Isothermal()).radial_caustic_list_from() == []
    core = LensCalc(CoredSphere(core_radius=0.1))
    (critical,), (caustic,) = (
        core.radial_critical_curve_list_from(),
        core.radial_caustic_list_from(),
    )
    assert len(critical) == len(caustic)
    assert core.radial_critical_curve_area_list_from()[0] < np.pi
    # The caustic is larger than the critical curve, as images there are demagnified.
    areas = core.area_within_curve_list_from([critical.array, caustic.array])
    assert areas[1] > areas[0]


def test_a_grid_may_be_given_and_changes_nothing():
    calculator = LensCalc.from_tracer(two_planes())
    free = calculator.einstein_radius_from()
    frame = Grid2D.uniform((100, 100), 0.05)
    for grid in (frame, frame.array):
        assert calculator.einstein_radius_from(grid) == pytest.approx(free, rel=1e-7)
    with pytest.raises(exc.LensException, match="give a larger grid"):
        calculator.einstein_radius_from(Grid2D.uniform((40, 40), 0.05))


def test_no_critical_curve_is_an_error_and_never_zero():
    weak = LensCalc(CoredSphere(einstein_radius=0.1, core_radius=0.1))
    for method in ("einstein_radius_from", "einstein_mass_angular_from"):
        with pytest.raises(exc.LensException, match="no tangential critical curve"):
            getattr(weak, method)()
    dark = LensCalc.from_tracer(Tracer([Galaxy(0.5), source_galaxy()]))
    with pytest.raises(exc.LensException, match="no tangential critical curve"):
        dark.einstein_radius_from()


def test_separate_curves_add_their_areas():
    far = IsothermalSph(centre=(0.0, 50.0), einstein_radius=0.4)
    galaxies = Galaxies([Galaxy(0.5, mass=IsothermalSph()), Galaxy(0.5, mass=far)])
    radii = LensCalc(galaxies).einstein_radius_list_from()
    assert len(radii) == 2
    total = LensCalc(galaxies).einstein_radius_from()
    assert total == pytest.approx(np.hypot(*radii), rel=1e-12)
    masses = LensCalc(galaxies).einstein_mass_angular_list_from()
    assert sum(masses) == pytest.approx(np.pi * total**2)


def test_curves_behind_several_planes_are_where_the_determinant_vanishes():
    tracer = Tracer([lens_galaxy(), middle_galaxy(), source_galaxy()])
    calculator = LensCalc.from_tracer(tracer)
    curves = calculator.tangential_critical_curve_list_from()
    assert curves
    for curve in curves:
        inverse = 1.0 / calculator.magnification_2d_from(curve.array)
        assert np.abs(inverse).max() < 1e-6


def test_curves_of_jax_numbers_are_those_of_floats():
    jnp = pytest.importorskip("jax.numpy")
    mass = IsothermalSph(centre=(jnp.asarray(0.1), 0.0), einstein_radius=jnp.ones(()))
    assert LensCalc(mass).einstein_radius_from() == pytest.approx(1.0, rel=1e-8)


@pytest.mark.parametrize(
    "mass", [PointMass(einstein_radius=0.8), PowerLaw(einstein_radius=0.8, slope=1.8)]
)
def test_round_masses_have_their_einstein_radius(mass):
    assert LensCalc(mass).einstein_radius_from() == pytest.approx(0.8, rel=1e-7)


def test_radial_curve_of_a_shallow_power_law():
    # α = θ_E (r / θ_E)^(2 - γ'), so dα/dr = 1 at r = θ_E (2 - γ')^(1 / (γ' - 1)).
    slope, einstein_radius = 1.8, 0.9
    mass = PowerLaw(centre=(0.1, 0.3), einstein_radius=einstein_radius, slope=slope)
    (curve,) = LensCalc(mass).radial_critical_curve_list_from()
    radius = np.hypot(*(curve.array - [0.1, 0.3]).T)
    expected = einstein_radius * (2.0 - slope) ** (1.0 / (slope - 1.0))
    np.testing.assert_allclose(radius, expected, rtol=1e-6)


def test_curves_of_a_halo():
    (tangential,) = LensCalc(NFWSph(kappa_s=0.5)).tangential_critical_curve_list_from()
    (radial,) = LensCalc(NFWSph(kappa_s=0.5)).radial_critical_curve_list_from()
    # Round: α(r) = r on the one.
    y, x = tangential.array.T
    angle_y, _ = NFWSph(kappa_s=0.5).deflections(y, x)
    np.testing.assert_allclose(angle_y, y, atol=1e-8)
    assert np.hypot(*radial.array.T).max() < np.hypot(y, x).min()


def test_an_einstein_radius_takes_few_deflection_angles(monkeypatch):
    points, formula = [], Isothermal._deflections

    def counted(self, y, x):
        points.append(max(np.size(y), np.size(x)))
        return formula(self, y, x)

    monkeypatch.setattr(Isothermal, "_deflections", counted)
    calculator = LensCalc.from_tracer(two_planes())
    calculator.einstein_radius_from()
    # 2 ms of one core; a grid as fine as the critical curve would take millions.
    assert len(points) <= 10 and sum(points) < 80_000


def test_the_radius_agrees_with_autolens():
    call = "LensCalc.from_tracer(two).einstein_radius_from(grid 200 x 0.025)"
    # Its area is that of pixels.
    radius = LensCalc.from_tracer(two_planes()).einstein_radius_from()
    assert radius == pytest.approx(REFERENCE[call], rel=5e-3)


def test_the_cells_of_the_search_may_be_chosen():
    grid = Grid2D.uniform(shape_native=(60, 60), pixel_scales=0.1)
    mass = Isothermal(ell_comps=(0.1, 0.2))
    expected = mass.einstein_radius_from()
    for pixel_scale in (0.4, 0.05):
        radius = mass.einstein_radius_from(grid=grid, pixel_scale=pixel_scale)
        assert radius == pytest.approx(expected, rel=1e-6)
    assert region_of(grid, 0.2).shape == (30, 30)
    assert region_of(grid).shape == (59, 59)
    assert region_of(None) is None


@pytest.mark.parametrize("arguments", [(None, 0.1), ([[1.0, 1.0], [0.0, 0.0]], 0.0)])
def test_the_cells_of_a_search_need_a_size_and_a_grid(arguments):
    with pytest.raises(exc.InputException, match="give the side of a pixel"):
        IsothermalSph().einstein_radius_from(*arguments)
