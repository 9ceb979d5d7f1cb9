"""Cored NFW halos given by mass and concentration."""

from __future__ import annotations

from typing import Any

from autolens_like.profiles.mass.cored_nfw import CoredNFW
from autolens_like.profiles.mass.halo_mass import HaloOfMass, Ludlow, cored_nfw_mass
from autolens_like.profiles.mass.mass_profile import EllipticalMassProfile, MassProfile


class CoredByMass(Ludlow, HaloOfMass, CoredNFW):
    """A cored halo that holds M_200 inside r_200.

    r_s = r_200 / c as for the NFW halo without core, and r_c = f_c r_s. PyAutoLens
    takes another κ_s: at M_200 = 1e9 7 percent more for f_c = 0.01 and 2.3 times as
    much for 0.1, where the mass inside r_200 asks for 0.5 and 6 percent.
    """

    f_c: Any

    def _check(self) -> None:
        if isinstance(self.f_c, float):
            self._require("f_c", 0.0 <= self.f_c < 1.0, "at least 0 and below 1")
        super()._check()

    @property
    def core_radius(self) -> Any:
        """r_c = f_c r_s [arcsec]."""
        return self.f_c * self.scale_radius

    def _mass_integral(self, concentration: Any) -> Any:
        return cored_nfw_mass(concentration, self.f_c)


class cNFWMCRLudlow(CoredByMass, EllipticalMassProfile):
    """The elliptical cored NFW halo with the concentration of Ludlow et al. 2016.

    See `cNFW` for the density and `CoredByMass` for the meaning of the mass.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalMassProfile`.
    mass_at_200
        M_200, inside the radius of 200 times the critical density [solar masses].
    f_c
        r_c / r_s, at least 0 and below 1.
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
    f_c: float = 0.01
    redshift_object: float = 0.5
    redshift_source: float = 1.0


class cNFWMCRLudlowSph(CoredByMass, MassProfile):
    """The round cored NFW halo with the concentration of Ludlow et al. 2016.

    See `cNFW` for the density and `CoredByMass` for the meaning of the mass.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    mass_at_200
        M_200, inside the radius of 200 times the critical density [solar masses].
    f_c
        r_c / r_s, at least 0 and below 1.
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
    f_c: float = 0.01
    redshift_object: float = 0.5
    redshift_source: float = 1.0


class cNFWMCRScatterLudlow(CoredByMass, EllipticalMassProfile):
    """The elliptical cored NFW halo with a concentration off that of Ludlow et al.

    See `cNFW` for the density and `CoredByMass` for the meaning of the mass.

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
    f_c
        r_c / r_s, at least 0 and below 1.
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
    f_c: float = 0.01
    redshift_object: float = 0.5
    redshift_source: float = 1.0


class cNFWMCRScatterLudlowSph(CoredByMass, MassProfile):
    """The round cored NFW halo with a concentration off that of Ludlow et al.

    See `cNFW` for the density and `CoredByMass` for the meaning of the mass.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    mass_at_200
        M_200, inside the radius of 200 times the critical density [solar masses].
    scatter_sigma
        Standard deviations, of 0.15 dex, of c from the mean relation.
    f_c
        r_c / r_s, at least 0 and below 1.
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
    f_c: float = 0.01
    redshift_object: float = 0.5
    redshift_source: float = 1.0
