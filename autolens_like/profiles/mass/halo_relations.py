"""Halos of a mass M_200 whose concentration follows from it.

Every halo by mass and concentration is one of the classes here with a density. Its
arguments are those of its bases, the last base first, so that they stand once; a class
that PyAutoLens gives an argument in between names the base of that argument again.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from autolens_like.cosmology.halos import (
    CONCENTRATION_SCATTER,
    duffy_concentration_from,
    ludlow_concentration_from,
)
from autolens_like.profiles.mass.halo_mass import HaloOfMass

#: Makes the annotated fields of a class arguments of what derives from it.
arguments = dataclasses.dataclass(frozen=True, eq=False, repr=False)


@arguments
class MassAt200:
    """A halo that holds M_200 inside r_200.

    Parameters
    ----------
    mass_at_200
        M_200, inside the radius of 200 times the critical density [solar masses].

    Raises
    ------
    ProfileException
        A mass not above zero.
    """

    mass_at_200: float = 1e9

    def _check(self: Any) -> None:
        self._require_positive("mass_at_200")
        super()._check()


@arguments
class Scatter(MassAt200):
    """A halo with a concentration off the mean relation.

    Parameters
    ----------
    scatter_sigma
        Standard deviations, of 0.15 dex, of c from the mean relation.
    """

    scatter_sigma: float = 0.0


@arguments
class Redshifts:
    """A halo in front of a source.

    Parameters
    ----------
    redshift_object
        Of the halo.
    redshift_source
        Of the plane that κ refers to.

    Raises
    ------
    ProfileException
        Redshifts not above zero and in order.
    """

    redshift_object: float = 0.5
    redshift_source: float = 1.0


@arguments
class InCosmology:
    """A halo in an expanding universe.

    Parameters
    ----------
    cosmology
        A cosmology of `al.cosmo` or of astropy, that of the tracer; by default Planck
        2015. It gives distances, the critical density and the concentration.

    Raises
    ------
    RayTracingException
        Something that is no cosmology.
    """

    cosmology: Any = None


class OfMass200(HaloOfMass):
    """What M_200 says; `mass_at_200` is a field of a subclass."""

    def _mass(self) -> Any:
        return self.mass_at_200

    def _overdensity(self) -> Any:
        return 200.0


class LudlowConcentration(OfMass200):
    """The concentration of Ludlow et al. 2016, with its scatter."""

    #: Standard deviations of log10 c from the relation, where it is no field.
    scatter_sigma: Any = 0.0

    def _concentration(self) -> Any:
        c = ludlow_concentration_from(
            self.mass_at_200, self.redshift_object, self._cosmology
        )
        return c * 10.0 ** (CONCENTRATION_SCATTER * self.scatter_sigma)


class Duffy(OfMass200, InCosmology, Redshifts, MassAt200):
    """The halo of M_200 with the concentration of Duffy et al. 2008.

    Parameters are those of `MassAt200`, `Redshifts` and `InCosmology`.
    """

    def _concentration(self) -> Any:
        return duffy_concentration_from(
            self.mass_at_200, self.redshift_object, self._cosmology
        )


class Ludlow(LudlowConcentration, InCosmology, Redshifts, MassAt200):
    """The halo of M_200 with the concentration of Ludlow et al. 2016.

    Parameters are those of `MassAt200`, `Redshifts` and `InCosmology`.
    """


class ScatterLudlow(LudlowConcentration, InCosmology, Redshifts, Scatter):
    """The halo of M_200 with a concentration off that of Ludlow et al. 2016.

    Parameters are those of `MassAt200`, `Scatter`, `Redshifts` and `InCosmology`.
    """
