"""The cored isothermal ellipsoid, with and without a cut: one closed form.

κ = b / (2 (1 - a / s)) (1 / √(P² + a²) - 1 / √(P² + s²)), where P² = q x'² + y'² / q is
the square of the geometric-mean radius, a is the core and s the cut, which may be
infinite. Its deflection is Bourassa & Kantowski's integral (1975, ApJ 195, 13)

    α* = (2 / z) ∫_0^P κ p dp / √(1 - k p² / z²),   k = 4 e / (1 - |e|²), z = x + iy,

which for a cored isothermal profile is an arctangent (Kormann, Schneider & Bartelmann
1994, A&A 284, 285; Kassiola & Kovner 1993, ApJ 417, 450; Keeton 2001,
astro-ph/0102341):

    α*_c = b arctan(√k τ_c) / √k,   τ_c = P² / D_c,   D_c = U_c v + c z,
    U_c² = P² + c²,   v = ((1 + |e|²) z - 2 e z*) / (1 - |e|²)

(v is q x' + i y' / q in the rotated frame). The difference of the two for a and s is
the arctangent of (τ_a - τ_s) / (1 + k τ_a τ_s), from which s - a divides out:

    (s - a) P² (z + r v) / (D_a D_s + k P⁴),   r = (a + s) / (U_a + U_s).

With complex e there is no rotation and e = 0 is no exception; nor are a = 0, a = s, an
infinite s and the centre. No digits are lost anywhere.
"""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np

from autolens_like.numerics.arctangent import (
    CUT,
    HALVED_NODES,
    HALVINGS,
    arctangent_ratio,
    arctangent_slopes,
    logarithm_ratio,
)
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.namespace import array_namespace
from autolens_like.numerics.special import gauss_rule
from autolens_like.profiles.frames import (
    MINIMUM_RADIUS,
    circular_radius_squared,
    elliptical_radius_squared,
)
from autolens_like.profiles.mass.isothermal_arctangent import (
    arctangent_arguments,
    isothermal_slopes,
    radii_from,
)


def isothermal_convergence(
    radius_squared: Any, scale: Any, core: Any, inverse_cut: Any
) -> Any:
    """κ at P² [arcsec²]; see the head of the module.

    Parameters
    ----------
    radius_squared
        P², or r² of a round profile [arcsec²].
    scale, core
        b and a [arcsec].
    inverse_cut
        1 / s, zero for no cut.
    """
    radii = radii_from(radius_squared, core, inverse_cut)
    return 0.5 * scale * radii.ratio / (radii.inner * radii.outer)


def isothermal_mean(
    radius_squared: Any, scale: Any, core: Any, inverse_cut: Any
) -> Any:
    """Mean of `isothermal_convergence` inside a circle, where ellipses are circles."""
    xp = array_namespace(radius_squared, core, inverse_cut)
    inner = xp.sqrt(radius_squared + core * core)
    outer = xp.sqrt(1.0 + radius_squared * (inverse_cut * inverse_cut))
    # scale (1 + r) / ((U_a + a) (U_s / s + 1)) with one division.
    both = inner * inverse_cut + outer
    below = both * (inner + core) * (outer + 1.0)
    return scale * (both + (core * inverse_cut + 1.0)) / below


def isothermal_deflections(
    y: Any,
    x: Any,
    ell_comps: tuple[Any, Any],
    scale: Any,
    core: Any,
    inverse_cut: Any,
) -> tuple[Any, Any]:
    """α (y, x) [arcsec]; see the head of the module.

    Parameters
    ----------
    y, x
        Coordinates about the centre, of one shape [arcsec].
    ell_comps
        e, imaginary and real part.
    scale, core, inverse_cut
        As `isothermal_convergence`.
    """
    xp, shape = array_namespace(y, x), np.shape(y)
    flat = xp.reshape(y, (-1,)), xp.reshape(x, (-1,))
    results = arctangent_deflections(*flat, ell_comps, scale, core, inverse_cut)
    return xp.reshape(results[0], shape), xp.reshape(results[1], shape)


