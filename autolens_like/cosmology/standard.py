"""Cosmologies by name: flat ΛCDM with radiation and massive neutrinos, Planck 2015."""

from __future__ import annotations

import inspect
from functools import cache
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.cosmology.distances import (
    METRES_PER_PARSEC,
    SPEED_OF_LIGHT,
    LensingCosmology,
)
from autolens_like.numerics.model_object import as_parameter, static
from autolens_like.numerics.namespace import array_namespace, is_jax, leaves

#: Newton's constant [m³/kg/s²], CODATA 2018.
_NEWTON = 6.6743e-11
#: The Stefan-Boltzmann constant [W/m²/K⁴], CODATA 2018.
_STEFAN_BOLTZMANN = 5.670374419e-8
#: The Boltzmann constant [eV/K], CODATA 2018.
_BOLTZMANN = 8.617333262145179e-5
#: Temperature of the neutrinos over that of the photons.
_NEUTRINO_TEMPERATURE = (4.0 / 11.0) ** (1.0 / 3.0)
#: A and p of Komatsu et al. 2011, ApJS 192, 18, eq. 26: the energy density of one
#: massive species is that of a massless one times (1 + (A m / T)^p)^(1/p).
_MASS_SCALE, _MASS_POWER = 0.3173, 1.83
#: 1/E is smooth in ln(1 + z): 48 nodes leave < 1e-12 out to the last scattering.
_NODES = 48


