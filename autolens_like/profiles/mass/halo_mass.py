"""Halos given by their mass: κ_s and r_s from mass, concentration and redshifts.

A class here has a mass in place of κ_s and r_s, which become properties. With r_Δ the
radius of the mass at the given overdensity, r_s = r_Δ / c, ρ_s = M / (4 π r_s³ m(c))
with m(c) = ∫₀ᶜ x² ρ(x) / ρ_s dx, and κ_s = ρ_s r_s / Σ_cr. Masses are solar masses,
lengths of the public fields arcseconds, inside proper kpc.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autolens_like.cosmology.halos import lens_scales_from, overdensity_radius_from
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.mass.lens_redshifts import LensRedshifts

#: Gauss-Legendre nodes of `generalized_nfw_mass`.
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(48)


def nfw_mass(concentration: Any) -> Any:
    """m(c) = ln(1 + c) - c / (1 + c) of the NFW halo."""
    xp = array_namespace(concentration)
    return xp.log1p(concentration) - concentration / (1.0 + concentration)


def cored_nfw_mass(concentration: Any, core: Any) -> Any:
    """m(c) of ρ = ρ_s / ((x + β) (1 + x)²), for β = `core` from 0 to below 1.

    Partial fractions: (β² ln(1 + c / β) + (1 - 2β) ln(1 + c)) / (1 - β)²
    - c / ((1 - β) (1 + c)).
    """
    xp = array_namespace(concentration, core)
    c = concentration
    safe = xp.maximum(core, 1e-12)
    logs = safe * safe * xp.log1p(c / safe) + (1.0 - 2.0 * core) * xp.log1p(c)
    return logs / (1.0 - core) ** 2 - c / ((1.0 - core) * (1.0 + c))


def generalized_nfw_mass(concentration: Any, inner_slope: Any) -> Any:
    """m(c) of ρ = ρ_s / (x^γ (1 + x)^(3-γ)), to 1e-10 for γ up to 2.5.

    With ln(1 + x) = t⁶ ln(1 + c) the integrand is smooth at both ends.
    """
    xp = array_namespace(concentration, inner_slope)
    t = 0.5 * (_NODES + 1.0)
    whole = xp.log1p(concentration)
    fraction = -xp.expm1(-whole * t**6)  # x / (1 + x)
    power = xp.exp((2.0 - inner_slope) * xp.log(fraction))
    return xp.sum(3.0 * _WEIGHTS * whole * t**5 * power)


class HaloOfMass(LensRedshifts):
    """κ_s and r_s of a halo with `_mass`, `_concentration` and `_overdensity`."""

    def _mass(self) -> Any:
        """M_Δ [solar masses]."""
        raise NotImplementedError

    def _overdensity(self) -> Any:
        """Δ, in units of the critical density at the halo."""
        return 200.0

    def _concentration(self) -> Any:
        """r_Δ / r_s."""
        raise NotImplementedError

    def _mass_integral(self, concentration: Any) -> Any:
        """m(c)."""
        return nfw_mass(concentration)

    @property
    def kappa_s(self) -> Any:
        """κ_s = ρ_s r_s / Σ_cr."""
        return self._scales()[0]

    @property
    def scale_radius(self) -> Any:
        """r_s [arcsec]."""
        return self._scales()[1]

    @property
    def virial_radius(self) -> Any:
        """r_Δ [proper kpc]."""
        return self._scales()[2]

    @property
    def kpc_per_arcsec(self) -> Any:
        """Proper kpc of an arcsecond at the halo."""
        return self._scales()[3]

    def _scales(self) -> tuple[Any, ...]:
        """κ_s, r_s [arcsec], r_Δ [kpc], and the kpc of an arcsecond."""
        known = self.__dict__.get("_known_scales")
        if known is not None:
            return known
        scales = self._new_scales()
        if all(isinstance(value, float) for value in scales):
            # A frozen object of known numbers keeps what follows from them.
            self.__dict__["_known_scales"] = scales
        return scales

    def _new_scales(self) -> tuple[Any, ...]:
        cosmology, redshift = self._cosmology, self.redshift_object
        density = cosmology.critical_density(redshift)
        mass, c = self._mass(), self._concentration()
        radius = overdensity_radius_from(mass, self._overdensity() * density)
        scale = radius / c
        critical, kpc = lens_scales_from(redshift, self.redshift_source, cosmology)
        kappa_s = mass / (4.0 * math.pi * scale**2 * self._mass_integral(c) * critical)
        values = kappa_s, scale / kpc, radius, kpc
        if array_namespace(values) is np:
            return tuple(float(value) for value in values)
        return values

    def _physical(self) -> tuple[Any, Any]:
        """ρ_s [solar masses / kpc³] and r_s [kpc]."""
        c = self._concentration()
        scale = self.virial_radius / c
        volume = 4.0 * math.pi * scale**3 * self._mass_integral(c)
        return self._mass() / volume, scale

    def _settled(self: Any) -> Any:
        """A copy for one computation, which keeps its scales even where traced."""
        copy = self.replaced()
        copy.__dict__["_known_scales"] = self._scales()
        return copy

    def deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        """Deflection angles (y, x) [arcsec] at sky coordinates, bare arrays."""
        return super(HaloOfMass, self._settled()).deflections(y, x)

    def _convergence(self, y: Any, x: Any) -> Any:
        return super(HaloOfMass, self._settled())._convergence(y, x)

    def _potential(self, y: Any, x: Any) -> Any:
        return super(HaloOfMass, self._settled())._potential(y, x)