@kernel
def arctangent_deflections(
    y: Any,
    x: Any,
    ell_comps: tuple[Any, Any],
    scale: Any,
    core: Any,
    inverse_cut: Any,
) -> tuple[Any, Any]:
    """α (y, x) [arcsec] at (n,) coordinates; see `isothermal_deflections`."""
    square, value = arctangent_arguments(y, x, ell_comps, core, inverse_cut)
    conjugate = scale * arctangent_ratio(square, value)
    return -conjugate.imag, conjugate.real


@arctangent_deflections.implement("jax")
def _arctangent_deflections_jax(
    y: Any,
    x: Any,
    ell_comps: tuple[Any, Any],
    scale: Any,
    core: Any,
    inverse_cut: Any,
) -> tuple[Any, Any]:
    # The reference's own gradient goes back through every step of the arctangent and
    # costs eight to seventeen times the value; this one costs three times.
    numbers = *ell_comps, core, inverse_cut
    unit_y, unit_x = _differentiable_deflections()(y, x, *numbers)
    return scale * unit_y, scale * unit_x


@functools.cache
def _differentiable_deflections() -> Any:
    """`arctangent_deflections` with b = 1 for JAX, with derivatives in closed form."""
    import jax
    import jax.numpy as jnp

    def arguments(y: Any, x: Any, *numbers: Any) -> tuple[Any, Any]:
        return arctangent_arguments(y, x, numbers[:2], *numbers[2:])

    @jax.custom_jvp
    def deflections(y: Any, x: Any, *numbers: Any) -> tuple[Any, Any]:
        conjugate = arctangent_ratio(*arguments(y, x, *numbers))
        return -conjugate.imag, conjugate.real

    def deflections_jvp(primals: Any, tangents: Any) -> Any:
        y, x, *numbers = primals
        square, value = arguments(*primals)
        ratio = arctangent_ratio(square, value)
        slopes = arctangent_slopes(square, value, ratio)
        change = 0.0j
        for i, number in enumerate(numbers):
            tangent = tangents[2 + i]
            # What does not change, such as an infinite cut, has no derivative to find.
            if isinstance(tangent, jax.custom_derivatives.SymbolicZero):
                continue

            def by_number(n: Any, i: int = i) -> tuple[Any, Any]:
                return arguments(y, x, *numbers[:i], n, *numbers[i + 1 :])

            steps = jax.jvp(by_number, (number,), (jnp.ones_like(number),))[1]
            by_both = slopes[0] * steps[0] + slopes[1] * steps[1]
            change = change + by_both * tangent
        convergence, bend = isothermal_slopes(y, x, numbers[:2], *numbers[2:])
        # dα* = κ dz* + ∂α*/∂z dz, in real numbers.
        step_y, step_x = (
            0.0 if isinstance(t, jax.custom_derivatives.SymbolicZero) else t
            for t in tangents[:2]
        )
        along_x = (bend.real + convergence) * step_x - bend.imag * step_y
        along_y = (convergence - bend.real) * step_y - bend.imag * step_x
        change_y, change_x = along_y - jnp.imag(change), along_x + jnp.real(change)
        return (-ratio.imag, ratio.real), (change_y, change_x)

    deflections.defjvp(deflections_jvp, symbolic_zeros=True)
    return deflections


def _numba_arguments(
    y: Any,
    x: Any,
    ell_comps: tuple[Any, Any],
    scale: Any,
    core: Any,
    inverse_cut: Any,
) -> tuple[Any, ...]:
    e = complex(float(ell_comps[1]), float(ell_comps[0]))
    if abs(e) >= 1.0:
        e = complex(math.nan, math.nan)
    numbers = float(scale), float(core), float(inverse_cut), MINIMUM_RADIUS**2
    y, x = np.ascontiguousarray(y, float), np.ascontiguousarray(x, float)
    return y, x, e, *numbers, CUT, HALVINGS, *gauss_rule(1.0, HALVED_NODES)


