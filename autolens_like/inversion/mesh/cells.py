"""The outlines of source pixels, for figures: Voronoi cells inside a convex hull."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

#: How far beyond the points, in sizes of their box, mirrored points close all cells.
_FAR = 10.0


def voronoi_cells(points: np.ndarray) -> list[np.ndarray]:
    """The region nearest to each point, cut at the convex hull of all of them.

    Parameters
    ----------
    points
        (M, 2) coordinates (y, x) [arcsec], not all on one line.

    Returns
    -------
    list of (k, 2) arrays
        The corners of every cell, in their order round it [arcsec]; a point that
        occurs twice has one empty cell.
    """
    from scipy.spatial import ConvexHull, Voronoi

    low, high = points.min(axis=0), points.max(axis=0)
    middle, reach = 0.5 * (low + high), _FAR * float(np.max(high - low))
    corners = np.array([[-1.0, 0.0], [1.0, 0.0], [0.0, -1.0], [0.0, 1.0]])
    diagram = Voronoi(np.concatenate([points, middle + reach * corners]))
    sides = ConvexHull(points).equations
    cells = []
    for region in diagram.point_region[: len(points)]:
        corner = diagram.regions[region]
        bounded = len(corner) > 0 and -1 not in corner
        cell = diagram.vertices[corner] if bounded else np.zeros((0, 2))
        for side in sides:
            cell = clipped(cell, side[:2], -side[2])
        cells.append(cell)
    return cells


def clipped(polygon: np.ndarray, normal: np.ndarray, limit: float) -> np.ndarray:
    """The part of a convex polygon (n, 2) where normal · p ≤ limit."""
    heights = polygon @ normal - limit
    if np.all(heights <= 0.0):
        return polygon
    corners = []
    for i, height in enumerate(heights):
        before = heights[i - 1]
        if (height > 0.0) != (before > 0.0):
            part = before / (before - height)
            corners.append(polygon[i - 1] + part * (polygon[i] - polygon[i - 1]))
        if height <= 0.0:
            corners.append(polygon[i])
    return np.array(corners).reshape(-1, 2)


def rectangular_cells(y: np.ndarray, x: np.ndarray) -> list[np.ndarray]:
    """The rectangles between (rows + 1,) and (columns + 1,) sides, row after row."""
    return [
        np.array([[top, left], [top, right], [bottom, right], [bottom, left]])
        for top, bottom in pairwise(y)
        for left, right in pairwise(x)
    ]
