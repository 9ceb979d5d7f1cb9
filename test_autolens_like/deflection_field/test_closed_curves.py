"""Polygons that stand for smooth closed curves."""

import numpy as np
import pytest

from autolens_like.deflection_field.closed_curves import (
    area_within,
    chords_and_turns,
    evenly_spaced,
    is_same,
    is_within,
    sharp_vertices,
    signed_area,
)


def polygon(number, radius=1.0, start=0.0):
    phi = start + 2.0 * np.pi * np.arange(number + 1) / number
    return radius * np.stack([np.sin(phi), np.cos(phi)], axis=-1)


def test_area_within_a_circle_converges_with_the_fourth_power():
    errors = [abs(area_within(polygon(n)) / np.pi - 1.0) for n in (32, 64)]
    assert errors[0] < 1e-4
    assert errors[1] < errors[0] / 15.0


def test_area_within_an_ellipse_does_not_depend_on_direction_or_spacing():
    phi = np.linspace(0.0, 2.0 * np.pi, 301) + 0.3 * np.sin(
        np.linspace(0.0, 2.0 * np.pi, 301)
    )
    ellipse = np.stack([0.5 * np.sin(phi), 2.0 * np.cos(phi)], axis=-1)
    ellipse[-1] = ellipse[0]
    for curve in (ellipse, ellipse[::-1]):
        assert area_within(curve) == pytest.approx(np.pi, rel=1e-6)
    assert area_within(np.zeros((5, 2))) == 0.0


def test_inside_and_outside():
    circle = polygon(50)
    assert is_within((0.1, -0.2), circle)
    assert not is_within((1.1, 0.0), circle) and not is_within((0.0, -1.1), circle)


def test_signed_area_knows_the_direction():
    square = np.array([[0.0, 0.0], [0.0, 2.0], [2.0, 2.0], [2.0, 0.0], [0.0, 0.0]])
    assert signed_area(square) == pytest.approx(4.0)
    assert signed_area(square[::-1]) == pytest.approx(-4.0)


def test_turns_of_a_closed_curve_sum_to_a_full_one():
    chords, turns = chords_and_turns(polygon(40))
    assert len(chords) == 40
    assert abs(turns.sum()) == pytest.approx(2.0 * np.pi)
    np.testing.assert_allclose(np.abs(turns), 2.0 * np.pi / 40)
    assert list(sharp_vertices(polygon(6))) == [0, 1, 2, 3, 4, 5]
    assert len(sharp_vertices(polygon(40))) == 0


def test_even_points_lie_on_the_line_and_normals_stand_on_it():
    points, normals = evenly_spaced(polygon(500), 60)
    np.testing.assert_allclose(np.hypot(*points.T), 1.0, atol=1e-4)
    np.testing.assert_allclose(np.abs(np.sum(points * normals, axis=1)), 1.0, atol=1e-3)
    spacing = np.hypot(*np.diff(points, axis=0).T)
    np.testing.assert_allclose(spacing, spacing[0], rtol=1e-3)


def test_the_same_curve_is_recognized():
    circle = polygon(50)
    assert is_same(circle, polygon(60, start=0.4))
    assert not is_same(circle, circle + 0.2) and not is_same(circle, 1.1 * circle)
