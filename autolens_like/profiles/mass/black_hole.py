"""Supermassive black holes: point masses given in solar masses.

`PointMass` with θ_E² = 4 G M D_ls / (c² D_l D_s); the cosmology is that of Planck 2015
where none is given.

Parameters
    ``mass`` [solar masses], redshifts of the hole and of the plane that α refers to;
    of a pair ``separation`` [arcsec], ``angle_binary`` [degrees] and ``mass_ratio``.
Radius
    The distance from each hole.
Normalization
    ``mass`` is that of both holes of a pair together.
Einstein radius
    √(4 G M D_ls / (c² D_l D_s)) of each.
Limits
    As `PointMass`.
Elsewhere
    PyAutoLens: `SMBH` is the same to its constants of nature, 4e-5.
"""

from __future__ import annotations

import math
from typing import Any

from autolens_like.numerics.namespace import array_namespace, is_concrete
from autolens_like.numerics.spread import spread
from autolens_like.profiles.frames import circular_radius_squared, shifted
from autolens_like.profiles.mass.lens_redshifts import LensRedshifts
from autolens_like.profiles.mass.mass_profile import MassProfile
from autolens_like.profiles.mass.point_mass import point_deflections


class _PointOfMass(LensRedshifts):
    """What one mass and two redshifts make."""

    mass: Any

    def _check(self) -> None:
        self._require_not_negative("mass")
        super()._check()

    def _einstein_radius_squared(self) -> Any:
        """θ_E² = M / (π Σ_cr) [arcsec²]."""
        known = self.__dict__.get("_known_radius_squared")
        if known is None:
            known = self._new_radius_squared()
            if is_concrete(known):
                # A frozen object of known numbers keeps what follows from them.
                known = self.__dict__["_known_radius_squared"] = float(known)
        return known

    def _new_radius_squared(self) -> Any:
        density = self._cosmology.critical_surface_density_between_redshifts_from
        surface = density(self.redshift_object, self.redshift_source)
        return self.mass / (math.pi * surface)


class SMBH(_PointOfMass, MassProfile):
    """A black hole: `PointMass` with the Einstein radius of a mass.

    θ_E² = 4 G M D_ls / (c² D_l D_s). Its convergence is zero but at the point.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    mass
        M [solar masses].
    redshift_object, redshift_source
        Of the black hole and of the source.
    cosmology
        Of D_l, D_s and D_ls, see `LensRedshifts`; by default Planck 2015.

    Raises
    ------
    ProfileException
        A negative mass, `redshift_object` not above zero, a source in front.
    """

    mass: float = 1e10
    redshift_object: float = 0.5
    redshift_source: float = 1.0
    cosmology: Any = None

    @property
    def einstein_radius(self) -> Any:
        """θ_E [arcsec]."""
        squared = self._einstein_radius_squared()
        return array_namespace(squared).sqrt(squared)

    def deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        """Deflection angles (y, x) [arcsec] at sky coordinates, bare arrays."""
        # Cosmology is no formula of the points: what follows from it is spread.
        *centre, squared = spread((*self.centre, self._einstein_radius_squared()), y)
        return point_deflections(*shifted(y, x, centre), squared)

    def _convergence(self, y: Any, x: Any) -> Any:
        return 0.0 * (y + x)

    def _potential(self, y: Any, x: Any) -> Any:
        squared = circular_radius_squared(y, x)
        logarithm = array_namespace(squared).log(squared)
        return 0.5 * self._einstein_radius_squared() * logarithm


class SMBHBinary(_PointOfMass, MassProfile):
    """Two black holes on opposite sides of a centre.

    Black hole 0 has the mass M r / (1 + r) and lies in the direction of `angle_binary`,
    black hole 1 has M / (1 + r) and lies opposite, r being `mass_ratio`. (PyAutoLens
    2026.10 gives black hole 0 `mass_ratio` solar masses and the other the rest.)

    Parameters
    ----------
    centre
        (y, x) half way between the two [arcsec].
    separation
        Distance between the two [arcsec].
    angle_binary
        Direction of black hole 0, counter-clockwise from +x [degrees].
    mass
        M, of both together [solar masses].
    mass_ratio
        r, mass of 0 over mass of 1.
    redshift_object, redshift_source
        Of the black holes and of the source.
    cosmology
        See `LensRedshifts`; by default Planck 2015.

    Raises
    ------
    ProfileException
        A negative mass, separation or ratio, `redshift_object` not above zero, a source
        in front.
    """

    separation: float = 1.0
    angle_binary: float = 0.0
    mass: float = 1e10
    mass_ratio: float = 1.0
    redshift_object: float = 0.5
    redshift_source: float = 1.0
    cosmology: Any = None

    def _check(self) -> None:
        self._require_not_negative("separation", "mass_ratio")
        super()._check()

    def _holes(self) -> tuple[tuple[Any, Any, Any], ...]:
        """(share of the mass, y, x) of each."""
        xp = array_namespace(self.angle_binary, self.separation)
        angle = self.angle_binary * (math.pi / 180.0)
        y = 0.5 * self.separation * xp.sin(angle)
        x = 0.5 * self.separation * xp.cos(angle)
        share = 1.0 / (1.0 + self.mass_ratio)
        return (self.mass_ratio * share, y, x), (share, -y, -x)

    def deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        """Deflection angles (y, x) [arcsec] at sky coordinates, bare arrays."""
        squared = self._einstein_radius_squared()
        (share, hole_y, hole_x), (rest, _, _) = self._holes()
        numbers = *self.centre, hole_y, hole_x, squared * share, squared * rest
        *places, squared, squared_opposite = spread(numbers, y)
        y, x = shifted(y, x, places[:2])
        hole_y, hole_x = places[2:]
        first = point_deflections(y - hole_y, x - hole_x, squared)
        second = point_deflections(y + hole_y, x + hole_x, squared_opposite)
        return first[0] + second[0], first[1] + second[1]

    def _convergence(self, y: Any, x: Any) -> Any:
        return 0.0 * (y + x)

    def _potential(self, y: Any, x: Any) -> Any:
        potential = 0.0 * (y + x)
        for share, hole_y, hole_x in self._holes():
            squared = circular_radius_squared(y - hole_y, x - hole_x)
            potential = potential + share * array_namespace(squared).log(squared)
        return 0.5 * self._einstein_radius_squared() * potential
