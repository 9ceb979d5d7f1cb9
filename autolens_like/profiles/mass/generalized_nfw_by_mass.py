"""Generalized NFW halos given by mass and concentration."""

from __future__ import annotations

from typing import Any

from autolens_like.cosmology.halos import virial_overdensity_from
from autolens_like.cosmology.standard import default_cosmology
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.mass.generalized_nfw import GeneralizedNFW
from autolens_like.profiles.mass.halo_mass import (
    HaloOfMass,
    Ludlow,
    generalized_nfw_mass,
)
from autolens_like.profiles.mass.mass_profile import EllipticalMassProfile, MassProfile


class GeneralizedByMass(HaloOfMass, GeneralizedNFW):
    """A halo with an inner slope that holds its mass inside its virial radius."""

    def _mass_integral(self, concentration: Any) -> Any:
        return generalized_nfw_mass(concentration, self.inner_slope)


class GeneralizedVirial(GeneralizedByMass):
    """A generalized halo with the logarithm of its mass and an overdensity."""

    log10m_vir: Any
    overdens: Any

    def _check(self) -> None:
        if isinstance(self.overdens, float):
            self._require("overdens", self.overdens >= 0.0, "at least zero")
        super()._check()

    def _mass(self) -> Any:
        return 10.0**self.log10m_vir

    def _overdensity(self) -> Any:
        xp = array_namespace(self.overdens, self.redshift_object)
        virial = virial_overdensity_from(self.redshift_object, default_cosmology())
        return xp.where(xp.asarray(self.overdens) == 0.0, virial, self.overdens)


class gNFWMCRLudlow(Ludlow, GeneralizedByMass, EllipticalMassProfile):
    """The elliptical generalized NFW halo with the concentration of Ludlow et al. 2016.

    r_s = r_200 / c whatever the slope; see `gNFW` for the density. κ_s is such that
    the round halo holds M_200 inside r_200; PyAutoLens takes that of slope 1.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalMassProfile`.
    mass_at_200
        M_200, inside the radius of 200 times the critical density [solar masses].
    redshift_object
        Of the halo.
    redshift_source
        Of the plane that κ refers to.
    inner_slope
        γ, at least 0 and below 3; 1 is the NFW halo.

    Raises
    ------
    ProfileException
        A mass not above zero; redshifts not above zero and in order.
    """

    mass_at_200: float = 1e9
    redshift_object: float = 0.5
    redshift_source: float = 1.0
    inner_slope: float = 1.0


class gNFWVirialMassConcSph(GeneralizedVirial, MassProfile):
    """The round generalized NFW halo of a mass and of the concentration r_vir / r_-2.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    log10m_vir
        log10 of the virial mass [solar masses].
    c_2
        Virial radius over r_-2, where ρ ∝ r^-2; r_s = r_-2 / (2 - γ).
    overdens
        Mean density inside the virial radius over the critical density; 0 takes that
        of Bryan & Norman (1998).
    redshift_object
        Of the halo.
    redshift_source
        Of the plane that κ refers to.
    inner_slope
        γ, at least 0 and below 2; 1 is the NFW halo.

    Raises
    ------
    ProfileException
        A mass not above zero; redshifts not above zero and in order.
    """

    log10m_vir: float = 12.0
    c_2: float = 10.0
    overdens: float = 0.0
    redshift_object: float = 0.5
    redshift_source: float = 1.0
    inner_slope: float = 1.0

    def _check(self) -> None:
        self._require_positive("c_2")
        slope = self.inner_slope
        if isinstance(slope, float):
            self._require("inner_slope", 0.0 <= slope < 2.0, "at least 0 and below 2")
        super()._check()

    def _concentration(self) -> Any:
        return self.c_2 * (2.0 - self.inner_slope)


class gNFWVirialMassgNFWConcSph(GeneralizedVirial, MassProfile):
    """The round generalized NFW halo of a mass and of the concentration r_vir / r_s.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    log10m_vir
        log10 of the virial mass [solar masses].
    c_gNFW
        Virial radius over r_s.
    overdens
        Mean density inside the virial radius over the critical density; 0 takes that
        of Bryan & Norman (1998).
    redshift_object
        Of the halo.
    redshift_source
        Of the plane that κ refers to.
    inner_slope
        γ, at least 0 and below 3; 1 is the NFW halo.

    Raises
    ------
    ProfileException
        A mass not above zero; redshifts not above zero and in order.
    """

    log10m_vir: float = 12.0
    c_gNFW: float = 10.0
    overdens: float = 0.0
    redshift_object: float = 0.5
    redshift_source: float = 1.0
    inner_slope: float = 1.0

    def _check(self) -> None:
        self._require_positive("c_gNFW")
        super()._check()

    def _concentration(self) -> Any:
        return self.c_gNFW
