"""Sums of cored steep ellipsoids, κ = Σ_j w_j / (b_j² + R²)^(3/2).

Keeton 2001 (arXiv:astro-ph/0102341) gives one of them, Oguri 2021 (PASP 133, 074504)
decomposes other profiles into many. In the frame of `homoeoids`, with T = √(b² + R²),

    α* = 2 q (R² / z) Σ w / (b T (T + s b)),
    ψ = q Σ (w / b) ln(|T + s b|² / (b² |1 + s|²)),

which no cancellation spoils anywhere.

Exact weights. A density ρ(r) that is analytic in r for Re r > 0 is a superposition of
the spheres (r² + b²)^(-2), whose projection is π/2 (R² + b²)^(-3/2): with
G(b) = (2/π) Im ∫₀^{ib} ρ(r) r dr, from Cauchy's theorem and one integration by parts,

    κ(R) = π ∫ b² G(b) (R² + b²)^(-3/2) d ln b.

The integrand is analytic in ln b to a distance π/2 of the real axis, so the sum over
`LATTICE`, equidistant in ln b with step h, errs by some exp(-π² / h). The part of the
integral beyond either end of the lattice acts through its mass or its central
density, and is a geometric series laid on the last node.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import (
    axis_ratio_from,
    flattening_from,
    sheared_direction,
)
from autolens_like.profiles.mass.homoeoids import (
    deflection_of,
    homoeoid_frame,
    over_points,
)

#: Step in ln b; 0.4 keeps the error of κ below 3e-8 for inner slopes from 0 to 2.
STEP = 0.4
#: The radii b of the nodes over the scale radius, from 1e-9 to 1.2e5.
LATTICE = 1e-9 * np.exp(STEP * np.arange(82))


def lattice_weights(mixture: Any, inner_power: Any) -> Any:
    """(J,) w_j for κ_s = 1 from π b² G(b) on `LATTICE`.

    Parameters
    ----------
    mixture
        (J,) π b² G(b).
    inner_power
        p > 0 where w / b ∝ b^p at small b: 3 less the inner slope of the density.
    """
    xp = array_namespace(mixture, inner_power)
    first = 1.0 / (1.0 - xp.exp(-STEP * inner_power))
    # A halo of finite w / b² at large b: its sheets fall off like b^-2.
    last = 1.0 / (1.0 - math.exp(-2.0 * STEP))
    ends = xp.concatenate(
        [
            xp.reshape(xp.asarray(first, dtype=float), (1,)),
            xp.ones(LATTICE.size - 2),
            xp.asarray([last]),
        ]
    )
    return STEP * mixture * ends


def steep_deflection(
    y: Any, x: Any, ell_comps: tuple[Any, Any], radii: Any, weights: Any
) -> tuple[Any, Any]:
    """Deflection (y, x) of Σ w / (b² + R²)^(3/2), at coordinates of any shape.

    Parameters
    ----------
    y, x
        Coordinates about the centre, of one shape, in the unit of `radii`.
    ell_comps
        e, imaginary and real part.
    radii, weights
        (J,) b_j and w_j.
    """
    return over_points(_deflection, y, x, ell_comps, radii, weights)


def _deflection(y: Any, x: Any, ell_comps: Any, radii: Any, weights: Any) -> Any:
    frame = homoeoid_frame(y, x, ell_comps)
    gap_y, gap_x = frame[3:]
    first, second = steep_sums(frame[2], gap_y, gap_x, radii, weights)
    # 1 / (T + s b) = (T + s* b) / |T + s b|²
    return deflection_of(
        frame, ell_comps, gap_y * second, first + (1.0 - gap_x) * second
    )


def steep_convergence(
    y: Any, x: Any, ell_comps: tuple[Any, Any], radii: Any, weights: Any
) -> Any:
    """κ, arguments as `steep_deflection`."""
    return over_points(_convergence, y, x, ell_comps, radii, weights)


def _convergence(y: Any, x: Any, ell_comps: Any, radii: Any, weights: Any) -> Any:
    length = sheared_direction(y, x, ell_comps)[2]
    squared = (length / (1.0 - flattening_from(ell_comps))) ** 2
    return steep_densities(squared, radii, weights)


def steep_potential(
    y: Any, x: Any, ell_comps: tuple[Any, Any], radii: Any, weights: Any
) -> Any:
    """ψ, zero at the centre; arguments as `steep_deflection`."""
    return over_points(_potential, y, x, ell_comps, radii, weights)


def _potential(y: Any, x: Any, ell_comps: Any, radii: Any, weights: Any) -> Any:
    _, _, squared, gap_y, gap_x = homoeoid_frame(y, x, ell_comps)
    total = steep_logarithms(squared, gap_y, gap_x, radii, weights)
    return axis_ratio_from(ell_comps) * total


def _bending_terms(squared: Any, s_x: Any, s2: Any, b: Any, w: Any) -> Any:
    xp = array_namespace(squared, b)
    core = xp.sqrt(b * b + squared)
    below = b * core * (core * core + 2.0 * s_x * b * core + s2 * b * b)
    scale = w / below
    return scale * core, scale * b


def _logarithm_terms(squared: Any, s_x: Any, s2: Any, b: Any, w: Any) -> Any:
    xp = array_namespace(squared, b)
    core = xp.sqrt(b * b + squared)
    # |T + s b|² / (b² |1 + s|²) - 1 with T - b = R² / (T + b).
    rise = squared / (core + b)
    change = rise * (core + b + 2.0 * s_x * b)
    return (w / b * xp.log1p(change / (b * b * (1.0 + 2.0 * s_x + s2))),)


def _density_terms(squared: Any, s_x: Any, s2: Any, b: Any, w: Any) -> Any:
    xp = array_namespace(squared, b)
    core_squared = b * b + squared
    return (w / (core_squared * xp.sqrt(core_squared)),)


def _looped(
    terms: Any, number: int, squared: Any, s_x: Any, s2: Any, radii: Any, weights: Any
) -> Any:
    totals = [np.zeros_like(squared) for _ in range(number)]
    for b, w in zip(radii.tolist(), weights.tolist(), strict=True):
        for total, part in zip(totals, terms(squared, s_x, s2, b, w), strict=True):
            total += part
    return totals


def _scanned(
    terms: Any, number: int, squared: Any, s_x: Any, s2: Any, radii: Any, weights: Any
) -> Any:
    """The sums in a loop whose gradient computes the terms again, storing none."""
    import jax

    recomputed = jax.checkpoint(terms)

    def add(totals: Any, node: Any) -> Any:
        parts = recomputed(squared, s_x, s2, *node)
        return tuple(a + b for a, b in zip(totals, parts, strict=True)), None

    start = (0.0 * squared,) * number
    return jax.lax.scan(add, start, (jax.numpy.asarray(radii), weights))[0]


@kernel
def steep_sums(
    squared: Any, gap_imag: Any, gap_real: Any, radii: Any, weights: Any
) -> tuple[Any, Any]:
    """Σ w / (b |T + s b|²) and Σ w / (T |T + s b|²).

    Parameters
    ----------
    squared, gap_imag, gap_real
        (n,) R² and 1 - s.
    radii, weights
        (J,) b_j and w_j.
    """
    s_x = 1.0 - gap_real
    s2 = s_x * s_x + gap_imag * gap_imag
    return tuple(_looped(_bending_terms, 2, squared, s_x, s2, radii, weights))


@steep_sums.implement("jax")
def _steep_sums_jax(
    squared: Any, gap_imag: Any, gap_real: Any, radii: Any, weights: Any
) -> tuple[Any, Any]:
    s_x = 1.0 - gap_real
    s2 = s_x * s_x + gap_imag * gap_imag
    return _scanned(_bending_terms, 2, squared, s_x, s2, radii, weights)


@steep_sums.implement("numba")
def _steep_sums_numba(
    squared: Any, gap_imag: Any, gap_real: Any, radii: Any, weights: Any
) -> Any:
    # In runs of 256 points, whose intermediate values stay in the first-level cache.
    first, second = np.empty(squared.size), np.empty(squared.size)
    r2, s_x, s2 = np.empty(256), np.empty(256), np.empty(256)
    one, two = np.empty(256), np.empty(256)
    for start in range(0, squared.size, 256):
        number = min(256, squared.size - start)
        for i in range(number):
            r2[i] = squared[start + i]
            real, imag = 1.0 - gap_real[start + i], gap_imag[start + i]
            s_x[i] = 2.0 * real
            s2[i] = real * real + imag * imag
            one[i] = 0.0
            two[i] = 0.0
        for j in range(radii.size):
            b, over = radii[j], weights[j] / radii[j]
            b2 = b * b
            for i in range(number):
                core2 = b2 + r2[i]
                core = np.sqrt(core2)
                part = over / (core * (core2 + s2[i] * b2) + s_x[i] * b * core2)
                one[i] += part * core
                two[i] += part * b
        for i in range(number):
            first[start + i] = one[i]
            second[start + i] = two[i]
    return first, second


@kernel
def steep_logarithms(
    squared: Any, gap_imag: Any, gap_real: Any, radii: Any, weights: Any
) -> Any:
    """Σ (w / b) ln(|T + s b|² / (b² |1 + s|²)); arguments as `steep_sums`."""
    s_x = 1.0 - gap_real
    s2 = s_x * s_x + gap_imag * gap_imag
    return _looped(_logarithm_terms, 1, squared, s_x, s2, radii, weights)[0]


@steep_logarithms.implement("jax")
def _steep_logarithms_jax(
    squared: Any, gap_imag: Any, gap_real: Any, radii: Any, weights: Any
) -> Any:
    s_x = 1.0 - gap_real
    s2 = s_x * s_x + gap_imag * gap_imag
    return _scanned(_logarithm_terms, 1, squared, s_x, s2, radii, weights)[0]


@kernel
def steep_densities(squared: Any, radii: Any, weights: Any) -> Any:
    """Σ w / (b² + R²)^(3/2); arguments as `steep_sums`."""
    return _looped(_density_terms, 1, squared, 1.0, 1.0, radii, weights)[0]


@steep_densities.implement("jax")
def _steep_densities_jax(squared: Any, radii: Any, weights: Any) -> Any:
    return _scanned(_density_terms, 1, squared, 1.0, 1.0, radii, weights)[0]
