"""`al.lp`: light profiles, one import line each."""

from autolens_like.profiles.light.chameleon import Chameleon, ChameleonSph
from autolens_like.profiles.light.elson_free_fall import ElsonFreeFall, ElsonFreeFallSph
from autolens_like.profiles.light.gaussian import Gaussian, GaussianSph
from autolens_like.profiles.light.moffat import Moffat, MoffatSph
from autolens_like.profiles.light.multipole import GaussianMultipole, SersicMultipole
from autolens_like.profiles.light.point_source import PointSource
from autolens_like.profiles.light.sersic import (
    DevVaucouleurs,
    DevVaucouleursSph,
    Exponential,
    ExponentialSph,
    Sersic,
    SersicSph,
)
from autolens_like.profiles.light.sersic_core import (
    ExponentialCore,
    ExponentialCoreSph,
    SersicCore,
    SersicCoreSph,
)
from autolens_like.profiles.light.shapelets import (
    ShapeletCartesian,
    ShapeletCartesianSph,
    ShapeletExponential,
    ShapeletExponentialSph,
    ShapeletPolar,
    ShapeletPolarSph,
)

__all__ = [
    "Chameleon",
    "ChameleonSph",
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
