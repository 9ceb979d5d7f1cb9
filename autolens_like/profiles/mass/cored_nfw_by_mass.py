"""Cored NFW halos given by mass and concentration.

`cNFW` whose κ_s, r_s and r_c follow from M_200 and the concentration of Ludlow et al.
2016, see `halo_mass`.

Parameters
    ``mass_at_200`` [solar masses]; ``f_c`` = r_c / r_s; redshifts; ``scatter_sigma``
    [standard deviations of log c].
Radius
    As `cNFW`: the major axis.
Normalization
    The round halo holds M_200 inside r_200, its core included.
Einstein radius
    No closed form: `einstein_radius_from`.
Limits
    As `cNFW`; the source lies behind the halo.
Elsewhere
    PyAutoLens takes another κ_s, with which the mass inside r_200 is not M_200.
"""

from __future__ import annotations

from typing import Any

from autolens_like.profiles.mass.cored_nfw import CoredNFW
from autolens_like.profiles.mass.halo_mass import cored_nfw_mass
from autolens_like.profiles.mass.halo_relations import (
    Ludlow,
    MassAt200,
    Scatter,
    ScatterLudlow,
    arguments,
)
from autolens_like.profiles.mass.mass_profile import EllipticalMassProfile, MassProfile


@arguments
class CoreFraction(MassAt200):
    """A halo with a core.

    Parameters
    ----------
    f_c
        r_c / r_s, at least 0 and below 1.
    """

    f_c: float = 0.01


class CoredByMass:
    """A cored halo that holds M_200 inside r_200.

    r_s = r_200 / c as for the NFW halo without core, and r_c = f_c r_s. PyAutoLens
    takes another κ_s: at M_200 = 1e9 7 percent more for f_c = 0.01 and 2.3 times as
    much for 0.1, where the mass inside r_200 asks for 0.5 and 6 percent.
    """

    f_c: Any
    scale_radius: Any

    def _check(self: Any) -> None:
        if isinstance(self.f_c, float):
            self._require("f_c", 0.0 <= self.f_c < 1.0, "at least 0 and below 1")
        super()._check()

    @property
    def core_radius(self) -> Any:
        """r_c = f_c r_s [arcsec]."""
        return self.f_c * self.scale_radius

    def _mass_integral(self, concentration: Any) -> Any:
        return cored_nfw_mass(concentration, self.f_c)


class cNFWMCRLudlow(CoredByMass, Ludlow, CoreFraction, CoredNFW, EllipticalMassProfile):
    """`al.mp.cNFW` of a mass, with the concentration of Ludlow et al. 2016."""


class cNFWMCRLudlowSph(CoredByMass, Ludlow, CoreFraction, CoredNFW, MassProfile):
    """`al.mp.cNFWSph` of a mass, with the concentration of Ludlow et al. 2016."""


class cNFWMCRScatterLudlow(
    CoredByMass, ScatterLudlow, CoreFraction, Scatter, CoredNFW, EllipticalMassProfile
):
    """`al.mp.cNFW` of a mass, with a concentration off that of Ludlow et al. 2016."""


class cNFWMCRScatterLudlowSph(
    CoredByMass, ScatterLudlow, CoreFraction, Scatter, CoredNFW, MassProfile
):
    """`al.mp.cNFWSph` of a mass, with a concentration off that of Ludlow et al."""
