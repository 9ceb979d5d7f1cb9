"""`al.lmp_linear`: light and mass where the fit solves for the intensity.

The fit solves for the intensity after the light was traced through the mass, so the
mass cannot wait for it: the convergence is the mass-to-light ratio times the light at
intensity 1 (as in PyAutoLens), and the ratio carries the scale of the mass. After the
fit, `with_intensity` divides the ratio by what was solved for, so that light and mass
of the ordinary profile are those of the fit.
"""

from __future__ import annotations

from typing import Any

from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles import light_and_mass as lmp
from autolens_like.profiles.light.light_profile import LightProfile
from autolens_like.profiles.light.linear import LinearLightProfile

__all__ = [
    "Chameleon",
    "ChameleonSph",
    "DevVaucouleurs",
    "DevVaucouleursSph",
    "Exponential",
    "ExponentialGradient",
    "ExponentialGradientSph",
    "ExponentialSph",
    "Gaussian",
    "GaussianGradient",
    "LinearLightAndMassProfile",
    "Sersic",
    "SersicCore",
    "SersicCoreSph",
    "SersicGradient",
    "SersicGradientSph",
    "SersicSph",
]

#: Stands for a solved intensity of 0, which no mass-to-light ratio could make up for.
_NO_INTENSITY = 1e-150


class LinearLightAndMassProfile(LinearLightProfile):
    """What marks a light and mass profile as linear: its light has intensity 1."""

    def with_intensity(self, intensity: Any) -> LightProfile:
        """The ordinary profile with this intensity and the mass of this one."""
        xp = array_namespace(intensity)
        safe = xp.where(intensity == 0.0, _NO_INTENSITY, intensity)
        ordinary = super().with_intensity(safe)
        name = next(n for n in _RATIOS if n in self.field_names())
        return ordinary.replaced(**{name: getattr(self, name) / safe})


#: What the fields are called that turn light into mass.
_RATIOS = ("mass_to_light_ratio", "mass_to_light_ratio_base")


class Sersic(LinearLightAndMassProfile, lmp.Sersic):
    """`al.lmp.Sersic` with an intensity to be solved for."""


class SersicSph(LinearLightAndMassProfile, lmp.SersicSph):
    """`al.lmp.SersicSph` with an intensity to be solved for."""


class SersicCore(LinearLightAndMassProfile, lmp.SersicCore):
    """`al.lmp.SersicCore` with an intensity to be solved for."""


class SersicCoreSph(LinearLightAndMassProfile, lmp.SersicCoreSph):
    """`al.lmp.SersicCoreSph` with an intensity to be solved for."""


class SersicGradient(LinearLightAndMassProfile, lmp.SersicGradient):
    """`al.lmp.SersicGradient` with an intensity to be solved for."""


class SersicGradientSph(LinearLightAndMassProfile, lmp.SersicGradientSph):
    """`al.lmp.SersicGradientSph` with an intensity to be solved for."""


class Exponential(LinearLightAndMassProfile, lmp.Exponential):
    """`al.lmp.Exponential` with an intensity to be solved for."""


class ExponentialSph(LinearLightAndMassProfile, lmp.ExponentialSph):
    """`al.lmp.ExponentialSph` with an intensity to be solved for."""


class ExponentialGradient(LinearLightAndMassProfile, lmp.ExponentialGradient):
    """`al.lmp.ExponentialGradient` with an intensity to be solved for."""


class ExponentialGradientSph(LinearLightAndMassProfile, lmp.ExponentialGradientSph):
    """`al.lmp.ExponentialGradientSph` with an intensity to be solved for."""


class DevVaucouleurs(LinearLightAndMassProfile, lmp.DevVaucouleurs):
    """`al.lmp.DevVaucouleurs` with an intensity to be solved for."""


class DevVaucouleursSph(LinearLightAndMassProfile, lmp.DevVaucouleursSph):
    """`al.lmp.DevVaucouleursSph` with an intensity to be solved for."""


class Gaussian(LinearLightAndMassProfile, lmp.Gaussian):
    """`al.lmp.Gaussian` with an intensity to be solved for."""


class GaussianGradient(LinearLightAndMassProfile, lmp.GaussianGradient):
    """`al.lmp.GaussianGradient` with an intensity to be solved for."""


class Chameleon(LinearLightAndMassProfile, lmp.Chameleon):
    """`al.lmp.Chameleon` with an intensity to be solved for."""


class ChameleonSph(LinearLightAndMassProfile, lmp.ChameleonSph):
    """`al.lmp.ChameleonSph` with an intensity to be solved for."""
