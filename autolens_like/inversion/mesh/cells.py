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
    outline = points[ConvexHull(points).vertices]
    cells = []
    for region in diagram.point_region[: len(points)]:
        corner = diagram.regions[region]
        bounded = len(corner) > 0 and -1 not in corner
        cell = diagram.vertices[corner] if bounded else np.zeros((0, 2))
        cells.append(clipped(cell, outline))
    return cells


def clipped(polygon: np.ndarray, outline: np.ndarray) -> np.ndarray:
    """The part of a convex polygon inside another (Sutherland & Hodgman 1974).

    Parameters
    ----------
    polygon
        (k, 2) corners.
    outline
        (n, 2) corners, counter-clockwise in (first, second) coordinate.
    """
    for start, end in zip(outline, np.roll(outline, -1, axis=0), strict=True):
        if len(polygon) == 0:
            break
        along, offset = end - start, polygon - start
        inside = along[0] * offset[:, 1] - along[1] * offset[:, 0]
        if np.all(inside >= 0.0):
            continue
        polygon = _cut(polygon, inside)
    return polygon


def _cut(polygon: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """What of a polygon lies on the side where `inside` (k,) is not negative."""
    kept = []
    for i in range(len(polygon)):
        j = (i + 1) % len(polygon)
        if inside[i] >= 0.0:
            kept.append(polygon[i])
        if (inside[i] >= 0.0) != (inside[j] >= 0.0):
            share = inside[i] / (inside[i] - inside[j])
            kept.append(polygon[i] + share * (polygon[j] - polygon[i]))
    return np.array(kept).reshape(-1, 2)


def rectangular_cells(y: np.ndarray, x: np.ndarray) -> list[np.ndarray]:
    """The rectangles between (rows + 1,) and (columns + 1,) sides, row after row."""
    return [
        np.array([[top, left], [top, right], [bottom, right], [bottom, left]])
        for top, bottom in pairwise(y)
        for left, right in pairwise(x)
    ]
