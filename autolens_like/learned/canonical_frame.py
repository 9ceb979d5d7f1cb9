"""The canonical frame: where a stamp of a galaxy says nothing but its shape.

A canonical stamp has 64 x 64 pixels. The galaxy's centre is the centre of the stamp,
its major axis lies along x, a circle of 8 pixels around the centre holds half of its
light, and the sum of its squared pixels is 1. Rows run along y.
"""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.learned.stamp_sampling import sampled
from autolens_like.numerics.namespace import array_namespace

#: Pixels on a side of a canonical stamp.
SIDE = 64
#: Radius of the circle that holds half of the light [pixels of the stamp].
HALF_LIGHT_PIXELS = 8.0
#: The window of the moments, in half-light radii: beyond it companions and noise weigh
#: more than the galaxy.
_WINDOW = 1.5
_SMALLEST_SIDE = 8


@dataclasses.dataclass(frozen=True)
class Frame:
    """Where a galaxy lies in an image.

    Parameters
    ----------
    centre
        (y, x) [pixels], the first pixel's centre being (0, 0).
    angle
        Of the major axis, from +x towards +y [radians].
    half_light_radius
        [pixels].
    """

    centre: tuple[Any, Any]
    angle: Any
    half_light_radius: Any


def checked_stamp(image: Any, name: str = "The stamp") -> np.ndarray:
    """`image` as a (R, C) array of finite numbers with light in it.

    Raises
    ------
    ArrayException
        It has another shape, fewer than 8 pixels on a side, numbers that are not
        finite or no real ones, or no light.
    """
    given = np.asarray(image)
    if given.dtype.kind not in "fiub":
        raise exc.ArrayException(
            f"{name} has values of the type {given.dtype}; real numbers are asked for."
        )
    stamp = given.astype(float)
    if stamp.ndim != 2 or min(stamp.shape) < _SMALLEST_SIDE:
        raise exc.ArrayException(
            f"{name} has the shape {stamp.shape}; two axes of at least "
            f"{_SMALLEST_SIDE} pixels are asked for."
        )
    bad = int((~np.isfinite(stamp)).sum())
    if bad:
        raise exc.ArrayException(
            f"{name} has {bad} pixels that are NaN or infinite; fill them, for example "
            "with the median of their neighbours."
        )
    if not stamp.sum() > 0.0:
        raise exc.ArrayException(
            f"{name} has no light: its sum is {stamp.sum():.3g}. Subtract a background "
            "that leaves the galaxy's own light, and give one galaxy a stamp."
        )
    return stamp


def measured_frame(image: np.ndarray, noise: float = 0.0) -> Frame:
    """The frame of the galaxy in an image: centre, half-light radius and major axis.

    Parameters
    ----------
    image
        (R, C), the background subtracted, the galaxy near the middle.
    noise
        Standard deviation of a pixel; pixels below it do not count for the radius.

    Raises
    ------
    ArrayException
        See `checked_stamp`; or nothing rises above the noise.
    """
    stamp = checked_stamp(image)
    y, x = np.indices(stamp.shape, dtype=float)
    light = np.where(stamp > noise, stamp, 0.0)
    middle = (stamp.shape[0] - 1) / 2, (stamp.shape[1] - 1) / 2
    near = np.hypot(y - middle[0], x - middle[1]) <= min(middle)
    light = np.where(near, light, 0.0)
    if not light.sum() > 0.0:
        raise exc.ArrayException(
            "The stamp has no pixel above its noise near the middle; give a stamp that "
            "is centred on a galaxy."
        )
    centre, radius = middle, min(middle) / 2
    for _ in range(6):
        squared = (y - centre[0]) ** 2 + (x - centre[1]) ** 2
        weight = light * np.exp(-0.5 * squared / (_WINDOW * radius) ** 2)
        total = weight.sum()
        centre = (weight * y).sum() / total, (weight * x).sum() / total
        radius = _half_light_radius(light, y - centre[0], x - centre[1])
    dy, dx = y - centre[0], x - centre[1]
    weight = light * np.exp(-0.5 * (dy * dy + dx * dx) / (_WINDOW * radius) ** 2)
    along = (weight * (dx * dx - dy * dy)).sum()
    across = (weight * 2.0 * dx * dy).sum()
    angle = 0.5 * math.atan2(across, along)
    return Frame((float(centre[0]), float(centre[1])), angle, radius)


def _half_light_radius(light: np.ndarray, y: np.ndarray, x: np.ndarray) -> float:
    """The radius of the circle that holds half of the light, at least 0.7 pixels."""
    radius = np.hypot(y, x).ravel()
    order = np.argsort(radius)
    ordered = light.ravel()[order]
    # Half of a pixel's own light is inside its centre.
    inside = np.cumsum(ordered) - 0.5 * ordered
    half = np.interp(0.5 * ordered.sum(), inside, radius[order])
    return max(float(half), 0.7)


def resampled(image: np.ndarray, frame: Frame) -> np.ndarray:
    """(64, 64) the galaxy of an image in the canonical frame, in the image's units.

    Parameters
    ----------
    image
        (R, C); where it ends there is no light.
    frame
        As `measured_frame` gives it.
    """
    step = frame.half_light_radius / HALF_LIGHT_PIXELS
    # A coarser pixel is the mean over a sub-grid of it, so that nothing is aliased.
    parts = max(1, math.ceil(step))
    places = (np.arange(SIDE * parts) + 0.5) / parts - SIDE / 2
    v, u = np.meshgrid(places * step, places * step, indexing="ij")
    sine, cosine = math.sin(frame.angle), math.cos(frame.angle)
    rows = frame.centre[0] + cosine * v + sine * u
    columns = frame.centre[1] + cosine * u - sine * v
    values = sampled(image, rows, columns)
    return values.reshape(SIDE, parts, SIDE, parts).mean(axis=(1, 3))


def canonical_stamp(image: np.ndarray, frame: Frame) -> np.ndarray:
    """(64, 64) the galaxy of an image in the canonical frame, of unit norm.

    Parameters
    ----------
    image, frame
        As for `resampled`.
    """
    values = resampled(image, frame)
    return values / np.linalg.norm(values)


def placed(stamp: Any, frame: Frame) -> Any:
    """(64, 64) a canonical stamp as an image of its galaxy: `resampled` turned back.

    Parameters
    ----------
    stamp
        (64, 64), canonical.
    frame
        Where the galaxy lies in the image, by numbers that may be traced.
    """
    xp = array_namespace(stamp, frame.centre, frame.angle, frame.half_light_radius)
    places = np.arange(SIDE)
    rows, columns = np.meshgrid(places, places, indexing="ij")
    y, x = rows - frame.centre[0], columns - frame.centre[1]
    step = HALF_LIGHT_PIXELS / frame.half_light_radius
    sine, cosine = xp.sin(frame.angle) * step, xp.cos(frame.angle) * step
    middle = (SIDE - 1) / 2
    return sampled(
        stamp, cosine * y - sine * x + middle, cosine * x + sine * y + middle
    )
