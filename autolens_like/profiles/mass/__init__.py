"""`al.mp`: mass profiles, one import line each."""

from autolens_like.profiles.mass.chameleon import Chameleon, ChameleonSph
from autolens_like.profiles.mass.gaussian import Gaussian, GaussianGradient
from autolens_like.profiles.mass.isothermal import Isothermal, IsothermalSph
from autolens_like.profiles.mass.multi_gaussian import MGEDecomposer, MultiGaussian
from autolens_like.profiles.mass.nfw import NFWSph
from autolens_like.profiles.mass.point_mass import PointMass
from autolens_like.profiles.mass.power_law import PowerLaw, PowerLawSph
from autolens_like.profiles.mass.sersic import (
    DevVaucouleurs,
    DevVaucouleursSph,
    Exponential,
    ExponentialGradient,
    ExponentialGradientSph,
    ExponentialSph,
    Sersic,
    SersicGradient,
    SersicGradientSph,
    SersicSph,
)
from autolens_like.profiles.mass.sersic_core import SersicCore, SersicCoreSph
from autolens_like.profiles.mass.sheets import ExternalShear, MassSheet

__all__ = [
    "Chameleon",
    "ChameleonSph",
    "DevVaucouleurs",
    "DevVaucouleursSph",
    "Exponential",
    "ExponentialGradient",
    "ExponentialGradientSph",
    "ExponentialSph",
    "ExternalShear",
    "Gaussian",
    "GaussianGradient",
    "Isothermal",
    "IsothermalSph",
    "MGEDecomposer",
    "MassSheet",
    "MultiGaussian",
    "NFWSph",
    "PointMass",
    "PowerLaw",
    "PowerLawSph",
    "Sersic",
    "SersicCore",
    "SersicCoreSph",
    "SersicGradient",
    "SersicGradientSph",
    "SersicSph",
]