@arctangent_deflections.implement("numba", arguments=_numba_arguments)
def _arctangent_deflections_numba(
    y: Any,
    x: Any,
    e: complex,
    scale: float,
    core: float,
    inverse_cut: float,
    least: float,
    end: float,
    halvings: int,
    nodes: Any,
    masses: Any,
) -> Any:
    # In runs of 256 points, each step one loop without branches, so that it is
    # vectorised and its numbers stay in the first-level cache. The last run is filled
    # up, so that the result at a point does not depend on how many others there are.
    result_y, result_x = np.empty(y.size), np.empty(y.size)
    at_y, at_x = np.ones(256), np.ones(256)
    value_y, value_x = np.empty(256), np.empty(256)
    w_y, w_x = np.empty(256), np.empty(256)
    total, moment, below = np.empty(256), np.empty(256), np.empty(256)
    area = 1.0 - e.real**2 - e.imag**2
    k_x, k_y = 4.0 / area * e.real, 4.0 / area * e.imag
    between = (1.0 - core * inverse_cut) ** 2
    for first in range(0, y.size, 256):
        number = min(256, y.size - first)
        at_y[:number] = y[first : first + number]
        at_x[:number] = x[first : first + number]
        for i in range(256):
            z_y, z_x = at_y[i], at_x[i]
            flat_y = (1.0 + e.real) * z_y - e.imag * z_x
            flat_x = (1.0 - e.real) * z_x - e.imag * z_y
            v_y, v_x = 2.0 / area * flat_y - z_y, 2.0 / area * flat_x - z_x
            squared = (flat_y * flat_y + flat_x * flat_x) / area
            squared = least if squared < least else squared
            inner = np.sqrt(squared + core * core)
            outer = np.sqrt(1.0 + squared * inverse_cut * inverse_cut)
            ratio = (core * inverse_cut + 1.0) / (inner * inverse_cut + outer)
            a_y, a_x = inner * v_y + core * z_y, inner * v_x + core * z_x
            s_y, s_x = outer * v_y + z_y, outer * v_x + z_x
            fourth = inverse_cut * squared * squared
            d_y = a_x * s_y + a_y * s_x + k_y * fourth
            d_x = a_x * s_x - a_y * s_y + k_x * fourth
            floor = least * squared * (inner * outer) ** 2
            length = d_y * d_y + d_x * d_x
            length = squared / (floor if length < floor else length)
            n_y, n_x = length * (z_y + ratio * v_y), length * (z_x + ratio * v_x)
            t_y, t_x = n_y * d_x - n_x * d_y, n_x * d_x + n_y * d_y
            square_y, square_x = 2.0 * t_x * t_y, t_x * t_x - t_y * t_y
            value_y[i], value_x[i] = t_y, t_x
            w_y[i] = between * (k_x * square_y + k_y * square_x)
            w_x[i] = between * (k_x * square_x - k_y * square_y)
        for _ in range(halvings):
            for i in range(256):
                shifted = 1.0 + w_x[i]
                length = np.sqrt(shifted * shifted + w_y[i] * w_y[i])
                half = 0.5 * (length + shifted)
                root_x = np.sqrt(end if half < end else half)
                root_y = 0.5 * w_y[i] / root_x
                unit = 2.0 / ((1.0 + root_x) ** 2 + root_y * root_y)
                p_y, p_x = -unit * root_y, unit * (1.0 + root_x)
                t_y, t_x = value_y[i], value_x[i]
                value_y[i], value_x[i] = t_y * p_x + t_x * p_y, t_x * p_x - t_y * p_y
                w_y[i], w_x[i] = -p_y, 1.0 - p_x
        for i in range(256):
            below[i] = w_y[i] * w_y[i] + w_x[i] * w_x[i]
            total[i], moment[i] = 0.0, 0.0
        for j in range(nodes.size):
            start, node = 1.0 / masses[j], nodes[j]
            step, bend = 2.0 * node / masses[j], node * node / masses[j]
            for i in range(256):
                pole = 1.0 / (start + step * w_x[i] + bend * below[i])
                total[i] += pole
                moment[i] += node * pole
        for i in range(256):
            g_y, g_x = -w_y[i] * moment[i], total[i] + w_x[i] * moment[i]
            total[i] = -scale * (value_y[i] * g_x + value_x[i] * g_y)
            moment[i] = scale * (value_x[i] * g_x - value_y[i] * g_y)
        result_y[first : first + number] = total[:number]
        result_x[first : first + number] = moment[:number]
    return result_y, result_x


