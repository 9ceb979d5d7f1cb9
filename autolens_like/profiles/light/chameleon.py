"""Chameleon profiles: two cored isothermal profiles, one minus the other.

They look like Sersic profiles, and their mass deflects in closed form (Dutton et al.
2011, MNRAS 417, 1621):

    I = I_0 / (1 + q) [1 / √(R² + s₀²) - 1 / √(R² + s₁²)],    s = 2 core / (1 + q).

Parameters
    ``intensity`` I_0 [brightness · arcsec]; ``core_radius_0``, ``core_radius_1``
    [arcsec], the first smaller.
Radius
    R is the major-axis radius, and s is measured along it.
Normalization
    Between the two cores I is I_0 / ((1 + q) R).
Limits
    Falls as R^-3 outside; negative where the second core is the smaller one.
Elsewhere
    PyAutoLens: the same. lenstronomy: w is √q core, amp as its mass profile.
"""

from __future__ import annotations

from typing import Any

from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import axis_ratio_from
from autolens_like.profiles.light.light_profile import (
    EllipticalLightProfile,
    LightProfile,
)


class ChameleonFormula:
    """I = I_0 / (1 + q) [(R² + s_0²)^(-1/2) - (R² + s_1²)^(-1/2)], s = 2 core / (1 + q)

    with the major-axis radius R² = x'² + y'² / q² (Maller et al. 2000, ApJ
    533, 194; Dutton et al. 2011, MNRAS 417, 1621). The difference is written as
    (s_1² - s_0²) / (a b (a + b)), which loses no digits far outside the cores.
    """

    intensity: Any
    core_radius_0: Any
    core_radius_1: Any

    def _check(self) -> None:
        self._require_positive("core_radius_0", "core_radius_1")
        super()._check()

    def _axis_ratio(self) -> Any:
        return 1.0

    def _intensity(self, radius_squared: Any) -> Any:
        xp = array_namespace(radius_squared, list(self.dynamic_values()))
        axis_ratio = self._axis_ratio()
        scale = 1.0 + axis_ratio
        inner = 4.0 * self.core_radius_0**2 / scale**2
        outer = 4.0 * self.core_radius_1**2 / scale**2
        # The frame's radius is the geometric mean √q R.
        major = radius_squared / axis_ratio
        a, b = xp.sqrt(major + inner), xp.sqrt(major + outer)
        return self.intensity / scale * (outer - inner) / (a * b * (a + b))


class Chameleon(ChameleonFormula, EllipticalLightProfile):
    """The elliptical Chameleon profile, which resembles a Sersic profile.

    Its mass of the same name has deflection angles in closed form. It falls as R^-3
    outside `core_radius_1`.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalLightProfile`.
    intensity
        I_0, a surface brightness times an arcsecond: far inside `core_radius_1` and
        outside `core_radius_0` the image of the round profile is I_0 / (2 R).
    core_radius_0, core_radius_1
        Core radii [arcsec]; along the major axis of an ellipse they are 2 core /
        (1 + q). The image is negative where the second is the smaller one.

    Raises
    ------
    ProfileException
        `ell_comps` outside the unit disc; a core radius not above zero.
    """

    intensity: float = 0.1
    core_radius_0: float = 0.01
    core_radius_1: float = 0.05

    def _axis_ratio(self) -> Any:
        return axis_ratio_from(self.ell_comps)


class ChameleonSph(ChameleonFormula, LightProfile):
    """The round Chameleon profile; parameters as in `Chameleon`, no `ell_comps`."""

    intensity: float = 0.1
    core_radius_0: float = 0.01
    core_radius_1: float = 0.05
