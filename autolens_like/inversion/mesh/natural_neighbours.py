"""Natural neighbour weights (Sibson 1981), and the Voronoi cells they are shares of.

A point that were added to the mesh would take its Voronoi cell from the cells round it.
The weight of a pixel is the share of the new cell that was its own. Weights change
smoothly except at the pixels, and no triangle of the mesh is preferred to another.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.inversion.mesh.cells import clipped
from autolens_like.inversion.mesh.triangulation import barycentric
from autolens_like.numerics.kernel import kernel

#: Weights of most points fit into so many columns; there are three at least.
_WIDTH = 12


def natural_neighbour_weights(
    y: Any, x: Any, triangulation: Any
) -> tuple[np.ndarray, np.ndarray]:
    """Pixels and weights of points; outside of all triangles, the nearest pixel.

    Parameters
    ----------
    y, x
        (S,) coordinates.
    triangulation
        A `scipy.spatial.Delaunay` of the pixels.

    Returns
    -------
    (S, P) integers and (S, P) weights
        P is at least the largest number of neighbours; zero weights fill up.
    """
    from scipy.spatial import cKDTree

    triangles = enclosing_triangles(y, x, triangulation)
    indices, weights, counts = sibson(y, x, triangles, triangulation, _WIDTH)
    wide = np.flatnonzero(counts > _WIDTH)
    if wide.size:
        some = (y[wide], x[wide], triangles[wide], triangulation, int(counts.max()))
        narrow = (indices, weights)
        indices = np.repeat(indices[:, :1], counts.max(), axis=1)
        weights = np.zeros(indices.shape)
        indices[:, :_WIDTH], weights[:, :_WIDTH] = narrow
        indices[wide], weights[wide], _ = sibson(*some)
    lost = np.flatnonzero(~np.isfinite(weights.sum(axis=1)))
    if lost.size:
        # On a pixel or on the rim, where a new cell has no end: linear weights.
        corners = barycentric(y[lost], x[lost], triangulation)
        indices[lost], weights[lost] = corners[0][:, :1], 0.0
        indices[lost, :3], weights[lost, :3] = corners
    outside = np.flatnonzero(indices[:, 0] < 0)
    if outside.size:
        points = np.stack([y[outside], x[outside]], axis=-1)
        nearest = cKDTree(triangulation.points).query(points)[1]
        indices[outside], weights[outside] = nearest[:, None], 0.0
        weights[outside, 0] = 1.0
    return indices, weights


@kernel
def enclosing_triangles(y: Any, x: Any, triangulation: Any) -> np.ndarray:
    """(S,) the triangles that (S,) points are in, -1 outside of all."""
    return triangulation.find_simplex(np.stack([y, x], axis=-1)).astype(np.int64)


def _enclosing_arguments(y: Any, x: Any, triangulation: Any) -> tuple[Any, ...]:
    return y, x, triangulation.neighbors, triangulation.transform


@enclosing_triangles.implement("numba", arguments=_enclosing_arguments)
def _enclosing_triangles_numba(
    y: Any, x: Any, beyond: Any, transform: Any
) -> np.ndarray:
    found = np.full(y.size, -1, dtype=np.int64)
    here = 0
    for q in range(y.size):
        lowest = -1.0
        # From the triangle of the point before; `triangulation.barycentric` says more.
        for _ in range(4 * beyond.shape[0]):
            matrix = transform[here]
            dy, dx = y[q] - matrix[2, 0], x[q] - matrix[2, 1]
            first = matrix[0, 0] * dy + matrix[0, 1] * dx
            second = matrix[1, 0] * dy + matrix[1, 1] * dx
            third = 1.0 - first - second
            lowest = min(first, second, third)
            if lowest >= -1e-13 or not np.isfinite(lowest):
                break
            side = 0 if lowest == first else (1 if lowest == second else 2)
            if beyond[here, side] < 0:
                break
            here = beyond[here, side]
        if lowest >= -1e-13:
            found[q] = here
        elif not np.isfinite(lowest):
            here = 0
    return found


@kernel
def sibson(
    y: Any, x: Any, triangles: Any, triangulation: Any, width: int
) -> tuple[Any, Any, Any]:
    """Natural neighbours of points inside the triangulation, and their weights.

    Parameters
    ----------
    y, x
        (S,) coordinates.
    triangles
        (S,) the triangles that they are in, -1 outside.
    triangulation
        A `scipy.spatial.Delaunay`.
    width
        P, at least 3. Of a point with more neighbours some are left out.

    Returns
    -------
    (S, P) integers
        -1 outside of all triangles; the first one again where there are fewer.
    (S, P) weights
        Not finite where a point is on a pixel or on the rim.
    (S,) number of neighbours
    """
    points, corners = triangulation.points, triangulation.simplices
    centres = circumcentres(points[corners])
    radii = ((points[corners[:, 0]] - centres) ** 2).sum(axis=1)
    indices = np.full((y.size, width), -1, dtype=np.int64)
    weights, counts = np.zeros((y.size, width)), np.zeros(y.size, dtype=np.int64)
    for i in np.flatnonzero(triangles >= 0):
        query = np.array([y[i], x[i]])
        within = ((query - centres) ** 2).sum(axis=1) < radii
        within[triangles[i]] = True
        around = np.unique(corners[within])
        own = _shares_of_new_cell(query, points[around])
        kept = around[:width].size
        indices[i], indices[i, :kept] = around[0], around[:width]
        weights[i, :kept] = own[:width]
        counts[i] = around.size
    return indices, weights, counts


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


def _shares_of_new_cell(query: np.ndarray, around: np.ndarray) -> np.ndarray:
    """Shares of the Voronoi cell of a point that were those of the points around."""
    from_query = around - query
    reach = np.sqrt((from_query**2).sum(axis=1))
    if reach.min() <= 1e-13 * reach.max():
        return np.full(len(around), np.nan)
    size = 1e5 * reach.max()
    cell = size * np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])
    for point in from_query:
        cell = _nearer(cell, np.zeros(2), point)
    areas = []
    for point in from_query:
        part = cell
        for other in from_query:
            if other is not point:
                part = _nearer(part, point, other)
        areas.append(polygon_area(part))
    return np.array(areas) / sum(areas)


def polygon_area(polygon: np.ndarray) -> float:
    """Area inside of (n, 2) corners in their order."""
    following = np.roll(polygon, -1, axis=0)
    crosses = polygon[:, 0] * following[:, 1] - polygon[:, 1] * following[:, 0]
    return 0.5 * abs(float(crosses.sum()))


def _nearer(polygon: np.ndarray, point: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The part of a convex polygon that is nearer to `point` than to `other`."""
    return clipped(polygon, other - point, 0.5 * (other @ other - point @ point))


