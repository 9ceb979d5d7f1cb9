"""`LensingCosmology`: the distances of the universe and what lensing makes of them.

Distances are angular-diameter distances. A subclass gives one method, the distance
between two redshifts in Mpc; everything else follows from it.
"""

from __future__ import annotations

import math
from typing import Any

from autolens_like import exc
from autolens_like.numerics.model_object import ModelObject
from autolens_like.numerics.namespace import (
    array_namespace,
    is_concrete,
    is_jax,
    is_traced,
)

#: Speed of light [km/s], exact.
SPEED_OF_LIGHT = 299792.458
#: One parsec in metres (IAU 2015 resolution B2: 648000/π astronomical units).
METRES_PER_PARSEC = 149597870700.0 * 648000.0 / math.pi
#: G times the solar mass [m³/s²] (IAU 2015 resolution B3).
SOLAR_MASS_PARAMETER = 1.3271244e20
#: c² / (4 π G) in solar masses per kpc.
_CRITICAL_SCALE = (
    (1e3 * SPEED_OF_LIGHT) ** 2
    / (4.0 * math.pi * SOLAR_MASS_PARAMETER)
    * (1e3 * METRES_PER_PARSEC)
)
#: 3 (km/s/Mpc)² / (8 π G) in solar masses per kpc³.
_CRITICAL_DENSITY_SCALE = (
    3.0
    * (1e3 / (1e6 * METRES_PER_PARSEC)) ** 2
    / (8.0 * math.pi * SOLAR_MASS_PARAMETER)
    * (1e3 * METRES_PER_PARSEC) ** 3
)
RADIANS_PER_ARCSEC = math.pi / 648000.0
SECONDS_PER_DAY = 86400.0


def require_order(redshift_0: Any, redshift_1: Any) -> None:
    """Raise unless 0 <= redshift_0 < redshift_1 (concrete numbers only).

    Raises
    ------
    RayTracingException
        The second redshift is not behind the first.
    """
    if not (is_concrete(redshift_0) and is_concrete(redshift_1)):
        return
    if not 0.0 <= redshift_0 < redshift_1:
        raise exc.RayTracingException(
            f"Redshifts {redshift_0} and {redshift_1} came; the first must be at least "
            "0 and the second must lie behind it."
        )


def _behind(redshift_0: Any, redshift_1: Any, value: Any) -> Any:
    """`value`, or NaN where JAX traces redshifts that are not in order."""
    if not (is_jax(redshift_0) or is_jax(redshift_1)):
        return value
    xp = array_namespace(redshift_0, redshift_1)
    return xp.where(redshift_1 > redshift_0, value, xp.nan)


