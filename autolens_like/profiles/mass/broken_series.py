"""The series of `homoeoids` for two powers of the radius that meet at a break.

κ has a kink where they meet, which no table of smooth functions holds, and moments in
closed form instead: κ / κ_b = s^(-a) with s = ρ² / ρ_b², a half a slope, which differs
inside and beyond the break.
"""

from __future__ import annotations

import functools
from typing import Any

from autolens_like.numerics.arctangent import exponential_ratio
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.namespace import array_namespace
from autolens_like.numerics.pointwise import kept
from autolens_like.profiles.mass.homoeoids import change_along_radius


def broken_means(log_radius: Any, inner_half: Any, outer_half: Any) -> tuple[Any, Any]:
    """L_0 / κ_b of what lies inside the break and of what lies beyond.

    Parameters
    ----------
    log_radius
        ln(ρ / ρ_b).
    inner_half, outer_half
        a of the two powers, inner below 1.
    """
    xp = array_namespace(log_radius, inner_half, outer_half)
    growth = 2.0 * xp.maximum(log_radius, 0.0)
    broken = xp.exp(-growth)
    inner = broken * xp.exp(-2.0 * inner_half * xp.minimum(log_radius, 0.0))
    # b (1 - b^(1-a)) b^(a-1) / (1 - a) = b λ (e^((1-a) λ) - 1) / ((1-a) λ)
    outer = broken * growth * exponential_ratio((1.0 - outer_half) * growth)
    return inner / (1.0 - inner_half), outer


def _broken(log_radius: Any) -> Any:
    """Where the powers meet as a fraction of ρ², 1 inside the break."""
    xp = array_namespace(log_radius)
    return xp.exp(-2.0 * xp.maximum(log_radius, 0.0))


def _step(n: Any, state: tuple[Any, ...], numbers: tuple[Any, ...]) -> tuple[Any, ...]:
    """One term more of the sum."""
    w_imag, w_real, broken, inner_half, outer_half, is_potential = numbers
    inner, outer, last, legendre, power_imag, power_real, imag, real = state
    last, legendre = (
        legendre,
        ((2 * n - 1) * (2.0 * broken - 1.0) * legendre - (n - 1) * last) / n,
    )
    edge = broken * (legendre - last)
    before = inner + outer
    inner = (edge - (n - 1 + inner_half) * inner) / (n + 1 - inner_half)
    outer = (-edge - (n - 1 + outer_half) * outer) / (n + 1 - outer_half)
    power_imag, power_real = (
        power_imag * w_real + power_real * w_imag,
        power_real * w_real - power_imag * w_imag,
    )
    term = (before - inner - outer) / n if is_potential else inner + outer
    imag, real = imag + power_imag * term, real + power_real * term
    return inner, outer, last, legendre, power_imag, power_real, imag, real


@kernel
def broken_series(
    w_imag: Any,
    w_real: Any,
    broken: Any,
    inner_part: Any,
    outer_part: Any,
    halves: tuple[Any, Any],
    order: int,
    is_potential: bool,
) -> tuple[Any, Any]:
    """The sums of `homoeoids` for two powers that meet at s = broken.

    From s (P_k - P_{k-1})' = k (P_k + P_{k-1}) by parts, A_k =
    ∫ P_k(2s - 1) s^(-a) ds over part of the interval obeys (k + 1 - a) A_k =
    -(k - 1 + a) A_{k-1} + the change of s^(1-a) (P_k - P_{k-1}) between its ends; at
    s = 1 that is zero.

    Parameters
    ----------
    w_imag, w_real
        w.
    broken
        Where the powers meet as a fraction of ρ², 1 inside the break.
    inner_part, outer_part
        L_0 of the two parts.
    halves
        a of the two powers, inner below 1.
    order
        K, how many terms.
    is_potential
        Which sum: of w^k (L_{k-1} - L_k) / k for k ≥ 1, or of w^k L_k.

    Returns
    -------
    imaginary and real part
    """
    numbers = (w_imag, w_real, broken, *halves, is_potential)
    state = _start(w_imag, broken, inner_part, outer_part, is_potential)
    for k in range(1, order):
        state = _step(k, state, numbers)
    return state[-2:]


def _start(
    w_imag: Any, broken: Any, inner_part: Any, outer_part: Any, is_potential: bool
) -> tuple[Any, ...]:
    zero = 0.0 * w_imag
    one = 1.0 + 0.0 * broken
    total = zero + (0.0 if is_potential else inner_part + outer_part)
    # P_0 = 1, and P_{-1} has the factor zero.
    return inner_part, outer_part, 0.0 * one, one, zero, zero + 1.0, zero, total


