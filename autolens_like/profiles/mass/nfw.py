"""The Navarro-Frenk-White halo (Wright & Brainerd 2000, ApJ 534, 34).

The halo of simulations without baryons, ρ = ρ_s / (x (1 + x)²) with x = r / r_s:

    κ = 2 κ_s (1 - F(x)) / (x² - 1),    κ_s = ρ_s r_s / Σ_cr,

F as in `nfw_radius`. On ellipses α has a closed form (Heyrovský & Karamazov 2024, A&A
690, A19, arXiv:2404.00169); here it is the series of `homoeoids`, cut at a known bound.

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
    foci of the ellipse are no special places. α and ψ: to 2e-11 for R / r_s from 1e-6
    to 1e5 and axis ratios from 0.25. Flatter ellipses: the series is bounded by 2e-12
    at axis ratio 0.11 and by 1.4e-5 at 0.05; with traced `ell_comps` by 1.2e-7 at 0.18
    and by 1.1e-4 at 0.11.
Elsewhere
    PyAutoLens: the same. lenstronomy: alpha_Rs = 4 κ_s r_s (1 - ln 2), and for ellipses
    Rs is √q r_s.
"""

from __future__ import annotations

from typing import Any

from autolens_like.profiles.mass.homoeoidal import HaloFormula
from autolens_like.profiles.mass.mass_profile import EllipticalMassProfile, MassProfile
from autolens_like.profiles.mass.nfw_radius import ScaledRadius


def _density(ratio_squared: Any) -> Any:
    """κ / κ_s of (R / r_s)²."""
    return 2.0 * ScaledRadius(ratio_squared).convergence()


class NFWFormula(HaloFormula):
    """The formulas of a halo that has a `kappa_s` and a `scale_radius`."""

    _radial = staticmethod(_density)


class NFW(NFWFormula, EllipticalMassProfile):
    """The elliptical NFW halo, κ = 2 κ_s (1 - F(x)) / (x² - 1) with x = R / r_s.

    R = √(x'² + y'² / q²) is the major-axis radius: the ellipse is one of κ, and the
    mass grows with q. Deflections and potential are the series of
    `homoeoids`. The Einstein radius has no closed form.

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


class NFWSph(NFWFormula, MassProfile):
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
