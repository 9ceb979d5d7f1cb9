"""What stands in the arctangent of `pseudo_isothermal`, and its derivatives by place.

Symbols as in the head of that file.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import MINIMUM_RADIUS, sheared


class Radii(NamedTuple):
    """U_a, U_s / s and r."""

    inner: Any
    outer: Any
    ratio: Any


def radii_from(radius_squared: Any, core: Any, inverse_cut: Any) -> Radii:
    """The radii at P² [arcsec²], for a and 1 / s."""
    xp = array_namespace(radius_squared, core, inverse_cut)
    inner = xp.sqrt(radius_squared + core * core)
    outer = xp.sqrt(1.0 + radius_squared * (inverse_cut * inverse_cut))
    ratio = (core * inverse_cut + 1.0) / (inner * inverse_cut + outer)
    return Radii(inner, outer, ratio)


def arctangent_arguments(
    y: Any, x: Any, ell_comps: tuple[Any, Any], core: Any, inverse_cut: Any
) -> tuple[Any, Any]:
    """k (1 - a / s)², and the tangent over its root."""
    z, v, squared = coordinates_from(y, x, ell_comps)
    radii = radii_from(squared, core, inverse_cut)
    xp = array_namespace(z, ell_comps, core)
    area = 1.0 - ell_comps[0] ** 2 - ell_comps[1] ** 2
    k = 4.0 / area * (ell_comps[1] + 1j * ell_comps[0])
    below = (radii.inner * v + core * z) * (radii.outer * v + z)
    below = below + k * inverse_cut * (squared * squared)
    # |below| is of the order of P² U_a U_s / s, but at the centre.
    floor = MINIMUM_RADIUS**2 * squared * (radii.inner * radii.outer) ** 2
    length = xp.maximum(below.real**2 + below.imag**2, floor)
    value = squared * (z + radii.ratio * v) * xp.conj(below) / length
    return k * (1.0 - core * inverse_cut) ** 2, value


def coordinates_from(
    y: Any, x: Any, ell_comps: tuple[Any, Any]
) -> tuple[Any, Any, Any]:
    """z, v and P²."""
    flat_y, flat_x = sheared(y, x, ell_comps)
    xp = array_namespace(flat_y, flat_x)
    area = 1.0 - ell_comps[0] ** 2 - ell_comps[1] ** 2
    squared = (flat_y * flat_y + flat_x * flat_x) / area
    z = x + 1j * y
    # z + v = 2 ζ / (1 - |e|²)
    v = 2.0 / area * (flat_x + 1j * flat_y) - z
    return z, v, xp.maximum(squared, MINIMUM_RADIUS**2)


def isothermal_slopes(
    y: Any, x: Any, ell_comps: tuple[Any, Any], core: Any, inverse_cut: Any
) -> tuple[Any, Any]:
    """∂α*/∂z* = κ and ∂α*/∂z for b = 1, without another arctangent.

    As v² + k P² = z² in this frame, D_c² + k P⁴ is E_c² with E_c = U_c z + c v, and the
    derivative of arctan(√k τ_c) / √k by z is -½ (U_c z* - c v*) / (U_c E_c). The
    difference of the two for a and s is, over 1 - a / s,

        -κ (U_a z* - a v*) / E_a - P⁴ s (s + a) / ((s U_a + a U_s) U_s E_a E_s).

    Parameters
    ----------
    y, x
        Coordinates about the centre [arcsec].
    ell_comps, core, inverse_cut
        As `isothermal_deflections`.
    """
    z, v, squared = coordinates_from(y, x, ell_comps)
    radii = radii_from(squared, core, inverse_cut)
    convergence = 0.5 * radii.ratio / (radii.inner * radii.outer)
    inner = _inverse(radii.inner * z + core * v)
    outer = _inverse(radii.outer * z + v)
    xp = array_namespace(inner)
    between = (radii.inner + core * radii.outer) * radii.outer
    between = inverse_cut * squared * squared * (1.0 + core * inverse_cut) / between
    first = convergence * xp.conj(radii.inner * z - core * v)
    return convergence, -(first + between * outer) * inner


def _inverse(value: Any) -> Any:
    """1 / value, zero at zero."""
    xp = array_namespace(value)
    # |E| is above P², 1e-16 arcsec² or more, but at the very centre.
    size = xp.maximum(value.real**2 + value.imag**2, MINIMUM_RADIUS**5)
    return xp.conj(value) / size
