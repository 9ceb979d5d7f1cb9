"""`al.lp`: light profiles, one import line each."""

from autolens_like.profiles.light.gaussian import Gaussian, GaussianSph
from autolens_like.profiles.light.sersic import (
    DevVaucouleurs,
    DevVaucouleursSph,
    Exponential,
    ExponentialSph,
    Sersic,
    SersicSph,
)
from autolens_like.profiles.light.sersic_core import SersicCore, SersicCoreSph

__all__ = [
    "DevVaucouleurs",
    "DevVaucouleursSph",
    "Exponential",
    "ExponentialSph",
    "Gaussian",
    "GaussianSph",
    "Sersic",
    "SersicCore",
    "SersicCoreSph",
    "SersicSph",
]
