import numpy as np

import autolens_like as al
from autolens_like import exc
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.lens.tracer import Tracer
from autolens_like.plot import curves
from autolens_like.profiles.light.sersic import Sersic
from autolens_like.profiles.mass.isothermal import IsothermalSph


def test_the_critical_curve_of_an_isothermal_sphere_is_its_einstein_ring():
    mass = IsothermalSph(centre=(0.2, -0.1), einstein_radius=1.3)
    tracer = Tracer([Galaxy(0.5, mass=mass), Galaxy(1.0)])
    found = curves.curves_of(tracer)
    (ring,) = found.critical
    radii = np.hypot(*(ring.points - (0.2, -0.1)).T)
    np.testing.assert_allclose(radii, 1.3, rtol=1e-6)
    # Its caustic is the point behind the lens.
    (point,) = found.caustics
    np.testing.assert_allclose(point.points - (0.2, -0.1), 0.0, atol=1e-6)


def test_curves_are_closed_and_tangential_ones_solid(tracer):
    found = curves.curves_of(tracer)
    line = found.critical[0]
    np.testing.assert_array_equal(line.points[0], line.points[-1])
    assert not line.dashed
    assert len(found.caustics) == len(found.critical)


def test_a_lens_without_mass_has_no_curves():
    assert curves.curves_of(Tracer([Galaxy(0.5, bulge=Sersic())])).critical == ()


def test_curves_that_cannot_be_found_are_left_out(tracer, monkeypatch):
    def fail(*_, **__):
        raise exc.LensException("no curve")

    for kind in ("tangential", "radial"):
        name = f"{kind}_critical_curve_list_from"
        monkeypatch.setattr(curves.LensCalc, name, fail)
    found = curves.curves_of(tracer)
    assert found.critical == found.caustics == ()


def test_a_grid_over_a_box_is_square_and_fills_it():
    grid = curves.grid_over((-1.0, 1.0, 0.0, 1.0), 10)
    assert grid.shape_native == (10, 10)
    np.testing.assert_allclose(grid.geometry.extent, (-1.0, 1.0, -0.5, 1.5))


def test_critical_curves_lie_where_a_displaced_image_has_them(fit):
    moved = al.DatasetModel(grid_offset=(0.2, -0.1), grid_rotation_angle=90.0)
    displaced = al.FitImaging(fit.dataset, fit.tracer, dataset_model=moved)
    plain, seen = curves.curves_over(fit), curves.curves_over(displaced)
    assert plain.critical
    for line, other in zip(plain.critical, seen.critical, strict=True):
        back = np.stack(moved.coordinates(*other.points.T), axis=-1)
        np.testing.assert_allclose(back, line.points, atol=1e-12)
    np.testing.assert_array_equal(plain.caustics[0].points, seen.caustics[0].points)
