"""Lens quantities by their laws, and by values of autolens (reference/make_lens.py)."""

import json
from pathlib import Path

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.galaxy.galaxy import Galaxy, MassField
from autolens_like.lens.quantities import LensCalc
from autolens_like.lens.tracer import Tracer
from autolens_like.profiles.mass.isothermal import Isothermal, IsothermalSph
from autolens_like.profiles.mass.sheets import ExternalShear
from autolens_like.structures.array import Array2D
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.irregular import ArrayIrregular, Grid2DIrregular
from autolens_like.structures.mask import Mask2D
from autolens_like.structures.vector import VectorYX2D
from test_autolens_like.galaxy.systems import (
    lens_galaxy,
    points,
    source_galaxy,
)

REFERENCE = json.loads(
    (Path(__file__).parents[1] / "reference" / "lens.json").read_text()
)


def two_planes():
    return Tracer([lens_galaxy(), source_galaxy()])


def test_convergence_and_shear_of_two_planes_are_those_of_the_lens():
    tracer, grid = two_planes(), points()
    calculator = LensCalc.from_tracer(tracer)
    np.testing.assert_allclose(
        calculator.convergence_2d_via_hessian_from(grid),
        tracer.convergence_2d_from(grid),
        rtol=1e-7,
    )
    yy, xy, yx, xx = calculator.hessian_from(grid)
    shear = calculator.shear_yx_2d_via_hessian_from(grid)
    np.testing.assert_allclose(shear[:, 0], 0.5 * (xy + yx))
    np.testing.assert_allclose(shear[:, 1], 0.5 * (xx - yy))
    field = LensCalc.from_mass_obj(ExternalShear(gamma_1=0.03, gamma_2=-0.02))
    np.testing.assert_allclose(
        field.shear_yx_2d_via_hessian_from(grid), [[-0.02, 0.03]] * 40, atol=1e-12
    )


def test_magnification_is_one_over_the_determinant():
    calculator, grid = LensCalc.from_tracer(two_planes()), points()
    (a, b), (c, d) = calculator.jacobian_from(grid)
    magnification = calculator.magnification_2d_from(grid)
    np.testing.assert_allclose(magnification * (a * d - b * c), 1.0)
    np.testing.assert_allclose(
        magnification
        * calculator.tangential_eigen_value_from(grid)
        * calculator.radial_eigen_value_from(grid),
        1.0,
        rtol=1e-9,
    )


def test_magnification_of_an_isothermal_sphere():
    # μ = 1 / (1 - θ_E / r).
    grid = points()
    radius = np.hypot(*grid.T)
    magnification = LensCalc(IsothermalSph()).magnification_2d_from(grid)
    far = radius > 0.3
    expected = 1.0 / (1.0 - 1.0 / radius)
    np.testing.assert_allclose(magnification[far], expected[far], rtol=1e-7)


def test_what_comes_out_belongs_to_the_grid():
    calculator = LensCalc(lens_galaxy())
    frame = Grid2D.uniform((4, 5), 0.3)
    assert isinstance(calculator.magnification_2d_from(frame), Array2D)
    assert isinstance(calculator.shear_yx_2d_via_hessian_from(frame), VectorYX2D)
    assert all(isinstance(part, Array2D) for part in calculator.hessian_from(frame))
    irregular = Grid2DIrregular(points())
    assert isinstance(calculator.magnification_2d_from(irregular), ArrayIrregular)


def test_planes_may_be_chosen():
    tracer = Tracer([lens_galaxy(), Galaxy(1.0), source_galaxy()])
    nearer = LensCalc.from_tracer(tracer, plane_j=1).einstein_radius_from()
    last = LensCalc.from_tracer(tracer).einstein_radius_from()
    assert nearer < last
    deflector = Galaxy(0.5, mass=IsothermalSph(einstein_radius=1.0))
    field = MassField(0.5, shear=ExternalShear(gamma_1=0.05))
    system = Tracer([deflector, Galaxy(1.0), Galaxy(2.0)], fields=field)
    flat = LensCalc.from_tracer(system, use_multi_plane=False)
    np.testing.assert_allclose(
        flat.hessian_from(points()),
        LensCalc.from_tracer(system).hessian_from(points()),
        atol=1e-9,
    )


