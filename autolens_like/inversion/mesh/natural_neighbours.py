"""Natural neighbour weights (Sibson 1981), and the Voronoi cells they are shares of.

A point that were added to the mesh would take its Voronoi cell from the cells round it.
The weight of a pixel is the share of the new cell that was its own. Weights change
smoothly except at the pixels, and no triangle of the mesh is preferred to another.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.inversion.mesh.cavities import (
    cavities,
    circumcentres,
    parts_of_new_cell,
    polygon_area,
)
from autolens_like.inversion.mesh.natural_neighbour_slopes import (
    linear_slopes,
    sibson_slopes,
)
from autolens_like.inversion.mesh.triangulation import (
    barycentric,
    enclosing_triangles,
    nearest_corners,
    triangulation_from,
)
from autolens_like.numerics.host import on_host
from autolens_like.numerics.kernel import kernel

#: More natural neighbours than any point has on meshes of traced centres, where up to
#: 27 were seen. One that had more would be read by its triangle.
_MOST = 32


@kernel
def natural_neighbour_weights(
    y: Any, x: Any, centres: Any, triangulation: Any
) -> tuple[Any, Any]:
    """Pixels and weights of points; outside of all triangles, the nearest pixel.

    Parameters
    ----------
    y, x
        (S,) coordinates.
    centres
        (M, 2) pixels.
    triangulation
        Their `scipy.spatial.Delaunay`, which a JAX program looks up.

    Returns
    -------
    (S, P) integers and (S, P) weights
        P is the largest number of neighbours; zero weights fill up. In a JAX program
        it is the most that there can be.
    """
    triangles = enclosing_triangles(y, x, triangulation)
    indices, weights, _ = _inner_weights(y, x, triangles, triangulation)
    outside = np.flatnonzero(triangles < 0)
    if outside.size:
        nearest = nearest_corners(y[outside], x[outside], triangulation)
        indices[outside], weights[outside] = nearest[:, None], 0.0
        weights[outside, 0] = 1.0
    return indices, weights


@natural_neighbour_weights.implement("jax")
def _natural_neighbour_weights_jax(
    y: Any, x: Any, centres: Any, triangulation: Any
) -> tuple[Any, Any]:
    import jax
    import jax.numpy as jnp

    shape = (y.shape[0], max(min(_MOST, centres.shape[0]), 3))

    def padded(*points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return _weights_or_nan(*points, shape[1])

    @jax.custom_vjp
    def weights_from(*points: Any) -> tuple[Any, Any]:
        return on_host(padded, [(shape, np.int64), (shape, float)], *points)

    def forward(*points: Any) -> tuple[Any, Any]:
        return weights_from(*points), points

    def backward(points: Any, changes: Any) -> tuple[Any, ...]:
        like = [(point.shape, float) for point in points]
        return on_host(_slopes_or_nan, like, *points, changes[1])

    weights_from.defvjp(forward, backward)
    return weights_from(*(jnp.asarray(part, dtype=float) for part in (y, x, centres)))


def _weights_or_nan(
    y: np.ndarray, x: np.ndarray, centres: np.ndarray, width: int
) -> tuple[np.ndarray, np.ndarray]:
    """Weights of so many columns, NaN where there is no triangulation."""
    indices = np.zeros((y.size, width), dtype=np.int64)
    weights = np.full(indices.shape, np.nan)
    triangulation = _triangulation_or_none(y, x, centres)
    if triangulation is not None:
        found = natural_neighbour_weights(y, x, centres, triangulation)
        columns = found[0].shape[1]
        indices[:] = found[0][:, :1]
        indices[:, :columns], weights[:, :columns] = found
        weights[:, columns:] = 0.0
    return indices, weights


def _slopes_or_nan(
    y: np.ndarray, x: np.ndarray, centres: np.ndarray, changes: np.ndarray
) -> tuple[np.ndarray, ...]:
    """Derivatives of Σ changes · weights by all coordinates."""
    triangulation = _triangulation_or_none(y, x, centres)
    if triangulation is None:
        return tuple(np.full(part.shape, np.nan) for part in (y, x, centres))
    triangles = enclosing_triangles(y, x, triangulation)
    found = _inner_weights(y, x, triangles, triangulation)
    indices, weights, lost = found
    changes = np.array(changes[:, : indices.shape[1]])
    some = (y[lost], x[lost], triangles[lost], triangulation, changes[lost, :3])
    on_lines = linear_slopes(*some)
    changes[lost] = 0.0
    cavity = cavities(y, x, triangles, triangulation)
    slopes = sibson_slopes(y, x, cavity, triangulation, indices, weights, changes)
    for own, more in zip(slopes[:2], on_lines[:2], strict=True):
        own[lost] += more
    return *slopes[:2], slopes[2] + on_lines[2]


def _triangulation_or_none(
    y: np.ndarray, x: np.ndarray, centres: np.ndarray
) -> Any | None:
    if not (np.all(np.isfinite(y)) and np.all(np.isfinite(x))):
        return None
    try:
        return triangulation_from(centres)
    except exc.InversionException:
        return None


def _inner_weights(
    y: Any, x: Any, triangles: Any, triangulation: Any
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pixels and weights of points inside; which of them are read by their triangle."""
    starts, members = cavities(y, x, triangles, triangulation)
    # A cavity of so many triangles has two corners more.
    width = min(int(np.diff(starts).max(initial=1)) + 2, _MOST)
    indices, weights = sibson(y, x, starts, members, triangulation, width)
    # On a pixel or on the rim, where a new cell has no end.
    lost = np.flatnonzero(~np.isfinite(weights[:, 0]))
    if lost.size:
        corners = barycentric(y[lost], x[lost], triangles[lost], triangulation)
        indices[lost], weights[lost] = corners[0][:, :1], 0.0
        indices[lost, :3], weights[lost, :3] = corners
    return indices, weights, lost


