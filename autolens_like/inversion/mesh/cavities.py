"""Cavities: what a point, if it were added to a triangulation, would break up."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.inversion.mesh.cells import clipped
from autolens_like.numerics.kernel import kernel


@kernel
def cavities(y: Any, x: Any, triangles: Any, triangulation: Any) -> tuple[Any, Any]:
    """The triangles that a point, if it were added to the mesh, would break up.

    Those whose circle holds it; they touch each other, and the corners of them all are
    the natural neighbours of the point.

    Parameters
    ----------
    y, x
        (S,) coordinates.
    triangles
        (S,) the triangles that they are in, -1 outside.
    triangulation
        A `scipy.spatial.Delaunay`.

    Returns
    -------
    starts (S + 1,), members
        Those of a point are `members[starts[i]:starts[i + 1]]`, rising.
    """
    centres, radii = circles(triangulation)
    found = []
    for i in range(y.size):
        within = ((np.array([y[i], x[i]]) - centres) ** 2).sum(axis=1) < radii
        within[triangles[i]] = True
        found.append(np.flatnonzero(within & (triangles[i] >= 0)))
    starts = np.cumsum([0, *(each.size for each in found)])
    return starts, np.concatenate([*found, np.zeros(0, dtype=np.int64)])


def _cavities_arguments(
    y: Any, x: Any, triangles: Any, triangulation: Any
) -> tuple[Any, ...]:
    return y, x, triangles, triangulation.neighbors, *circles(triangulation)


@cavities.implement("numba", arguments=_cavities_arguments)
def _cavities_numba(
    y: Any, x: Any, triangles: Any, beyond: Any, centres: Any, radii: Any
) -> tuple[Any, Any]:
    starts = np.zeros(y.size + 1, dtype=np.int64)
    members = np.empty(8 * y.size + beyond.shape[0], dtype=np.int64)
    within = np.full(beyond.shape[0], -1, dtype=np.int64)
    size = 0
    for q in range(y.size):
        begin = done = size
        if size + beyond.shape[0] > members.size:
            members = np.concatenate((members, np.empty_like(members)))
        if triangles[q] >= 0:
            members[size], within[triangles[q]] = triangles[q], q
            size += 1
        while done < size:
            for other in beyond[members[done]]:
                if other >= 0 and within[other] != q:
                    dy, dx = y[q] - centres[other, 0], x[q] - centres[other, 1]
                    if dy * dy + dx * dx < radii[other]:
                        within[other] = q
                        members[size] = other
                        size += 1
            done += 1
        members[begin:size] = np.sort(members[begin:size])
        starts[q + 1] = size
    return starts, members[:size].copy()


def circles(triangulation: Any) -> tuple[np.ndarray, np.ndarray]:
    """(T, 2) centres and (T,) squared radii of the circles round the triangles."""
    corners = triangulation.points[triangulation.simplices]
    centres = circumcentres(corners)
    return centres, ((corners[:, 0] - centres) ** 2).sum(axis=1)


def circumcentres(triangles: np.ndarray) -> np.ndarray:
    """(T, 2) centres of the circles through (T, 3, 2) corners."""
    first = triangles[:, 0]
    a, b = triangles[:, 1] - first, triangles[:, 2] - first
    twice = 2.0 * (a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0])
    square_a, square_b = (a * a).sum(axis=1), (b * b).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        offset = np.stack(
            [
                (square_a * b[:, 1] - square_b * a[:, 1]) / twice,
                (square_b * a[:, 0] - square_a * b[:, 0]) / twice,
            ],
            axis=1,
        )
    return first + offset


def parts_of_new_cell(query: np.ndarray, around: np.ndarray) -> list[np.ndarray]:
    """What of the cell of a point was nearer to each of the points around.

    (k, 2) corners, from the point; none where the point is one of those around.
    """
    from_query = around - query
    reach = np.sqrt((from_query**2).sum(axis=1))
    if reach.min() <= 1e-10 * reach.max():
        return []
    size = 1e5 * reach.max()
    cell = size * np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])
    for point in from_query:
        cell = _nearer(cell, np.zeros(2), point)
    parts = []
    for point in from_query:
        part = cell
        for other in from_query:
            if other is not point:
                part = _nearer(part, point, other)
        parts.append(part)
    return parts


def polygon_area(polygon: np.ndarray) -> float:
    """Area inside of (n, 2) corners in their order."""
    following = np.roll(polygon, -1, axis=0)
    crosses = polygon[:, 0] * following[:, 1] - polygon[:, 1] * following[:, 0]
    return 0.5 * abs(float(crosses.sum()))


def _nearer(polygon: np.ndarray, point: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The part of a convex polygon that is nearer to `point` than to `other`."""
    return clipped(polygon, other - point, 0.5 * (other @ other - point @ point))
