"""Power laws with a core.

A power law that is flat inside s,

    κ = (3 - slope) / (1 + q) (θ_E² / (R² + s²))^((slope - 1) / 2),

R = √(x'² + y'² / q²).

Parameters
    ``einstein_radius`` θ_E and ``core_radius`` s [arcsec]; ``slope``; ``ell_comps``.
Radius
    R and s are both measured along the major axis.
Normalization
    Far outside the core it is `PowerLaw` of the same θ_E.
Einstein radius
    Smaller than that of `PowerLaw`, without a closed form: `einstein_radius_from`.
Limits
    1 < slope < 3; s is held above 1e-8 arcsec. The series of
    `homoeoids`, relative errors below 1e-10; ψ is 0 at the centre.
Elsewhere
    PyAutoLens: the same, by quadrature. lenstronomy's SPL_CORE is the round one, with
    sigma0 the central density times s.
"""

from __future__ import annotations

from typing import Any

from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import MINIMUM_RADIUS, axis_ratio_from
from autolens_like.profiles.mass.homoeoidal import HomoeoidalFormula
from autolens_like.profiles.mass.mass_profile import EllipticalMassProfile, MassProfile


def _density(radius_squared: Any, slope: Any, core: Any) -> Any:
    """(ρ² + c²)^((1 - γ) / 2)."""
    xp = array_namespace(radius_squared, slope, core)
    return xp.exp(0.5 * (1.0 - slope) * xp.log(radius_squared + core * core))


class _CoredPowerLaw(HomoeoidalFormula):
    """κ = (3 - γ) / (1 + q) (√q θ_E)^(γ - 1) (ρ² + q s²)^((1 - γ) / 2).

    The table of moments runs over arcseconds, not over core radii, so that a core may
    be as small as it likes.
    """

    einstein_radius: Any
    slope: Any
    core_radius: Any
    _radial = staticmethod(_density)

    def _check(self) -> None:
        if isinstance(self.slope, float):
            self._require("slope", 1.0 < self.slope < 3.0, "between 1 and 3")
        self._require_not_negative("core_radius")
        super()._check()

    def _root(self) -> Any:
        """√q, by which ρ is shorter than the major-axis radius."""
        q = axis_ratio_from(self.ell_comps)
        return array_namespace(q).sqrt(q)

    def _scale_radius(self) -> Any:
        return 1.0

    def _shape(self) -> tuple[Any, ...]:
        # Held above zero: for slopes above 2 no gradient exists there.
        xp = array_namespace(self.core_radius)
        core = xp.maximum(self.core_radius, MINIMUM_RADIUS)
        return (self.slope, self._root() * core)

    def _amplitude(self) -> Any:
        root = self._root()
        scale = (root * self.einstein_radius) ** (self.slope - 1.0)
        return (3.0 - self.slope) / (1.0 + root * root) * scale


class PowerLawCore(_CoredPowerLaw, EllipticalMassProfile):
    """An elliptical power law with a core.

    κ = (3 - γ) / (1 + q) (θ_E² / (R² + s²))^((γ - 1) / 2), where R = √(x'² + y'² / q²)
    is the major-axis radius, γ is `slope`, and s is measured
    along the major axis; with s = 0 it is `PowerLaw`. Deflection and potential are the
    series of `homoeoids`; ψ is zero at the centre.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalMassProfile`.
    einstein_radius
        θ_E [arcsec].
    slope
        Slope of the density in three dimensions beyond the core; 2 is isothermal.
    core_radius
        s [arcsec]; below 1e-8 it is taken as that.

    Raises
    ------
    ProfileException
        `ell_comps` outside the unit disc; `slope` not between 1 and 3; `core_radius`
        below zero.
    """

    einstein_radius: float = 1.0
    slope: float = 2.0
    core_radius: float = 0.01


class PowerLawCoreSph(_CoredPowerLaw, MassProfile):
    """A round power law with a core, κ = (3 - γ) / 2 (θ_E² / (r² + s²))^((γ-1)/2).

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    einstein_radius
        θ_E [arcsec]; the critical circle is smaller where there is a core.
    slope
        γ, the slope of the density in three dimensions beyond the core.
    core_radius
        s [arcsec]; below 1e-8 it is taken as that.

    Raises
    ------
    ProfileException
        `slope` not between 1 and 3; `core_radius` below zero.
    """

    einstein_radius: float = 1.0
    slope: float = 2.0
    core_radius: float = 0.01