class LensingCosmology(ModelObject):
    """The base of cosmologies; two of the same class and numbers are equal.

    A subclass gives the distance between two redshifts, which may be arrays. For
    critical densities it gives `H0` [km/s/Mpc] and `E`, for halos of dark matter also
    `Om0` and `Om`.
    """

    # Distances between fixed redshifts are floats, whatever library the light is in.
    _follows_doors = False

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[Any, ...]:
        return (type(self), *(getattr(self, name) for name in self.field_names()))

    def angular_diameter_distance_between_redshifts(
        self, redshift_0: Any, redshift_1: Any
    ) -> Any:
        """Distance from `redshift_0` to the more distant `redshift_1` [Mpc]."""
        raise NotImplementedError

    def E(self, redshift: Any) -> Any:
        """H / H0 at a redshift."""
        raise NotImplementedError

    def angular_diameter_distance(self, redshift: Any) -> Any:
        """Distance from here to a redshift [Mpc]."""
        return self.angular_diameter_distance_between_redshifts(0.0, redshift)

    def luminosity_distance(self, redshift: Any) -> Any:
        """D_L = (1 + z)² D_A [Mpc]."""
        return (1.0 + redshift) ** 2 * self.angular_diameter_distance(redshift)

    def angular_diameter_distance_kpc_from(self, redshift: Any) -> Any:
        """Distance from here to a redshift [kpc]."""
        return 1e3 * self.angular_diameter_distance(redshift)

    def angular_diameter_distance_to_earth_in_kpc_from(self, redshift: Any) -> Any:
        """Distance from here to a redshift [kpc]."""
        return self.angular_diameter_distance_kpc_from(redshift)

    def angular_diameter_distance_between_redshifts_in_kpc_from(
        self, redshift_0: Any, redshift_1: Any
    ) -> Any:
        """Distance between two redshifts [kpc]."""
        return 1e3 * self.angular_diameter_distance_between_redshifts(
            redshift_0, redshift_1
        )

    def angular_diameter_distance_kpc_z1z2(
        self, redshift_0: Any, redshift_1: Any
    ) -> Any:
        """Distance between two redshifts [kpc]."""
        return self.angular_diameter_distance_between_redshifts_in_kpc_from(
            redshift_0, redshift_1
        )

    def kpc_per_arcsec_from(self, redshift: Any) -> Any:
        """Proper kpc that one arcsecond spans at a redshift."""
        return RADIANS_PER_ARCSEC * self.angular_diameter_distance_kpc_from(redshift)

    def arcsec_per_kpc_from(self, redshift: Any) -> Any:
        """Arcseconds that one proper kpc spans at a redshift."""
        return 1.0 / self.kpc_per_arcsec_from(redshift)

    kpc_proper_per_arcsec = kpc_per_arcsec_from
    arcsec_per_kpc_proper = arcsec_per_kpc_from

    def critical_density(self, redshift: Any) -> Any:
        """ρ_cr = 3 H² / (8 π G) [solar masses / kpc³]."""
        hubble = self.H0 * self.E(redshift)
        return _CRITICAL_DENSITY_SCALE * hubble**2

    cosmic_average_density_solar_mass_per_kpc3_from = critical_density

    def cosmic_average_density_from(self, redshift: Any) -> Any:
        """ρ_cr [solar masses / arcsec³]; the name is that of PyAutoLens.

        It is the critical density, not that of the matter alone.
        """
        scale = self.kpc_per_arcsec_from(redshift)
        return self.critical_density(redshift) * scale**3

    def critical_surface_density_between_redshifts_solar_mass_per_kpc2_from(
        self, redshift_0: Any, redshift_1: Any
    ) -> Any:
        """Σ_cr = c² D_s / (4 π G D_l D_ls) [solar masses / kpc²].

        Parameters
        ----------
        redshift_0, redshift_1
            Of the lens and of the source.
        """
        require_order(redshift_0, redshift_1)
        lens = self.angular_diameter_distance_kpc_from(redshift_0)
        source = self.angular_diameter_distance_kpc_from(redshift_1)
        between = self.angular_diameter_distance_between_redshifts_in_kpc_from(
            redshift_0, redshift_1
        )
        density = _CRITICAL_SCALE * source / (lens * between)
        return _behind(redshift_0, redshift_1, density)

    def critical_surface_density_between_redshifts_from(
        self, redshift_0: Any, redshift_1: Any
    ) -> Any:
        """Σ_cr [solar masses / arcsec² at the lens]."""
        density = (
            self.critical_surface_density_between_redshifts_solar_mass_per_kpc2_from(
                redshift_0, redshift_1
            )
        )
        return density * self.kpc_per_arcsec_from(redshift_0) ** 2

    def scaling_factor_between_redshifts_from(
        self, redshift_0: Any, redshift_1: Any, redshift_final: Any
    ) -> Any:
        """β = D_01 D_s / (D_1 D_0s): deflection as seen at 1, over that as seen at s.

        Parameters
        ----------
        redshift_0
            Of the plane that deflects.
        redshift_1
            Of the plane that is looked at; at or in front of `redshift_0` β is 0.
        redshift_final
            Of the plane whose units the mass has.
        """
        require_order(redshift_0, redshift_final)
        distance = self.angular_diameter_distance_between_redshifts

        def factor(redshift: Any) -> Any:
            return (
                distance(redshift_0, redshift)
                * distance(0.0, redshift_final)
                / (distance(0.0, redshift) * distance(redshift_0, redshift_final))
            )

        if any(is_traced(z) for z in (redshift_0, redshift_1, redshift_final)):
            xp = array_namespace(redshift_0, redshift_1, redshift_final)
            behind = redshift_1 > redshift_0
            # Its gradient is finite where the plane that is looked at lies in front.
            safe = xp.where(behind, redshift_1, redshift_final)
            return xp.where(behind, factor(safe), 0.0)
        if redshift_1 == redshift_final:
            return 1.0
        return 0.0 if redshift_1 <= redshift_0 else factor(redshift_1)

    def velocity_dispersion_from(
        self, redshift_0: Any, redshift_1: Any, einstein_radius: Any
    ) -> Any:
        """σ of the isothermal sphere with an Einstein radius [km/s].

        σ² = c² θ_E D_s / (4 π D_ls).

        Parameters
        ----------
        redshift_0, redshift_1
            Of the lens and of the source.
        einstein_radius
            θ_E [arcsec].
        """
        require_order(redshift_0, redshift_1)
        ratio = self.angular_diameter_distance(
            redshift_1
        ) / self.angular_diameter_distance_between_redshifts(redshift_0, redshift_1)
        ratio = _behind(redshift_0, redshift_1, ratio)
        angle = einstein_radius * RADIANS_PER_ARCSEC
        xp = array_namespace(angle, ratio)
        return SPEED_OF_LIGHT * xp.sqrt(angle * ratio / (4.0 * math.pi))

    def time_delay_distance_from(self, redshift_0: Any, redshift_1: Any) -> Any:
        """D_Δt = (1 + z_l) D_l D_s / D_ls [Mpc] (Suyu et al. 2010, ApJ 711, 201).

        Parameters
        ----------
        redshift_0, redshift_1
            Of the lens and of the source.
        """
        require_order(redshift_0, redshift_1)
        distance = self.angular_diameter_distance_between_redshifts
        delay = (
            (1.0 + redshift_0)
            * distance(0.0, redshift_0)
            * distance(0.0, redshift_1)
            / distance(redshift_0, redshift_1)
        )
        return _behind(redshift_0, redshift_1, delay)

    def days_per_fermat_arcsec2_from(self, redshift_0: Any, redshift_1: Any) -> Any:
        """Delay [days] that a Fermat potential of one arcsec² makes: D_Δt / c."""
        kilometres = 1e3 * METRES_PER_PARSEC * RADIANS_PER_ARCSEC**2
        seconds = kilometres / SPEED_OF_LIGHT
        distance = self.time_delay_distance_from(redshift_0, redshift_1)
        return distance * seconds / SECONDS_PER_DAY
