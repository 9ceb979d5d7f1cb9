"""Triangles of a mesh cover its rectangle once, however its cells are halved."""

import numpy as np
import pytest

from autolens_like.deflection_field.adaptive_mesh import DEEPEST, AdaptiveMesh

LOW, HIGH = np.array([-1.0, 2.0]), np.array([2.0, 4.0])


def towards(point):
    def wanted(mesh):
        distance = np.hypot(*(mesh.middles - point).T)
        return (mesh.sizes > 0.5 * distance) & (mesh.sizes > 1e-3)

    return wanted


@pytest.mark.parametrize("point", [None, (0.3, 2.7), (-1.0, 2.0), (1.99, 3.1)])
def test_triangles_cover_the_rectangle_once(point):
    mesh = AdaptiveMesh.uniform(LOW, HIGH, (3, 4))
    if point is not None:
        mesh = mesh.split_where(towards(np.array(point)))
    names, triangles, owners = mesh.nodes
    nodes = mesh.coordinates_of(names)
    a, b, c = nodes[triangles].transpose(1, 0, 2)
    area = 0.5 * np.abs((b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0])
    assert area.sum() == pytest.approx(6.0, rel=1e-12)
    assert area.min() > 0.0
    # Every edge is shared by two triangles, or lies on the rim.
    edges = np.sort(triangles[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    edges, number = np.unique(edges, axis=0, return_counts=True)
    assert number.max() == 2
    rim = nodes[edges[number == 1]]
    on_side = (rim == LOW) | (rim == HIGH)
    assert np.all(np.any(np.all(on_side, axis=1), axis=1))
    # Triangles belong to the cell that they lie in.
    middle = nodes[triangles].mean(axis=1)
    gap = np.abs(middle - mesh.middles[owners])
    sides = 0.5 ** mesh.leaves[owners, :1] * mesh.cell
    assert np.all(gap < 0.5 * sides)


def test_neighbours_differ_by_one_halving():
    mesh = AdaptiveMesh.uniform(LOW, HIGH, (2, 2))
    for _ in range(6):
        nearest = np.argmin(np.hypot(*(mesh.middles - [0.4, 2.9]).T))
        mesh = mesh.split(np.arange(len(mesh.leaves)) == nearest)
    balanced = mesh.balanced()
    assert not balanced._too_large().any()
    assert len(balanced.leaves) > len(mesh.leaves)


def test_cells_are_halved_at_most_so_often():
    mesh = AdaptiveMesh.uniform(LOW, HIGH, (1, 1))

    def wanted(mesh):
        return np.hypot(*(mesh.middles - [0.4, 2.9]).T) < mesh.sizes

    assert mesh.split_where(wanted).leaves[:, 0].max() == DEEPEST
