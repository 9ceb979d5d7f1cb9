"""`al.lp_linear`: light profiles whose intensity the fit solves for.

Each is the light profile of the same name at intensity 1, without that parameter.
"""

from __future__ import annotations

from typing import Any

from autolens_like.numerics.model_object import static
from autolens_like.profiles import light
from autolens_like.profiles.light.light_profile import LightProfile

__all__ = [
    "DevVaucouleurs",
    "DevVaucouleursSph",
    "Exponential",
    "ExponentialSph",
    "Gaussian",
    "GaussianSph",
    "LinearLightProfile",
    "Sersic",
    "SersicCore",
    "SersicCoreSph",
    "SersicSph",
]


class LinearLightProfile(LightProfile):
    """What marks a light profile as linear: it stands for its unit-intensity image."""

    intensity: float = static(1.0, init=False)

    def with_intensity(self, intensity: Any) -> LightProfile:
        """The ordinary light profile with the same parameters and this intensity."""
        twin = next(
            base
            for base in type(self).__mro__
            if not issubclass(base, LinearLightProfile)
        )
        values = {name: getattr(self, name) for name in self.dynamic_names()}
        return twin(**values, intensity=intensity)


class Sersic(LinearLightProfile, light.Sersic):
    """`al.lp.Sersic` with an intensity to be solved for."""


class SersicSph(LinearLightProfile, light.SersicSph):
    """`al.lp.SersicSph` with an intensity to be solved for."""


class SersicCore(LinearLightProfile, light.SersicCore):
    """`al.lp.SersicCore` with an intensity to be solved for."""


class SersicCoreSph(LinearLightProfile, light.SersicCoreSph):
    """`al.lp.SersicCoreSph` with an intensity to be solved for."""


class Exponential(LinearLightProfile, light.Exponential):
    """`al.lp.Exponential` with an intensity to be solved for."""


class ExponentialSph(LinearLightProfile, light.ExponentialSph):
    """`al.lp.ExponentialSph` with an intensity to be solved for."""


class DevVaucouleurs(LinearLightProfile, light.DevVaucouleurs):
    """`al.lp.DevVaucouleurs` with an intensity to be solved for."""


class DevVaucouleursSph(LinearLightProfile, light.DevVaucouleursSph):
    """`al.lp.DevVaucouleursSph` with an intensity to be solved for."""


class Gaussian(LinearLightProfile, light.Gaussian):
    """`al.lp.Gaussian` with an intensity to be solved for."""


class GaussianSph(LinearLightProfile, light.GaussianSph):
    """`al.lp.GaussianSph` with an intensity to be solved for."""
