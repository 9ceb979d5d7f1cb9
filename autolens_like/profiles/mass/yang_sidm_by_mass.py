"""The halo of self-interacting dark matter, from physical quantities.

`YangSIDMSph` with κ_s and r_s of M_200 and the concentration of Ludlow et al. 2016, and
τ from the cross section and the age.

Parameters
    ``mass_at_200`` [solar masses]; ``sigma_over_m`` [cm²/g] at ``velocity_ref`` [km/s],
    falling as velocity^-``velocity_exponent``; ``t_age`` [Gyr]; redshifts.
Radius
    r is the distance from the centre; the profile is round.
Normalization
    The NFW halo that it starts as holds M_200 inside r_200.
Einstein radius
    No closed form: `einstein_radius_from`.
Limits
    As `YangSIDMSph`: beyond the collapse, τ = 1, it stays as it is.
Elsewhere
    PyAutoLens: the same but for the concentration, see `nfw_by_mass`.
"""

from __future__ import annotations

import math
from typing import Any

from autolens_like.cosmology.halos import COLUMN_DENSITY, KPC_PER_GYR, NEWTON
from autolens_like.numerics.log_gamma import log_gamma
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.mass.halo_relations import (
    InCosmology,
    LudlowConcentration,
    MassAt200,
    Redshifts,
    arguments,
)
from autolens_like.profiles.mass.mass_profile import MassProfile
from autolens_like.profiles.mass.yang_sidm import RoundSIDM

#: V_max² = 4 π G ρ_s r_s² times the maximum of m(x) / x.
_LARGEST = 0.21621659550187304
#: C of the collapse time (Yang et al. 2024, section 2).
_COLLAPSE = 0.75


@arguments
class _Interactions:
    sigma_over_m: float = 1.0
    velocity_exponent: float = 0.0
    velocity_ref: float = 10.0
    t_age: float = 10.0


class YangSIDMMCRLudlowSph(
    LudlowConcentration,
    InCosmology,
    Redshifts,
    _Interactions,
    MassAt200,
    RoundSIDM,
    MassProfile,
):
    """The halo of `YangSIDMSph` with the concentration of Ludlow et al. 2016.

    τ = t / t_c with t_c = (150 / C) / ((σ_eff / m) ρ_s r_s √(4 π G ρ_s)), C = 0.75
    (Yang et al. 2024), for κ_s and r_s of the NFW halo. A cross section
    σ = σ_0 (v / v_0)^-a acts through its mean with the weight v⁷ exp(-v² / 4ν²),
    ν = 0.64 V_max (Yang & Yu 2022, JCAP 09, 077; Outmezguine et al. 2023, MNRAS 523,
    4786): σ_eff = σ_0 (v_0 / 2ν)^a Γ(4 - a/2) / Γ(4).

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    mass_at_200
        See `MassAt200`.
    sigma_over_m
        σ_0 / m [cm² / g].
    velocity_exponent
        a, below 8.
    velocity_ref
        v_0 [km/s].
    t_age
        t, the age of the halo [Gyr].
    redshift_object, redshift_source, cosmology
        See `Redshifts` and `InCosmology`.

    Raises
    ------
    ProfileException
        A mass or `velocity_ref` not above zero; `velocity_exponent` not below 8;
        `sigma_over_m` or `t_age` negative; redshifts not above zero and in order.
    """

    def _check(self) -> None:
        self._require_positive("velocity_ref")
        if isinstance(self.velocity_exponent, float):
            self._require("velocity_exponent", self.velocity_exponent < 8.0, "below 8")
        self._require_not_negative("sigma_over_m", "t_age")
        super()._check()

    @property
    def nu_eff(self) -> Any:
        """ν = 0.64 V_max [km/s]."""
        density, scale = self._physical()
        xp = array_namespace(density)
        return 0.64 * scale * xp.sqrt(4.0 * math.pi * NEWTON * _LARGEST * density)

    @property
    def sigma_eff_over_m(self) -> Any:
        """σ_eff / m [cm² / g]."""
        a, nu = self.velocity_exponent, self.nu_eff
        xp = array_namespace(a, nu, self.velocity_ref)
        power = a * xp.log(self.velocity_ref / (2.0 * nu))
        ratio = xp.exp(power + log_gamma(4.0 - 0.5 * a)) / 6.0
        return self.sigma_over_m * ratio

    @property
    def tau(self) -> Any:
        """τ = t / t_c."""
        density, scale = self._physical()
        xp = array_namespace(density)
        rate = xp.sqrt(4.0 * math.pi * NEWTON * density) * KPC_PER_GYR  # 1 / Gyr
        depth = self.sigma_eff_over_m * density * scale * COLUMN_DENSITY
        return self.t_age * depth * rate * _COLLAPSE / 150.0
