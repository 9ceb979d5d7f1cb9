"""Elliptical power laws (Tessore & Metcalf 2015, A&A 580, A79).

The total mass of a galaxy with a free slope, ρ ∝ r^-slope. With t = slope - 1,

    κ = (3 - slope) / (1 + q) (θ_E / R)^t,    R = √(x'² + y'² / q²),

and α a hypergeometric function of the angle, which `numerics/special` sums; the
potential is ψ = θ · α / (3 - slope).

Parameters
    ``einstein_radius`` θ_E [arcsec]; ``slope``, 2 is isothermal; ``ell_comps``.
Radius
    The major-axis radius R for `PowerLaw`; the geometric mean P = √q R for
    `PowerLawIntermediate`.
Normalization
    The ellipse with mean κ of one has the area of a circle of radius
    √q (2 / (1 + q))^(1/t) θ_E for `PowerLaw` and of θ_E for `PowerLawIntermediate`.
Einstein radius
    For slope 2 that circle has the area inside the tangential critical curve,
    exactly. For other slopes the curve is no ellipse: at q = 0.7 its circle is 5
    percent larger for slope 1.5, 0.7 for 1.8, and 0.3 smaller for 2.2 and 2.5. For the
    round ones it is θ_E.
Limits
    1 < slope < 3. Inside 1e-8 arcsec the cusp is softened. Exact to rounding with
    numbers; where slope or ellipticity is traced by JAX 1e-10 up to f = 0.9.
Elsewhere
    PyAutoLens: the same. lenstronomy's EPL: theta_E is the radius of that circle.
"""

from __future__ import annotations

from typing import Any

from autolens_like.numerics.logarithm import logarithm
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import (
    circular_radius_squared,
    elliptical_radius_squared,
    flattening_from,
    sheared_direction,
)
from autolens_like.profiles.mass.elliptical_deflection import elliptical_deflection
from autolens_like.profiles.mass.mass_profile import EllipticalMassProfile, MassProfile


class _PowerLawParameters:
    einstein_radius: Any
    slope: Any

    def _check(self) -> None:
        if isinstance(self.slope, float):
            self._require("slope", 1.0 < self.slope < 3.0, "between 1 and 3")
        super()._check()

    def _potential(self, y: Any, x: Any) -> Any:
        # κ is homogeneous of degree 1 - slope, hence θ · α = (3 - slope) ψ.
        deflection_y, deflection_x = self._deflections(y, x)
        return (y * deflection_y + x * deflection_x) / (3.0 - self.slope)


class PowerLaw(_PowerLawParameters, EllipticalMassProfile):
    """The elliptical power law, κ = (3 - slope) / (1 + q) (θ_E / R)^(slope - 1).

    R = √(x'² + y'² / q²) is the major-axis radius.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalMassProfile`.
    einstein_radius
        θ_E [arcsec].
    slope
        Slope of the density in three dimensions, ρ ∝ r^-slope; 2 is isothermal.

    Raises
    ------
    ProfileException
        `ell_comps` outside the unit disc; `slope` not between 1 and 3.
    """

    einstein_radius: float = 1.0
    slope: float = 2.0

    def _radial(self, length: Any) -> Any:
        """(θ_E / R)^t with R = |z - e z*| / (1 - f) and t = slope - 1."""
        flattening = flattening_from(self.ell_comps)
        xp = array_namespace(length, flattening, self.einstein_radius, self.slope)
        scale = self.einstein_radius * (1.0 - flattening)
        return xp.exp((self.slope - 1.0) * xp.log(scale / length))

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        # Tessore & Metcalf 2015 eq. 13: α = (1 + f) (θ_E / R)^t |ζ| u F(w).
        # With R = |ζ| / (1 - f) the power is one where |ζ| = (1 - f) θ_E.
        flattening = flattening_from(self.ell_comps)
        scale = self.einstein_radius * (1.0 - flattening)
        exponent = self.slope - 1.0
        amplitude = (1.0 + flattening) * scale**exponent
        return elliptical_deflection(y, x, self.ell_comps, exponent, amplitude)

    def _convergence(self, y: Any, x: Any) -> Any:
        length = sheared_direction(y, x, self.ell_comps)[2]
        # 1 / (1 + q) = (1 + f) / 2
        half = 0.5 * (1.0 + flattening_from(self.ell_comps))
        return (3.0 - self.slope) * half * self._radial(length)


class PowerLawSph(_PowerLawParameters, MassProfile):
    """The round power law, κ = (3 - slope) / 2 (θ_E / r)^(slope - 1).

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    einstein_radius
        θ_E, the radius of the critical circle [arcsec].
    slope
        Slope of the density in three dimensions; 2 is isothermal.

    Raises
    ------
    ProfileException
        `slope` not between 1 and 3.
    """

    _is_short = True

    einstein_radius: float = 1.0
    slope: float = 2.0

    def _mean_convergence(self, y: Any, x: Any) -> Any:
        """(θ_E / r)^(slope - 1), the mean of κ inside r."""
        ratio = self.einstein_radius**2 / circular_radius_squared(y, x)
        xp = array_namespace(ratio, self.slope)
        return xp.exp(0.5 * (self.slope - 1.0) * logarithm(ratio))

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        mean = self._mean_convergence(y, x)
        return mean * y, mean * x

    def _convergence(self, y: Any, x: Any) -> Any:
        return 0.5 * (3.0 - self.slope) * self._mean_convergence(y, x)


class PowerLawIntermediate(_PowerLawParameters, EllipticalMassProfile):
    """The elliptical power law by its geometric-mean radius.

    κ = (3 - slope) / 2 (θ_E / P)^(slope - 1) with P² = q x'² + y'² / q. The mean of κ
    inside the ellipse P = θ_E is one: θ_E is the radius of the circle with its area. It
    is `PowerLaw` with θ_E / (√q (2 / (1 + q))^(1 / (slope - 1))) for its radius.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalMassProfile`.
    einstein_radius
        θ_E [arcsec].
    slope
        Slope of the density in three dimensions; 2 is isothermal.

    Raises
    ------
    ProfileException
        `ell_comps` outside the unit disc; `slope` not between 1 and 3.
    """

    einstein_radius: float = 1.0
    slope: float = 2.0

    def _mean_convergence(self, y: Any, x: Any) -> Any:
        """(θ_E / P)^(slope - 1), the mean of κ inside P."""
        squared = elliptical_radius_squared(y, x, self.ell_comps)
        xp = array_namespace(squared, self.einstein_radius, self.slope)
        ratio = self.einstein_radius**2 / squared
        return xp.exp(0.5 * (self.slope - 1.0) * logarithm(ratio))

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        # P = |ζ| / √(1 - f²).
        e_y, e_x = self.ell_comps
        area = 1.0 - e_y**2 - e_x**2
        scale = self.einstein_radius * array_namespace(area).sqrt(area)
        exponent = self.slope - 1.0
        return elliptical_deflection(y, x, self.ell_comps, exponent, scale**exponent)

    def _convergence(self, y: Any, x: Any) -> Any:
        return 0.5 * (3.0 - self.slope) * self._mean_convergence(y, x)


class PowerLawIntermediateSph(PowerLawSph):
    """`PowerLawSph`: on circles all radii are the same.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    einstein_radius
        θ_E [arcsec].
    slope
        Slope of the density in three dimensions.

    Raises
    ------
    ProfileException
        `slope` not between 1 and 3.
    """
