"""Stellar mass that follows Sersic light, with and without a gradient.

κ is the mass-to-light ratio times the light of `profiles/light/sersic`,

    κ = Υ I_e exp(-b_n [(ρ / R_e)^(1/n) - 1]),

in units of the critical surface density.

Parameters
    ``intensity`` I_e; ``effective_radius`` R_e [arcsec]; ``sersic_index`` n;
    ``mass_to_light_ratio`` Υ, κ over surface brightness; ``mass_to_light_gradient``,
    the power of the radius by which Υ falls.
Radius
    ρ = √q R is the geometric mean: R_e holds half of the light at any q.
Normalization
    Υ I_e is κ at R_e; a gradient multiplies it by (q ρ / R_e)^-gradient.
Einstein radius
    No closed form: `einstein_radius_from`.
Limits
    The series of `homoeoids`, relative errors below 1e-9; ψ is 0 at the centre. b_n is
    that of Ciotti & Bertin 1999, see `sersic_constant_from`.
Elsewhere
    PyAutoLens decomposes it into steep ellipsoids; the same convention. lenstronomy:
    b_n is a linear fit, and SERSIC_ELLIPSE_KAPPA takes R_e along the major axis.
"""

from __future__ import annotations

from typing import Any

from autolens_like.numerics.model_object import static
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import axis_ratio_from
from autolens_like.profiles.light.sersic import SersicSph as SersicLight
from autolens_like.profiles.mass.homoeoidal import StellarFormula
from autolens_like.profiles.mass.mass_profile import EllipticalMassProfile, MassProfile


def _light(ratio_squared: Any, sersic_index: Any) -> Any:
    """The light of a Sersic profile over that at its effective radius."""
    light = SersicLight(intensity=1.0, effective_radius=1.0, sersic_index=sersic_index)
    return light._intensity(ratio_squared)


def _graded_light(ratio_squared: Any, sersic_index: Any, gradient: Any) -> Any:
    """The same times (ρ / R_e)^-gradient."""
    xp = array_namespace(ratio_squared, gradient)
    fall = xp.exp(-0.5 * gradient * xp.log(ratio_squared))
    return fall * _light(ratio_squared, sersic_index)


class _SersicFormula(StellarFormula):
    effective_radius: Any
    sersic_index: Any
    _radial = staticmethod(_light)

    def _check(self) -> None:
        self._require_positive("effective_radius", "sersic_index")
        super()._check()

    def _scale_radius(self) -> Any:
        return self.effective_radius

    def _shape(self) -> tuple[Any, ...]:
        return (self.sersic_index,)


class Sersic(_SersicFormula, EllipticalMassProfile):
    """Mass that follows an elliptical Sersic profile.

    κ = mass_to_light_ratio · intensity · exp(-b_n [(ρ / R_e)^(1/n) - 1]).

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalMassProfile`.
    intensity
        Surface brightness at the effective radius.
    effective_radius
        R_e, geometric-mean radius of the ellipse with half of the light [arcsec].
    sersic_index
        n; note that its default is 0.6 for mass and 4 for light.
    mass_to_light_ratio
        κ over surface brightness.

    Raises
    ------
    ProfileException
        `ell_comps` outside the unit disc; `effective_radius` or `sersic_index` not
        above zero.
    """

    intensity: float = 0.1
    effective_radius: float = 0.6
    sersic_index: float = 0.6
    mass_to_light_ratio: float = 1.0


class SersicSph(_SersicFormula, MassProfile):
    """Mass that follows a round Sersic profile; as `Sersic`, without `ell_comps`."""

    intensity: float = 0.1
    effective_radius: float = 0.6
    sersic_index: float = 0.6
    mass_to_light_ratio: float = 1.0


class Exponential(Sersic):
    """Mass that follows an elliptical exponential disc, a `Sersic` with n = 1."""

    sersic_index: float = static(1.0, init=False)


class ExponentialSph(SersicSph):
    """Mass that follows a round exponential disc, a `SersicSph` with n = 1."""

    sersic_index: float = static(1.0, init=False)


class DevVaucouleurs(Sersic):
    """Mass that follows an elliptical de Vaucouleurs profile, a `Sersic` with n = 4."""

    sersic_index: float = static(4.0, init=False)


class DevVaucouleursSph(SersicSph):
    """Mass that follows a round de Vaucouleurs profile, a `SersicSph` with n = 4."""

    sersic_index: float = static(4.0, init=False)


class _GradientFormula(_SersicFormula):
    mass_to_light_gradient: Any
    _radial = staticmethod(_graded_light)

    def _check(self) -> None:
        if isinstance(self.mass_to_light_gradient, float):
            finite_mass = self.mass_to_light_gradient < 2.0
            self._require("mass_to_light_gradient", finite_mass, "below 2")
        super()._check()

    def _shape(self) -> tuple[Any, ...]:
        return (self.sersic_index, self.mass_to_light_gradient)

    def _amplitude(self) -> Any:
        # The ratio is that at q ρ = R_e, as users of PyAutoLens know it.
        q = axis_ratio_from(self.ell_comps)
        xp = array_namespace(q, self.mass_to_light_gradient)
        rise = xp.exp(-self.mass_to_light_gradient * xp.log(q))
        return super()._amplitude() * rise


class SersicGradient(_GradientFormula, EllipticalMassProfile):
    """Sersic light with a mass-to-light ratio that falls as a power of the radius.

    κ = mass_to_light_ratio · (q ρ / R_e)^-gradient · light, where ρ is the
    geometric-mean radius; the factor q makes no difference to the shape and is the
    convention of PyAutoLens.

    Parameters
    ----------
    centre, ell_comps, intensity, effective_radius, sersic_index
        As in `Sersic`.
    mass_to_light_ratio
        κ over surface brightness where q ρ = R_e.
    mass_to_light_gradient
        The power, below 2; above zero mass is more concentrated than light.

    Raises
    ------
    ProfileException
        As for `Sersic`; a gradient of 2 or more, which has infinite mass.
    """

    intensity: float = 0.1
    effective_radius: float = 0.6
    sersic_index: float = 0.6
    mass_to_light_ratio: float = 1.0
    mass_to_light_gradient: float = 0.0


class SersicGradientSph(_GradientFormula, MassProfile):
    """Round Sersic light with a gradient; as `SersicGradient`, without `ell_comps`."""

    intensity: float = 0.1
    effective_radius: float = 0.6
    sersic_index: float = 0.6
    mass_to_light_ratio: float = 1.0
    mass_to_light_gradient: float = 0.0


class ExponentialGradient(SersicGradient):
    """An elliptical exponential disc with a gradient, `SersicGradient` with n = 1."""

    sersic_index: float = static(1.0, init=False)


class ExponentialGradientSph(SersicGradientSph):
    """A round exponential disc with a gradient, `SersicGradientSph` with n = 1."""

    sersic_index: float = static(1.0, init=False)
