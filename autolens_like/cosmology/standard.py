"""Cosmologies by name, those of astropy, and the one that is meant by default."""

from __future__ import annotations

import inspect
from functools import cache
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.cosmology.distances import LensingCosmology
from autolens_like.cosmology.models import (
    FlatLambdaCDM,
    Flatw0waCDM,
    FlatwCDM,
    LambdaCDM,
    w0waCDM,
    wCDM,
)
from autolens_like.numerics.model_object import static
from autolens_like.numerics.namespace import is_traced

__all__ = [
    "WMAP5",
    "WMAP7",
    "WMAP9",
    "AstropyCosmology",
    "FlatLambdaCDM",
    "Flatw0waCDM",
    "FlatwCDM",
    "LambdaCDM",
    "LensingCosmology",
    "Planck13",
    "Planck15",
    "Planck18",
    "cosmology_from",
    "default_cosmology",
    "w0waCDM",
    "wCDM",
]


class Planck18(FlatLambdaCDM):
    """Planck Collaboration 2020, A&A 641, A6, table 2 (+ lensing + BAO)."""

    H0: float = 67.66
    Om0: float = 0.30966
    Tcmb0: float = static(2.7255)
    Neff: float = static(3.046)
    m_nu: Any = static((0.0, 0.0, 0.06))
    Ob0: float = static(0.04897)


class Planck15(FlatLambdaCDM):
    """Planck Collaboration 2016, A&A 594, A13, table 4 (+ lensing + ext)."""

    H0: float = 67.74
    Om0: float = 0.3075
    Tcmb0: float = static(2.7255)
    Neff: float = static(3.046)
    m_nu: Any = static((0.0, 0.0, 0.06))
    Ob0: float = static(0.0486)


class Planck13(FlatLambdaCDM):
    """Planck Collaboration 2014, A&A 571, A16, table 5 (Planck + WP + highL + BAO)."""

    H0: float = 67.77
    Om0: float = 0.30712
    Tcmb0: float = static(2.7255)
    Neff: float = static(3.046)
    m_nu: Any = static((0.0, 0.0, 0.06))
    Ob0: float = static(0.048252)


class WMAP9(FlatLambdaCDM):
    """Hinshaw et al. 2013, ApJS 208, 19, table 4 (WMAP9 + eCMB + BAO + H0)."""

    H0: float = 69.32
    Om0: float = 0.2865
    Tcmb0: float = static(2.725)
    Neff: float = static(3.04)
    m_nu: Any = static(0.0)
    Ob0: float = static(0.04628)


class WMAP7(FlatLambdaCDM):
    """Komatsu et al. 2011, ApJS 192, 18, table 1 (WMAP + BAO + H0)."""

    H0: float = 70.4
    Om0: float = 0.272
    Tcmb0: float = static(2.725)
    Neff: float = static(3.04)
    m_nu: Any = static(0.0)
    Ob0: float = static(0.0455)


class WMAP5(FlatLambdaCDM):
    """Komatsu et al. 2009, ApJS 180, 330, table 1 (WMAP + BAO + SN)."""

    H0: float = 70.2
    Om0: float = 0.277
    Tcmb0: float = static(2.725)
    Neff: float = static(3.04)
    m_nu: Any = static(0.0)
    Ob0: float = static(0.0459)


class _Identified:
    """Something unhashable that is equal to itself alone, as JAX needs it."""

    def __init__(self, thing: Any) -> None:
        self.thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identified) and self.thing is other.thing

    def __hash__(self) -> int:
        return id(self.thing)


class AstropyCosmology(LensingCosmology):
    """A cosmology of astropy, asked for its angular-diameter distances.

    Any of its classes is right: curved, with dark energy of any kind, a user's own.
    Inside a JAX trace its distances are constants, and a traced redshift is an error;
    give a cosmology of `al.cosmo` where its numbers or redshifts shall be traced.

    Parameters
    ----------
    cosmology
        Anything with its distance methods.
    """

    identified: Any = static()

    def __init__(self, cosmology: Any) -> None:
        object.__setattr__(self, "identified", _Identified(cosmology))

    @property
    def cosmology(self) -> Any:
        """The cosmology of astropy."""
        return self.identified.thing

    def __repr__(self) -> str:
        return f"AstropyCosmology({self.cosmology!r})"

    @property
    def _between(self) -> Any:
        # Astropy 8 folds `angular_diameter_distance_z1z2` into this method.
        distance = self.cosmology.angular_diameter_distance
        if len(inspect.signature(distance).parameters) > 1:
            return distance
        return self.cosmology.angular_diameter_distance_z1z2

    def angular_diameter_distance_between_redshifts(
        self, redshift_0: Any, redshift_1: Any
    ) -> Any:
        """Distance from `redshift_0` to the more distant `redshift_1` [Mpc].

        Raises
        ------
        InputException
            A redshift that JAX traces.
        """
        self._require_known(redshift_0, redshift_1)
        distance = self._between(redshift_0, redshift_1)
        return _bare(distance.to_value("Mpc"))

    @property
    def H0(self) -> float:
        """Hubble constant [km/s/Mpc]."""
        return float(self.cosmology.H0.to_value("km/(s Mpc)"))

    @property
    def Om0(self) -> float:
        """Density of the non-relativistic matter over the critical one, today."""
        return float(self.cosmology.Om0)

    def E(self, redshift: Any) -> Any:
        """H / H0 at a redshift."""
        self._require_known(redshift)
        return _bare(self.cosmology.efunc(redshift))

    def Om(self, redshift: Any) -> Any:
        """Density of the non-relativistic matter over the critical one."""
        self._require_known(redshift)
        return _bare(self.cosmology.Om(redshift))

    def _require_known(self, *redshifts: Any) -> None:
        if any(is_traced(redshift) for redshift in redshifts):
            raise exc.InputException(
                f"{self!r} was asked for a redshift that JAX traces, which astropy "
                "cannot follow; give a cosmology of al.cosmo, such as "
                "al.cosmo.FlatLambdaCDM(H0=70.0, Om0=0.3)."
            )


def _bare(value: Any) -> Any:
    value = np.asarray(value)
    return float(value) if value.ndim == 0 else value


@cache
def default_cosmology() -> Planck15:
    """The Planck 2015 cosmology, made once."""
    return Planck15()


def cosmology_from(cosmology: Any) -> LensingCosmology:
    """The cosmology that a user gave, as one that lensing can ask.

    Parameters
    ----------
    cosmology
        A `LensingCosmology`, a cosmology of astropy, or None for Planck 2015.

    Raises
    ------
    RayTracingException
        Anything else, a class in place of an instance included.
    """
    if cosmology is None:
        return default_cosmology()
    if isinstance(cosmology, LensingCosmology):
        return cosmology
    if not isinstance(cosmology, type) and hasattr(
        cosmology, "angular_diameter_distance"
    ):
        return AstropyCosmology(cosmology)
    raise exc.RayTracingException(
        f"cosmology={cosmology!r} is no cosmology; give an instance such as "
        "al.cosmo.Planck15() or al.cosmo.FlatLambdaCDM(H0=70.0, Om0=0.3), or a "
        "cosmology of astropy."
    )
