"""The isothermal ellipsoid with a core.

Its cusp is taken away inside s (Kormann, Schneider & Bartelmann 1994, A&A 284, 285):

    κ = θ_E / ((1 + q) √(R² + s²)),    R = √(x'² + y'² / q²),

with deflections and potential in closed form, see `pseudo_isothermal`.

Parameters
    ``einstein_radius`` θ_E and ``core_radius`` s [arcsec]; ``ell_comps``.
Radius
    R and s are both measured along the major axis.
Normalization
    Far outside the core it is `Isothermal` of the same θ_E.
Einstein radius
    A core makes it smaller: the critical circle of the round one has the radius
    √(θ_E (θ_E - 2 s)), and there is none for s above θ_E / 2. The elliptical one has
    no closed form.
Limits
    s = 0 is `Isothermal`; the potential has its zero there, not at the centre.
Elsewhere
    PyAutoLens: the same, but for the zero of ψ. lenstronomy's NIE: theta_E is
    2 √q / (1 + q) θ_E, s_scale is √q s.
"""

from __future__ import annotations

from typing import Any

from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import (
    axis_ratio_from,
    circular_radius_squared,
    elliptical_radius_squared,
)
from autolens_like.profiles.mass.mass_profile import EllipticalMassProfile, MassProfile
from autolens_like.profiles.mass.pseudo_isothermal import (
    cored_potential,
    isothermal_convergence,
    isothermal_deflections,
)


class _CoreParameters:
    core_radius: Any

    def _check(self) -> None:
        self._require_not_negative("core_radius")
        super()._check()


class IsothermalCore(_CoreParameters, EllipticalMassProfile):
    """An isothermal ellipsoid with a core, κ = θ_E / ((1 + q) √(R² + s²)).

    R = √(x'² + y'² / q²) is the major-axis radius, and s is measured along the major
    axis. With s = 0 it is `Isothermal`; a core makes the Einstein radius smaller than
    that of `Isothermal`. Its potential tends to that of `Isothermal` as s tends to 0;
    one that is zero at the centre differs by a constant.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalMassProfile`.
    einstein_radius
        θ_E [arcsec].
    core_radius
        s [arcsec].

    Raises
    ------
    ProfileException
        `ell_comps` outside the unit disc; `core_radius` below zero.
    """

    einstein_radius: float = 1.0
    core_radius: float = 0.01

    def _scales(self) -> tuple[Any, Any]:
        """b = √(1 - f²) θ_E and a = √q s of `pseudo_isothermal`."""
        area = 1.0 - self.ell_comps[0] ** 2 - self.ell_comps[1] ** 2
        xp = array_namespace(area)
        root = xp.sqrt(axis_ratio_from(self.ell_comps))
        return self.einstein_radius * xp.sqrt(area), self.core_radius * root

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        return isothermal_deflections(y, x, self.ell_comps, *self._scales(), 0.0)

    def _convergence(self, y: Any, x: Any) -> Any:
        radius_squared = elliptical_radius_squared(y, x, self.ell_comps)
        return isothermal_convergence(radius_squared, *self._scales(), 0.0)

    def _potential(self, y: Any, x: Any) -> Any:
        return cored_potential(y, x, self.ell_comps, *self._scales())


class IsothermalCoreSph(_CoreParameters, MassProfile):
    """An isothermal sphere with a core, κ = θ_E / (2 √(r² + s²)).

    The radius of the critical circle is √(θ_E (θ_E - 2 s)), where s is below θ_E / 2.
    Its potential tends to that of `IsothermalSph` as s tends to zero.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    einstein_radius
        θ_E [arcsec].
    core_radius
        s [arcsec].

    Raises
    ------
    ProfileException
        `core_radius` below zero.
    """

    _is_short = True

    einstein_radius: float = 1.0
    core_radius: float = 0.01

    def _outer(self, y: Any, x: Any) -> Any:
        """√(r² + s²)."""
        squared = circular_radius_squared(y, x) + self.core_radius**2
        return array_namespace(squared).sqrt(squared)

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        scale = self.einstein_radius / (self._outer(y, x) + self.core_radius)
        return scale * y, scale * x

    def _convergence(self, y: Any, x: Any) -> Any:
        return 0.5 * self.einstein_radius / self._outer(y, x)

    def _potential(self, y: Any, x: Any) -> Any:
        outer, core = self._outer(y, x), self.core_radius
        logarithm = array_namespace(outer, core).log(outer + core)
        return self.einstein_radius * (outer - core - core * logarithm)
