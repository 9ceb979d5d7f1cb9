"""Generalized NFW halos given by mass and concentration.

`gNFW` whose κ_s and r_s follow from a mass and a concentration, see `halo_mass`.

Parameters
    ``mass_at_200`` [solar masses] or ``log10m_vir``; ``inner_slope``; a concentration
    ``c_2`` = r_vir / r₋₂, where r₋₂ = (2 - γ) r_s has the slope -2, or ``c_gNFW`` =
    r_vir / r_s; redshifts; ``overdens``, of which 0 is that of Bryan & Norman 1998.
Radius
    As `gNFW`: the major axis.
Normalization
    The round halo holds the mass inside its virial radius, whatever its slope.
Einstein radius
    No closed form: `einstein_radius_from`.
Limits
    As `gNFW`; the source lies behind the halo.
Elsewhere
    PyAutoLens: `gNFWMCRLudlow` has there the κ_s of slope 1, which is another mass.
"""

from __future__ import annotations

from typing import Any

from autolens_like.cosmology.halos import virial_overdensity_from
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.mass.generalized_nfw import GeneralizedNFW
from autolens_like.profiles.mass.halo_mass import HaloOfMass, generalized_nfw_mass
from autolens_like.profiles.mass.halo_relations import (
    InCosmology,
    LudlowConcentration,
    MassAt200,
    Redshifts,
    arguments,
)
from autolens_like.profiles.mass.mass_profile import EllipticalMassProfile, MassProfile


@arguments
class InnerSlope:
    """A halo with a cusp of its own.

    Parameters
    ----------
    inner_slope
        γ, at least 0 and below 3 (2 where the concentration is that of r₋₂); 1 is the
        NFW halo.
    """

    inner_slope: float = 1.0


class GeneralizedByMass(HaloOfMass, GeneralizedNFW):
    """A halo with an inner slope that holds its mass inside its virial radius."""

    def _mass_integral(self, concentration: Any) -> Any:
        return generalized_nfw_mass(concentration, self.inner_slope)


class gNFWMCRLudlow(
    GeneralizedByMass,
    LudlowConcentration,
    InCosmology,
    InnerSlope,
    Redshifts,
    MassAt200,
    EllipticalMassProfile,
):
    """`al.mp.gNFW` of a mass, with the concentration of Ludlow et al. 2016.

    r_s = r_200 / c whatever the slope. κ_s is such that the round halo holds M_200
    inside r_200; PyAutoLens takes that of slope 1. For the parameters and errors see
    `MassAt200`, `Redshifts`, `InnerSlope` and `InCosmology`.
    """


@arguments
class _LogMass:
    log10m_vir: float = 12.0


@arguments
class _ConcentrationOfSlope2:
    c_2: float = 10.0


@arguments
class _Concentration:
    c_gNFW: float = 10.0


@arguments
class _Overdensity:
    overdens: float = 0.0


class GeneralizedVirial(GeneralizedByMass):
    """A generalized halo of a virial mass and an overdensity.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    log10m_vir
        log10 of the virial mass [solar masses].
    c_2 or c_gNFW
        The concentration that a subclass asks for.
    overdens
        Mean density inside the virial radius over the critical density; 0 takes that
        of Bryan & Norman (1998).
    redshift_object, redshift_source, inner_slope, cosmology
        See `Redshifts`, `InnerSlope` and `InCosmology`.

    Raises
    ------
    ProfileException
        A concentration not above zero; a negative overdensity; a slope outside its
        range; redshifts not above zero and in order.
    """

    log10m_vir: Any
    overdens: Any

    def _check(self) -> None:
        self._require_not_negative("overdens")
        super()._check()

    def _mass(self) -> Any:
        return 10.0**self.log10m_vir

    def _overdensity(self) -> Any:
        xp = array_namespace(self.overdens, self.redshift_object, self.cosmology)
        virial = virial_overdensity_from(self.redshift_object, self._cosmology)
        return xp.where(xp.asarray(self.overdens) == 0.0, virial, self.overdens)


class gNFWVirialMassConcSph(
    GeneralizedVirial,
    InCosmology,
    InnerSlope,
    Redshifts,
    _Overdensity,
    _ConcentrationOfSlope2,
    _LogMass,
    MassProfile,
):
    """The round generalized NFW halo of a mass and of the concentration r_vir / r₋₂.

    `c_2` is the virial radius over r₋₂, where ρ ∝ r^-2, so that r_s = r₋₂ / (2 - γ);
    for the other parameters and errors see `GeneralizedVirial`.
    """

    def _check(self) -> None:
        self._require_positive("c_2")
        slope = self.inner_slope
        if isinstance(slope, float):
            self._require("inner_slope", 0.0 <= slope < 2.0, "at least 0 and below 2")
        super()._check()

    def _concentration(self) -> Any:
        return self.c_2 * (2.0 - self.inner_slope)


class gNFWVirialMassgNFWConcSph(
    GeneralizedVirial,
    InCosmology,
    InnerSlope,
    Redshifts,
    _Overdensity,
    _Concentration,
    _LogMass,
    MassProfile,
):
    """The round generalized NFW halo of a mass and of the concentration r_vir / r_s.

    `c_gNFW` is the virial radius over r_s; for the other parameters and errors see
    `GeneralizedVirial`.
    """

    def _check(self) -> None:
        self._require_positive("c_gNFW")
        super()._check()

    def _concentration(self) -> Any:
        return self.c_gNFW
