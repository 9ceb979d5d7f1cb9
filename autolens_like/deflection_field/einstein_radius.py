"""The effective Einstein radius as a formula that JAX can trace and differentiate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autolens_like.deflection_field.hessian import Deflections, eigen_values, hessian
from autolens_like.numerics.namespace import array_namespace

#: Radii along every ray [arcsec], 23 a decade.
_RADII = np.geomspace(1e-3, 3e2, 127)
#: A bracket of 10 % is cut into so many pieces so often, which leaves 1e-7; the last
#: step squares that.
_PIECES, _CUTS = 17, 5
_STEP = 1e-4


def einstein_radius_along_rays(
    deflections: Deflections, centre: tuple[Any, Any], rays: int = 128
) -> Any:
    """√(area / π) within the first zeros of 1 - κ - |γ| along rays [arcsec].

    It is that of the tangential critical curve where every ray from `centre` crosses
    the curve once. NaN where a ray crosses none.

    Parameters
    ----------
    deflections
        The deflection field; its numbers may be traced.
    centre
        (y, x) inside of the curve [arcsec].
    rays
        Their number; the mean over angles converges exponentially with it.
    """
    phi = 2.0 * np.pi * (np.arange(rays) + 0.5) / rays
    sine, cosine = np.sin(phi), np.cos(phi)
    xp = array_namespace(deflections(*_arrays(centre)), centre)

    def value(radius: Any) -> Any:
        y = xp.asarray(centre[0] + radius * sine)
        x = xp.asarray(centre[1] + radius * cosine)
        return eigen_values(hessian(deflections, y, x))[0]

    low, high, is_bracketed = _bracketed(value, xp.asarray(_RADII)[:, None] + 0.0 * phi)
    for _ in range(_CUTS):
        parts = xp.linspace(0.0, 1.0, _PIECES)[:, None]
        low, high, _ = _bracketed(value, low + parts * (high - low))
    # No derivative passes through comparisons: the last step of Newton carries it.
    radius = 0.5 * (low + high)
    step = _STEP * radius
    slope = (value(radius + step) - value(radius - step)) / (2.0 * step)
    radius = xp.where(is_bracketed, radius - value(radius) / slope, xp.nan)
    return xp.sqrt(xp.mean(radius**2))


def _bracketed(value: Callable[[Any], Any], radii: Any) -> tuple[Any, Any, Any]:
    """The first radii along rays between which a value becomes positive.

    Parameters
    ----------
    value
        Of radii.
    radii
        (n, rays), increasing along the first axis.

    Returns
    -------
    low, high, found
        (rays,) each.
    """
    xp = array_namespace(radii)
    inside = value(radii) < 0.0
    leaves = inside[:-1] & ~inside[1:]
    at = xp.argmax(leaves, axis=0)[None]
    low = xp.take_along_axis(radii, at, axis=0)[0]
    high = xp.take_along_axis(radii, at + 1, axis=0)[0]
    return low, high, xp.any(leaves, axis=0)


def _arrays(centre: tuple[Any, Any]) -> tuple[Any, Any]:
    """A point beside the centre, to ask a field for its array library."""
    xp = array_namespace(centre)
    return xp.asarray(centre[0] + 1.0), xp.asarray(centre[1] + 0.5)
