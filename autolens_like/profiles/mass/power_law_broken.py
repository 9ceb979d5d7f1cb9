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
    0 ≤ inner slope < 2, 0 ≤ outer slope < 4. κ has a kink, which no table of
    smooth functions holds: its moments stand in closed form in the series of
    `homoeoids`, relative errors below 1e-11; ψ is 0 at the centre.
Elsewhere
    PyAutoLens: the same where the break is inside the Einstein radius; it has no
    potential. lenstronomy's BPL breaks the density in three dimensions instead.
"""

from __future__ import annotations

import functools
from typing import Any

from autolens_like.numerics.arctangent import exponential_second_ratio
from autolens_like.numerics.namespace import array_namespace
from autolens_like.numerics.pointwise import pointwise
from autolens_like.numerics.spread import spread
from autolens_like.profiles.frames import (
    MINIMUM_RADIUS,
    axis_ratio_from,
    elliptical_radius_squared,
    flattening_from,
    shifted,
)
from autolens_like.profiles.mass.broken_series import (
    broken_means,
    broken_series,
    broken_sum,
)
from autolens_like.profiles.mass.homoeoid_frame import (
    field_of_sum,
    homoeoid_frame,
    order_from,
)
from autolens_like.profiles.mass.homoeoidal import HomoeoidalFormula
from autolens_like.profiles.mass.mass_profile import EllipticalMassProfile, MassProfile

#: Most terms; they meet the tolerance of the series up to f = 0.97.
_MOST_TERMS = 1000


class _BrokenPowerLaw(HomoeoidalFormula):
    """κ = κ_b (ρ_b / ρ)^t, t the inner slope up to ρ_b and the outer one beyond."""

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
        """ρ_b = r_b / √q [arcsec], held above zero."""
        q = axis_ratio_from(self.ell_comps)
        xp = array_namespace(q, self.break_radius)
        return xp.maximum(self.break_radius, MINIMUM_RADIUS) / xp.sqrt(q)

    def _ratios(self, radius_squared: Any) -> tuple[Any, Any]:
        """ρ_b² / ρ², and its part inside the interval from 0 to 1."""
        ratio = self._break() ** 2 / radius_squared
        return ratio, array_namespace(ratio).minimum(ratio, 1.0)

    def _parts(self, radius_squared: Any) -> tuple[Any, Any]:
        """L_0 / κ_b of what lies inside the break and of what lies beyond."""
        ratio, _ = self._ratios(radius_squared)
        return broken_means(-0.5 * array_namespace(ratio).log(ratio), *self._halves())

    def _halves(self) -> tuple[Any, Any]:
        return 0.5 * self.inner_slope, 0.5 * self.outer_slope

    def _break_convergence(self) -> Any:
        """κ_b, with which the mean of κ inside ρ = θ_E is one."""
        xp = array_namespace(self.einstein_radius)
        least = xp.maximum(self.einstein_radius, MINIMUM_RADIUS)
        return 1.0 / sum(self._parts(least * least + 0.0 * self._break()))

    def _convergence(self, y: Any, x: Any) -> Any:
        squared = elliptical_radius_squared(y, x, self.ell_comps)
        ratio, _ = self._ratios(squared)
        xp = array_namespace(ratio, self.inner_slope, self.outer_slope)
        slope = xp.where(ratio < 1.0, self.outer_slope, self.inner_slope)
        return self._break_convergence() * ratio ** (0.5 * slope)

    def _round_sum(self, radius_squared: Any) -> Any:
        """V / κ_b."""
        # ∫ L_0 ρ dρ from the centre: inside the break L_0 ∝ ρ^-t; beyond it ρ² L_0 =
        # κ_b ρ_b² (1 / (1 - a) + λ + (1 - a') λ² …), integrated over λ = ln(ρ²).
        _, broken = self._ratios(radius_squared)
        xp = array_namespace(broken, self.inner_slope, self.outer_slope)
        inside = 1.0 - 0.5 * self.inner_slope
        growth = -xp.log(broken)
        rest = 1.0 - 0.5 * self.outer_slope
        beyond = growth / inside
        beyond = beyond + growth**2 * exponential_second_ratio(rest * growth)
        return self._parts(radius_squared)[0] / inside + broken * beyond

    def _order(self) -> int:
        return order_from(flattening_from(self.ell_comps), _MOST_TERMS)

    def _field(
        self,
        y: Any,
        x: Any,
        quantity: str,
        order: int,
        centre: tuple[Any, Any] = (0.0, 0.0),
    ) -> tuple[Any, ...]:
        y, x = shifted(y, x, spread(centre, y))
        if quantity == "potential":
            numbers = (
                *self.ell_comps,
                self.einstein_radius,
                self.inner_slope,
                self.outer_slope,
                self.break_radius,
            )
            return pointwise(
                functools.partial(self._potential_formula, order), y, x, numbers
            )
        numbers = (
            *self.ell_comps, self._break(), *self._halves(), self._break_convergence()
        )  # fmt: skip
        if order == 1:
            # Without a loop the gradient gains a quarter where it is not in pieces.
            return _deflection_formula(order, y, x, *spread(numbers, y))
        return pointwise(functools.partial(_deflection_formula, order), y, x, numbers)

    def _potential_formula(
        self, order: int, y: Any, x: Any, e_y: Any, e_x: Any, *rest: Any
    ) -> tuple[Any, ...]:
        """ψ of the numbers that are given, which may be arrays of equal ones."""
        names = ("einstein_radius", "inner_slope", "outer_slope", "break_radius")
        given = self.replaced(
            ell_comps=(e_y, e_x), **dict(zip(names, rest, strict=True))
        )
        frame = homoeoid_frame(y, x, given.ell_comps, 1.0)
        squared, w = frame[2], frame[4:]
        parts, broken = given._parts(squared), given._ratios(squared)[1]
        imag, real = broken_series(*w, broken, *parts, given._halves(), order, True)
        real = real + given._round_sum(squared)
        return field_of_sum("potential", frame, given._break_convergence(), imag, real)


def _deflection_formula(
    order: int, y: Any, x: Any, e_y: Any, e_x: Any, scale: Any, *rest: Any
) -> tuple[Any, ...]:
    """α of e, ρ_b, the halves of both slopes and κ_b."""
    *halves, factor = rest
    frame = homoeoid_frame(y, x, (e_y, e_x), scale)
    imag, real = broken_sum(*frame[3:], *halves, order)
    return field_of_sum("deflections", frame, factor, imag, real)


class PowerLawBroken(_BrokenPowerLaw, EllipticalMassProfile):
    """An elliptical power law whose slope changes, κ = κ_b (r_b / r)^t.

    r = √(q² x'² + y'²) is the minor-axis radius, t is `inner_slope` up to the break
    radius r_b and `outer_slope` beyond (O'Riordan, Warren & Mortlock 2021, MNRAS 501,
    3687; here deflections and ψ are the series of `homoeoids`). The mean of κ inside
    the ellipse with the area of a circle of radius θ_E is one. PyAutoLens 2026.10 keeps
    that only where the break is inside that ellipse, and has no potential. ψ is zero at
    the centre.

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


class PowerLawBrokenSph(_BrokenPowerLaw, MassProfile):
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
