"""The truncated NFW halo (Baltz, Marshall & Oguri 2009, JCAP 01, 015, n = 1).

An NFW halo of finite mass, such as one whose outskirts a larger halo has taken:

    ρ = ρ_s / (x (1 + x)²) · τ² / (τ² + x²),    x = r / r_s,    τ = r_t / r_s.

Parameters
    ``kappa_s`` κ_s = ρ_s r_s / Σ_cr; ``scale_radius`` r_s and ``truncation_radius`` r_t
    [arcsec].
Radius
    r is the distance from the centre; the profile is round.
Normalization
    ρ_s and κ_s are those of the halo before it is truncated.
Einstein radius
    No closed form: `einstein_radius_from`.
Limits
    Written so that no digits are lost where τ is large or x small; 1e-9 everywhere.
Elsewhere
    PyAutoLens: the same. lenstronomy: alpha_Rs is that of the untruncated halo.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import circular_radius_squared
from autolens_like.profiles.mass.mass_profile import MassProfile
from autolens_like.profiles.mass.nfw_radius import (
    ScaledRadius,
    round_halo_deflections,
)


class _Parts(NamedTuple):
    """What the formulas are made of, at x² and for τ.

    T = √(τ² + x²), L = ln(x / (T + τ)), F and h of `nfw_radius`; δ = T / τ - 1, so that
    sums of nearly opposite numbers are avoided.
    """

    radius: ScaledRadius
    root: Any
    log: Any
    excess: Any
    scale: Any


def _parts(x_squared: Any, tau: Any) -> _Parts:
    xp = array_namespace(x_squared, tau)
    root = xp.sqrt(tau * tau + x_squared)
    log = 0.5 * xp.log(x_squared) - xp.log(root + tau)
    scale = (tau / (tau * tau + 1.0)) ** 2
    excess = x_squared / (tau * (root + tau))
    return _Parts(ScaledRadius(x_squared), root, log, excess, scale)


def _mean(x_squared: Any, tau: Any) -> Any:
    """m / x², m the projected mass of their appendix."""
    radius, root, log, excess, scale = _parts(x_squared, tau)
    xp = array_namespace(x_squared, tau)
    mass = (tau * tau - 1.0) * (radius.mass() - xp.log1p(0.5 * excess) + excess * log)
    mass = mass + x_squared * (2.0 * radius.ratio() - math.pi / (root + tau))
    return scale * mass / x_squared


def _density(x_squared: Any, tau: Any) -> Any:
    """κ / κ_s, their surface density."""
    radius, root, log, _, scale = _parts(x_squared, tau)
    total = (tau * tau + 1.0) * radius.convergence() + 2.0 * radius.ratio()
    total = total + ((tau * tau - 1.0) * log / tau - math.pi) / root
    return 2.0 * scale * total


class RoundTruncatedNFW:
    """The formulas of a round halo that has a `truncation_radius`.

    With x = r / r_s and τ = r_t / r_s.
    """

    centre: Any
    kappa_s: Any
    scale_radius: Any
    truncation_radius: Any

    def _at(self, y: Any, x: Any) -> tuple[Any, Any, _Parts]:
        x_squared = circular_radius_squared(y, x) / self.scale_radius**2
        tau = self.truncation_radius / self.scale_radius
        return x_squared, tau, _parts(x_squared, tau)

    def deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        """Deflection angles (y, x) [arcsec] at sky coordinates, bare arrays."""
        shape = (self.truncation_radius / self.scale_radius,)
        numbers = *self.centre, self.kappa_s, self.scale_radius
        return round_halo_deflections(_mean, _density, shape, y, x, numbers)

    def _convergence(self, y: Any, x: Any) -> Any:
        return self.kappa_s * _density(*self._at(y, x)[:2])

    def _potential(self, y: Any, x: Any) -> Any:
        # ∫ 4 κ_s r_s² m dx / x; with p = (T - τ) / (T + τ) it is elementary.
        x_squared, tau, (radius, _, log, excess, scale) = self._at(y, x)
        xp = array_namespace(x_squared, tau)
        below = -xp.log1p(0.5 * excess)  # ln(1 - p)
        integral = below - 0.5 * below**2 + excess * log + log * below
        total = (tau * tau - 1.0) * (0.5 * radius.potential() + integral)
        total = total + 2.0 * (x_squared * radius.ratio() - radius.mass())
        total = total - math.pi * tau * (excess + below)
        return 4.0 * self.kappa_s * scale * self.scale_radius**2 * total


class NFWTruncatedSph(RoundTruncatedNFW, MassProfile):
    """The round NFW halo cut off smoothly, ρ = ρ_s / (x (1 + x)²) τ² / (τ² + x²).

    Here x = r / r_s and τ = r_t / r_s; its mass is finite.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    kappa_s
        κ_s = ρ_s r_s / Σ_cr.
    scale_radius
        r_s [arcsec].
    truncation_radius
        r_t [arcsec].

    Raises
    ------
    ProfileException
        `scale_radius` or `truncation_radius` not above zero.
    """

    kappa_s: float = 0.05
    scale_radius: float = 1.0
    truncation_radius: float = 2.0

    def _check(self) -> None:
        self._require_positive("scale_radius", "truncation_radius")
        super()._check()
