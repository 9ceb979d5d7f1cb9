"""Cosmologies of al.cosmo: flat and curved, with dark energy of three kinds."""

from __future__ import annotations

from typing import Any

from autolens_like.cosmology.expansion import Expansion
from autolens_like.numerics.model_object import static


class FlatLambdaCDM(Expansion):
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

    @property
    def Ok0(self) -> float:
        """Density of the curvature: none."""
        return 0.0

    @property
    def Ode0(self) -> Any:
        """Density of the dark energy today: what is left."""
        return 1.0 - self.Om0 - self._radiation_density


class FlatwCDM(FlatLambdaCDM):
    """Flat, with dark energy of pressure w0 times its density.

    Parameters
    ----------
    H0, Om0, Tcmb0, Neff, m_nu, Ob0
        As of `FlatLambdaCDM`.
    w0
        Equation of state of the dark energy; -1 is a cosmological constant.
    """

    w0: float = -1.0


class Flatw0waCDM(FlatwCDM):
    """Flat, with dark energy of w = w0 + wa z / (1 + z).

    Parameters
    ----------
    H0, Om0, Tcmb0, Neff, m_nu, Ob0
        As of `FlatLambdaCDM`.
    w0, wa
        Equation of state of the dark energy today, and its change.
    """

    wa: float = 0.0


class LambdaCDM(Expansion):
    """Curved ΛCDM, Ω_k = 1 - Ω_m - Ω_Λ - Ω_γ - Ω_ν.

    Parameters
    ----------
    H0, Om0
        As of `FlatLambdaCDM`.
    Ode0
        Density of the dark energy over the critical density, today.
    Tcmb0, Neff, m_nu, Ob0
        As of `FlatLambdaCDM`.

    Raises
    ------
    InputException
        As for `FlatLambdaCDM`.
    """

    H0: float = 67.66
    Om0: float = 0.30966
    Ode0: float = 0.69025
    Tcmb0: float = static(2.7255)
    Neff: float = static(3.046)
    m_nu: Any = static(0.0)
    Ob0: float = static(0.04897)

    @property
    def Ok0(self) -> Any:
        """Density of the curvature."""
        return 1.0 - self.Om0 - self.Ode0 - self._radiation_density


class wCDM(LambdaCDM):
    """Curved, with dark energy of pressure w0 times its density.

    Parameters
    ----------
    H0, Om0, Ode0, Tcmb0, Neff, m_nu, Ob0
        As of `LambdaCDM`.
    w0
        Equation of state of the dark energy; -1 is a cosmological constant.
    """

    w0: float = -1.0


class w0waCDM(wCDM):
    """Curved, with dark energy of w = w0 + wa z / (1 + z).

    Parameters
    ----------
    H0, Om0, Ode0, Tcmb0, Neff, m_nu, Ob0
        As of `LambdaCDM`.
    w0, wa
        Equation of state of the dark energy today, and its change.
    """

    wa: float = 0.0