def _width(ell_comps: tuple[Any, Any]) -> Any:
    """q + 1 / q."""
    squared = ell_comps[0] ** 2 + ell_comps[1] ** 2
    return 2.0 * (1.0 + squared) / (1.0 - squared)


def cored_potential(
    y: Any, x: Any, ell_comps: tuple[Any, Any], scale: Any, core: Any
) -> Any:
    """ψ [arcsec²] without a cut, after Keeton 2001 (astro-ph/0102341).

    ψ = Re(z α*) - ½ b a ln(|z|² + 2 a U + (q + 1/q) a²), lengths under the logarithm in
    arcsec: ψ tends to that of the singular ellipsoid as the core tends to zero.
    """
    deflection = isothermal_deflections(y, x, ell_comps, scale, core, 0.0)
    radius_squared = elliptical_radius_squared(y, x, ell_comps)
    xp = array_namespace(radius_squared, core)
    outer = xp.sqrt(radius_squared + core * core)
    inside = circular_radius_squared(y, x) + 2.0 * core * outer
    logarithm = xp.log(inside + _width(ell_comps) * core * core)
    radial = y * deflection[0] + x * deflection[1]
    return radial - 0.5 * scale * core * logarithm


def truncated_potential(
    y: Any, x: Any, ell_comps: tuple[Any, Any], scale: Any, core: Any, cut: Any
) -> Any:
    """ψ [arcsec²] with a cut.

    The difference of two `cored_potential`, with lengths under the logarithm in units
    in which that of the cut is zero at the centre.
    """
    deflection = isothermal_deflections(y, x, ell_comps, scale, core, 1.0 / cut)
    radial = y * deflection[0] + x * deflection[1]
    radius_squared = elliptical_radius_squared(y, x, ell_comps)
    distance_squared = circular_radius_squared(y, x)
    width = _width(ell_comps)
    tail = _logarithms(radius_squared, distance_squared, width, core, cut)
    return radial + 0.5 * scale * cut * tail


def round_truncated_potential(
    radius_squared: Any, scale: Any, core: Any, cut: Any
) -> Any:
    """ψ [arcsec²] with a cut, at r² of a round profile."""
    mean = isothermal_mean(radius_squared, scale, core, 1.0 / cut)
    tail = _logarithms(radius_squared, radius_squared, 2.0, core, cut)
    return radius_squared * mean + 0.5 * scale * cut * tail


def _logarithms(
    radius_squared: Any, distance_squared: Any, width: Any, core: Any, cut: Any
) -> Any:
    """(s ln L_s - a ln L_a) / (s - a), L_c = (|z|² + 2 c U_c + B c²) / ((2 + B) s²)."""
    xp = array_namespace(radius_squared, width, core, cut)
    inner = xp.sqrt(radius_squared + core * core)
    outer = xp.sqrt(radius_squared + cut * cut)
    gain = distance_squared + 2.0 * cut * radius_squared / (outer + cut)
    whole = gain + (2.0 + width) * cut * cut
    growth = 2.0 * (radius_squared + core * core + cut * cut)
    growth = growth / (core * inner + cut * outer) + width
    step = (core + cut) * growth / whole
    # ln(L_a / L_s) = ln(1 - (s - a) step), where that does not cancel.
    change = -(cut - core) * step
    near = change > -0.5
    inside = distance_squared + 2.0 * core * inner + width * core * core
    far = xp.log(inside / whole) / xp.where(near, 1.0, change)
    ratio = xp.where(near, logarithm_ratio(xp.where(near, change, 0.0)), far)
    return xp.log1p(gain / ((2.0 + width) * cut * cut)) + core * step * ratio
