"""Pseudo-isothermal elliptical mass distributions, with and without a cut.

Kassiola & Kovner 1993, ApJ 417, 450 (PIEMD); Elíasdóttir et al. 2007, arXiv:0710.5636,
appendix A (dPIE), the usual halo of a galaxy in a cluster:

    κ = b0 / 2 · rs / (rs - ra) · (1 / √(ra² + R_em²) - 1 / √(rs² + R_em²)),

and b0 / (2 √(ra² + R_em²)) without a cut. α and ψ are closed forms, see
`pseudo_isothermal`.

Parameters
    ``ra``, ``rs`` core and cut [arcsec]; ``b0`` strength [arcsec], for `dPIEMass` and
    `dPIEMassSph` from ``sigma`` [km/s] and redshifts, b0 = 6 π (σ / c)² D_ls / D_s.
Radius
    R_em² = x'² / (1 + f)² + y'² / (1 - f)² with f = (1 - q) / (1 + q), which is
    P² / (1 - f²) of the geometric mean P.
Normalization
    The mass of a profile with a cut is π (1 - f²) b0 rs, finite.
Einstein radius
    b0 for q = 1, ra = 0 and an infinite cut; a core and a cut make it smaller.
Limits
    ra = 0, ra = rs and q = 1 are no exceptions; the zero of ψ is not at the centre.
Elsewhere
    PyAutoLens: the same. Lenstool: ellipticity is (1 - q²) / (1 + q²), sigma its
    fiducial dispersion. lenstronomy's PJAFFE is the round one, sigma0 = b0 / (2 ra).
"""

from __future__ import annotations

import math
from typing import Any

from autolens_like.cosmology.distances import RADIANS_PER_ARCSEC, SPEED_OF_LIGHT
from autolens_like.cosmology.standard import FlatLambdaCDM
from autolens_like.numerics.namespace import array_namespace, is_concrete, is_jax
from autolens_like.profiles.frames import (
    circular_radius_squared,
    elliptical_radius_squared,
)
from autolens_like.profiles.mass.mass_profile import EllipticalMassProfile, MassProfile
from autolens_like.profiles.mass.potential_ellipses import potential_deflections
from autolens_like.profiles.mass.pseudo_isothermal import (
    cored_potential,
    isothermal_convergence,
    isothermal_deflections,
    round_truncated_potential,
    truncated_potential,
)


def _root_of_area(ell_comps: tuple[Any, Any]) -> Any:
    """√(1 - f²), by which P is R_em."""
    area = 1.0 - ell_comps[0] ** 2 - ell_comps[1] ** 2
    return array_namespace(area).sqrt(area)


class PIEMass(EllipticalMassProfile):
    """The pseudo-isothermal ellipsoid, κ = b0 / (2 √(ra² + R_em²)).

    R_em² = x'² / (1 + f)² + y'² / (1 - f)². Without core and ellipticity b0 is the
    Einstein radius; it is `IsothermalCore` with θ_E = b0 and s = (1 + f) ra. The
    potential tends to that of ra = 0 as ra tends to zero.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalMassProfile`.
    ra
        Core radius [arcsec].
    b0
        Strength [arcsec].

    Raises
    ------
    ProfileException
        `ell_comps` outside the unit disc; `ra` below zero.
    """

    ra: float = 0.1
    b0: float = 0.1

    def _check(self) -> None:
        self._require_not_negative("ra")
        super()._check()

    def _scales(self) -> tuple[Any, Any]:
        root = _root_of_area(self.ell_comps)
        return self.b0 * root, self.ra * root

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        return isothermal_deflections(y, x, self.ell_comps, *self._scales(), 0.0)

    def _convergence(self, y: Any, x: Any) -> Any:
        radius_squared = elliptical_radius_squared(y, x, self.ell_comps)
        return isothermal_convergence(radius_squared, *self._scales(), 0.0)

    def _potential(self, y: Any, x: Any) -> Any:
        return cored_potential(y, x, self.ell_comps, *self._scales())


