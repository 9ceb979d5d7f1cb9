"""The broken power law (O'Riordan, Warren & Mortlock 2021, MNRAS 501, 3687).

A power law in projection with another slope inside a break,

    κ = κ_b (r_b / r)^t,    t = ``inner_slope`` for r < r_b, ``outer_slope`` beyond.

Parameters
    ``einstein_radius`` θ_E and ``break_radius`` r_b [arcsec]; ``inner_slope`` and
    ``outer_slope`` of κ, not of ρ: 1 is isothermal; ``ell_comps``.
Radius
    r = √(q² x'² + y'²) is the minor-axis radius, and so is r_b.
Normalization
    The mean of κ is one inside the ellipse with the area of a circle of radius θ_E.
Einstein radius
    For the round one θ_E. For an ellipse the tangential critical curve is no ellipse
    and its area has no closed form: `einstein_radius_from`.
Limits
    0 ≤ inner slope < 2, 0 ≤ outer slope < 3. The error after N terms is below
    2 D_0 f^(N+1) / (1 - f), and N is chosen for rounding; ψ is 0 at the centre.
Elsewhere
    PyAutoLens: the same where the break is inside the Einstein radius; it has no
    potential. lenstronomy's BPL breaks the density in three dimensions instead.
"""

from __future__ import annotations

from typing import Any

from autolens_like.numerics.arctangent import (
    exponential_ratio,
    exponential_second_ratio,
)
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import MINIMUM_RADIUS
from autolens_like.profiles.mass.elliptical_series import RoundProfile, SeriesProfile


def _step(n: Any, state: tuple[Any, ...], numbers: tuple[Any, ...]) -> tuple[Any, ...]:
    """One term more of the sum."""
    phase, broken, inner_half, outer_half, is_potential = numbers
    inner, outer, last, legendre, power, total = state
    last, legendre = (
        legendre,
        ((2 * n - 1) * (2.0 * broken - 1.0) * legendre - (n - 1) * last) / n,
    )
    edge = broken * (legendre - last)
    before = inner + outer
    inner = (edge - (n - 1 + inner_half) * inner) / (n + 1 - inner_half)
    outer = (-edge - (n - 1 + outer_half) * outer) / (n + 1 - outer_half)
    power = power * phase
    term = (before - inner - outer) / n if is_potential else inner + outer
    return inner, outer, last, legendre, power, total + power * term


@kernel
def broken_series(
    phase: Any,
    broken: Any,
    inner_part: Any,
    outer_part: Any,
    halves: tuple[Any, Any],
    terms: int,
    is_potential: bool,
) -> Any:
    """The sums of `elliptical_series` for two powers that meet at Y = broken · P².

    From y (P_n - P_{n-1})' = n (P_n + P_{n-1}) by parts, A_n = ∫ P_n(2y - 1) y^(-a) dy
    over part of the interval obeys (n + 1 - a) A_n = -(n - 1 + a) A_{n-1} + the change
    of y^(1-a) (P_n - P_{n-1}) between its ends; at y = 1 that is zero.

    Parameters
    ----------
    phase
        η, complex.
    broken
        Where the powers meet as a fraction of P², 1 inside the break.
    inner_part, outer_part
        D_0 of the two parts over P².
    halves
        a of the two powers, inner below 1.
    terms
        How many.
    is_potential
        Which sum: of ηⁿ (D_{n-1} - D_n) / n for n ≥ 1, or of ηⁿ D_n; over P².
    """
    numbers = (phase, broken, *halves, is_potential)
    state = _start(phase, broken, inner_part, outer_part, is_potential)
    for n in range(1, terms + 1):
        state = _step(n, state, numbers)
    return state[-1]


def _start(
    phase: Any, broken: Any, inner_part: Any, outer_part: Any, is_potential: bool
) -> tuple[Any, ...]:
    one = 0.0 * broken + 1.0
    total = 0.0 * phase + (0.0 if is_potential else inner_part + outer_part)
    # P_0 = 1, and P_{-1} has the factor zero.
    return inner_part, outer_part, 0.0 * one, one, 0.0 * phase + 1.0, total


@broken_series.implement("jax")
def _broken_series_jax(
    phase: Any,
    broken: Any,
    inner_part: Any,
    outer_part: Any,
    halves: tuple[Any, Any],
    terms: int,
    is_potential: bool,
) -> Any:
    import jax

    phase, broken, inner_part, outer_part = map(
        jax.numpy.asarray, (phase, broken, inner_part, outer_part)
    )
    numbers = (phase, broken, *halves, is_potential)

    def step(i: Any, state: Any) -> Any:
        return _step(1.0 + i, state, numbers)

    start = _start(phase, broken, inner_part, outer_part, is_potential)
    return jax.lax.fori_loop(0, terms, step, start)[-1]


