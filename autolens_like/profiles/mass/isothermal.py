"""The isothermal ellipsoid (Kormann, Schneider & Bartelmann 1994, A&A 284, 285).

The total mass of a massive galaxy: ρ ∝ r^-2, a flat rotation curve. Projected,

    κ = θ_E / ((1 + q) R),    R = √(x'² + y'² / q²),

with deflections in closed form (Tessore & Metcalf 2015, A&A 580, A79, slope 2) and
the potential ψ = θ · α.

Parameters
    ``einstein_radius`` θ_E [arcsec]; ``ell_comps`` for q and the angle of κ.
Radius
    R is the major-axis radius.
Normalization
    The mean of κ is one inside the ellipse with the area of a circle of radius
    √(1 - f²) θ_E, f = (1 - q) / (1 + q).
Einstein radius
    The tangential critical curve is the ellipse κ = 1/2. The circle with its area has
    the radius 2 √q / (1 + q) θ_E, exactly; for the round one that is θ_E.
Limits
    Inside 1e-8 arcsec the cusp is softened. Exact to rounding; under JAX to 1e-11 at
    q = 0.01.
Elsewhere
    PyAutoLens: the same. lenstronomy: its theta_E is 2 √q / (1 + q) θ_E.
"""

from __future__ import annotations

from typing import Any

from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import circular_radius_squared, sheared_direction
from autolens_like.profiles.mass.elliptical_deflection import elliptical_direction
from autolens_like.profiles.mass.mass_profile import EllipticalMassProfile, MassProfile


class Isothermal(EllipticalMassProfile):
    """The singular isothermal ellipsoid, κ = θ_E / ((1 + q) R).

    R = √(x'² + y'² / q²) is the major-axis radius. The circle with the area inside the
    critical curve has the radius 2 √q / (1 + q) · `einstein_radius`.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalMassProfile`.
    einstein_radius
        θ_E [arcsec].

    Raises
    ------
    ProfileException
        `ell_comps` outside the unit disc.
    """

    einstein_radius: float = 1.0

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        # Tessore & Metcalf 2015, A&A 580, A79, eq. 13 with t = 1; θ_E (1 + f) / R is
        # θ_E (1 - f²) / |ζ|.
        direction_y, direction_x, _ = elliptical_direction(y, x, self.ell_comps, 1.0)
        e_y, e_x = self.ell_comps
        scale = self.einstein_radius * (1.0 - e_y**2 - e_x**2)
        return scale * direction_y, scale * direction_x

    def _convergence(self, y: Any, x: Any) -> Any:
        # R = |z - e z*| / (1 - f) and 1 + q = 2 / (1 + f).
        e_y, e_x = self.ell_comps
        length = sheared_direction(y, x, self.ell_comps)[2]
        return 0.5 * self.einstein_radius * (1.0 - e_y**2 - e_x**2) / length

    def _potential(self, y: Any, x: Any) -> Any:
        # κ is homogeneous of degree -1, hence ψ = θ · α.
        deflection_y, deflection_x = self._deflections(y, x)
        return y * deflection_y + x * deflection_x


class IsothermalSph(MassProfile):
    """The singular isothermal sphere, κ = θ_E / (2 r).

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    einstein_radius
        θ_E, the radius of the critical circle [arcsec].
    """

    _is_short = True

    einstein_radius: float = 1.0

    def _radius(self, y: Any, x: Any) -> Any:
        radius_squared = circular_radius_squared(y, x)
        return array_namespace(radius_squared).sqrt(radius_squared)

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        scale = self.einstein_radius / self._radius(y, x)
        return scale * y, scale * x

    def _convergence(self, y: Any, x: Any) -> Any:
        return 0.5 * self.einstein_radius / self._radius(y, x)

    def _potential(self, y: Any, x: Any) -> Any:
        return self.einstein_radius * self._radius(y, x)
