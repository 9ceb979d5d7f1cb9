"""`al.lp_linear`: light profiles whose intensity the fit solves for.

Each is the light profile of the same name at intensity 1, without that parameter.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from autolens_like.numerics.model_object import static
from autolens_like.profiles import light
from autolens_like.profiles.light.light_profile import LightProfile

__all__ = [
    "Chameleon",
    "ChameleonSph",
    "Decoder",
    "DevVaucouleurs",
    "DevVaucouleursSph",
    "ElsonFreeFall",
    "ElsonFreeFallSph",
    "Exponential",
    "ExponentialCore",
    "ExponentialCoreSph",
    "ExponentialSph",
    "Gaussian",
    "GaussianMultipole",
    "GaussianSph",
    "LensedPointSource",
    "LinearLightProfile",
    "Moffat",
    "MoffatSph",
    "PointSource",
    "Sersic",
    "SersicCore",
    "SersicCoreSph",
    "SersicMultipole",
    "SersicSph",
    "ShapeletCartesian",
    "ShapeletCartesianSph",
    "ShapeletExponential",
    "ShapeletExponentialSph",
    "ShapeletPolar",
    "ShapeletPolarSph",
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
        names = [field.name for field in dataclasses.fields(self) if field.init]
        values = {name: getattr(self, name) for name in names}
        return twin(**values, intensity=intensity)


#: Its name in PyAutoLens.
LightProfileLinear = LinearLightProfile


class Sersic(LinearLightProfile, light.Sersic):
    """`al.lp.Sersic` with an intensity to be solved for."""


class SersicSph(LinearLightProfile, light.SersicSph):
    """`al.lp.SersicSph` with an intensity to be solved for."""


class SersicCore(LinearLightProfile, light.SersicCore):
    """`al.lp.SersicCore` with an intensity to be solved for."""

    radius_break: float = 0.01


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


class Chameleon(LinearLightProfile, light.Chameleon):
    """`al.lp.Chameleon` with an intensity to be solved for."""


class ChameleonSph(LinearLightProfile, light.ChameleonSph):
    """`al.lp.ChameleonSph` with an intensity to be solved for."""


class ElsonFreeFall(LinearLightProfile, light.ElsonFreeFall):
    """`al.lp.ElsonFreeFall` with an intensity to be solved for."""


class ElsonFreeFallSph(LinearLightProfile, light.ElsonFreeFallSph):
    """`al.lp.ElsonFreeFallSph` with an intensity to be solved for."""


class ExponentialCore(LinearLightProfile, light.ExponentialCore):
    """`al.lp.ExponentialCore` with an intensity to be solved for."""


class ExponentialCoreSph(LinearLightProfile, light.ExponentialCoreSph):
    """`al.lp.ExponentialCoreSph` with an intensity to be solved for."""


class Moffat(LinearLightProfile, light.Moffat):
    """`al.lp.Moffat` with an intensity to be solved for."""


class MoffatSph(LinearLightProfile, light.MoffatSph):
    """`al.lp.MoffatSph` with an intensity to be solved for."""


class SersicMultipole(LinearLightProfile, light.SersicMultipole):
    """`al.lp.SersicMultipole` with an intensity to be solved for."""


class GaussianMultipole(LinearLightProfile, light.GaussianMultipole):
    """`al.lp.GaussianMultipole` with an intensity to be solved for."""


class ShapeletCartesian(LinearLightProfile, light.ShapeletCartesian):
    """`al.lp.ShapeletCartesian` with an intensity to be solved for."""


class ShapeletCartesianSph(LinearLightProfile, light.ShapeletCartesianSph):
    """`al.lp.ShapeletCartesianSph` with an intensity to be solved for."""


class ShapeletPolar(LinearLightProfile, light.ShapeletPolar):
    """`al.lp.ShapeletPolar` with an intensity to be solved for."""


class ShapeletPolarSph(LinearLightProfile, light.ShapeletPolarSph):
    """`al.lp.ShapeletPolarSph` with an intensity to be solved for."""


class ShapeletExponential(LinearLightProfile, light.ShapeletExponential):
    """`al.lp.ShapeletExponential` with an intensity to be solved for."""


class ShapeletExponentialSph(LinearLightProfile, light.ShapeletExponentialSph):
    """`al.lp.ShapeletExponentialSph` with an intensity to be solved for."""


class PointSource(LinearLightProfile, light.PointSource):
    """`al.lp.PointSource` with an intensity to be solved for."""


class LensedPointSource(LinearLightProfile, light.LensedPointSource):
    """`al.lp.LensedPointSource` with an intensity to be solved for."""

    centre: tuple[float, float] = static((0.0, 0.0), init=False)


class Decoder(LinearLightProfile, light.Decoder):
    """`al.lp.Decoder` with an intensity to be solved for."""
