"""Critical curves lie on their zeros and close, wherever and whatever the mass."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autolens_like import exc
from autolens_like.deflection_field.closed_curves import (
    area_within,
    is_same,
    is_within,
)
from autolens_like.deflection_field.critical_curves import (
    RADIAL,
    TANGENTIAL,
    critical_curves_from,
)
from autolens_like.deflection_field.hessian import (
    eigen_values,
    hessian,
    inverse_magnification,
)
from autolens_like.deflection_field.regions import Region
from autolens_like.profiles.mass.isothermal import Isothermal, IsothermalSph
from autolens_like.profiles.mass.nfw import NFWSph
from autolens_like.profiles.mass.sheets import ExternalShear
from test_autolens_like.galaxy.systems import CoredSphere


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
    dense = Region((0.0, 0.0), (2.5, 2.5), (300, 300), may_grow=False)
    expected = critical_curves_from(field, centres, TANGENTIAL, dense)
    assert len(curves) == len(expected)
    assert area_within(curves[0]) == pytest.approx(area_within(expected[0]), rel=1e-4)


def cluster(number=12):
    """A halo with members of all sizes, each with a core."""
    random = np.random.default_rng(4)
    halo = NFWSph(centre=(0.1, 0.2), kappa_s=0.5, scale_radius=20.0)
    members = [
        CoredSphere(
            centre=tuple(random.normal(0.0, 12.0, 2)),
            einstein_radius=10.0 ** random.uniform(-0.7, 0.3),
            core_radius=10.0 ** random.uniform(-2.5, -0.7),
        )
        for _ in range(number)
    ]
    return halo, members


def test_every_radial_curve_of_a_cluster_is_found_once():
    # Where the central density of a member is far above 1 it has a curve of its own:
    # each is looked for here on a circle around it alone, and counted.
    halo, members = cluster()
    field = sum_of(halo, *members)
    curves = critical_curves_from(field, [m.centre for m in (halo, *members)], RADIAL)
    for member in members:
        around = [curve for curve in curves if is_within(member.centre, curve)]
        values = eigen_values(hessian(field, *np.array(member.centre), 1e-6))
        # Inside of an odd number of curves the radial eigenvalue is negative.
        assert (len(around) % 2 == 1) == (values[RADIAL] < 0.0)
    for i, curve in enumerate(curves):
        y, x = curve.T
        values = eigen_values(hessian(field, y, x, 1e-5))[RADIAL]
        assert np.abs(values).max() < 1e-6
        shared = [is_same(curve, other) for other in curves[:i]]
        assert not any(shared)


@pytest.mark.parametrize("size", [0.03, 3e-3, 1e-3])
def test_a_small_curve_beside_a_large_one_is_not_missed(size):
    # 1000 times smaller than the region: far below a cell of it.
    main, tiny = IsothermalSph(einstein_radius=2.0), IsothermalSph((0.0, 6.0), size)
    field, centres = sum_of(main, tiny), [(0.0, 0.0), (0.0, 6.0)]
    large, small = critical_curves_from(field, centres, TANGENTIAL)
    assert is_within((0.0, 6.0), small) and not is_within((0.0, 6.0), large)
    # In the field of the other, κ = γ = 1/6: θ_E enlarged by 1 - κ ∓ γ, area
    # π θ_E² / ((1 - κ)² - γ²) at the lowest order.
    expected = np.pi * size**2 / ((1.0 - 1.0 / 6.0) ** 2 - 1.0 / 36.0) * 1.0
    assert area_within(small) == pytest.approx(expected, rel=0.2)


def test_lips_far_from_every_centre_are_found():
    # Two wide cores: where they overlap, between them, the convergence is largest.
    pair = [
        CoredSphere(centre=(0.0, x), einstein_radius=1.9, core_radius=0.93)
        for x in (-0.9, 0.9)
    ]
    field, centres = sum_of(*pair), [mass.centre for mass in pair]
    curves = critical_curves_from(field, centres, TANGENTIAL)
    middle = eigen_values(hessian(field, np.zeros(()), np.zeros(()), 1e-4))
    assert middle[TANGENTIAL] < 0.0
    assert is_within((0.0, 0.0), curves[0])


def rotating():
    """A mass in front of another, which is cored, and sees it beside its centre."""
    front = IsothermalSph(einstein_radius=1.0)
    behind = CoredSphere(centre=(0.15, 0.1), einstein_radius=0.6, core_radius=0.05)

    def deflections(y, x):
        a_y, a_x = front.deflections(y, x)
        b_y, b_x = behind.deflections(y - 0.7 * a_y, x - 0.7 * a_x)
        return a_y + b_y, a_x + b_x

    return deflections


def test_curves_behind_two_planes_keep_their_vertices():
    field, centres = rotating(), [(0.0, 0.0), (0.15, 0.1)]
    found = [
        (kind, curve)
        for kind in (TANGENTIAL, RADIAL)
        for curve in critical_curves_from(field, centres, kind, several_planes=True)
    ]
    assert found
    for _, curve in found:
        assert len(curve) >= 250
        y, x = curve.T
        steps = np.minimum(1e-4, 1e-3 * np.hypot(y, x))
        values = inverse_magnification(hessian(field, y, x, steps))
        scale = np.maximum(1.0, 1.0 / np.hypot(y, x))
        assert np.abs(values / scale).max() < 1e-5
    # The sign of the determinant is that of the number of curves around a point.
    points = np.random.default_rng(1).uniform(-2.0, 2.0, (200, 2))
    signs = inverse_magnification(hessian(field, *points.T, 1e-5)) > 0.0
    inside = [sum(is_within(p, curve) for _, curve in found) % 2 for p in points]
    np.testing.assert_array_equal(signs, np.array(inside) == 0)