@kernel
def sibson(
    y: Any, x: Any, starts: Any, members: Any, triangulation: Any, width: int
) -> tuple[Any, Any]:
    """Natural neighbours of points inside the triangulation, and their weights.

    Parameters
    ----------
    y, x
        (S,) coordinates.
    starts, members
        Their cavities.
    triangulation
        A `scipy.spatial.Delaunay`.
    width
        P, at least 3.

    Returns
    -------
    (S, P) integers
        -1 outside of all triangles; the first one again where there are fewer.
    (S, P) weights
        NaN where a point is on a pixel, on the rim or has more neighbours.
    """
    points, corners = triangulation.points, triangulation.simplices
    indices = np.full((y.size, width), -1, dtype=np.int64)
    weights = np.zeros((y.size, width))
    for i in np.flatnonzero(np.diff(starts)):
        around = np.unique(corners[members[starts[i] : starts[i + 1]]])
        if around.size > width:
            indices[i], weights[i] = around[0], np.nan
            continue
        own = _shares_of_new_cell(np.array([y[i], x[i]]), points[around])
        indices[i], indices[i, : around.size] = around[0], around
        weights[i, : around.size] = own
        if np.isnan(own[0]):
            weights[i] = np.nan
    return indices, weights


def _shares_of_new_cell(query: np.ndarray, around: np.ndarray) -> np.ndarray:
    """Shares of the Voronoi cell of a point that were those of the points around."""
    parts = parts_of_new_cell(query, around)
    if not parts:
        return np.full(len(around), np.nan)
    areas = np.array([polygon_area(part) for part in parts])
    return areas / areas.sum()


def _sibson_arguments(
    y: Any, x: Any, starts: Any, members: Any, triangulation: Any, width: int
) -> tuple[Any, ...]:
    points, corners = triangulation.points, triangulation.simplices
    tables = (points, corners, triangulation.neighbors, circumcentres(points[corners]))
    return y, x, starts, members, tables, width


@sibson.implement("numba", arguments=_sibson_arguments)
def _sibson_numba(
    y: Any, x: Any, starts: Any, members: Any, tables: Any, width: int
) -> tuple[Any, Any]:
    points, corners, beyond, centres = tables
    indices = np.full((y.size, width), -1, dtype=np.int64)
    weights = np.zeros((y.size, width))
    within = np.full(corners.shape[0], -1, dtype=np.int64)
    place = np.full(points.shape[0], -1, dtype=np.int64)
    around = np.empty(points.shape[0], dtype=np.int64)
    # Of every neighbour: twice its area, and the two ends of its side of the new cell.
    area, ends = np.empty(points.shape[0]), np.empty((points.shape[0], 4))
    for q in range(y.size):
        cavity = members[starts[q] : starts[q + 1]]
        if cavity.size == 0:
            continue
        number, least, most = 0, np.inf, 0.0
        for triangle in cavity:
            within[triangle] = q
            for corner in corners[triangle]:
                if place[corner] < 0:
                    place[corner] = number
                    around[number], area[number] = corner, 0.0
                    number += 1
                    c_y, c_x = points[corner, 0] - y[q], points[corner, 1] - x[q]
                    squared = c_y * c_y + c_x * c_x
                    least, most = min(least, squared), max(most, squared)
        # Along the old cell of a neighbour, counter-clockwise, from circle centre to
        # circle centre; it begins and ends at those of the rim and the point.
        for triangle in cavity:
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
        total, smallest = 0.0, 0.0
        for n in range(number):
            place[around[n]] = -1
            area[n] += ends[n, 0] * ends[n, 3] - ends[n, 1] * ends[n, 2]
            total, smallest = total + area[n], min(smallest, area[n])
        lost = smallest < -1e-9 * total or least <= 1e-20 * most or number > width
        if lost or not np.isfinite(total):
            indices[q], weights[q] = around[0], np.nan
            continue
        # In the order of the pixels.
        for n in range(1, number):
            corner, own, back = around[n], area[n], n
            while back > 0 and around[back - 1] > corner:
                around[back], area[back] = around[back - 1], area[back - 1]
                back -= 1
            around[back], area[back] = corner, own
        indices[q, :number], indices[q, number:] = around[:number], around[0]
        for n in range(number):
            weights[q, n] = max(area[n], 0.0) / total
    return indices, weights
