"""The NFW halo with an isothermal core, from physical quantities.

`KaplinghatCoredNFWSph` with κ_s and r_s of M_200 and the concentration of Ludlow et al.
2016; the core ends where a particle has scattered once in the age of the halo.

Parameters
    ``mass_at_200`` [solar masses]; ``sigma_over_m`` [cm²/g]; ``t_age`` [Gyr];
    redshifts; ``scatter_sigma``.
Radius
    r is the distance from the centre; the profile is round.
Normalization
    The NFW halo outside the core holds M_200 inside r_200.
Einstein radius
    No closed form: `einstein_radius_from`.
Limits
    The core is kept inside 3.9 r_s, up to which there are cores that match.
Elsewhere
    PyAutoLens: the same but for the concentration, see `nfw_by_mass`.
"""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np

from autolens_like.cosmology.halos import COLUMN_DENSITY, KPC_PER_GYR, NEWTON
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.mass.halo_mass import nfw_mass
from autolens_like.profiles.mass.halo_relations import (
    InCosmology,
    LudlowConcentration,
    MassAt200,
    Redshifts,
    arguments,
)
from autolens_like.profiles.mass.kaplinghat import RoundCored
from autolens_like.profiles.mass.mass_profile import MassProfile

#: The range of r_1 / r_s: below, the core is a point; above, no core matches the halo.
_SMALLEST, _LARGEST = 1e-4, 3.9


def _log_rate(log_x: Any) -> tuple[Any, Any]:
    """ln of √(m(x) / x) / (x (1 + x)²), ρ times V_circ, and its slope in ln x."""
    xp = array_namespace(log_x)
    x = xp.exp(log_x)
    mass = nfw_mass(x)
    value = 0.5 * xp.log(mass) - 1.5 * log_x - 2.0 * xp.log1p(x)
    return value, 0.5 * (x / (1.0 + x)) ** 2 / mass - 1.5 - 2.0 * x / (1.0 + x)


@functools.cache
def _rates() -> tuple[np.ndarray, np.ndarray]:
    log_x = np.linspace(math.log(_SMALLEST), math.log(_LARGEST), 200)
    return _log_rate(log_x)[0][::-1], log_x[::-1]


def radius_of_rate(rate: Any) -> Any:
    """x where √(m(x) / x) / (x (1 + x)²) is 1 / `rate`, from 1e-4 to 3.9."""
    xp = array_namespace(rate)
    known, places = _rates()
    wanted = -xp.log(xp.maximum(xp.asarray(rate, dtype=float), 1e-300))
    wanted = xp.clip(wanted, known[0], known[-1])
    log_x = xp.interp(wanted, known, places)
    for _ in range(3):
        # Newton's method; its last step also carries the derivative.
        value, slope = _log_rate(log_x)
        log_x = log_x - (value - wanted) / slope
    return xp.exp(log_x)


@arguments
class _Interactions:
    sigma_over_m: float = 1.0
    t_age: float = 10.0


class KaplinghatCoredNFWMCRLudlowSph(
    LudlowConcentration,
    InCosmology,
    Redshifts,
    _Interactions,
    MassAt200,
    RoundCored,
    MassProfile,
):
    """The halo of `KaplinghatCoredNFWSph` with the concentration of Ludlow et al. 2016.

    The core ends where a particle has scattered once, (σ / m) ρ(r_1) V(r_1) t = 1 with
    the circular velocity V of the NFW halo; it is kept inside 3.9 r_s, up to which
    there are cores that match.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    mass_at_200
        See `MassAt200`.
    sigma_over_m
        Cross section over mass [cm² / g].
    t_age
        Age [Gyr].
    redshift_object, redshift_source, cosmology
        See `Redshifts` and `InCosmology`.

    Raises
    ------
    ProfileException
        A mass not above zero; `sigma_over_m` or `t_age` negative; redshifts not above
        zero and in order.
    """

    def _check(self) -> None:
        self._require_not_negative("sigma_over_m", "t_age")
        super()._check()

    @property
    def interaction_radius(self) -> Any:
        """r_1 [arcsec]."""
        return self._join() * self.scale_radius

    def _join(self) -> Any:
        density, scale = self._physical()
        xp = array_namespace(density)
        velocity = scale * xp.sqrt(4.0 * math.pi * NEWTON * density)
        depth = density * velocity * KPC_PER_GYR * self.t_age * COLUMN_DENSITY
        return radius_of_rate(self.sigma_over_m * depth)
