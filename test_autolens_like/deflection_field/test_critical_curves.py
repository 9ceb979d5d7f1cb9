"""Critical curves lie on their zeros and close, wherever and whatever the mass."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autolens_like import exc
from autolens_like.deflection_field.closed_curves import area_within, is_within
from autolens_like.deflection_field.critical_curves import (
    RADIAL,
    TANGENTIAL,
    Region,
    critical_curves_from,
)
from autolens_like.deflection_field.hessian import eigen_values, hessian
from autolens_like.profiles.mass.isothermal import Isothermal, IsothermalSph
from autolens_like.profiles.mass.sheets import ExternalShear
from test_autolens_like.galaxy.systems import CoredSphere


def test_regions_unite():
    one, two = Region((0.0, 0.0), (1.0, 1.0)), Region((0.0, 1.5), (1.0, 2.0))
    assert one.overlaps(two) and not one.overlaps(Region((3.0, 0.0), (1.0, 1.0)))
    both = one.united(two)
    assert both.centre == (0.0, 1.25) and both.half_sides == (1.0, 2.25)
    assert one.grown().half_sides == (1.5, 1.5)


@settings(max_examples=15, deadline=None)
@given(
    size=st.floats(-2.0, 1.7),
    centre=st.tuples(st.floats(-30.0, 30.0), st.floats(-30.0, 30.0)),
    ell_comps=st.tuples(st.floats(-0.3, 0.3), st.floats(-0.3, 0.3)),
    shear=st.floats(-0.1, 0.1),
)
def test_every_vertex_lies_on_the_zero(size, centre, ell_comps, shear):
    mass = Isothermal(centre=centre, ell_comps=ell_comps, einstein_radius=10.0**size)
    field = ExternalShear(gamma_1=shear)

    def deflections(y, x):
        (ay, ax), (by, bx) = mass.deflections(y, x), field.deflections(y, x)
        return ay + by, ax + bx

    (curve,) = critical_curves_from(deflections, [centre], TANGENTIAL)
    np.testing.assert_array_equal(curve[0], curve[-1])
    y, x = curve.T
    step = 1e-3 * 10.0**size
    values = eigen_values(hessian(deflections, y, x, step))[TANGENTIAL]
    # Coordinates far from the origin are rounded, which a small step brings out.
    rounding = 40.0 * np.finfo(float).eps * np.max(np.abs(curve)) / step
    assert np.max(np.abs(values)) < max(1e-9, rounding)
    assert is_within(centre, curve)


def test_radial_curve_of_a_core_is_its_formula():
    # dα/dr = 1 for α = θ_E (√(r² + s²) - s) / r, solved here by bisection.
    def excess(r, s=0.05):
        scale = np.sqrt(r * r + s * s)
        return 1.0 / scale - (scale - s) / r**2 - 1.0

    low, high = 1e-3, 0.5
    for _ in range(80):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if excess(middle) > 0.0 else (low, middle)
    core = CoredSphere(centre=(0.3, -0.1), core_radius=0.05)
    (curve,) = critical_curves_from(core.deflections, [(0.3, -0.1)], RADIAL)
    radius = np.hypot(curve[:, 0] - 0.3, curve[:, 1] + 0.1)
    np.testing.assert_allclose(radius, low, rtol=1e-8)


def test_singular_centres_have_no_radial_curve():
    for mass in (Isothermal(ell_comps=(0.2, 0.1)), IsothermalSph()):
        assert critical_curves_from(mass.deflections, [(0.0, 0.0)], RADIAL) == []
        wide = Region((0.0, 0.0), (2.0, 2.0))
        found = critical_curves_from(mass.deflections, [(0.0, 0.0)], RADIAL, wide)
        assert found == []


def sum_of(*masses):
    def deflections(y, x):
        angles = [mass.deflections(y, x) for mass in masses]
        return sum(a[0] for a in angles), sum(a[1] for a in angles)

    return deflections


def test_separate_masses_have_separate_curves():
    near = CoredSphere(centre=(0.0, 0.0), einstein_radius=0.5, core_radius=0.02)
    far = CoredSphere(centre=(0.0, 30.0), einstein_radius=0.1, core_radius=0.01)
    field = sum_of(near, far)
    centres = [(0.0, 0.0), (0.0, 30.0), (0.0, 0.0)]
    for kind in (TANGENTIAL, RADIAL):
        curves = critical_curves_from(field, centres, kind)
        assert len(curves) == 2
        assert area_within(curves[0]) > area_within(curves[1])


def test_merged_masses_have_one_outer_curve():
    pair = sum_of(IsothermalSph(centre=(0.0, -0.4)), IsothermalSph(centre=(0.0, 0.4)))
    curves = critical_curves_from(pair, [(0.0, -0.4), (0.0, 0.4)], TANGENTIAL)
    # Far outside the pair is one sphere of 2 arcsec.
    assert np.sqrt(area_within(curves[0]) / np.pi) == pytest.approx(2.0, rel=0.03)


def test_a_weak_lens_has_no_curves():
    weak = CoredSphere(einstein_radius=0.1, core_radius=0.1)
    assert critical_curves_from(weak.deflections, [(0.0, 0.0)], TANGENTIAL) == []


def test_curves_that_do_not_close_are_errors():
    sphere = IsothermalSph()
    small = Region((0.0, 0.0), (1.1, 0.9), may_grow=False)
    with pytest.raises(exc.LensException, match="give a larger grid, or none"):
        critical_curves_from(sphere.deflections, [(0.0, 0.0)], TANGENTIAL, small)
    grows = Region((0.0, 0.0), (1.1, 0.9))
    (curve,) = critical_curves_from(sphere.deflections, [], TANGENTIAL, grows)
    assert area_within(curve) == pytest.approx(np.pi, rel=1e-7)
    sheet = sum_of(sphere, ExternalShear(gamma_1=1.1))
    with pytest.raises(exc.LensException, match="no critical curve closes"):
        critical_curves_from(sheet, [(0.0, 0.0)], TANGENTIAL)


@pytest.mark.parametrize("radius", [1.0, 1.1, 1.3, 1.5])
def test_a_subhalo_beside_the_curve_is_resolved(radius):
    main = Isothermal(ell_comps=(0.1, 0.05), einstein_radius=1.2)
    subhalo = IsothermalSph(centre=(0.3, -radius), einstein_radius=0.03)
    field, centres = sum_of(main, subhalo), [(0.0, 0.0), subhalo.centre]
    curves = critical_curves_from(field, centres, TANGENTIAL)
    dense = Region((0.0, 0.0), (2.5, 2.5), (800, 800), may_grow=False)
    expected = critical_curves_from(field, centres, TANGENTIAL, dense)
    assert len(curves) == len(expected)
    assert area_within(curves[0]) == pytest.approx(area_within(expected[0]), rel=1e-4)