class _BrokenPowerLaw:
    """κ = κ_b (P_b / P)^t, t the inner slope up to P_b and the outer one beyond."""

    einstein_radius: Any
    inner_slope: Any
    outer_slope: Any
    break_radius: Any

    def _check(self) -> None:
        for name in ("inner_slope", "outer_slope"):
            value, most = getattr(self, name), 2.0 if name == "inner_slope" else 4.0
            if isinstance(value, float):
                allowed = 0.0 <= value < most
                self._require(name, allowed, f"at least 0 and below {most:g}")
        self._require_not_negative("break_radius")
        super()._check()

    def _break(self) -> Any:
        """P_b = r_b / √q [arcsec], held above zero."""
        xp = array_namespace(self.break_radius)
        least = xp.maximum(self.break_radius, MINIMUM_RADIUS)
        return least / self._stretch()

    def _ratios(self, radius_squared: Any) -> tuple[Any, Any]:
        """P_b² / P², and its part inside the interval from 0 to 1."""
        ratio = self._break() ** 2 / radius_squared
        return ratio, array_namespace(ratio).minimum(ratio, 1.0)

    def _parts(self, radius_squared: Any) -> tuple[Any, Any]:
        """D_0 / (κ_b P²) of what lies inside the break and of what lies beyond."""
        ratio, broken = self._ratios(radius_squared)
        xp = array_namespace(ratio, self.inner_slope, self.outer_slope)
        beyond = xp.where(ratio > 1.0, ratio, 1.0)
        inner = broken * beyond ** (0.5 * self.inner_slope)
        # b (1 - b^(1-a)) b^(a-1) / (1 - a) = b λ (e^((1-a) λ) - 1) / ((1-a) λ)
        growth = -xp.log(broken)
        rest = 1.0 - 0.5 * self.outer_slope
        outer = broken * growth * exponential_ratio(rest * growth)
        return inner / (1.0 - 0.5 * self.inner_slope), outer

    def _break_convergence(self) -> Any:
        """κ_b, with which the mean of κ inside P = θ_E is one."""
        xp = array_namespace(self.einstein_radius)
        least = xp.maximum(self.einstein_radius, MINIMUM_RADIUS)
        return 1.0 / sum(self._parts(least * least + 0.0 * self._break()))

    def _round_convergence(self, radius_squared: Any) -> Any:
        ratio, _ = self._ratios(radius_squared)
        xp = array_namespace(ratio, self.inner_slope, self.outer_slope)
        slope = xp.where(ratio < 1.0, self.outer_slope, self.inner_slope)
        return self._break_convergence() * ratio ** (0.5 * slope)

    def _enclosed(self, radius_squared: Any) -> Any:
        parts = self._parts(radius_squared)
        return self._break_convergence() * radius_squared * (parts[0] + parts[1])

    def _round_potential(self, radius_squared: Any) -> Any:
        # ∫ D_0 dP / P from the centre: D_0 = κ_b P² inner inside the break; beyond it
        # D_0 = κ_b P_b² (1 / (1 - a) + λ + (1 - a') λ² …), integrated over λ = ln(P²).
        ratio, broken = self._ratios(radius_squared)
        xp = array_namespace(ratio, self.inner_slope, self.outer_slope)
        inside = 1.0 - 0.5 * self.inner_slope
        growth = -xp.log(broken)
        rest = 1.0 - 0.5 * self.outer_slope
        beyond = growth / inside
        beyond = beyond + growth**2 * exponential_second_ratio(rest * growth)
        inner = self._parts(radius_squared)[0] / inside
        scale = 0.5 * self._break_convergence() * radius_squared
        return scale * (inner + broken * beyond)


class PowerLawBroken(_BrokenPowerLaw, SeriesProfile):
    """An elliptical power law whose slope changes, κ = κ_b (r_b / r)^t.

    r = √(q² x'² + y'²) is the minor-axis radius, t is `inner_slope` up to the break
    radius r_b and `outer_slope` beyond (O'Riordan, Warren & Mortlock 2021, MNRAS 501,
    3687; here deflections and ψ are the series of `elliptical_series`). The mean of κ
    inside the ellipse with the area of a circle of radius θ_E is one. PyAutoLens
    2026.10 keeps that only where the break is inside that ellipse, and has no
    potential. ψ is zero at the centre.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalMassProfile`.
    einstein_radius
        θ_E [arcsec].
    inner_slope, outer_slope
        Slopes of κ (one less than those of the density in three dimensions).
    break_radius
        r_b [arcsec].

    Raises
    ------
    ProfileException
        `ell_comps` outside the unit disc; `inner_slope` outside [0, 2), where the mass
        is finite; `outer_slope` outside [0, 4); `break_radius` below zero.
    """

    einstein_radius: float = 1.0
    inner_slope: float = 1.5
    outer_slope: float = 2.5
    break_radius: float = 0.01

    def _series(self, squared: Any, phase: Any, terms: int, is_potential: bool) -> Any:
        parts = self._parts(squared)
        halves = 0.5 * self.inner_slope, 0.5 * self.outer_slope
        broken = self._ratios(squared)[1]
        series = broken_series(phase, broken, *parts, halves, terms, is_potential)
        return series / (parts[0] + parts[1])

    def _sum(self, radius_squared: Any, phase: Any, terms: int) -> Any:
        return self._series(radius_squared, phase, terms, False)

    def _potential_sum(self, radius_squared: Any, phase: Any, terms: int) -> Any:
        return self._series(radius_squared, phase, terms, True)


class PowerLawBrokenSph(_BrokenPowerLaw, RoundProfile):
    """A round power law whose slope changes, see `PowerLawBroken`.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    einstein_radius
        θ_E, the radius of the critical circle [arcsec].
    inner_slope, outer_slope
        Slopes of κ.
    break_radius
        r_b [arcsec].

    Raises
    ------
    ProfileException
        `inner_slope` outside [0, 2); `outer_slope` outside [0, 4); `break_radius` below
        zero.
    """

    einstein_radius: float = 1.0
    inner_slope: float = 1.5
    outer_slope: float = 2.5
    break_radius: float = 0.01
