"""Images of a point, where the lens equation has a closed solution and where not."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like.lens.multiple_images import multiple_images_from

AXES = np.linspace(2.0, -2.0, 61), np.linspace(-2.0, 2.0, 61)


def trace_of(*masses: al.mp.MassProfile):
    lens = al.Galaxy(redshift=0.5, **{f"mass_{i}": m for i, m in enumerate(masses)})
    tracer = al.Tracer([lens, al.Galaxy(redshift=1.0)])
    return lambda y, x: tracer.traced(y, x)[1]


def test_a_point_behind_an_isothermal_sphere_has_its_two_images():
    """θ = β ± θ_E, with magnifications θ / β."""
    trace = trace_of(al.mp.IsothermalSph(einstein_radius=1.0))
    direction = np.array([np.sin(0.7), np.cos(0.7)])
    found = multiple_images_from(trace, tuple(0.3 * direction), AXES)
    np.testing.assert_allclose(found, [1.3 * direction, -0.7 * direction], atol=1e-7)


def test_a_point_far_from_the_lens_has_one_image():
    trace = trace_of(al.mp.IsothermalSph(einstein_radius=0.5))
    found = multiple_images_from(trace, (0.0, 0.8), AXES)
    np.testing.assert_allclose(found, [[0.0, 1.3]], atol=1e-7)


def test_a_point_inside_the_astroid_has_four_images():
    mass = al.mp.Isothermal(ell_comps=(0.1, 0.2), einstein_radius=1.0)
    trace = trace_of(mass, al.mp.ExternalShear(gamma_1=0.05, gamma_2=0.02))
    source = (0.02, -0.01)
    found = multiple_images_from(trace, source, AXES)
    assert found.shape == (4, 2)
    back = np.stack(trace(*found.T), axis=-1)
    np.testing.assert_allclose(back, np.tile(source, (4, 1)), atol=1e-8)


def test_faint_images_are_left_out():
    """A point mass: θ = (β ± sqrt(β² + 4 θ_E²)) / 2, the second one faint."""
    trace = trace_of(al.mp.PointMass(einstein_radius=0.5))
    bright, faint = ((0.6 + sign * np.sqrt(0.36 + 1.0)) / 2 for sign in (1, -1))
    both = multiple_images_from(trace, (0.0, 0.6), AXES, 0.01)
    np.testing.assert_allclose(both, [[0.0, bright], [0.0, faint]], atol=1e-7)
    one = multiple_images_from(trace, (0.0, 0.6), AXES, 0.9)
    np.testing.assert_allclose(one, [[0.0, bright]], atol=1e-7)


@pytest.mark.parametrize("shift", [0.0, 0.01])
def test_images_on_a_line_of_the_grid_come_once(shift):
    trace = trace_of(al.mp.IsothermalSph(einstein_radius=1.0))
    axes = AXES[0] + shift, AXES[1]
    assert len(multiple_images_from(trace, (0.0, 0.2), axes)) == 2


def test_there_may_be_none():
    trace = trace_of(al.mp.IsothermalSph(einstein_radius=0.5))
    assert multiple_images_from(trace, (9.0, 9.0), AXES).shape == (0, 2)


@pytest.fixture(scope="module")
def astroid():
    """An ellipse of mass, and points along its tangential caustic."""
    mass = al.mp.Isothermal(ell_comps=(0.15, 0.2), einstein_radius=1.0)
    caustic = al.LensCalc.from_mass_obj(mass).tangential_caustic_list_from()[0].array
    return trace_of(mass), caustic[:: len(caustic) // 15]


@pytest.mark.parametrize(("share", "number"), [(0.999, 4), (1.001, 2)])
def test_pairs_at_a_fold_are_two_images(astroid, share, number):
    """Inside the astroid there are four images, outside two, however near they are."""
    trace, caustic = astroid
    images = [multiple_images_from(trace, tuple(share * p), AXES) for p in caustic]
    assert {len(found) for found in images} == {number}
