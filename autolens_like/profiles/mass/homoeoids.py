"""Deflection and potential of any convergence on similar ellipses, as one series.

Let κ(ρ) be constant on similar ellipses, ρ² = q x'² + y'² / q, with e = f exp(2iφ) and
ζ = z - e z* as in `profiles/frames`, so that |ζ|² = (1 - f²) ρ²; u = ζ / |ζ| and
w = e* u², so that |w| = f. The shell between ρ√s and ρ√(s + ds) is a homoeoid, which
deflects a point outside as 1 / √(z² - c² s ρ²), c² = (1 - q²) / q (Bourassa &
Kantowski 1975, ApJ 195, 13). With this root as the generating function of the Legendre
polynomials (DLMF 18.12.11),

    α = ζ Σ_k w^k L_k(ρ),    L_k(ρ) = ∫_0^1 κ(ρ√s) P_k(2s - 1) ds,
    ψ = ½ ρ² [V(ρ) + Σ_{k≥1} Re(w^k) (L_{k-1}(ρ) - L_k(ρ)) / k],
    V(ρ) = ∫_0^1 κ(ρ√s) ln(1/s) ds,   with ψ = 0 at the centre.

For a power law κ this is the series of Tessore & Metcalf 2015, A&A 580, A79. Since
|P_k| ≤ 1, K terms leave an error of at most f^K / (1 - f) times |ζ| times the mean of
|κ| inside ρ: a bound for every κ, which `order_from` of `homoeoid_frame` turns into a
number of terms.

The moments L_k depend on ρ alone: `numerics/moment_table` tabulates them.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.moment_table import (
    COEFFICIENTS,
    LOWEST,
    WIDTH,
    known_table,
    moment_table,
    of_lower_degree,
    place_in_table,
    polynomial,
)
from autolens_like.numerics.namespace import is_concrete
from autolens_like.numerics.pointwise import computed_again, kept
from autolens_like.profiles.frames import MINIMUM_RADIUS, shifted
from autolens_like.profiles.mass.homoeoid_change import change_along
from autolens_like.profiles.mass.homoeoid_frame import field_of_sum, homoeoid_frame
from autolens_like.profiles.mass.homoeoid_series import series_sum, sums_along

#: What the divergence of a quantity's gradient holds at w = 0.
_INNER = {"deflections": "convergence", "potential": "deflections"}
#: Coefficients and terms of a derivative with respect to a number of the shape:
#: enough for 1e-8 of it, and 2e-7 at f = 0.6.
_SLOPE_COEFFICIENTS, _SLOPE_TERMS = 5, 32
#: Numbers of the shape up to which each has a sum of its own.
_FEW = 6


@kernel
def homoeoid_field(
    radial: Callable[..., Any],
    shape: tuple[Any, ...],
    order: int,
    quantity: str,
    y: Any,
    x: Any,
    ellipse: tuple[Any, Any, Any, Any],
    scales: tuple[Any, Any],
) -> tuple[Any, ...]:
    """Deflection, potential or convergence of mass on similar ellipses.

    Parameters
    ----------
    radial
        κ as a function of the squared scaled radius and of `shape`; one of a module,
        because tables are kept by it.
    shape
        Numbers that `radial` takes.
    order
        K, how many terms of the series.
    quantity
        "deflections", "potential", or "convergence": κ as the table has it, with K = 1.
    y, x
        (n,) coordinates [arcsec].
    ellipse
        y and x of the centre [arcsec], and imaginary and real part of e.
    scales
        Where the scaled radius is 1 [arcsec], and a factor of κ. Below e^-26 of the
        radius sums are those at e^-26, above e^12 there is no more mass.

    Returns
    -------
    (y, x) deflection [arcsec], (ψ,) [arcsec²] or (κ,), arrays (n,)
    """
    frame = homoeoid_frame(*shifted(y, x, ellipse[:2]), ellipse[2:], scales[0])
    log_radius, w_imag, w_real = frame[3:]
    table, tail = known_table(radial, tuple(map(float, shape)), order, quantity)
    place = place_in_table(log_radius)
    imag, real = series_sum(table, tail, place, (w_imag, w_real))
    return field_of_sum(quantity, frame, scales[1], imag, real)


def _numba_arguments(
    radial: Callable[..., Any],
    shape: tuple[Any, ...],
    order: int,
    quantity: str,
    y: Any,
    x: Any,
    ellipse: tuple[Any, Any, Any, Any],
    scales: tuple[Any, Any],
) -> tuple[Any, ...]:
    table, tail = known_table(radial, tuple(map(float, shape)), order, quantity)
    points = (np.ascontiguousarray(a, float) for a in (y, x))
    numbers = tuple(float(v) for v in (*ellipse, *scales))
    rows = ("convergence", "potential", "deflections").index(quantity)
    return (table, tail, rows, *points, numbers, (LOWEST, WIDTH, MINIMUM_RADIUS))


@homoeoid_field.implement("numba", arguments=_numba_arguments)
def _homoeoid_field_numba(
    table: Any, tail: float, rows: int, y: Any, x: Any, numbers: Any, limits: Any
) -> Any:
    # In runs of 64 points, whose intermediate values stay in the first-level cache.
    # The logarithm is that of the exponent and, by 2 artanh, of the rest: a call of the
    # library for every point would take as long as eight terms. One point's polynomials
    # lie next to each other in memory and are evaluated together, in pairs of powers
    # (Estrin) that do not wait for each other. Σ a_k w^k is b_0 - w* b_1 of the
    # recurrence b_k = a_k + 2 Re(w) b_(k+1) - |w|² b_(k+2), which needs no complex
    # product and runs over the points, four terms at a time.
    (y_0, x_0, e_y, e_x, scale, factor), (lowest, width, least) = numbers, limits
    panels, _, order = table.shape
    result = np.empty((max(rows, 1), y.size))
    square, area = e_y * e_y + e_x * e_x, 1.0 - e_y * e_y - e_x * e_x
    unit, inverse_width = 1.0 / (scale * scale), 1.0 / width
    root, half_log_2 = np.sqrt(2.0), 0.5 * np.log(2.0)
    values, alone = np.empty((64, order)), order - order % 4
    zeta_y, zeta_x, squared = np.empty(64), np.empty(64), np.empty(64)
    w_y, w_x, place = np.empty(64), np.empty(64), np.empty(64)
    last, before, ratio = np.empty(64), np.empty(64), np.empty(64)
    bits = ratio.view(np.int64)
    for start in range(0, y.size, 64):
        number = min(64, y.size - start)
        for i in range(number):
            at_y, at_x = y[start + i] - y_0, x[start + i] - x_0
            z_y = (1.0 + e_x) * at_y - e_y * at_x
            z_x = (1.0 - e_x) * at_x - e_y * at_y
            rho2 = max((z_y * z_y + z_x * z_x) / area, least * least)
            inverse = 1.0 / (area * rho2)
            square_y, square_x = 2.0 * z_y * z_x, z_x * z_x - z_y * z_y
            zeta_y[i], zeta_x[i], squared[i] = z_y, z_x, rho2
            w_y[i] = (e_x * square_y - e_y * square_x) * inverse
            w_x[i] = (e_x * square_x + e_y * square_y) * inverse
            last[i], before[i], ratio[i] = 0.0, 0.0, rho2 * unit
        for i in range(number):
            place[i] = (bits[i] >> 52) - 1022.5
            bits[i] = (bits[i] & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000
        for i in range(number):
            part = (ratio[i] - root) / (ratio[i] + root)
            p = part * part
            odd = 1.0 / 11.0 + p * (1.0 / 13.0 + p * (1.0 / 15.0 + p / 17.0))
            odd = 1.0 / 3.0 + p * (
                1.0 / 5.0 + p * (1.0 / 7.0 + p * (1.0 / 9.0 + p * odd))
            )
            log = place[i] * half_log_2 + part * (1.0 + p * odd)
            place[i] = (log - lowest) * inverse_width
        for i in range(number):
            inside = min(max(place[i], 0.0), float(panels))
            panel = min(int(inside), panels - 1)
            v = 2.0 * (inside - panel) - 1.0
            v2 = v * v
            v4 = v2 * v2
            a, row = table[panel], values[i]
            for k in range(order):
                low = a[0, k] + a[1, k] * v + (a[2, k] + a[3, k] * v) * v2
                high = a[4, k] + a[5, k] * v + (a[6, k] + a[7, k] * v) * v2
                row[k] = low + high * v4
        for k in range(order - 1, alone - 1, -1):
            for i in range(number):
                new = values[i, k] + 2.0 * w_x[i] * last[i] - square * before[i]
                before[i], last[i] = last[i], new
        for k in range(alone - 1, 0, -4):
            for i in range(number):
                double = 2.0 * w_x[i]
                one = values[i, k] + double * last[i] - square * before[i]
                two = values[i, k - 1] + double * one - square * last[i]
                before[i] = values[i, k - 2] + double * two - square * one
                last[i] = values[i, k - 3] + double * before[i] - square * two
        for i in range(number):
            imag = factor * w_y[i] * before[i]
            real = factor * (last[i] - w_x[i] * before[i])
            if place[i] > panels:
                beyond = (place[i] - panels) * width
                fading = np.exp(-2.0 * beyond)
                imag *= fading
                real = fading * (real + factor * tail * beyond)
            result[0, start + i] = 0.5 * squared[i] * real if rows == 1 else real
            if rows == 2:
                result[0, start + i] = zeta_x[i] * imag + zeta_y[i] * real
                result[1, start + i] = zeta_x[i] * real - zeta_y[i] * imag
    return result


@homoeoid_field.implement("jax")
def _homoeoid_field_jax(
    radial: Callable[..., Any],
    shape: tuple[Any, ...],
    order: int,
    quantity: str,
    y: Any,
    x: Any,
    ellipse: tuple[Any, Any, Any, Any],
    scales: tuple[Any, Any],
) -> tuple[Any, ...]:
    known = tuple(float(n) if is_concrete(n) else None for n in shape)
    free = tuple(n for n in shape if not is_concrete(n))
    function = _differentiable_sum(radial, known, order, quantity)
    few = free if len(free) <= _FEW else ()

    def field(y: Any, x: Any, *numbers: Any) -> Any:
        centre, ell_comps, (radius, factor) = numbers[:2], numbers[2:4], numbers[4:6]
        spread, free = numbers[6 : 6 + len(few)], numbers[6 + len(few) :]
        frame = homoeoid_frame(*shifted(y, x, centre), ell_comps, radius)
        if order == 1:
            sums = None, *function(free, spread, frame[3])
        else:
            sums = function(free, spread, *frame[3:])
        return field_of_sum(quantity, frame, factor, *sums)

    numbers = (*ellipse, *scales, *few)
    return computed_again(field, y, x, numbers, free, in_parts=order == 1)


@functools.lru_cache(maxsize=64)
def _differentiable_sum(
    radial: Callable[..., Any],
    known: tuple[float | None, ...],
    order: int,
    quantity: str,
) -> Any:
    """The sum for JAX, with derivatives that keep no array per term.

    `known` has None where a number of the shape is free. A change of those changes the
    table, in which the sum is linear: its derivative is the sum of the table's, one for
    each of a few numbers. Backwards through the sum a pass over the points, some times
    longer, serves many. With S = Σ w^k L_k and the potential's Q derivatives by t
    follow from those by w: div α = 2 κ and ∇ψ = α give

        S_t = 2 [κ - S - w (1 + w) S_w] / (1 - w),
        Q_t = 2 [(1 + w) S - Q],   S = (L_0 - w Q_w) / (1 - w).

    The sum is a function of the free numbers, of the same spread over the points where
    they are few, for the sums of their derivatives, of t and of w. Where there is one
    term it has no w and its value no imaginary part.
    """
    import jax
    import jax.numpy as jnp

    def moments(free: Any, number: int = order, kind: str = quantity) -> Any:
        if None not in known:
            return known_table(radial, known, number, kind)
        numbers = iter(free)
        shape = tuple(next(numbers) if n is None else n for n in known)
        return moment_table(radial, shape, number, kind)

    def single(free: Any, place: Any, kind: str) -> Any:
        panel, variable, beyond = place
        rows = jnp.asarray(moments(free, 1, kind)[0])[:, :, 0]
        return jnp.exp(-2.0 * beyond) * polynomial(rows, panel, variable)

    def change_of_table(free: Any, direction: Any) -> tuple[Any, Any]:
        rise, tail = jax.jvp(moments, (free,), (tuple(direction),))[1]
        return of_lower_degree(_SLOPE_COEFFICIENTS) @ rise[:, :, :_SLOPE_TERMS], tail

    @jax.custom_jvp
    def total(free: Any, spread: Any, log_radius: Any, *w: Any) -> Any:
        place = place_in_table(log_radius)
        return sums_along(*moments(free), place, w)[0]

    @total.defjvp
    def total_jvp(primals: Any, tangents: Any) -> Any:
        free, spread, log_radius, *w = primals
        place, (table, tail) = place_in_table(log_radius), moments(free)
        few = len(spread) == len(free)
        changes = [change_of_table(free, d) for d in np.eye(len(spread))]
        value, by_w, *by_shape = sums_along(table, tail, place, w, order > 1, changes)
        if quantity == "convergence":
            rows = jnp.asarray(table)[:, 1:, 0]
            rows = rows * (jnp.arange(1.0, COEFFICIENTS) * 2.0 / WIDTH)
            inside = (polynomial(rows, *place[:2]),)
        else:
            inner = single(free, place, _INNER[quantity])
            inside = change_along_radius(quantity, inner, w, value, by_w)
        gain = (0.0, jnp.exp(-2.0 * place[2]) * tail)[-len(value) :]
        beyond = place[2] > 0.0
        by_t = tuple(
            jnp.where(beyond, more - 2.0 * part, change)
            for more, part, change in zip(gain, value, inside, strict=True)
        )
        change = _multiple(kept(by_t), tangents[2])
        if by_w:
            change = _plus(change, _times(kept(by_w), tangents[3:]))
        # A change of the free numbers is one of those spread; a table follows from it.
        for parts, tangent in zip(by_shape, tangents[1], strict=True):
            change = _plus(change, _multiple(kept(parts), tangent))
        if not few:
            rise = change_of_table(free, tangents[0])
            if order > 1:
                more = change_along(*rise, log_radius, *w)
            else:
                more = sums_along(*rise, place, w, exact=False)[0]
            change = _plus(change, more)
        return kept(value), change

    return total


def _plus(a: Any, b: Any) -> tuple[Any, ...]:
    return tuple(one + two for one, two in zip(a, b, strict=True))


def _multiple(a: Any, factor: Any) -> tuple[Any, ...]:
    return tuple(part * factor for part in a)


def _times(a: Any, b: Any) -> tuple[Any, Any]:
    """The product of complex numbers (imaginary, real)."""
    return a[0] * b[1] + a[1] * b[0], a[1] * b[1] - a[0] * b[0]


def change_along_radius(
    quantity: str, inner: Any, w: Any, value: Any, by_w: Any
) -> tuple[Any, ...]:
    """S_t or Q_t of `_differentiable_sum`; no `by_w` where there is one term."""
    if not by_w:
        *imag, real = value
        return *(-2.0 * part for part in imag), 2.0 * (inner - real)
    w_by_w = _times(w, by_w)
    over = 2.0 / (w[0] * w[0] + (1.0 - w[1]) ** 2)
    divisor = over * w[0], over * (1.0 - w[1])
    if quantity == "deflections":
        total = _plus(_plus(_times(w, w_by_w), w_by_w), value)
        return _times(divisor, (-total[0], inner - total[1]))
    mean = _times(divisor, (-w_by_w[0], inner - w_by_w[1]))
    imag, real = _plus(_times(w, mean), mean)
    return imag - 2.0 * value[0], real - 2.0 * value[1]
