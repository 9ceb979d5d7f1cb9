"""Expanding universes: matter, radiation, massive neutrinos, dark energy, curvature.

Distances are quadratures of 1 / E in the namespace of the numbers, so that JAX may
trace H0, the densities and the equation of state of the dark energy.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.cosmology.distances import (
    METRES_PER_PARSEC,
    SPEED_OF_LIGHT,
    LensingCosmology,
)
from autolens_like.numerics.model_object import as_parameter
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


#: What else than "at least zero" a number must be.
_RULES = {"H0": "above zero", "Ode0": "of any sign", "w0": "of any sign",
          "wa": "of any sign"}  # fmt: skip


def _curvature_factor(square: Any) -> Any:
    """sinh(√s) / √s, which is sin(√-s) / √-s for s < 0 and 1 for s = 0."""
    xp = array_namespace(square)
    small = abs(square) < 1e-4
    root = xp.sqrt(xp.where(small, 1.0, abs(square)))
    bent = xp.where(square > 0.0, xp.sinh(root), xp.sin(root)) / root
    return xp.where(small, 1.0 + square / 6.0 + square**2 / 120.0, bent)


class Expansion(LensingCosmology):
    """The base of universes whose contents are known; see its subclasses."""

    #: The equation of state of the dark energy, where it is no parameter.
    w0 = -1.0
    wa = 0.0

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
        for name in self.field_names():
            if name != "m_nu":
                self._check_number(name, getattr(self, name))
        self._check_masses()

    def _check_number(self, name: str, value: Any) -> None:
        if is_jax(value):
            return
        rule = _RULES.get(name, "at least zero")
        number = isinstance(value, float) and np.isfinite(value)
        too_low = number and rule != "of any sign" and value < 0.0
        if not number or too_low or (value == 0.0 and name == "H0"):
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

    @property
    def _radiation_density(self) -> Any:
        """Ω of photons and neutrinos today."""
        return self.photon_density * (1.0 + self._neutrinos_over_photons(1.0))

    def _dark_energy_growth(self, growth: Any) -> Any:
        """Density of the dark energy over that of today, where 1 + z is `growth`.

        (1 + z)^(3 (1 + w0 + wa)) exp(-3 wa z / (1 + z)) for w = w0 + wa z / (1 + z)
        (Linder 2003, Phys. Rev. Lett. 90, 091301).
        """
        if "w0" not in self.field_names():
            return 1.0
        xp = array_namespace(self, growth)
        power = 3.0 * (1.0 + self.w0 + self.wa)
        fading = 3.0 * self.wa * (1.0 - 1.0 / growth)
        return xp.exp(power * xp.log(xp.asarray(growth)) - fading)

    def expansion_squared(self, redshift: Any) -> Any:
        """E² = (H / H0)² at a redshift."""
        growth = 1.0 + redshift
        neutrinos = self._neutrinos_over_photons(1.0 / growth)
        radiation = self.photon_density * (1.0 + neutrinos)
        return (
            self.Om0 * growth**3
            + radiation * growth**4
            + self.Ok0 * growth**2
            + self.Ode0 * self._dark_energy_growth(growth)
        )

    def E(self, redshift: Any) -> Any:
        """H / H0 at a redshift."""
        square = self.expansion_squared(redshift)
        return array_namespace(self, square).sqrt(square)

    def Om(self, redshift: Any) -> Any:
        """Density of the non-relativistic matter over the critical one at a redshift.

        As astropy counts, without massive neutrinos.
        """
        return self.Om0 * (1.0 + redshift) ** 3 / self.expansion_squared(redshift)

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

    def transverse_distance(self, redshift_0: Any, redshift_1: Any) -> Any:
        """Comoving distance across the line of sight [Mpc] (Hogg astro-ph/9905116)."""
        distance = self.comoving_distance(redshift_0, redshift_1)
        if isinstance(self.Ok0, float) and self.Ok0 == 0.0:
            return distance
        square = self.Ok0 * (distance * self.H0 / SPEED_OF_LIGHT) ** 2
        return distance * _curvature_factor(square)

    def angular_diameter_distance_between_redshifts(
        self, redshift_0: Any, redshift_1: Any
    ) -> Any:
        """Distance from `redshift_0` to the more distant `redshift_1` [Mpc]."""
        distance = self.transverse_distance(redshift_0, redshift_1)
        distance = distance / (1.0 + redshift_1)
        plain = array_namespace(distance) is np and np.ndim(distance) == 0
        return float(distance) if plain else distance