class _EllipticalCut:
    """The formulas of the elliptical dPIE, from e and (b0, ra, rs)."""

    def _numbers(self) -> tuple[tuple[Any, Any], Any, Any, Any]:
        """e, b0, ra, rs."""
        raise NotImplementedError

    def _scales(self) -> tuple[tuple[Any, Any], Any, Any, Any]:
        """e, and b, a and s of `pseudo_isothermal`."""
        ell_comps, strength, core, cut = self._numbers()
        root = _root_of_area(ell_comps)
        return ell_comps, strength * root, core * root, cut * root

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        ell_comps, scale, core, cut = self._scales()
        return isothermal_deflections(y, x, ell_comps, scale, core, 1.0 / cut)

    def _convergence(self, y: Any, x: Any) -> Any:
        ell_comps, scale, core, cut = self._scales()
        radius_squared = elliptical_radius_squared(y, x, ell_comps)
        return isothermal_convergence(radius_squared, scale, core, 1.0 / cut)

    def _potential(self, y: Any, x: Any) -> Any:
        return truncated_potential(y, x, *self._scales())


class _RoundCut:
    """The formulas of the round dPIE, from (b0, ra, rs)."""

    def _numbers(self) -> tuple[Any, Any, Any]:
        """b0, ra, rs."""
        raise NotImplementedError

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        strength, core, cut = self._numbers()
        return potential_deflections(y, x, (0.0, 0.0), strength, core, 1.0 / cut)

    def _convergence(self, y: Any, x: Any) -> Any:
        strength, core, cut = self._numbers()
        radius_squared = circular_radius_squared(y, x)
        return isothermal_convergence(radius_squared, strength, core, 1.0 / cut)

    def _potential(self, y: Any, x: Any) -> Any:
        return round_truncated_potential(
            circular_radius_squared(y, x), *self._numbers()
        )


class CutParameters:
    """The checks of ra and rs."""

    def _check(self) -> None:
        self._require_not_negative("ra")
        self._require_positive("rs")
        super()._check()


class dPIEMassB0(CutParameters, _EllipticalCut, EllipticalMassProfile):
    """The dual pseudo-isothermal ellipsoid by its strength.

    κ = ½ b0 rs / (rs - ra) (1 / √(ra² + R²) - 1 / √(rs² + R²)) with
    R² = x'² / (1 + f)² + y'² / (1 - f)². For ra = 0 and rs without end b0 is the
    Einstein radius. Exchanging ra and rs multiplies the mass by ra / rs; at ra = rs the
    limit is taken.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalMassProfile`.
    ra, rs
        Core and cut radius [arcsec].
    b0
        Strength [arcsec].

    Raises
    ------
    ProfileException
        `ell_comps` outside the unit disc; `ra` below zero; `rs` not above zero.
    """

    ra: float = 0.0
    rs: float = 2.0
    b0: float = 0.1

    def _numbers(self) -> tuple[tuple[Any, Any], Any, Any, Any]:
        return self.ell_comps, self.b0, self.ra, self.rs


class dPIEMassB0Sph(CutParameters, _RoundCut, MassProfile):
    """The round dual pseudo-isothermal profile by its strength, see `dPIEMassB0`.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ra, rs
        Core and cut radius [arcsec].
    b0
        Strength [arcsec].

    Raises
    ------
    ProfileException
        `ra` below zero; `rs` not above zero.
    """

    _is_short = True

    ra: float = 0.1
    rs: float = 2.0
    b0: float = 1.0

    def _numbers(self) -> tuple[Any, Any, Any]:
        return self.b0, self.ra, self.rs


class _LenstoolParameters:
    """Velocity dispersion and redshifts, from which b0 follows."""

    def _check(self) -> None:
        self._require_not_negative("sigma", "r_core", "redshift_object")
        self._require_positive("r_cut", "H0")
        redshifts = self.redshift_object, self.redshift_source
        if all(isinstance(redshift, float) for redshift in redshifts):
            rule = f"above redshift_object={redshifts[0]!r}"
            self._require("redshift_source", redshifts[1] > redshifts[0], rule)
        super()._check()

    def _strength(self) -> Any:
        """b0 = 6 π (σ / c)² D_ls / D_s [arcsec] (Elíasdóttir et al. 2007)."""
        known = self.__dict__.get("_known_strength")
        if known is None:
            known = self._new_strength()
            if is_concrete(known):
                # A frozen object of known numbers keeps what follows from them.
                known = self.__dict__["_known_strength"] = float(known)
        return known

    def _new_strength(self) -> Any:
        # A door makes arrays of numbers, which the cosmology would refuse.
        hubble, matter = (v if is_jax(v) else float(v) for v in (self.H0, self.Om0))
        cosmology = FlatLambdaCDM(H0=hubble, Om0=matter)
        distance = cosmology.angular_diameter_distance_between_redshifts
        ratio = distance(self.redshift_object, self.redshift_source) / distance(
            0.0, self.redshift_source
        )
        behind = self.redshift_source > self.redshift_object
        ratio = array_namespace(ratio).where(behind, ratio, math.nan)
        angle = 6.0 * math.pi * (self.sigma / SPEED_OF_LIGHT) ** 2
        return angle / RADIANS_PER_ARCSEC * ratio


