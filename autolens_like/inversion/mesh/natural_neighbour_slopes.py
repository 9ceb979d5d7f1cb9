"""Derivatives of natural neighbour weights, by the facets of the cells.

An area of a Voronoi cell changes only where its sides move. The side between a pixel
at s and one at t moves, at its point p, by (t - p) · dt / |t - s| towards t, and by
(p - s) · ds / |t - s|; over the whole side that is its length times the same at its
middle.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.inversion.mesh.cavities import circumcentres, parts_of_new_cell
from autolens_like.inversion.mesh.triangulation import barycentric
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.scatter import sums_at


@kernel
def sibson_slopes(
    y: Any,
    x: Any,
    cavity: Any,
    triangulation: Any,
    indices: Any,
    weights: Any,
    changes: Any,
) -> tuple[Any, Any, Any]:
    """Derivatives of Σ changes · weights by the coordinates of points and pixels.

    Parameters
    ----------
    y, x
        (S,) coordinates.
    cavity
        Starts and members of their cavities.
    triangulation
        A `scipy.spatial.Delaunay` of M pixels.
    indices, weights
        (S, P) natural neighbours and their weights, as `sibson` returns them.
    changes
        (S, P) numbers; a point that has only zeros is passed over.

    Returns
    -------
    (S,), (S,) and (M, 2) derivatives
    """
    pixels, starts = triangulation.points, cavity[0]
    slopes, of_pixels = np.zeros((y.size, 2)), np.zeros(pixels.shape)
    for i in range(y.size):
        if starts[i] == starts[i + 1] or not changes[i].any():
            continue
        query = np.array([y[i], x[i]])
        around = np.unique(indices[i])
        sites = np.concatenate([pixels[around] - query, np.zeros((1, 2))])
        own = changes[i, : around.size]
        gains = own - (changes[i] * weights[i]).sum()
        parts = parts_of_new_cell(query, pixels[around])
        total, change = 0.0, np.zeros(sites.shape)
        for n, part in enumerate(parts):
            for start, end in zip(part, np.roll(part, -1, axis=0), strict=True):
                middle, length = 0.5 * (start + end), np.hypot(*(end - start))
                # The pixel, or the point itself, beyond this side.
                distances = np.hypot(*(sites - middle).T)
                excess = np.abs(distances - distances[n])
                excess[n] = np.inf
                other = int(np.argmin(excess))
                pull = gains[n] * length / np.hypot(*(sites[n] - sites[other]))
                # The side towards the point bounds from the other side.
                sign = -1.0 if other == around.size else 1.0
                change[other] += sign * pull * (sites[other] - middle)
                change[n] += sign * pull * (middle - sites[n])
                total += 0.5 * abs(start[0] * end[1] - start[1] * end[0]) * (sign < 0)
        slopes[i] = change[-1] / total
        np.add.at(of_pixels, around, change[:-1] / total)
    return slopes[:, 0], slopes[:, 1], of_pixels


def _sibson_slopes_arguments(
    y: Any,
    x: Any,
    cavity: Any,
    triangulation: Any,
    indices: Any,
    weights: Any,
    changes: Any,
) -> tuple[Any, ...]:
    points, corners = triangulation.points, triangulation.simplices
    tables = (points, corners, triangulation.neighbors, circumcentres(points[corners]))
    return y, x, *cavity, tables, indices, weights, changes


@sibson_slopes.implement("numba", arguments=_sibson_slopes_arguments)
def _sibson_slopes_numba(
    y: Any,
    x: Any,
    starts: Any,
    members: Any,
    tables: Any,
    indices: Any,
    weights: Any,
    changes: Any,
) -> tuple[Any, Any, Any]:
    points, corners, beyond, centres = tables
    slope_y, slope_x = np.zeros(y.size), np.zeros(y.size)
    of_pixels = np.zeros(points.shape)
    within = np.full(corners.shape[0], -1, dtype=np.int64)
    gain, ends = np.zeros(points.shape[0]), np.empty((points.shape[0], 4))
    width = indices.shape[1]
    for q in range(y.size):
        cavity = members[starts[q] : starts[q + 1]]
        if cavity.size == 0 or not np.any(changes[q]):
            continue
        within[cavity] = q
        mean, number = 0.0, 1
        while number < width and indices[q, number] > indices[q, number - 1]:
            number += 1
        for n in range(number):
            mean += changes[q, n] * weights[q, n]
        around = indices[q, :number]
        # The area of the new cell, once the sides round it are known, is the unit.
        total = 0.0
        for triangle in cavity:
            for k in range(3):
                a, b = corners[triangle, (k + 1) % 3], corners[triangle, (k + 2) % 3]
                other = beyond[triangle, k]
                if other >= 0 and within[other] == q:
                    continue
                a_y, a_x = points[a, 0] - y[q], points[a, 1] - x[q]
                b_y, b_x = points[b, 0] - y[q], points[b, 1] - x[q]
                twice = 2.0 * (a_y * b_x - a_x * b_y)
                square_a, square_b = a_y * a_y + a_x * a_x, b_y * b_y + b_x * b_x
                g_y = (square_a * b_x - square_b * a_x) / twice
                g_x = (square_b * a_y - square_a * b_y) / twice
                ends[b, 0], ends[b, 1], ends[a, 2], ends[a, 3] = g_y, g_x, g_y, g_x
        for n in around:
            total += 0.5 * abs(ends[n, 0] * ends[n, 3] - ends[n, 1] * ends[n, 2])
        for n in range(number):
            gain[around[n]] = (changes[q, n] - mean) / total
        # Sides between the new cell and what is left of the others.
        for n in around:
            d_y, d_x = points[n, 0] - y[q], points[n, 1] - x[q]
            m_y, m_x = 0.5 * (ends[n, 0] + ends[n, 2]), 0.5 * (ends[n, 1] + ends[n, 3])
            length = np.hypot(ends[n, 0] - ends[n, 2], ends[n, 1] - ends[n, 3])
            pull = gain[n] * length / np.hypot(d_y, d_x)
            of_pixels[n, 0] += pull * (d_y - m_y)
            of_pixels[n, 1] += pull * (d_x - m_x)
            slope_y[q] += pull * m_y
            slope_x[q] += pull * m_x
        # Sides between old cells, inside the new one: from the centre of a circle to
        # the next, where the other end meets it too, or to the rim of the new cell.
        for triangle in cavity:
            o_y, o_x = centres[triangle, 0] - y[q], centres[triangle, 1] - x[q]
            for k in range(3):
                a, b = corners[triangle, (k + 1) % 3], corners[triangle, (k + 2) % 3]
                other = beyond[triangle, k]
                e_y, e_x = ends[b, 0], ends[b, 1]
                if other >= 0 and within[other] == q:
                    if other < triangle:
                        continue
                    e_y, e_x = centres[other, 0] - y[q], centres[other, 1] - x[q]
                a_y, a_x = points[a, 0] - y[q], points[a, 1] - x[q]
                b_y, b_x = points[b, 0] - y[q], points[b, 1] - x[q]
                m_y, m_x = 0.5 * (o_y + e_y), 0.5 * (o_x + e_x)
                pull = (gain[a] - gain[b]) * np.hypot(o_y - e_y, o_x - e_x)
                pull /= np.hypot(a_y - b_y, a_x - b_x)
                of_pixels[b, 0] += pull * (b_y - m_y)
                of_pixels[b, 1] += pull * (b_x - m_x)
                of_pixels[a, 0] += pull * (m_y - a_y)
                of_pixels[a, 1] += pull * (m_x - a_x)
    return slope_y, slope_x, of_pixels


def linear_slopes(
    y: Any, x: Any, triangles: Any, triangulation: Any, changes: Any
) -> tuple[Any, Any, Any]:
    """The same of barycentric weights, of (S, 3) changes.

    Parameters
    ----------
    y, x, triangles, triangulation
        As `barycentric`, all points inside.
    changes
        (S, 3) numbers.
    """
    indices, weights = barycentric(y, x, triangles, triangulation)
    rises = triangulation.transform[triangles, :2]
    rises = np.concatenate([rises, -rises.sum(axis=1, keepdims=True)], axis=1)
    slopes = np.einsum("sk,ski->si", changes, rises)
    number = triangulation.points.shape[0]
    of_pixels = [sums_at(indices, -weights * slopes[:, [i]], number) for i in range(2)]
    return slopes[:, 0], slopes[:, 1], np.stack(of_pixels, axis=-1)
