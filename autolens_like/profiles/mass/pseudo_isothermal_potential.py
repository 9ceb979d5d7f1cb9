"""The dual pseudo-isothermal profile with its ellipticity in the potential.

The potential of the round `dPIEMassB0Sph` on ellipses, common in cluster work (Golse &
Kneib 2002, A&A 390, 821):

    ψ(x, y) = ψ_round(R),    R² = (1 - f) x'² + (1 + f) y'².

Parameters
    ``ra``, ``rs`` core and cut and ``b0`` strength [arcsec]; ``ell_comps``, here of ψ.
Radius
    R as above: the semi-axes of ψ are R / √(1 - f) and R / √(1 + f).
Normalization
    As `dPIEMassB0Sph`, which it is for f = 0.
Einstein radius
    b0 for f = 0, ra = 0 and an infinite cut; otherwise `einstein_radius_from`.
Limits
    Where f is above some 0.2 contours of κ are dumbbells.
Elsewhere
    lenstronomy's PJAFFE_ELLIPSE_POTENTIAL: the same with (1 - q²) / (1 + q²) for f.
    The deflections of PyAutoLens 2026.10 are not the gradient of any potential.
"""

from __future__ import annotations

from typing import Any

from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import MINIMUM_RADIUS, sheared
from autolens_like.profiles.mass.mass_profile import EllipticalMassProfile
from autolens_like.profiles.mass.potential_ellipses import potential_deflections
from autolens_like.profiles.mass.pseudo_isothermal import (
    isothermal_convergence,
    isothermal_mean,
    round_truncated_potential,
)
from autolens_like.profiles.mass.pseudo_isothermal_mass import (
    CutParameters,
    dPIEMassB0Sph,
)


class dPIEPotential(CutParameters, EllipticalMassProfile):
    """ψ of `dPIEMassB0Sph` on the ellipses R² = (1 - f) x'² + (1 + f) y'².

    The pseudo-elliptical form of Golse & Kneib 2002, A&A 390, 821, with ε = f, common
    in cluster work. Where f is above some 0.2, contours of κ are dumbbells. The
    deflections are the gradient of ψ, m(R) ((1 - f) x', (1 + f) y') with m the mean of
    κ inside a circle; those of PyAutoLens 2026.10 have √(1 - f) and √(1 + f) there and
    are not the gradient of any potential.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        (f sin 2φ, f cos 2φ), φ the angle of the potential's major axis.
    ra, rs
        Core and cut radius [arcsec].
    b0
        Strength [arcsec].

    Raises
    ------
    ProfileException
        `ell_comps` outside the unit disc; `ra` below zero; `rs` not above zero.
    """

    _is_short = True

    ra: float = 0.1
    rs: float = 2.0
    b0: float = 1.0

    def _radius_squared(self, y: Any, x: Any) -> Any:
        # R² = Re(z* ζ) and ½ ∇R² = ζ with ζ = z - e z*.
        flat_y, flat_x = sheared(y, x, self.ell_comps)
        squared = y * flat_y + x * flat_x
        return array_namespace(squared).maximum(squared, MINIMUM_RADIUS**2)

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        numbers = self.b0, self.ra, 1.0 / self.rs
        return potential_deflections(y, x, self.ell_comps, *numbers)

    def _convergence(self, y: Any, x: Any) -> Any:
        # ½ ∇·(m ζ) = m + |ζ|² dm/dR², where R² dm/dR² = κ_round - m.
        squared = self._radius_squared(y, x)
        numbers = squared, self.b0, self.ra, 1.0 / self.rs
        mean = isothermal_mean(*numbers)
        flat_y, flat_x = sheared(y, x, self.ell_comps)
        change = (isothermal_convergence(*numbers) - mean) / squared
        return mean + change * (flat_y * flat_y + flat_x * flat_x)

    def _potential(self, y: Any, x: Any) -> Any:
        squared = self._radius_squared(y, x)
        return round_truncated_potential(squared, self.b0, self.ra, self.rs)


class dPIEPotentialSph(dPIEMassB0Sph):
    """`dPIEMassB0Sph`: without ellipticity both are the same.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ra, rs
        Core and cut radius [arcsec].
    b0
        Strength [arcsec].

    Raises
    ------
    ProfileException
        `ra` below zero; `rs` not above zero.
    """
