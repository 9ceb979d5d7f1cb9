"""The frame of a profile: centre, ellipticity and what follows from them.

An ellipse is given by `ell_comps = (f sin 2φ, f cos 2φ)` with f = (1 - q) / (1 + q),
axis ratio q and position angle φ counter-clockwise from +x. Written as the complex
number e = f exp(2iφ), the ellipse needs no rotation: with z = x + iy,

    |z - e z*|² = (1 + f²) |z|² - 2 f (x'² - y'²) = (1 - f)² x'² + (1 + f)² y'²

where (x', y') is the rotated frame. All radii below are this form with a factor, so
that they and their gradients are smooth and finite at f = 0, where φ is undefined.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autolens_like.numerics.floor import held_above
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.namespace import array_namespace

#: Radii are held above this [arcsec], so that powers stay finite at a centre.
MINIMUM_RADIUS = 1e-8


def shifted(y: Any, x: Any, centre: tuple[Any, Any]) -> tuple[Any, Any]:
    """Coordinates relative to a centre (y, x) [arcsec]."""
    return y - centre[0], x - centre[1]


def flattening_from(ell_comps: tuple[Any, Any]) -> Any:
    """f = (1 - q) / (1 + q), with a finite (zero) gradient at f = 0."""
    xp = array_namespace(ell_comps)
    squared = ell_comps[0] ** 2 + ell_comps[1] ** 2
    round_ = squared == 0.0
    return xp.where(round_, 0.0, xp.sqrt(xp.where(round_, 1.0, squared)))


def axis_ratio_from(ell_comps: tuple[Any, Any]) -> Any:
    """q, minor over major axis."""
    flattening = flattening_from(ell_comps)
    return (1.0 - flattening) / (1.0 + flattening)


def sheared(y: Any, x: Any, ell_comps: tuple[Any, Any]) -> tuple[Any, Any]:
    """Imaginary and real part of z - e z*, the coordinate that makes an ellipse round.

    Returns
    -------
    (y, x) of the same shapes; the major-axis radius is their length / (1 - f). NaN
    where a traced e lies outside the unit disc: there is no such ellipse.
    """
    e_y, e_x = ell_comps
    xp = array_namespace(e_y, e_x)
    e_x = xp.where(e_y**2 + e_x**2 < 1.0, e_x, xp.nan)
    return (1.0 + e_x) * y - e_y * x, (1.0 - e_x) * x - e_y * y


def circular_radius_squared(y: Any, x: Any) -> Any:
    """r², held above `MINIMUM_RADIUS`² [arcsec²]."""
    return held_above(y * y + x * x, MINIMUM_RADIUS**2)


def elliptical_radius_squared(y: Any, x: Any, ell_comps: tuple[Any, Any]) -> Any:
    """q x'² + y'² / q, the square of the geometric-mean radius [arcsec²]."""
    flat_y, flat_x = sheared(y, x, ell_comps)
    area = 1.0 - ell_comps[0] ** 2 - ell_comps[1] ** 2
    squared = (flat_y * flat_y + flat_x * flat_x) / area
    return held_above(squared, MINIMUM_RADIUS**2)


@kernel
def centred_radius_squared(
    y: Any, x: Any, centre: tuple[Any, Any], ell_comps: tuple[Any, Any]
) -> Any:
    """`elliptical_radius_squared` about a centre, of arrays of one shape.

    Parameters
    ----------
    y, x
        Coordinates on the sky [arcsec].
    centre
        (y, x) [arcsec].
    ell_comps
        e, imaginary and real part.
    """
    return elliptical_radius_squared(*shifted(y, x, centre), ell_comps)


def _as_floats(
    y: Any, x: Any, centre: tuple[Any, Any], ell_comps: tuple[Any, Any]
) -> tuple[Any, ...]:
    # One memory layout, so that one compiled version serves all.
    y, x = np.ascontiguousarray(y, float), np.ascontiguousarray(x, float)
    numbers = (*map(float, centre), *map(float, ell_comps))
    return y, x, *numbers, MINIMUM_RADIUS**2


@centred_radius_squared.implement("numba", arguments=_as_floats)
def _centred_radius_squared_numba(
    y: Any,
    x: Any,
    centre_y: float,
    centre_x: float,
    e_y: float,
    e_x: float,
    least: float,
) -> Any:
    # One pass over the points: numpy's twelve take nine times as long.
    flattened = e_y * e_y + e_x * e_x
    scale = 1.0 / (1.0 - flattened) if flattened < 1.0 else math.nan
    result = np.empty(y.shape)
    values, all_y, all_x = result.reshape(-1), y.reshape(-1), x.reshape(-1)
    for i in range(values.size):
        at_y, at_x = all_y[i] - centre_y, all_x[i] - centre_x
        flat_y = (1.0 + e_x) * at_y - e_y * at_x
        flat_x = (1.0 - e_x) * at_x - e_y * at_y
        squared = scale * (flat_y * flat_y + flat_x * flat_x)
        values[i] = least if squared < least else squared
    return result


def sheared_direction(
    y: Any, x: Any, ell_comps: tuple[Any, Any]
) -> tuple[Any, Any, Any]:
    """Direction u (imaginary, real) of z - e z* and its length, held off zero."""
    flat_y, flat_x = sheared(y, x, ell_comps)
    xp = array_namespace(flat_y, flat_x)
    squared = flat_y * flat_y + flat_x * flat_x
    length = xp.sqrt(held_above(squared, MINIMUM_RADIUS**2))
    return flat_y / length, flat_x / length, length


def major_axis_from(ell_comps: tuple[Any, Any]) -> tuple[Any, Any]:
    """(sin φ, cos φ) of the major axis, -45° <= φ < 135°; φ = 0 where there is none.

    A direction is not a continuous function of `ell_comps`: it jumps at f = 0 and
    turns round at φ = -45°. Only profiles that are no function of the radius alone
    need it.
    """
    e_y, e_x = ell_comps
    xp = array_namespace(e_y, e_x)
    round_ = e_y**2 + e_x**2 == 0.0
    angle = 0.5 * xp.arctan2(e_y, xp.where(round_, 1.0, e_x))
    angle = xp.where(angle < -0.25 * math.pi, angle + math.pi, angle)
    return xp.sin(angle), xp.cos(angle)


def along_axes(y: Any, x: Any, ell_comps: tuple[Any, Any]) -> tuple[Any, Any]:
    """Coordinates (y', x') along the minor and the major axis of an ellipse."""
    sine, cosine = major_axis_from(ell_comps)
    return cosine * y - sine * x, cosine * x + sine * y
