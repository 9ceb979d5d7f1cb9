"""Deflection and potential of an elliptical NFW halo, in closed form.

The ellipse is one of κ, with x = R / r_s, R the major-axis radius, and ζ = z' / r_s in
the frame of `homoeoids`. With F(x) as in `nfw_radius`, S = √(ζ² - ε² x²), s = S / ζ and
ε² = 1 - q², one integration by parts leaves

    α* = 4 q κ_s r_s ζ / (ζ² - ε²) · N,   N = s F(x) + ln x - ln(1 + s),

the result of Heyrovský & Karamazov 2024 (A&A 690, A19, arXiv:2404.00169) in complex
form. As x² / ζ² = (1 - s²) / ε², α* = 4 q κ_s r_s (x² / ζ) Q, Q = N / (x² + s² - 1),
which is regular at the foci ζ = ±ε, where numerator and denominator vanish. The
potential is ψ = 4 q κ_s r_s² Re ∫₀ˣ t Q(t, s) dt = 4 q κ_s r_s² Re J with

    2 J = Li₂((s-1)/(1+s)) - Li₂((s-w)/(1+s)) + Li₂(t) + ln t ln(1 - t),

w = √(1 - x²) and t = (1 - w) / (1 + s).
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from autolens_like.numerics.dilogarithm import dilogarithm, log1p_ratio
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import axis_ratio_from
from autolens_like.profiles.mass.homoeoids import (
    deflection_of,
    homoeoid_frame,
    over_points,
)
from autolens_like.profiles.mass.nfw_radius import ScaledRadius

#: Where |x² + s² - 1| / x² is below this times |s|², the regular form of Q is used.
_NEAR_FOCUS = 0.05


def nfw_deflection(
    y: Any, x: Any, ell_comps: tuple[Any, Any], scale_radius: Any
) -> tuple[Any, Any]:
    """Deflection (y, x) [arcsec] of the halo with κ_s = 1, at any shape of points.

    Parameters
    ----------
    y, x
        Coordinates about the centre [arcsec], of one shape.
    ell_comps
        e, imaginary and real part.
    scale_radius
        r_s [arcsec].
    """
    return over_points(nfw_bending, y, x, ell_comps, scale_radius)


def _near_focus(x_squared: Any, s: Any, below: Any) -> Any:
    xp = array_namespace(x_squared, s)
    size = xp.minimum(1.0, xp.real(s) ** 2 + xp.imag(s) ** 2) * x_squared
    gap = xp.real(below) ** 2 + xp.imag(below) ** 2
    return (gap < (_NEAR_FOCUS * size) ** 2) & (x_squared < 1.0)


def _quotient(x_squared: Any, gap: Any) -> Any:
    """Q(x, s) as complex numbers, from x² and 1 - s."""
    xp = array_namespace(x_squared, gap)
    radius = ScaledRadius(x_squared)
    ratio, s = radius.ratio(), 1.0 - gap
    half = 0.5 * gap
    half_y, half_x = xp.imag(half), xp.real(half)
    # ln((1 + s) / 2), real part by log1p because s is near 1 for small ellipticity.
    log_y = xp.arctan2(-half_y, 1.0 - half_x)
    log_x = 0.5 * xp.log1p(half_x * half_x + half_y * half_y - 2.0 * half_x)
    numerator = radius.mass() - gap * ratio - (log_x + 1j * log_y)
    below = x_squared - gap * (2.0 - gap)
    near = _near_focus(x_squared, s, below)
    far = numerator / xp.where(near, 1.0, below)
    regular = _regular_quotient(
        xp.where(near, x_squared, 0.25),
        xp.where(near, gap, 0.2),
        xp.where(near, ratio, 1.0),
    )
    return xp.where(near, regular, far)


def _regular_quotient(x_squared: Any, gap: Any, ratio: Any) -> Any:
    """Q near a focus, where s ≈ w = √(1 - x²), without a difference of equal numbers.

    With η = (1 - s²) / x² - 1 the three parts of N are arctanh(w) s / w, -arctanh(s)
    and -ln(1 + η) / 2; addition theorems of arctanh join them into a product with η.
    """
    xp = array_namespace(x_squared, gap)
    w, s = xp.sqrt(1.0 - x_squared), 1.0 - gap
    eta = gap * (2.0 - gap) / x_squared - 1.0
    join = s + w + w * eta
    scale = (1.0 + eta) * (1.0 / (1.0 + s) + 1.0 / (1.0 + w))
    scale = scale / (join * (2.0 + eta) - eta * eta)
    v_squared = (eta * x_squared * scale) ** 2
    series = 0.0 * v_squared
    for k in range(5, -1, -1):
        series = 1.0 / (2 * k + 1) + v_squared * series
    return ratio / (s + w) - scale * series


@kernel
def nfw_bending(
    y: Any, x: Any, ell_comps: tuple[Any, Any], scale_radius: Any
) -> tuple[Any, Any]:
    """Deflection (y, x) [arcsec] for κ_s = 1; see `nfw_deflection`.

    Parameters
    ----------
    y, x
        (n,) coordinates about the centre [arcsec].
    ell_comps, scale_radius
        As there.
    """
    frame = homoeoid_frame(y, x, ell_comps)
    gap_y, gap_x = frame[3:]
    quotient = _quotient(frame[2] / scale_radius**2, gap_x + 1j * gap_y)
    xp = array_namespace(quotient)
    return deflection_of(
        frame, ell_comps, 2.0 * xp.imag(quotient), 2.0 * xp.real(quotient)
    )


def _numba_arguments(
    y: Any, x: Any, ell_comps: tuple[Any, Any], scale_radius: Any
) -> tuple[Any, ...]:
    y, x = np.ascontiguousarray(y, float), np.ascontiguousarray(x, float)
    return y, x, float(ell_comps[0]), float(ell_comps[1]), float(scale_radius)


@nfw_bending.implement("numba", arguments=_numba_arguments)
def _nfw_bending_numba(y: Any, x: Any, e_y: float, e_x: float, scale: float) -> Any:
    # One pass over the points: each takes only the branch that it needs.
    result_y, result_x = np.empty(y.size), np.empty(y.size)
    squared = e_y * e_y + e_x * e_x
    flattening = np.sqrt(squared)
    major = scale * (1.0 - flattening)
    factor = 4.0 * (1.0 - flattening) / (1.0 + flattening) * scale * scale
    for i in range(y.size):
        at_y, at_x = y[i], x[i]
        if at_y * at_y + at_x * at_x < 1e-16:
            at_x = 1e-8
        inverse = 1.0 / (at_y * at_y + at_x * at_x)
        unit_y, unit_x = at_y * inverse, at_x * inverse
        flat_y = (1.0 + e_x) * at_y - e_y * at_x
        flat_x = (1.0 - e_x) * at_x - e_y * at_y
        turned_y = e_y * flat_x - e_x * flat_y
        turned_x = e_x * flat_x + e_y * flat_y
        p_y = 2.0 / (1.0 - squared) * (turned_y * unit_x - turned_x * unit_y)
        p_x = 2.0 / (1.0 - squared) * (turned_x * unit_x + turned_y * unit_y)
        x2 = (flat_y * flat_y + flat_x * flat_x) / (major * major)
        v = x2 - 1.0
        sum_x = 2.0 - p_x
        log_y = -np.arctan(p_y / sum_x)
        if x2 > 0.01:
            # Here the parts of N do not cancel: one logarithm serves the real ones.
            if v < -0.02:
                root = np.sqrt(-v)
                ratio = 0.5 * np.log((1.0 + root) ** 2 / x2) / root
            elif v > 0.02:
                root = np.sqrt(v)
                ratio = np.arctan(root) / root
            else:
                ratio = 0.0
                for k in range(9, -1, -1):
                    ratio = 1.0 / (2 * k + 1) - v * ratio
            rest = 0.5 * np.log(x2 / (sum_x * sum_x + p_y * p_y))
            n_x = ratio - p_x * ratio + rest
        else:
            root = np.sqrt(1.0 - x2)
            small = np.log1p(-0.5 * x2 / (1.0 + root))
            height = small - 0.5 * np.log(0.25 * x2)
            ratio = height / root
            mass = height * x2 / (root * (1.0 + root)) + small
            log_x = 0.5 * np.log1p(0.25 * (p_x * p_x + p_y * p_y) - p_x)
            n_x = mass - p_x * ratio - log_x
        below_y = -2.0 * p_y * (1.0 - p_x)
        below_x = x2 - p_x * (2.0 - p_x) - p_y * p_y
        size = below_y * below_y + below_x * below_x
        s2 = (1.0 - p_x) ** 2 + p_y * p_y
        limit = 0.05 * min(1.0, s2) * x2
        if size < limit * limit and x2 < 1.0:
            gap = complex(p_x, p_y)
            w, s = np.sqrt(1.0 - x2), 1.0 - gap
            eta = gap * (2.0 - gap) / x2 - 1.0
            part = (1.0 + eta) * (1.0 / (1.0 + s) + 1.0 / (1.0 + w))
            part = part / ((s + w + w * eta) * (2.0 + eta) - eta * eta)
            v2 = (eta * x2 * part) ** 2
            series = complex(0.0, 0.0)
            for k in range(5, -1, -1):
                series = 1.0 / (2 * k + 1) + v2 * series
            quotient = ratio / (s + w) - part * series
            q_y, q_x = quotient.imag, quotient.real
        else:
            n_y = -p_y * ratio - log_y
            q_x = (n_x * below_x + n_y * below_y) / size
            q_y = (n_y * below_x - n_x * below_y) / size
        result_y[i] = factor * x2 * (unit_y * q_x - unit_x * q_y)
        result_x[i] = factor * x2 * (unit_x * q_x + unit_y * q_y)
    return result_y, result_x


def nfw_potential(y: Any, x: Any, ell_comps: tuple[Any, Any], scale_radius: Any) -> Any:
    """Potential [arcsec²] of the halo with κ_s = 1; arguments as `nfw_deflection`."""
    return over_points(_potential, y, x, ell_comps, scale_radius)


def _potential(y: Any, x: Any, ell_comps: Any, scale_radius: Any) -> Any:
    _, _, squared, gap_y, gap_x = homoeoid_frame(y, x, ell_comps)
    scale = 4.0 * axis_ratio_from(ell_comps) * scale_radius**2
    return scale * nfw_potential_integral(squared / scale_radius**2, gap_y, gap_x)


def _roots(x_squared: Any, gap: Any) -> tuple[Any, Any, Any]:
    """w, 1 - w and 1 + s as complex numbers."""
    xp = array_namespace(x_squared, gap)
    w = xp.sqrt(1.0 - x_squared + 0.0j)
    return w, x_squared / (1.0 + w), 2.0 - gap


@kernel
def nfw_potential_integral(x_squared: Any, gap_imag: Any, gap_real: Any) -> Any:
    """Re J(x, s), see the head of this file.

    Parameters
    ----------
    x_squared
        x², of any shape.
    gap_imag, gap_real
        1 - s, of the same shape.
    """
    xp = array_namespace(x_squared, gap_imag, gap_real)
    gap = gap_real + 1j * gap_imag
    _, low, above = _roots(x_squared, gap)
    t = low / above
    logs = xp.log(t) * xp.log((above - low) / above)
    total = dilogarithm(-gap / above) - dilogarithm((low - gap) / above)
    return 0.5 * xp.real(total + dilogarithm(t) + logs)


@nfw_potential_integral.implement("jax")
def _nfw_potential_integral_jax(x_squared: Any, gap_imag: Any, gap_real: Any) -> Any:
    # Its derivatives are elementary, and finite at x = 1, where that of w is not.
    return _differentiable_integral()(x_squared, gap_imag, gap_real)


@functools.cache
def _differentiable_integral() -> Any:
    import jax
    import jax.numpy as jnp

    integral = jax.custom_jvp(nfw_potential_integral.reference)

    @integral.defjvp
    def integral_jvp(primals: Any, tangents: Any) -> Any:
        x_squared, gap_imag, gap_real = primals
        gap = gap_real + 1j * gap_imag
        slope = 0.5 * jnp.real(_quotient(x_squared, gap))
        w, low, above = _roots(x_squared, gap)
        # dJ/ds by Li₂'(y) = -ln(1 - y) / y at the three arguments.
        bend = (
            2.0 * log1p_ratio(-gap / above)
            - (1.0 + w) * log1p_ratio((low - gap) / above)
            + low * jnp.log(low / above) * above / (above - low)
        ) / (2.0 * above * above)
        change = slope * tangents[0]
        change = change - jnp.real(bend) * tangents[2] + jnp.imag(bend) * tangents[1]
        return integral(*primals), change

    return integral