def test_jit_and_grad_take_it_as_it_is():
    jax = pytest.importorskip("jax")
    calculator, grid = LensCalc.from_tracer(two_planes()), points()
    jitted = jax.jit(lambda c: c.magnification_2d_from(grid))(calculator)
    np.testing.assert_allclose(
        jitted, calculator.magnification_2d_from(grid), rtol=1e-8
    )
    gradient = jax.grad(lambda c: c.convergence_2d_via_hessian_from(grid).sum())(
        calculator
    )
    radius = gradient.mass_obj.galaxies[0].mass.einstein_radius
    kappa = lens_galaxy().mass.convergence(*grid.T).sum()
    assert float(radius) == pytest.approx(kappa / 1.2, rel=1e-6)


@pytest.mark.parametrize("mass_obj", [Isothermal, 3.0, None])
def test_something_without_mass_is_an_error(mass_obj):
    with pytest.raises(exc.RayTracingException, match="has no deflection angles"):
        LensCalc(mass_obj)


def test_values_agree_with_autolens():
    calculator = LensCalc.from_tracer(two_planes())
    grid = Grid2DIrregular(REFERENCE["points"])
    call = "LensCalc.from_tracer(two).magnification_2d_via_hessian_from(grid)"
    # Its differences are of second order, over 0.01 arcsec.
    np.testing.assert_allclose(
        calculator.magnification_2d_via_hessian_from(grid).array,
        REFERENCE[call],
        rtol=5e-3,
    )


def test_fermat_potential_of_an_isothermal_sphere():
    # ½ θ_E² - θ_E r.
    grid, sphere = points(), IsothermalSph(einstein_radius=1.3)
    expected = 0.5 * 1.3**2 - 1.3 * np.hypot(*grid.T)
    behind = Tracer([Galaxy(0.5, mass=sphere), Galaxy(1.0)])
    for mass_obj in (sphere, behind):
        calculator = LensCalc(mass_obj)
        np.testing.assert_allclose(calculator.fermat_potential_from(grid), expected)
        term = calculator.time_delay_geometry_term_from(grid)
        np.testing.assert_allclose(term, 0.5 * 1.3**2)


def test_lines_of_an_array_follow_its_zeros():
    grid = Grid2D.uniform((80, 100), pixel_scales=(0.05, 0.04), origin=(0.2, -0.1))
    calculator = LensCalc.from_mass_obj(IsothermalSph(centre=(0.3, 0.1)))
    values = calculator.tangential_eigen_value_from(grid)
    (line,) = calculator.contour_list_from(grid, values)
    radius = np.hypot(*(np.asarray(line.array) - [0.3, 0.1]).T)
    # The critical circle, to the square of the pixel.
    np.testing.assert_allclose(radius, 1.0, atol=2e-3)
    masked = Grid2D.from_mask(Mask2D.circular((20, 20), radius=0.3, pixel_scales=0.05))
    with pytest.raises(exc.GridException, match="lines need an unmasked grid, such as"):
        calculator.contour_list_from(masked, values)


def test_deflections_of_one_point_may_be_differentiated():
    import jax

    calculator = LensCalc.from_tracer(two_planes())
    found = jax.jacfwd(calculator.deflections_yx_scalar)(0.7, 0.4)
    yy, _, _, _ = calculator.hessian_from([(0.7, 0.4)])
    np.testing.assert_allclose(found[0], yy[0], rtol=1e-6)
    (angles,) = two_planes().deflections_yx_2d_from([(0.7, 0.4)])
    scalar = calculator.deflections_yx_scalar(0.7, 0.4, pixel_scales=(0.05, 0.05))
    np.testing.assert_allclose(scalar, angles)