@broken_series.implement("jax")
def _broken_series_jax(
    w_imag: Any,
    w_real: Any,
    broken: Any,
    inner_part: Any,
    outer_part: Any,
    halves: tuple[Any, Any],
    order: int,
    is_potential: bool,
) -> tuple[Any, Any]:
    import jax

    points = (w_imag, w_real, broken, inner_part, outer_part)
    w_imag, w_real, broken, *parts = map(jax.numpy.asarray, points)
    numbers = (w_imag, w_real, broken, *halves, is_potential)

    def step(i: Any, state: Any) -> Any:
        return _step(1.0 + i, state, numbers)

    start = _start(w_imag, broken, *parts, is_potential)
    return jax.lax.fori_loop(0, order - 1, step, start)[-2:]


@kernel
def broken_sum(
    log_radius: Any,
    w_imag: Any,
    w_real: Any,
    inner_half: Any,
    outer_half: Any,
    order: int,
) -> tuple[Any, Any]:
    """Σ w^k L_k / κ_b, imaginary and real part.

    Parameters
    ----------
    log_radius
        ln(ρ / ρ_b).
    w_imag, w_real, order
        As of `broken_series`.
    inner_half, outer_half
        a of the two powers, inner below 1.
    """
    halves = inner_half, outer_half
    means, broken = broken_means(log_radius, *halves), _broken(log_radius)
    return broken_series(w_imag, w_real, broken, *means, halves, order, False)


@broken_sum.implement("jax")
def _broken_sum_jax(
    log_radius: Any,
    w_imag: Any,
    w_real: Any,
    inner_half: Any,
    outer_half: Any,
    order: int,
) -> tuple[Any, Any]:
    return _differentiable_sum(order)(
        log_radius, w_imag, w_real, inner_half, outer_half
    )


@functools.lru_cache(maxsize=64)
def _differentiable_sum(order: int) -> Any:
    """The sum for JAX; one loop gives it and all its derivatives.

    That by the radius follows from the one by w, see `change_along_radius`.
    """
    import jax
    import jax.numpy as jnp

    @jax.custom_jvp
    def total(log_radius: Any, w_imag: Any, w_real: Any, *halves: Any) -> Any:
        return broken_sum.reference(log_radius, w_imag, w_real, *halves, order)

    @total.defjvp
    def total_jvp(primals: Any, tangents: Any) -> Any:
        log_radius, *w = primals[:3]
        halves = primals[3:]
        value, by_w, by_halves = _sum_and_slopes(log_radius, tuple(w), halves, order)
        half = jnp.where(log_radius > 0.0, halves[1], halves[0])
        density = jnp.exp(-2.0 * half * log_radius)
        along = change_along_radius("deflections", density, w, value, by_w)
        value, along, by_w, *by_halves = map(kept, (value, along, by_w, *by_halves))
        changes = [tuple(tangents[0] * part for part in along)]
        if order > 1:
            d_imag, d_real = tangents[1:3]
            imag, real = by_w
            changes.append(
                (imag * d_real + real * d_imag, real * d_real - imag * d_imag)
            )
        for by_half, tangent in zip(by_halves, tangents[3:], strict=True):
            changes.append(tuple(tangent * part for part in by_half))
        return value, tuple(map(sum, zip(*changes, strict=True)))

    return total


def _sum_and_slopes(
    log_radius: Any, w: tuple[Any, Any], halves: Any, order: int
) -> tuple[Any, Any, Any]:
    """The sum, and its derivatives by w and by both halves; no w where order is 1.

    With A_k of `broken_series`, the derivative of its recurrence by a is
    (k + 1 - a) A_k' = A_k - A_{k-1} - (k - 1 + a) A_{k-1}'.
    """
    import jax

    def slope(i: int) -> Any:
        def mean(half: Any) -> Any:
            given = (half, halves[1]) if i == 0 else (halves[0], half)
            return broken_means(log_radius, *given)[i]

        return jax.jvp(mean, (halves[i],), (jax.numpy.ones_like(halves[i]),))[1]

    means, broken = broken_means(log_radius, *halves), _broken(log_radius)
    numbers = (*w, broken, *halves, False)

    def step(i: Any, state: Any) -> Any:
        main, by_w, by_halves = state
        n = 1.0 + i
        new = _step(n, main, numbers)
        power_imag, power_real = new[4:6]
        term = n * (new[0] + new[1])
        by_w = by_w[0] + main[4] * term, by_w[1] + main[5] * term
        changes = []
        for j, (change, imag, real) in enumerate(by_halves):
            a = halves[j]
            change = (new[j] - main[j] - (n - 1 + a) * change) / (n + 1 - a)
            imag, real = imag + power_imag * change, real + power_real * change
            changes.append((change, imag, real))
        return new, by_w, tuple(changes)

    zero = 0.0 * (w[0] + broken)
    main = tuple(v + zero for v in _start(w[0], broken, *means, False))
    slopes = [slope(i) + zero for i in (0, 1)]
    state = main, (zero, zero), tuple((s, zero, s) for s in slopes)
    main, by_w, by_halves = jax.lax.fori_loop(0, order - 1, step, state)
    return main[-2:], by_w if order > 1 else (), [v[1:] for v in by_halves]
