"""Delaunay triangulations, and where in them points lie.

Which triangles there are, and which one a point is in, are integers that scipy finds;
they jump where a triangulation flips and are constant elsewhere. A JAX program asks
numpy for them, and makes the weights of them and of the coordinates, so that these
have the right derivatives between the flips.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.numerics.blocks import one_blas_thread
from autolens_like.numerics.host import on_host
from autolens_like.numerics.kernel import kernel


def triangulation_from(centres: np.ndarray) -> Any:
    """The triangulation of (M, 2) points, a `scipy.spatial.Delaunay`.

    Raises
    ------
    InversionException
        The points cannot be triangulated: fewer than three, not finite, or on a line.
    """
    from scipy.spatial import Delaunay, QhullError

    if len(centres) < 3 or not np.all(np.isfinite(centres)):
        raise exc.InversionException(
            f"A Delaunay mesh got {len(centres)} centres of which "
            f"{int(np.isfinite(centres).all(axis=1).sum())} are finite; it "
            "needs three or more, all finite."
        )
    try:
        found = Delaunay(centres)
        with one_blas_thread():
            # scipy makes them, by thousands of tiny factorizations, when they are first
            # asked for: here, before several threads ask at once.
            found.transform  # noqa: B018
        return found
    except QhullError as error:
        raise exc.InversionException(
            "The traced centres of a Delaunay mesh lie on one line, so that there "
            "is no triangle between them; the mass model may be degenerate."
        ) from error


@kernel
def corners_and_sides(centres: Any, triangulation: Any) -> tuple[Any, Any]:
    """The triangles between points, and their sides.

    Parameters
    ----------
    centres
        (M, 2) points.
    triangulation
        Their `scipy.spatial.Delaunay`, which a JAX program looks up.

    Returns
    -------
    (T, 3) integers, the corners of every triangle, and (E, 2), the ends of every side,
    each once. In a JAX program T = 2M - 5 and E = 3M - 6, the most that there can be,
    filled up with zeros.
    """
    corners = triangulation.simplices.astype(np.int64)
    pairs = [corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]]
    first, second = np.sort(np.concatenate(pairs), axis=1).T
    # One number a side, which is sorted ten times as fast as two.
    number = len(centres)
    sides = np.divmod(np.unique(first * number + second), number)
    return corners, np.stack(sides, axis=1)


@corners_and_sides.implement("jax")
def _corners_and_sides_jax(centres: Any, triangulation: Any) -> tuple[Any, Any]:
    number = centres.shape[0]
    shapes = ((max(2 * number - 5, 1), 3), (max(3 * number - 6, 3), 2))

    def filled(centres: np.ndarray) -> list[np.ndarray]:
        results = [np.zeros(shape, dtype=np.int64) for shape in shapes]
        try:
            parts = corners_and_sides(centres, triangulation_from(centres))
        except exc.InversionException:
            return results
        for result, part in zip(results, parts, strict=True):
            result[: len(part)] = part
        return results

    return on_host(filled, [(shape, np.int64) for shape in shapes], centres)


@kernel
def corner_weights(y: Any, x: Any, centres: Any, triangulation: Any) -> tuple[Any, Any]:
    """Barycentric weights of points; outside of all triangles, the nearest corner.

    Parameters
    ----------
    y, x
        (S,) coordinates.
    centres, triangulation
        As `corners_and_sides`.

    Returns
    -------
    (S, 3) integers and (S, 3) weights
    """
    triangles = enclosing_triangles(y, x, triangulation)
    indices, weights = barycentric(y, x, triangles, triangulation)
    outside = np.flatnonzero(indices[:, 0] < 0)
    if outside.size:
        nearest = nearest_corners(y[outside], x[outside], triangulation)
        indices[outside] = nearest[:, None]
        weights[outside] = (1.0, 0.0, 0.0)
    return indices, weights


@corner_weights.implement("jax")
def _corner_weights_jax(
    y: Any, x: Any, centres: Any, triangulation: Any
) -> tuple[Any, Any]:
    import jax.numpy as jnp

    shape = (y.shape[0], 3)
    (found,) = on_host(_corners_or_none, [(shape, np.int64)], y, x, centres)
    indices = jnp.maximum(found, 0)
    outside = indices[:, 0] == indices[:, 1]
    # From the point to each corner; a weight is the area opposite to the corner.
    to_y, to_x = centres[indices, 0] - y[:, None], centres[indices, 1] - x[:, None]
    after = jnp.array([1, 2, 0])
    areas = to_y * to_x[:, after] - to_x * to_y[:, after]
    areas = areas[:, after]
    total = jnp.where(outside, 1.0, areas.sum(axis=1))
    nearest = jnp.array([1.0, 0.0, 0.0])
    weights = jnp.where(outside[:, None], nearest, areas / total[:, None])
    return indices, jnp.where(found < 0, jnp.nan, weights)


def _corners_or_none(
    y: np.ndarray, x: np.ndarray, centres: np.ndarray
) -> list[np.ndarray]:
    """(S, 3) corners, -1 where there is no triangulation."""
    nothing = [np.full((y.size, 3), -1)]
    if not (np.all(np.isfinite(y)) and np.all(np.isfinite(x))):
        return nothing
    try:
        triangulation = triangulation_from(centres)
    except exc.InversionException:
        return nothing
    return [corner_weights(y, x, centres, triangulation)[0]]


@kernel
def nearest_corners(y: Any, x: Any, triangulation: Any) -> Any:
    """(S,) the corner of a triangulation that is nearest to each point.

    Parameters
    ----------
    y, x
        (S,) coordinates.
    triangulation
        A `scipy.spatial.Delaunay`.
    """
    from scipy.spatial import cKDTree

    return cKDTree(triangulation.points).query(np.stack([y, x], axis=-1))[1]


def _nearest_corners_arguments(y: Any, x: Any, triangulation: Any) -> tuple[Any, ...]:
    start = int(triangulation.simplices[0, 0])
    points = triangulation.points
    return y, x, points, *triangulation.vertex_neighbor_vertices, start


@nearest_corners.implement("numba", arguments=_nearest_corners_arguments)
def _nearest_corners_numba(
    y: Any, x: Any, points: Any, starts: Any, neighbours: Any, here: int
) -> Any:
    # From the corner of the point before to its nearest neighbour, as long as there is
    # a nearer one: in a Delaunay triangulation that ends at the nearest of all.
    found = np.empty(y.size, dtype=np.int64)
    for point in range(y.size):
        least = (points[here, 0] - y[point]) ** 2 + (points[here, 1] - x[point]) ** 2
        moving = True
        while moving:
            moving, best = False, here
            for k in range(starts[here], starts[here + 1]):
                other = neighbours[k]
                squared = (points[other, 0] - y[point]) ** 2
                squared += (points[other, 1] - x[point]) ** 2
                if squared < least:
                    least, best, moving = squared, other, True
            here = best
        found[point] = here
    return found


@kernel
def enclosing_triangles(y: Any, x: Any, triangulation: Any) -> Any:
    """(S,) integers: the triangle that each point is in, -1 outside of all.

    Parameters
    ----------
    y, x
        (S,) coordinates.
    triangulation
        A `scipy.spatial.Delaunay`.
    """
    return triangulation.find_simplex(np.stack([y, x], axis=-1)).astype(np.int64)


def _enclosing_triangles_arguments(
    y: Any, x: Any, triangulation: Any
) -> tuple[Any, ...]:
    return y, x, triangulation.neighbors, triangulation.transform


@enclosing_triangles.implement("numba", arguments=_enclosing_triangles_arguments)
def _enclosing_triangles_numba(y: Any, x: Any, beyond: Any, transform: Any) -> Any:
    found = np.full(y.size, -1, dtype=np.int64)
    here = 0
    for point in range(y.size):
        lowest = -1.0
        # From the triangle of the point before, across the side that separates most.
        # A triangulation of Delaunay lets no such walk return to where it was; the
        # limit is for triangles so thin that rounding decides.
        for _ in range(4 * beyond.shape[0]):
            matrix = transform[here]
            dy, dx = y[point] - matrix[2, 0], x[point] - matrix[2, 1]
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
            found[point] = here
        elif not np.isfinite(lowest):
            here = 0
    return found


@kernel
def barycentric(y: Any, x: Any, triangles: Any, triangulation: Any) -> tuple[Any, Any]:
    """Corners of the triangles that points lie in, and the points' weights there.

    Parameters
    ----------
    y, x
        (S,) coordinates.
    triangles
        (S,) the triangles that they are in, -1 outside of all.
    triangulation
        A `scipy.spatial.Delaunay`.

    Returns
    -------
    (S, 3) integers, -1 outside of all triangles, and (S, 3) weights
    """
    transform = triangulation.transform[triangles]
    from_last = np.stack([y, x], axis=-1) - transform[:, 2]
    first_two = np.einsum("sij,sj->si", transform[:, :2], from_last)
    weights = np.column_stack([first_two, 1.0 - first_two.sum(axis=1)])
    indices = triangulation.simplices[triangles].astype(np.int64)
    indices[triangles < 0] = -1
    weights[triangles < 0] = 0.0
    return indices, weights


def _barycentric_arguments(
    y: Any, x: Any, triangles: Any, triangulation: Any
) -> tuple[Any, ...]:
    return y, x, triangles, triangulation.simplices, triangulation.transform


@barycentric.implement("numba", arguments=_barycentric_arguments)
def _barycentric_numba(
    y: Any, x: Any, triangles: Any, corners: Any, transform: Any
) -> tuple[Any, Any]:
    indices = np.full((y.size, 3), -1, dtype=np.int64)
    weights = np.zeros((y.size, 3))
    for point in range(y.size):
        here = triangles[point]
        if here < 0:
            continue
        matrix = transform[here]
        dy, dx = y[point] - matrix[2, 0], x[point] - matrix[2, 1]
        weights[point, 0] = matrix[0, 0] * dy + matrix[0, 1] * dx
        weights[point, 1] = matrix[1, 0] * dy + matrix[1, 1] * dx
        weights[point, 2] = 1.0 - weights[point, 0] - weights[point, 1]
        for k in range(3):
            indices[point, k] = corners[here, k]
    return indices, weights
