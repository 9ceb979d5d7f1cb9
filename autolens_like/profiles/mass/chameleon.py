"""The Chameleon profile, the difference of two isothermal ellipsoids with cores.

It looks like a Sersic profile over a wide range of radii (Dutton et al. 2011, MNRAS
417, 1621; Suyu et al. 2014, ApJ 788, L35), and its deflections are elementary:

    κ = Υ I_0 / (1 + q) [1 / √(R² + s₀²) - 1 / √(R² + s₁²)],    s = 2 core / (1 + q).

Parameters
    ``intensity`` I_0 [brightness · arcsec]; ``core_radius_0``, ``core_radius_1``
    [arcsec], the first smaller; ``mass_to_light_ratio`` Υ.
Radius
    R is the major-axis radius, and s is measured along it.
Normalization
    Between the two cores κ is Υ I_0 / ((1 + q) R), outside it falls as R^-3.
Einstein radius
    No closed form: `einstein_radius_from`.
Limits
    With equal cores it vanishes; with the first the larger one it is negative.
Elsewhere
    PyAutoLens: the same. lenstronomy: w is √q core, alpha_1 the deflection 1 arcsec
    away.
"""

from __future__ import annotations

from typing import Any

from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import axis_ratio_from
from autolens_like.profiles.mass.homoeoidal import StellarFormula
from autolens_like.profiles.mass.mass_profile import EllipticalMassProfile, MassProfile
from autolens_like.profiles.mass.potential_ellipses import potential_deflections
from autolens_like.profiles.mass.pseudo_isothermal import isothermal_deflections


def _difference(ratio_squared: Any, wider: Any) -> Any:
    """1 / √(1 + r²) - 1 / √(c² + r²), written without their cancellation."""
    xp = array_namespace(ratio_squared, wider)
    first = xp.sqrt(1.0 + ratio_squared)
    second = xp.sqrt(wider * wider + ratio_squared)
    return (wider - 1.0) * (wider + 1.0) / (first * second * (first + second))


class _ChameleonFormula(StellarFormula):
    core_radius_0: Any
    core_radius_1: Any
    _radial = staticmethod(_difference)

    def _check(self) -> None:
        self._require_positive("core_radius_0", "core_radius_1")
        super()._check()

    def _axis_ratio(self) -> Any:
        return axis_ratio_from(self.ell_comps)

    def _scale_radius(self) -> Any:
        # R² + 4 c² / (1 + q)² is (ρ² + (2 √q c / (1 + q))²) / q.
        q = self._axis_ratio()
        return 2.0 * self.core_radius_0 * array_namespace(q).sqrt(q) / (1.0 + q)

    def _shape(self) -> tuple[Any, ...]:
        return (self.core_radius_1 / self.core_radius_0,)

    def _amplitude(self) -> Any:
        q = self._axis_ratio()
        root = array_namespace(q).sqrt(q)
        return super()._amplitude() * root / ((1.0 + q) * self._scale_radius())

    # The difference of two cores is a core with a cut: closed, without the series.
    deflections = MassProfile.deflections

    def _with_cut(self) -> tuple[Any, Any, Any]:
        """Strength and core [arcsec], and inverse cut, of `pseudo_isothermal`."""
        # In full, because every division is one for each point where the numbers are
        # spread over them.
        q = self._axis_ratio()
        part = 2.0 * array_namespace(q).sqrt(q) / (1.0 + q)
        core, inverse_cut = part * self.core_radius_0, 1.0 / (part * self.core_radius_1)
        light = part * super()._amplitude()
        return light * (1.0 - core * inverse_cut), core, inverse_cut

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        return isothermal_deflections(y, x, self.ell_comps, *self._with_cut())


class Chameleon(_ChameleonFormula, EllipticalMassProfile):
    """Mass that follows an elliptical Chameleon profile.

    κ = mass_to_light_ratio · intensity / (1 + q) · [1 / √(R² + 4 c₀² / (1 + q)²)
    - 1 / √(R² + 4 c₁² / (1 + q)²)] with the major-axis radius R.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalMassProfile`.
    intensity
        Brightness scale of the two ellipsoids [intensity · arcsec].
    core_radius_0
        c₀ [arcsec]; smaller than c₁, or κ is negative.
    core_radius_1
        c₁ [arcsec].
    mass_to_light_ratio
        κ over surface brightness.

    Raises
    ------
    ProfileException
        `ell_comps` outside the unit disc; a core radius not above zero.
    """

    intensity: float = 0.1
    core_radius_0: float = 0.01
    core_radius_1: float = 0.02
    mass_to_light_ratio: float = 1.0


class ChameleonSph(_ChameleonFormula, MassProfile):
    """Mass that follows a round Chameleon profile; as `Chameleon`, round."""

    _is_short = True

    intensity: float = 0.1
    core_radius_0: float = 0.01
    core_radius_1: float = 0.02
    mass_to_light_ratio: float = 1.0

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        # Of a round profile those on elliptical potentials are the same, and shorter.
        return potential_deflections(y, x, self.ell_comps, *self._with_cut())
