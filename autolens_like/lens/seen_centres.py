"""Where the centres of masses are seen that lie behind other masses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autolens_like.deflection_field.hessian import hessian, inverse_magnification

#: Newton's iteration starts from these rings around every mass in front [arcsec].
_RADII = np.geomspace(0.03, 30.0, 10)
_PHI = 0.1 + 2.0 * np.pi * np.arange(8) / 8
_ITERATIONS = 25
#: Longest move of an iteration over the distance to the nearest mass in front.
_LONGEST = 0.5
_TOLERANCE = 1e-7
#: From so many masses on (a line of sight full of halos) only one image of each is
#: looked for.
_MANY = 12

#: Takes (y, x), gives them in the plane of a mass.
Trace = Callable[[Any, Any], tuple[Any, Any]]


def seen_centres_from(
    centre: tuple[float, float],
    trace: Trace,
    in_front: Sequence[tuple[float, float]],
    number: int,
) -> list[tuple[float, float]]:
    """The images (y, x) of a centre, or the centre itself where none is found.

    Not a solver of the lens equation: an image too many or too few only makes the
    search for critical curves finer or coarser there.

    Parameters
    ----------
    centre
        (y, x) in the plane of the mass [arcsec].
    trace
        Into that plane.
    in_front
        (y, x) of the masses in front [arcsec].
    number
        How many centres are looked for in all.
    """
    target = np.array(centre)
    points = target[None]
    if number < _MANY:
        ring = np.stack([np.sin(_PHI), np.cos(_PHI)], axis=-1)
        rings = (_RADII[:, None, None] * ring).reshape(-1, 2)
        points = np.concatenate([points, *(rings + near for near in in_front)])

    def angles(y: Any, x: Any) -> tuple[Any, Any]:
        traced_y, traced_x = trace(y, x)
        return y - traced_y, x - traced_x

    for _ in range(_ITERATIONS):
        y, x = points.T
        miss = np.stack(trace(y, x), axis=-1) - target
        derivatives = hessian(angles, y, x, 1e-5)
        yy, xy, yx, xx = derivatives
        determinant = inverse_magnification(derivatives)[:, None]
        inverse = np.where(np.abs(determinant) < 1e-6, 1e-6, determinant)
        along_y = (1.0 - xx) * miss[:, 0] + yx * miss[:, 1]
        along_x = xy * miss[:, 0] + (1.0 - yy) * miss[:, 1]
        move = np.stack([along_y, along_x], axis=-1) / inverse
        gaps = [np.hypot(*(points - near).T) for near in in_front]
        longest = _LONGEST * np.maximum(np.min(gaps, axis=0), 1e-6)
        length = np.hypot(*move.T)
        points = points - move * np.minimum(1.0, longest / (length + 1e-300))[:, None]
    miss = np.hypot(*(np.stack(trace(*points.T), axis=-1) - target).T)
    images = np.unique(np.round(points[miss < _TOLERANCE], 6), axis=0)
    return [(float(y), float(x)) for y, x in images] or [centre]
