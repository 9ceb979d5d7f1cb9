"""Where one point of a source plane is seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autolens_like.deflection_field.hessian import hessian, inverse_magnification

#: Takes (y, x) in the image, gives them in the plane of the source.
Trace = Callable[[Any, Any], tuple[Any, Any]]

#: Newton's iteration from the triangle that holds the image,
_ITERATIONS = 30
#: ... which may move so many spacings of the grid, and ends where it misses by less.
_LONGEST, _TOLERANCE = 1.5, 1e-9
#: Images nearer to each other are one [spacings of the grid].
_SAME = 1e-3
#: Step of the derivatives of the deflections [arcsec].
_STEP = 1e-5


def multiple_images_from(
    trace: Trace,
    source: tuple[float, float],
    axes: tuple[np.ndarray, np.ndarray],
    magnification_threshold: float = 0.1,
) -> np.ndarray:
    """(n, 2) images (y, x) of a point of the source plane, the brightest first.

    Triangles of the image plane whose traced corners hold the point, each the start of
    Newton's iteration. Two images in one triangle, on both sides of a critical curve,
    cancel in that count: there the iteration starts from both sides. A critical curve
    that is smaller than a triangle is seen by a finer grid alone.

    Parameters
    ----------
    trace
        Into the plane of the source.
    source
        (y, x) of the point [arcsec].
    axes
        y of the rows and x of the columns of the grid, evenly spaced [arcsec].
    magnification_threshold
        Images with a smaller magnification are left out: those behind a steep centre.
    """
    y, x = (axis.ravel() for axis in np.meshgrid(*axes, indexing="ij"))
    traced = np.stack(trace(y, x), axis=-1)
    corners = _triangles((axes[0].size, axes[1].size))
    triangles = traced[corners]
    begun = _holds(triangles, np.array(source))
    begun |= _at_folds(corners, triangles) & _is_near(triangles, np.array(source))
    corners = corners[begun]
    points = np.stack([y, x], axis=-1)[corners].mean(axis=1)
    spacing = max(float(np.abs(np.diff(axis)).max()) for axis in axes)
    found, magnification = _refined(trace, np.array(source), points, spacing)
    found = found[np.argsort(-magnification, kind="stable")]
    magnification = np.sort(magnification)[::-1]
    kept: list[np.ndarray] = []
    for point in found[magnification > magnification_threshold]:
        if all(np.hypot(*(point - other)) > _SAME * spacing for other in kept):
            kept.append(point)
    return np.array(kept).reshape(-1, 2)


def _triangles(shape: tuple[int, int]) -> np.ndarray:
    """(T, 3) corners of the two triangles of every cell of a grid."""
    numbers = np.arange(shape[0] * shape[1]).reshape(shape)
    first, right = numbers[:-1, :-1].ravel(), numbers[:-1, 1:].ravel()
    below, across = numbers[1:, :-1].ravel(), numbers[1:, 1:].ravel()
    upper = np.stack([first, right, below], axis=1)
    lower = np.stack([across, below, right], axis=1)
    return np.concatenate([upper, lower])


def _at_folds(corners: np.ndarray, traced: np.ndarray) -> np.ndarray:
    """(T,) True for triangles of which a neighbour is traced with the other parity.

    Their parity is that of most of the triangle, so that on either side of a critical
    curve there is one, even if it passes through a triangle that holds two images.
    """
    turned = _turns(traced) > 0.0
    seen = np.zeros((2, int(corners.max()) + 1), dtype=bool)
    for side in (False, True):
        seen[int(side), corners[turned == side]] = True
    return seen.all(axis=0)[corners].any(axis=1)


def _turns(triangles: np.ndarray) -> np.ndarray:
    """(T,) twice the areas of (T, 3, 2) triangles, with the sign of their parity."""
    first, second = triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0]
    return first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]


def _is_near(triangles: np.ndarray, point: np.ndarray) -> np.ndarray:
    """(T,) True where a point is within the size of a triangle from it."""
    low, high = triangles.min(axis=1), triangles.max(axis=1)
    size = (high - low).max(axis=1, keepdims=True)
    return ((low - size <= point) & (point <= high + size)).all(axis=1)


def _holds(triangles: np.ndarray, point: np.ndarray) -> np.ndarray:
    """(T,) True where a triangle, (T, 3, 2), holds a point, its rim included."""
    offsets = triangles - point
    after = np.roll(offsets, -1, axis=1)
    cross = offsets[..., 0] * after[..., 1] - offsets[..., 1] * after[..., 0]
    return (cross >= 0.0).all(axis=1) | (cross <= 0.0).all(axis=1)


def _refined(
    trace: Trace, source: np.ndarray, points: np.ndarray, spacing: float
) -> tuple[np.ndarray, np.ndarray]:
    """(n, 2) converged images and (n,) their magnifications without sign."""

    def angles(y: Any, x: Any) -> tuple[Any, Any]:
        traced_y, traced_x = trace(y, x)
        return y - traced_y, x - traced_x

    start = points
    for _ in range(_ITERATIONS):
        y, x = points.T
        miss = np.stack(trace(y, x), axis=-1) - source
        yy, xy, yx, xx = derivatives = hessian(angles, y, x, _STEP)
        determinant = inverse_magnification(derivatives)
        safe = np.where(np.abs(determinant) < 1e-9, 1e-9, determinant)
        along_y = (1.0 - xx) * miss[:, 0] + yx * miss[:, 1]
        along_x = xy * miss[:, 0] + (1.0 - yy) * miss[:, 1]
        move = np.stack([along_y, along_x], axis=-1) / safe[:, None]
        length = np.hypot(*move.T)
        shorter = np.minimum(1.0, 0.5 * spacing / np.maximum(length, 1e-300))
        points = points - move * shorter[:, None]
    y, x = points.T
    miss = np.hypot(*(np.stack(trace(y, x), axis=-1) - source).T)
    moved = np.hypot(*(points - start).T)
    good = (miss < _TOLERANCE) & (moved < _LONGEST * spacing)
    determinant = inverse_magnification(hessian(angles, y, x, _STEP))[good]
    return points[good], 1.0 / np.maximum(np.abs(determinant), 1e-300)
