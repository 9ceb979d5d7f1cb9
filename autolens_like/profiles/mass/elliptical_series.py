"""Deflection and potential of any profile on ellipses, as one angular series.

Let κ depend on P² = q x'² + y'² / q alone. With ζ = z - e z*, |ζ|² = (1 - |e|²) P², and
η = e ζ* / ζ, for which |η| = |e| = f everywhere, the root in the integral of Bourassa
& Kantowski 1975 (ApJ 195, 13) is the generating function of Legendre polynomials in
2 p² / P² - 1, so that

    α* = α_x - i α_y = (1 - f²) / ζ · Σ_{n≥0} ηⁿ D_n,
    ψ = ψ_round(P) + ½ Re Σ_{n≥1} ηⁿ (D_{n-1} - D_n) / n,
    D_n = ∫_0^{P²} P_n(2 Y / P² - 1) κ(Y) dY,

where ψ_round(P) is the potential of the round profile; the second line is the first
integrated over the mean convergence in place of κ. As |P_n| ≤ 1 on the interval, the
error after N terms is at most 2 D_0 f^(N+1) / (1 - f) where κ is not negative, at
every position. For a power law it is the series of Tessore & Metcalf 2015 (A&A 580,
A79, eq. 13).
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from autolens_like.numerics.namespace import array_namespace, is_concrete
from autolens_like.profiles.frames import (
    axis_ratio_from,
    circular_radius_squared,
    sheared_direction,
)
from autolens_like.profiles.mass.mass_profile import EllipticalMassProfile, MassProfile

#: Bound on the error of the series relative to D_0 where e is a known number.
_TOLERANCE = 1e-15
#: Most terms; they meet the tolerance up to f = 0.98.
_MOST_TERMS = 2000
#: Terms where e is traced: bound 2e-13 at f = 0.6, 3e-9 at f = 0.7.
_TRACED_TERMS = 64


def series_terms(ell_comps: tuple[Any, Any]) -> int:
    """How many terms the series is given."""
    if not all(is_concrete(item) for item in ell_comps):
        return _TRACED_TERMS
    flattening = math.hypot(float(ell_comps[0]), float(ell_comps[1]))
    if flattening < 1e-15:
        return 1
    f = min(flattening, 1.0 - 1e-6)
    needed = math.log(0.5 * _TOLERANCE * (1.0 - f)) / math.log(f)
    return min(max(1, math.ceil(needed)), _MOST_TERMS)


class Frame(NamedTuple):
    """P² [arcsec²], η, and (1 - f²) / ζ [1 / arcsec]."""

    radius_squared: Any
    phase: Any
    inverse: Any


def frame_from(y: Any, x: Any, ell_comps: tuple[Any, Any]) -> Frame:
    """The coordinates of the series at positions about the centre [arcsec]."""
    u_y, u_x, length = sheared_direction(y, x, ell_comps)
    conjugate = u_x - 1j * u_y
    area = 1.0 - ell_comps[0] ** 2 - ell_comps[1] ** 2
    e = ell_comps[1] + 1j * ell_comps[0]
    inverse = area * conjugate / length
    return Frame(length * length / area, e * conjugate * conjugate, inverse)


class RadialProfile:
    """What a round profile and its elliptical sibling share, as functions of P²."""

    def _stretch(self) -> Any:
        """√q of the elliptical profile, by which P is shorter than the major axis."""
        return 1.0

    def _enclosed(self, radius_squared: Any) -> Any:
        """D_0 = ∫_0^{P²} κ dY [arcsec²]: P times the deflection of the round one."""
        raise NotImplementedError

    def _round_convergence(self, radius_squared: Any) -> Any:
        """κ at P²."""
        raise NotImplementedError

    def _round_potential(self, radius_squared: Any) -> Any:
        """ψ of the round profile [arcsec²]."""
        raise NotImplementedError


class RoundProfile(RadialProfile, MassProfile):
    """The sibling on circles."""

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        radius_squared = circular_radius_squared(y, x)
        mean = self._enclosed(radius_squared) / radius_squared
        return mean * y, mean * x

    def _convergence(self, y: Any, x: Any) -> Any:
        return self._round_convergence(circular_radius_squared(y, x))

    def _potential(self, y: Any, x: Any) -> Any:
        return self._round_potential(circular_radius_squared(y, x))


class SeriesProfile(RadialProfile, EllipticalMassProfile):
    """The sibling on ellipses, by the series at the head of the module."""

    def _stretch(self) -> Any:

        axis_ratio = axis_ratio_from(self.ell_comps)
        return array_namespace(axis_ratio).sqrt(axis_ratio)

    def _sum(self, radius_squared: Any, phase: Any, terms: int) -> Any:
        """Σ_{n≥0} ηⁿ D_n / D_0."""
        raise NotImplementedError

    def _potential_sum(self, radius_squared: Any, phase: Any, terms: int) -> Any:
        """Σ_{n≥1} ηⁿ (D_{n-1} - D_n) / (n D_0)."""
        raise NotImplementedError

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        squared, phase, inverse = frame_from(y, x, self.ell_comps)
        series = self._sum(squared, phase, series_terms(self.ell_comps))
        deflection = self._enclosed(squared) * inverse * series
        return -deflection.imag, deflection.real

    def _convergence(self, y: Any, x: Any) -> Any:
        return self._round_convergence(frame_from(y, x, self.ell_comps).radius_squared)

    def _potential(self, y: Any, x: Any) -> Any:
        squared, phase, _ = frame_from(y, x, self.ell_comps)
        series = self._potential_sum(squared, phase, series_terms(self.ell_comps))
        angular = 0.5 * self._enclosed(squared) * series.real
        return self._round_potential(squared) + angular
