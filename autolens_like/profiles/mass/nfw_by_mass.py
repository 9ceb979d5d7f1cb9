"""NFW halos given by mass and concentration."""

from __future__ import annotations

from typing import Any

from autolens_like.profiles.mass.halo_mass import Duffy, HaloOfMass, Ludlow
from autolens_like.profiles.mass.mass_profile import EllipticalMassProfile, MassProfile
from autolens_like.profiles.mass.nfw import EllipticalNFW, RoundNFW
from autolens_like.profiles.mass.truncated_nfw import RoundTruncatedNFW


class NFWMCRDuffySph(Duffy, HaloOfMass, RoundNFW, MassProfile):
    """The round NFW halo with the concentration of Duffy et al. 2008.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    mass_at_200
        M_200, inside the radius of 200 times the critical density [solar masses].
    redshift_object
        Of the halo.
    redshift_source
        Of the plane that κ refers to.

    Raises
    ------
    ProfileException
        A mass not above zero; redshifts not above zero and in order.
    """

    mass_at_200: float = 1e9
    redshift_object: float = 0.5
    redshift_source: float = 1.0


class NFWMCRLudlow(Ludlow, HaloOfMass, EllipticalNFW, EllipticalMassProfile):
    """The elliptical NFW halo with the concentration of Ludlow et al. 2016.

    κ_s and r_s are those of the round halo of the mass.

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

    Raises
    ------
    ProfileException
        A mass not above zero; redshifts not above zero and in order.
    """

    mass_at_200: float = 1e9
    redshift_object: float = 0.5
    redshift_source: float = 1.0


class NFWMCRLudlowSph(Ludlow, HaloOfMass, RoundNFW, MassProfile):
    """The round NFW halo with the concentration of Ludlow et al. 2016.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    mass_at_200
        M_200, inside the radius of 200 times the critical density [solar masses].
    redshift_object
        Of the halo.
    redshift_source
        Of the plane that κ refers to.

    Raises
    ------
    ProfileException
        A mass not above zero; redshifts not above zero and in order.
    """

    mass_at_200: float = 1e9
    redshift_object: float = 0.5
    redshift_source: float = 1.0


class NFWMCRScatterLudlow(Ludlow, HaloOfMass, EllipticalNFW, EllipticalMassProfile):
    """The elliptical NFW halo with a concentration off the relation of Ludlow et al.

    κ_s and r_s are those of the round halo of the mass.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalMassProfile`.
    mass_at_200
        M_200, inside the radius of 200 times the critical density [solar masses].
    scatter_sigma
        Standard deviations, of 0.15 dex, of c from the mean relation.
    redshift_object
        Of the halo.
    redshift_source
        Of the plane that κ refers to.

    Raises
    ------
    ProfileException
        A mass not above zero; redshifts not above zero and in order.
    """

    mass_at_200: float = 1e9
    scatter_sigma: float = 0.0
    redshift_object: float = 0.5
    redshift_source: float = 1.0


class NFWMCRScatterLudlowSph(Ludlow, HaloOfMass, RoundNFW, MassProfile):
    """The round NFW halo with a concentration off the relation of Ludlow et al. 2016.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    mass_at_200
        M_200, inside the radius of 200 times the critical density [solar masses].
    scatter_sigma
        Standard deviations, of 0.15 dex, of c from the mean relation.
    redshift_object
        Of the halo.
    redshift_source
        Of the plane that κ refers to.

    Raises
    ------
    ProfileException
        A mass not above zero; redshifts not above zero and in order.
    """

    mass_at_200: float = 1e9
    scatter_sigma: float = 0.0
    redshift_object: float = 0.5
    redshift_source: float = 1.0


class TruncatedByMass(HaloOfMass, RoundTruncatedNFW):
    """A truncated halo that ends at twice its r_200.

    The mass is that of the halo without truncation. PyAutoLens takes 2 r_200 in kpc for
    a number of arcseconds; here it is an angle.
    """

    @property
    def truncation_radius(self) -> Any:
        """r_t = 2 r_200 [arcsec]."""
        return 2.0 * self.virial_radius / self.kpc_per_arcsec


class NFWTruncatedMCRDuffySph(Duffy, TruncatedByMass, MassProfile):
    """The round truncated NFW halo with the concentration of Duffy et al. 2008.

    It is truncated at 2 r_200, see `TruncatedByMass`.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    mass_at_200
        M_200, inside the radius of 200 times the critical density [solar masses].
    redshift_object
        Of the halo.
    redshift_source
        Of the plane that κ refers to.

    Raises
    ------
    ProfileException
        A mass not above zero; redshifts not above zero and in order.
    """

    mass_at_200: float = 1e9
    redshift_object: float = 0.5
    redshift_source: float = 1.0


class NFWTruncatedMCRLudlowSph(Ludlow, TruncatedByMass, MassProfile):
    """The round truncated NFW halo with the concentration of Ludlow et al. 2016.

    It is truncated at 2 r_200, see `TruncatedByMass`.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    mass_at_200
        M_200, inside the radius of 200 times the critical density [solar masses].
    redshift_object
        Of the halo.
    redshift_source
        Of the plane that κ refers to.

    Raises
    ------
    ProfileException
        A mass not above zero; redshifts not above zero and in order.
    """

    mass_at_200: float = 1e9
    redshift_object: float = 0.5
    redshift_source: float = 1.0


class NFWTruncatedMCRScatterLudlowSph(Ludlow, TruncatedByMass, MassProfile):
    """The round truncated NFW halo with a concentration off that of Ludlow et al.

    It is truncated at 2 r_200, see `TruncatedByMass`.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    mass_at_200
        M_200, inside the radius of 200 times the critical density [solar masses].
    scatter_sigma
        Standard deviations, of 0.15 dex, of c from the mean relation.
    redshift_object
        Of the halo.
    redshift_source
        Of the plane that κ refers to.

    Raises
    ------
    ProfileException
        A mass not above zero; redshifts not above zero and in order.
    """

    mass_at_200: float = 1e9
    scatter_sigma: float = 0.0
    redshift_object: float = 0.5
    redshift_source: float = 1.0


class NFWVirialMassConcSph(HaloOfMass, RoundNFW, MassProfile):
    """The round NFW halo of a mass, a concentration and an overdensity.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    virial_mass
        Mass inside the virial radius [solar masses].
    concentration
        Virial radius over r_s.
    virial_overdens
        Mean density inside the virial radius over the critical density.
    redshift_object
        Of the halo.
    redshift_source
        Of the plane that κ refers to.

    Raises
    ------
    ProfileException
        A mass not above zero; redshifts not above zero and in order.
    """

    virial_mass: float = 1e12
    concentration: float = 10.0
    virial_overdens: float = 200.0
    redshift_object: float = 0.5
    redshift_source: float = 1.0

    def _check(self) -> None:
        self._require_positive("virial_mass", "concentration", "virial_overdens")
        super()._check()

    def _mass(self) -> Any:
        return self.virial_mass

    def _concentration(self) -> Any:
        return self.concentration

    def _overdensity(self) -> Any:
        return self.virial_overdens
