"""The NFW halo with a free inner slope (Zhao 1996, MNRAS 278, 488).

ρ = ρ_s / (x^γ (1 + x)^(3 - γ)) with x = r / r_s: the halo after gas has cooled into it
(γ above 1) or was blown out of it (below). Its projection is no elementary function.

Parameters
    ``kappa_s`` κ_s = ρ_s r_s / Σ_cr; ``inner_slope`` γ; ``scale_radius`` r_s [arcsec];
    ``ell_comps`` of κ.
Radius
    The major-axis radius stands for the projected r, and r_s lies along it.
Normalization
    κ_s fixes the density at r_s, whatever γ: ρ(r_s) = ρ_s / 2^(3 - γ).
Einstein radius
    No closed form: `einstein_radius_from`.
Limits
    0 ≤ γ < 3. Better than 3e-8 of itself for γ ≤ 2.5 and 1e-5 ≤ R / r_s ≤ 1e3.
Elsewhere
    PyAutoLens decomposes it into Gaussians, good to 5e-5. lenstronomy's GNFW (round):
    alpha_Rs is the deflection at r_s.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.mass.mass_profile import EllipticalMassProfile, MassProfile
from autolens_like.profiles.mass.mixed_halo import (
    LATTICE,
    MixedHalo,
    lattice_weights,
    mixed_density,
)

#: ln of b² / (1 + b²), half of it, and arccot b.
_LOG_RATIO = -0.5 * np.log1p(1.0 / LATTICE**2)
_ARCCOT = np.arctan2(1.0, LATTICE)


def _density(ratio_squared: Any, inner_slope: Any) -> Any:
    """κ / κ_s of (R / r_s)² and γ."""
    # ∫ ρ r dr = (r / (1 + r))^p / p with p = 2 - γ; at r = ib its imaginary part is
    # (b / √(1 + b²))^p sin(p arccot b) / p, positive for 0 ≤ γ < 4.
    xp = array_namespace(inner_slope)
    power = 2.0 - inner_slope
    angle = power * _ARCCOT
    near = xp.abs(angle) < 1e-3
    safe = xp.where(near, 1.0, angle)
    series = 1.0 - angle * angle / 6.0 * (1.0 - angle * angle / 20.0)
    sine = xp.where(near, series, xp.sin(safe) / safe)
    mixture = 2.0 * LATTICE**2 * xp.exp(power * _LOG_RATIO) * sine * _ARCCOT
    weights = lattice_weights(mixture, 3.0 - inner_slope)
    return mixed_density(ratio_squared, weights)


class GeneralizedNFW(MixedHalo):
    """The formulas of a halo that has an `inner_slope`."""

    inner_slope: Any
    _radial = staticmethod(_density)

    def _check(self) -> None:
        self._require_positive("scale_radius")
        slope = self.inner_slope
        if isinstance(slope, float):
            self._require("inner_slope", 0.0 <= slope < 3.0, "at least 0 and below 3")
        super()._check()

    def _shape(self) -> tuple[Any, ...]:
        return (self.inner_slope,)


class gNFW(GeneralizedNFW, EllipticalMassProfile):
    """The elliptical generalized NFW halo, ρ = ρ_s / (x^γ (1 + x)^(3-γ)).

    Here x = r / r_s; the ellipse is one of κ and takes the major-axis radius for R.

    κ(x) = 2 κ_s ∫₀^∞ ρ(√(x² + z²)) / ρ_s dz has no elementary form; it is a positive
    mixture of simple functions with known weights, see `mixed_halo`, here to better
    than 3e-8 for slopes up to 2.5 and 1e-5 ≤ R / r_s ≤ 1e3. At slope 2.8 it is 2e-6.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalMassProfile`.
    kappa_s
        κ_s = ρ_s r_s / Σ_cr.
    inner_slope
        γ, at least 0 and below 3; 1 is the NFW halo.
    scale_radius
        r_s, along the major axis [arcsec].

    Raises
    ------
    ProfileException
        `ell_comps` outside the unit disc; `inner_slope` outside its range;
        `scale_radius` not above zero.
    """

    kappa_s: float = 0.05
    inner_slope: float = 1.0
    scale_radius: float = 1.0


class gNFWSph(GeneralizedNFW, MassProfile):
    """The round generalized NFW halo, see `gNFW`.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    kappa_s
        κ_s = ρ_s r_s / Σ_cr.
    inner_slope
        γ, at least 0 and below 3; 1 is the NFW halo.
    scale_radius
        r_s [arcsec].

    Raises
    ------
    ProfileException
        `inner_slope` outside its range; `scale_radius` not above zero.
    """

    kappa_s: float = 0.05
    inner_slope: float = 1.0
    scale_radius: float = 1.0