class dPIEMass(_LenstoolParameters, _EllipticalCut, MassProfile):
    """The dual pseudo-isothermal ellipsoid by the inputs of Lenstool.

    `dPIEMassB0` with b0 = 6 π (σ / c)² D_ls / D_s, ra = r_core, rs = r_cut and the axis
    ratio q = √((1 - ellipticity) / (1 + ellipticity)). σ is Lenstool's fiducial
    dispersion; that of the isothermal sphere of the same b0 is larger by √(3/2).

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ellipticity
        (1 - q²) / (1 + q²).
    angle_pos
        Angle of the major axis counter-clockwise from +x [degrees].
    sigma
        σ [km/s].
    r_core, r_cut
        Core and cut radius [arcsec].
    redshift_object, redshift_source
        Of the lens, and of the source to whose distance κ belongs.
    H0, Om0
        Of the flat ΛCDM cosmology of D_ls / D_s; the ratio does not depend on H0
        beyond the density of radiation.

    Raises
    ------
    ProfileException
        `ellipticity` outside [0, 1), a negative dispersion, core or redshift, a cut
        not above zero, or a source in front of the lens.
    """

    ellipticity: float = 0.0
    angle_pos: float = 0.0
    sigma: float = 200.0
    r_core: float = 0.1
    r_cut: float = 20.0
    redshift_object: float = 0.5
    redshift_source: float = 1.0
    H0: float = 67.66
    Om0: float = 0.30966

    def _check(self) -> None:
        if isinstance(self.ellipticity, float):
            inside = 0.0 <= self.ellipticity < 1.0
            self._require("ellipticity", inside, "at least 0 and below 1")
        super()._check()

    @property
    def ell_comps(self) -> tuple[Any, Any]:
        """(f sin 2φ, f cos 2φ) with f = ε / (1 + √(1 - ε²))."""
        xp = array_namespace(self.ellipticity, self.angle_pos)
        root = xp.sqrt(1.0 - self.ellipticity**2)
        flattening = self.ellipticity / (1.0 + root)
        angle = self.angle_pos * (math.pi / 90.0)
        return flattening * xp.sin(angle), flattening * xp.cos(angle)

    def _numbers(self) -> tuple[tuple[Any, Any], Any, Any, Any]:
        return self.ell_comps, self._strength(), self.r_core, self.r_cut


class dPIEMassSph(_LenstoolParameters, _RoundCut, MassProfile):
    """The round dual pseudo-isothermal profile by the inputs of Lenstool.

    See `dPIEMass`, whose parameters these are, without ellipticity and angle.

    Raises
    ------
    ProfileException
        A negative dispersion, core or redshift, a cut not above zero, or a source in
        front of the lens.
    """

    _is_short = True

    sigma: float = 200.0
    r_core: float = 0.1
    r_cut: float = 20.0
    redshift_object: float = 0.5
    redshift_source: float = 1.0
    H0: float = 67.66
    Om0: float = 0.30966

    def spread_over(self, points: Any) -> Any:
        # The strength, a long formula, is found before numbers become arrays.
        numbers = {"ra": self.r_core, "rs": self.r_cut, "b0": self._strength()}
        same = dPIEMassB0Sph().replaced(centre=self.centre, **numbers)
        return same.spread_over(points)

    def _numbers(self) -> tuple[Any, Any, Any]:
        return self._strength(), self.r_core, self.r_cut
