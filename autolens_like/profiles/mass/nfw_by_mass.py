"""NFW halos given by mass and concentration.

The NFW halo whose κ_s and r_s follow from M_200 and the relation between mass and
concentration (Duffy et al. 2008; Ludlow et al. 2016), see `halo_mass`.

Parameters
    ``mass_at_200`` or ``virial_mass`` [solar masses], redshifts of halo and source,
    ``scatter_sigma`` [standard deviations of log c], ``concentration``,
    ``cosmology``; see `halo_relations`.
Radius
    As `NFW`: the major axis.
Normalization
    The round halo holds the mass inside the radius where the mean density is 200 (or
    ``virial_overdens``) times the critical one.
Einstein radius
    No closed form: `einstein_radius_from`.
Limits
    Masses above zero, the source behind the halo. Truncated halos end at 2 r_200.
Elsewhere
    PyAutoLens solves the model of Ludlow et al., of which here is their fit: c is 1 to
    2.5 percent smaller. It takes 2 r_200 in kpc for a number of arcseconds.
"""

from __future__ import annotations

from typing import Any

from autolens_like.profiles.mass.halo_mass import HaloOfMass
from autolens_like.profiles.mass.halo_relations import (
    Duffy,
    InCosmology,
    Ludlow,
    Redshifts,
    ScatterLudlow,
    arguments,
)
from autolens_like.profiles.mass.mass_profile import EllipticalMassProfile, MassProfile
from autolens_like.profiles.mass.nfw import NFWFormula
from autolens_like.profiles.mass.truncated_nfw import RoundTruncatedNFW


class NFWMCRDuffySph(Duffy, NFWFormula, MassProfile):
    """`al.mp.NFWSph` of a mass, with the concentration of Duffy et al. 2008."""


class NFWMCRLudlow(Ludlow, NFWFormula, EllipticalMassProfile):
    """`al.mp.NFW` of a mass, with the concentration of Ludlow et al. 2016."""


class NFWMCRLudlowSph(Ludlow, NFWFormula, MassProfile):
    """`al.mp.NFWSph` of a mass, with the concentration of Ludlow et al. 2016."""


class NFWMCRScatterLudlow(ScatterLudlow, NFWFormula, EllipticalMassProfile):
    """`al.mp.NFW` of a mass, with a concentration off that of Ludlow et al. 2016."""


class NFWMCRScatterLudlowSph(ScatterLudlow, NFWFormula, MassProfile):
    """`al.mp.NFWSph` of a mass, with a concentration off that of Ludlow et al. 2016."""


class TruncatedAtTwice(RoundTruncatedNFW):
    """A truncated halo that ends at twice its r_200.

    The mass is that of the halo without truncation. PyAutoLens takes 2 r_200 in kpc for
    a number of arcseconds; here it is an angle.
    """

    virial_radius: Any
    kpc_per_arcsec: Any

    @property
    def truncation_radius(self) -> Any:
        """r_t = 2 r_200 [arcsec]."""
        return 2.0 * self.virial_radius / self.kpc_per_arcsec


class NFWTruncatedMCRDuffySph(Duffy, TruncatedAtTwice, MassProfile):
    """`NFWMCRDuffySph`, truncated at twice its r_200, see `TruncatedAtTwice`."""


class NFWTruncatedMCRLudlowSph(Ludlow, TruncatedAtTwice, MassProfile):
    """`NFWMCRLudlowSph`, truncated at twice its r_200, see `TruncatedAtTwice`."""


class NFWTruncatedMCRScatterLudlowSph(ScatterLudlow, TruncatedAtTwice, MassProfile):
    """`NFWMCRScatterLudlowSph`, truncated at twice its r_200."""


@arguments
class _Virial:
    virial_mass: float = 1e12
    concentration: float = 10.0
    virial_overdens: float = 200.0


class NFWVirialMassConcSph(
    HaloOfMass, InCosmology, Redshifts, _Virial, NFWFormula, MassProfile
):
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
    redshift_object, redshift_source, cosmology
        See `Redshifts` and `InCosmology`.

    Raises
    ------
    ProfileException
        A number not above zero; redshifts not in order.
    """

    def _check(self) -> None:
        self._require_positive("virial_mass", "concentration", "virial_overdens")
        super()._check()

    def _mass(self) -> Any:
        return self.virial_mass

    def _concentration(self) -> Any:
        return self.concentration

    def _overdensity(self) -> Any:
        return self.virial_overdens
