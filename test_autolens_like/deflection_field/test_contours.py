"""Contours close, and bisection tells zeros from jumps."""

import numpy as np
import pytest

from autolens_like.deflection_field.adaptive_mesh import AdaptiveMesh
from autolens_like.deflection_field.contours import (
    contours_from,
    crossings_from,
    is_crossed,
)


def mesh_and_nodes():
    mesh = AdaptiveMesh.uniform(np.array([-1.0, -1.0]), np.array([1.0, 1.0]), (20, 20))

    def wanted(mesh):
        distance = np.hypot(*(mesh.middles - [0.3, 0.6]).T)
        return (mesh.sizes > 0.3 * distance) & (mesh.sizes > 0.01)

    mesh = mesh.split_where(wanted)
    return mesh, mesh.coordinates_of(mesh.nodes[0])


def test_a_circle_is_one_closed_line():
    mesh, nodes = mesh_and_nodes()
    _, triangles, owners = mesh.nodes
    values = np.hypot(*nodes.T) - 0.7
    (contour,) = contours_from(triangles, owners, values)
    assert contour.is_closed
    line = contour.line(nodes, values)
    np.testing.assert_array_equal(line[0], line[-1])
    # A chord of a cell's diagonal is at most h² / 8 r from its arc.
    np.testing.assert_allclose(np.hypot(*line.T), 0.7, atol=0.02 / (8 * 0.7))
    # It passes through the cells that it owns, and through nothing else.
    crossed = np.unique(owners[is_crossed(triangles, values)])
    np.testing.assert_array_equal(contour.cells, crossed)


def test_lines_that_leave_are_open():
    mesh, nodes = mesh_and_nodes()
    _, triangles, owners = mesh.nodes
    lines = contours_from(triangles, owners, nodes[:, 0] ** 2 - 0.25)
    assert len(lines) == 2 and not any(line.is_closed for line in lines)
    ends = [line.line(nodes, nodes[:, 0] ** 2 - 0.25)[[0, -1], 1] for line in lines]
    np.testing.assert_allclose(np.abs(ends), 1.0)
    assert contours_from(triangles, owners, np.ones(len(nodes))) == []


def test_several_circles_are_told_apart():
    mesh, nodes = mesh_and_nodes()
    _, triangles, owners = mesh.nodes
    centres = [(-0.5, -0.5), (-0.5, 0.5), (0.3, 0.6)]
    radii = [0.3, 0.2, 0.02]
    pairs = zip(centres, radii, strict=True)
    values = np.min([np.hypot(*(nodes - c).T) - r for c, r in pairs], axis=0)
    found = contours_from(triangles, owners, values)
    assert len(found) == 3 and all(contour.is_closed for contour in found)


@pytest.mark.parametrize(
    ("function", "is_zero"),
    [(lambda p: p[:, 0] - 0.3, True), (lambda p: np.sign(p[:, 0] - 0.3), False)],
)
def test_bisection_ends_at_zeros_and_at_jumps(function, is_zero):
    begin, end = np.zeros((4, 2)), np.ones((4, 2))
    points, values = crossings_from(function, begin, end)
    np.testing.assert_allclose(points[:, 0], 0.3, atol=1e-12)
    assert np.all(np.abs(values) < 1e-12) == is_zero
