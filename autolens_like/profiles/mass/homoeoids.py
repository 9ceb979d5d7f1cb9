"""The frame in which nested elliptical shells of constant κ deflect simply.

With R = √(x'² + y'² / q²), the complex coordinate z' = x' + iy' of the frame of the
ellipse and ε² = 1 - q², the mass inside R deflects by

    α* = 2 q ∫₀ᴿ κ(t) t dt / √(z'² - ε² t²)

(Bourassa & Kantowski 1975, ApJ 195, 13; Bray 1984, MNRAS 208, 511). The ratio
s = √(z'² - ε² R²) / z' depends on the direction alone. On the sky, with ellipticity e
and z = x + iy, neither angle nor root is needed:

    1 - s = 2 e (z* - e* z) / ((1 - |e|²) z).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autolens_like.numerics.blocks import BLOCK_SIZE, map_blocks
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import (
    MINIMUM_RADIUS,
    axis_ratio_from,
    flattening_from,
    sheared,
)


def homoeoid_frame(y: Any, x: Any, ell_comps: tuple[Any, Any]) -> tuple[Any, ...]:
    """z / |z|² (imaginary, real) [1/arcsec], R² [arcsec²], 1 - s (imaginary, real).

    Parameters
    ----------
    y, x
        Coordinates about the centre [arcsec]; held off the centre itself.
    ell_comps
        e, imaginary and real part.
    """
    xp = array_namespace(y, x, ell_comps)
    e_y, e_x = ell_comps
    x = xp.where(y * y + x * x < MINIMUM_RADIUS**2, MINIMUM_RADIUS, x)
    flat_y, flat_x = sheared(y, x, ell_comps)
    inverse = 1.0 / (y * y + x * x)
    unit_y, unit_x = y * inverse, x * inverse
    # 2 e conj(z - e z*) conj(z) / ((1 - |e|²) |z|²)
    turned_y, turned_x = e_y * flat_x - e_x * flat_y, e_x * flat_x + e_y * flat_y
    scale = 2.0 / (1.0 - e_y * e_y - e_x * e_x)
    gap_y = scale * (turned_y * unit_x - turned_x * unit_y)
    gap_x = scale * (turned_x * unit_x + turned_y * unit_y)
    major = 1.0 - flattening_from(ell_comps)
    squared = (flat_y * flat_y + flat_x * flat_x) / (major * major)
    return unit_y, unit_x, squared, gap_y, gap_x


def deflection_of(frame: tuple[Any, ...], ell_comps: Any, sum_y: Any, sum_x: Any):
    """Deflection (y, x) from α* = 2 q (R² / z) Σ, with Σ = sum_x + i sum_y.

    Parameters
    ----------
    frame
        Of `homoeoid_frame`.
    ell_comps
        e, imaginary and real part.
    sum_y, sum_x
        Σ, of the shape of the coordinates.
    """
    unit_y, unit_x, squared = frame[:3]
    scale = 2.0 * axis_ratio_from(ell_comps) * squared
    return (
        scale * (unit_y * sum_x - unit_x * sum_y),
        scale * (unit_x * sum_x + unit_y * sum_y),
    )


def over_points(function: Callable[..., Any], y: Any, x: Any, *arguments: Any) -> Any:
    """`function(y, x, *arguments)` at coordinates of any shape.

    The function sees flat arrays; many numpy points come in blocks, on threads.
    """
    xp, shape = array_namespace(y, x, arguments), np.shape(y)
    if len(shape) != 1:
        y, x = xp.reshape(y, (-1,)), xp.reshape(x, (-1,))
    size = np.shape(y)[0]
    if xp is np and size > BLOCK_SIZE:
        starts = range(0, size, BLOCK_SIZE)
        blocks = [slice(start, start + BLOCK_SIZE) for start in starts]
        found = map_blocks(lambda b: function(y[b], x[b], *arguments), blocks)
        pairs = isinstance(found[0], tuple)
        joined = (
            tuple(np.concatenate(parts) for parts in zip(*found, strict=True))
            if pairs
            else np.concatenate(found)
        )
    else:
        joined = function(y, x, *arguments)
    if len(shape) == 1:
        return joined
    if isinstance(joined, tuple):
        return tuple(xp.reshape(part, shape) for part in joined)
    return xp.reshape(joined, shape)