def _sibson_arguments(
    y: Any, x: Any, triangles: Any, triangulation: Any, width: int
) -> tuple[Any, ...]:
    points, corners = triangulation.points, triangulation.simplices
    centres = circumcentres(points[corners])
    radii = ((points[corners[:, 0]] - centres) ** 2).sum(axis=1)
    tables = (points, corners, triangulation.neighbors, centres, radii)
    return y, x, triangles, tables, width


@sibson.implement("numba", arguments=_sibson_arguments)
def _sibson_numba(
    y: Any, x: Any, triangles: Any, tables: Any, width: int
) -> tuple[Any, Any, Any]:
    points, corners, beyond, centres, radii = tables
    indices = np.full((y.size, width), -1, dtype=np.int64)
    weights, counts = np.zeros((y.size, width)), np.zeros(y.size, dtype=np.int64)
    within = np.full(corners.shape[0], -1, dtype=np.int64)
    cavity = np.empty(corners.shape[0], dtype=np.int64)
    place = np.full(points.shape[0], -1, dtype=np.int64)
    around = np.empty(points.shape[0], dtype=np.int64)
    # Of every neighbour: twice its area, and the two ends of its side of the new cell.
    area, ends = np.empty(points.shape[0]), np.empty((points.shape[0], 4))
    for q in range(y.size):
        if triangles[q] < 0:
            continue
        # All triangles whose circle holds the point: they touch each other.
        cavity[0], within[triangles[q]], size, done = triangles[q], q, 1, 0
        while done < size:
            for other in beyond[cavity[done]]:
                if other >= 0 and within[other] != q:
                    dy, dx = y[q] - centres[other, 0], x[q] - centres[other, 1]
                    if dy * dy + dx * dx < radii[other]:
                        within[other] = q
                        cavity[size] = other
                        size += 1
            done += 1
        number = 0
        for triangle in cavity[:size]:
            for corner in corners[triangle]:
                if place[corner] < 0:
                    place[corner] = number
                    around[number], area[number] = corner, 0.0
                    number += 1
        # Along the old cell of a neighbour, counter-clockwise, from circle centre to
        # circle centre; it begins and ends at those of the rim and the point.
        for triangle in cavity[:size]:
            o_y, o_x = centres[triangle, 0] - y[q], centres[triangle, 1] - x[q]
            for k in range(3):
                # The side from corner a to corner b, counter-clockwise.
                a, b = corners[triangle, (k + 1) % 3], corners[triangle, (k + 2) % 3]
                other = beyond[triangle, k]
                if other >= 0 and within[other] == q:
                    t_y, t_x = centres[other, 0] - y[q], centres[other, 1] - x[q]
                    area[place[b]] += o_y * t_x - o_x * t_y
                    continue
                a_y, a_x = points[a, 0] - y[q], points[a, 1] - x[q]
                b_y, b_x = points[b, 0] - y[q], points[b, 1] - x[q]
                twice = 2.0 * (a_y * b_x - a_x * b_y)
                square_a, square_b = a_y * a_y + a_x * a_x, b_y * b_y + b_x * b_x
                g_y = (square_a * b_x - square_b * a_x) / twice
                g_x = (square_b * a_y - square_a * b_y) / twice
                area[place[b]] += o_y * g_x - o_x * g_y
                ends[place[b], 0], ends[place[b], 1] = g_y, g_x
                area[place[a]] += g_y * o_x - g_x * o_y
                ends[place[a], 2], ends[place[a], 3] = g_y, g_x
        total, smallest, counts[q] = 0.0, 0.0, number
        for n in range(number):
            place[around[n]] = -1
            area[n] += ends[n, 0] * ends[n, 3] - ends[n, 1] * ends[n, 2]
            total, smallest = total + area[n], min(smallest, area[n])
        if smallest < -1e-9 * total:
            total = np.nan
        # In the order of the pixels.
        for n in range(1, number):
            corner, own, back = around[n], area[n], n
            while back > 0 and around[back - 1] > corner:
                around[back], area[back] = around[back - 1], area[back - 1]
                back -= 1
            around[back], area[back] = corner, own
        kept = min(number, width)
        indices[q, :kept], indices[q, kept:] = around[:kept], around[0]
        for n in range(kept):
            weights[q, n] = max(area[n], 0.0) / total
    return indices, weights, counts