@cache
def _gauss_legendre() -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights on [0, 1]."""
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    return 0.5 * (nodes + 1.0), 0.5 * weights


class FlatLambdaCDM(LensingCosmology):
    """Flat ΛCDM: matter, photons, neutrinos and a cosmological constant.

    Parameters
    ----------
    H0
        Hubble constant [km/s/Mpc].
    Om0
        Density of the non-relativistic matter over the critical density, today.
    Tcmb0
        Temperature of the microwave background today [K]; 0 is no radiation.
    Neff
        Effective number of neutrino species.
    m_nu
        Neutrino masses [eV]: one for all species, or one each.
    Ob0
        Density of the baryons; no distance depends on it.

    Raises
    ------
    InputException
        H0 not above zero, a negative density, temperature or mass, or more or fewer
        masses than species.
    """

    H0: float = 67.66
    Om0: float = 0.30966
    Tcmb0: float = static(2.7255)
    Neff: float = static(3.046)
    m_nu: Any = static(0.0)
    Ob0: float = static(0.04897)

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        for name in kwargs:
            if name not in cls.field_names():
                raise exc.InputException(
                    f"{cls.__name__} has no parameter '{name}'. "
                    f"{exc.suggestion(name, cls.field_names())}"
                )
        return object.__new__(cls)

    def __post_init__(self) -> None:
        for name in self.field_names():
            object.__setattr__(self, name, as_parameter(getattr(self, name)))
        for name in ("H0", "Om0", "Tcmb0", "Neff", "Ob0"):
            self._check_number(name, getattr(self, name))
        self._check_masses()

    def _check_number(self, name: str, value: Any) -> None:
        if is_jax(value):
            return
        rule = "above zero" if name == "H0" else "at least zero"
        number = isinstance(value, float) and np.isfinite(value)
        if not number or value < 0.0 or (value == 0.0 and name == "H0"):
            raise exc.InputException(
                f"{type(self).__name__} got {name}={value!r}; it must be a number "
                f"{rule}."
            )

    def _check_masses(self) -> None:
        if any(is_jax(mass) for mass in leaves(self.m_nu)):
            return
        masses = np.asarray(self.m_nu)
        if np.any(masses < 0.0) or masses.ndim > 1:
            raise exc.InputException(f"m_nu={self.m_nu!r} came; give masses >= 0 [eV].")
        if masses.ndim == 1 and masses.size != int(self.Neff):
            raise exc.InputException(
                f"{masses.size} neutrino masses came for Neff={self.Neff}, which has "
                f"{int(self.Neff)} species; give one mass each, or one for all."
            )

    @property
    def photon_density(self) -> Any:
        """Ω_γ today: 4 σ T⁴ / c³ over the critical density."""
        hubble = 1e3 * self.H0 / (1e6 * METRES_PER_PARSEC)
        critical = 3.0 * hubble**2 / (8.0 * np.pi * _NEWTON)
        light = 1e3 * SPEED_OF_LIGHT
        return 4.0 * _STEFAN_BOLTZMANN * self.Tcmb0**4 / light**3 / critical

    def _neutrinos_over_photons(self, a: Any) -> Any:
        """Energy density of the neutrinos over the photons' at scale factors `a`."""
        massless = 0.875 * _NEUTRINO_TEMPERATURE**4
        species = max(int(self.Neff), 1) if isinstance(self.Neff, float) else 3
        masses = self.m_nu if isinstance(self.m_nu, tuple) else (self.m_nu,) * species
        if self._is_massless():
            return massless * self.Neff
        temperature = _BOLTZMANN * _NEUTRINO_TEMPERATURE * self.Tcmb0
        total = 0.0
        for mass in masses:
            relative = (_MASS_SCALE * mass / temperature * a) ** _MASS_POWER
            total = total + (1.0 + relative) ** (1.0 / _MASS_POWER)
        return massless * self.Neff / species * total

    def _is_massless(self) -> bool:
        masses = self.m_nu if isinstance(self.m_nu, tuple) else (self.m_nu,)
        numbers = all(isinstance(mass, float) for mass in masses)
        cold = isinstance(self.Tcmb0, float) and self.Tcmb0 == 0.0
        return cold or (numbers and not any(masses))

    def expansion_squared(self, redshift: Any) -> Any:
        """E² = (H / H0)² at a redshift."""
        growth = 1.0 + redshift
        photons = self.photon_density
        radiation = photons * (1.0 + self._neutrinos_over_photons(1.0 / growth))
        today = photons * (1.0 + self._neutrinos_over_photons(1.0))
        return self.Om0 * growth**3 + radiation * growth**4 + (1.0 - self.Om0 - today)

    def comoving_distance(self, redshift_0: Any, redshift_1: Any) -> Any:
        """Comoving distance between two redshifts [Mpc].

        c / H0 ∫ dz / E(z), by Gauss-Legendre quadrature in ln(1 + z).
        """
        xp = array_namespace(self, redshift_0, redshift_1)
        nodes, weights = _gauss_legendre()
        start = xp.log1p(xp.asarray(redshift_0, dtype=float))[..., None]
        stop = xp.log1p(xp.asarray(redshift_1, dtype=float))[..., None]
        growth = xp.exp(start + (stop - start) * nodes)
        integrand = growth / xp.sqrt(self.expansion_squared(growth - 1.0))
        integral = ((stop - start) * integrand) @ weights
        return SPEED_OF_LIGHT / self.H0 * integral

    def angular_diameter_distance_between_redshifts(
        self, redshift_0: Any, redshift_1: Any
    ) -> Any:
        """Distance from `redshift_0` to the more distant `redshift_1` [Mpc]."""
        distance = self.comoving_distance(redshift_0, redshift_1) / (1.0 + redshift_1)
        plain = array_namespace(distance) is np and np.ndim(distance) == 0
        return float(distance) if plain else distance


class Planck15(FlatLambdaCDM):
    """Planck Collaboration 2016, A&A 594, A13, table 4 (TT, TE, EE + lowP + ext)."""

    H0: float = 67.74
    Om0: float = 0.3075
    Tcmb0: float = static(2.7255)
    Neff: float = static(3.046)
    m_nu: Any = static((0.0, 0.0, 0.06))
    Ob0: float = static(0.0486)


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
    Inside a JAX trace its distances are constants; give a cosmology of `al.cosmo`
    where its numbers shall be traced.

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
        """Distance from `redshift_0` to the more distant `redshift_1` [Mpc]."""
        distance = self._between(redshift_0, redshift_1)
        value = np.asarray(distance.to_value("Mpc"))
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
