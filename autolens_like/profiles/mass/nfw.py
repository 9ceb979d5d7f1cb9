"""The Navarro-Frenk-White halo (Wright & Brainerd 2000, ApJ 534, 34).

The halo of simulations without baryons, ρ = ρ_s / (x (1 + x)²) with x = r / r_s:

    κ = 2 κ_s (1 - F(x)) / (x² - 1),    κ_s = ρ_s r_s / Σ_cr,

F as in `nfw_radius`. On ellipses there is a closed form of α, too (Heyrovský &
Karamazov 2024, A&A 690, A19, arXiv:2404.00169).

Parameters
    ``kappa_s`` κ_s; ``scale_radius`` r_s [arcsec]; ``ell_comps`` of κ.
Radius
    The major-axis radius R = √(x'² + y'² / q²) stands for r in x; r_s lies along the
    major axis.
Normalization
    κ_s fixes the density; the mass inside a given R grows with q.
Einstein radius
    No closed form: `einstein_radius_from`.
Limits
    κ is infinite at the centre like ln R, softened inside 1e-8 arcsec. R = r_s and the
    foci of the ellipse are no special places.
Elsewhere
    PyAutoLens: the same. lenstronomy: alpha_Rs = 4 κ_s r_s (1 - ln 2), and for ellipses
    Rs is √q r_s.
"""

from __future__ import annotations

from typing import Any

from autolens_like.profiles.frames import (
    circular_radius_squared,
    flattening_from,
    sheared_direction,
)
from autolens_like.profiles.mass.mass_profile import EllipticalMassProfile, MassProfile
from autolens_like.profiles.mass.nfw_ellipse import nfw_deflection, nfw_potential
from autolens_like.profiles.mass.nfw_radius import ScaledRadius


class RoundNFW:
    """The formulas of a round halo that has a `kappa_s` and a `scale_radius`."""

    kappa_s: Any
    scale_radius: Any

    def _scaled(self, y: Any, x: Any) -> tuple[ScaledRadius, Any]:
        x_squared = circular_radius_squared(y, x) / self.scale_radius**2
        return ScaledRadius(x_squared), x_squared

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        # α = 4 κ_s r_s h(x) / x, the mean of κ of Wright & Brainerd 2000.
        scaled, x_squared = self._scaled(y, x)
        scale = 4.0 * self.kappa_s * scaled.mass() / x_squared
        return scale * y, scale * x

    def _convergence(self, y: Any, x: Any) -> Any:
        return 2.0 * self.kappa_s * self._scaled(y, x)[0].convergence()

    def _potential(self, y: Any, x: Any) -> Any:
        scale = 2.0 * self.kappa_s * self.scale_radius**2
        return scale * self._scaled(y, x)[0].potential()


class EllipticalNFW:
    """The formulas of an elliptical halo; see `nfw_ellipse`."""

    kappa_s: Any
    scale_radius: Any
    ell_comps: Any

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        parts = nfw_deflection(y, x, self.ell_comps, self.scale_radius)
        return self.kappa_s * parts[0], self.kappa_s * parts[1]

    def _convergence(self, y: Any, x: Any) -> Any:
        length = sheared_direction(y, x, self.ell_comps)[2]
        scale = self.scale_radius * (1.0 - flattening_from(self.ell_comps))
        return 2.0 * self.kappa_s * ScaledRadius((length / scale) ** 2).convergence()

    def _potential(self, y: Any, x: Any) -> Any:
        return self.kappa_s * nfw_potential(y, x, self.ell_comps, self.scale_radius)


class NFW(EllipticalNFW, EllipticalMassProfile):
    """The elliptical NFW halo, κ = 2 κ_s (1 - F(x)) / (x² - 1) with x = R / r_s.

    R = √(x'² + y'² / q²) is the major-axis radius: the ellipse is one of κ, and the
    mass grows with q. Deflections: Heyrovský & Karamazov 2024 (arXiv:2404.00169).
    At a given κ_s and r_s the Einstein radius has no closed form.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalMassProfile`.
    kappa_s
        κ_s = ρ_s r_s / Σ_cr, with ρ = ρ_s / (x (1 + x)²).
    scale_radius
        r_s, along the major axis [arcsec].

    Raises
    ------
    ProfileException
        `ell_comps` outside the unit disc; `scale_radius` not above zero.
    """

    kappa_s: float = 0.05
    scale_radius: float = 1.0

    def _check(self) -> None:
        self._require_positive("scale_radius")
        super()._check()


class NFWSph(RoundNFW, MassProfile):
    """The round NFW halo, κ = 2 κ_s (1 - F(x)) / (x² - 1) with x = r / r_s.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    kappa_s
        κ_s = ρ_s r_s / Σ_cr.
    scale_radius
        r_s [arcsec].

    Raises
    ------
    ProfileException
        `scale_radius` not above zero.
    """

    kappa_s: float = 0.05
    scale_radius: float = 1.0

    def _check(self) -> None:
        self._require_positive("scale_radius")
        super()._check()
