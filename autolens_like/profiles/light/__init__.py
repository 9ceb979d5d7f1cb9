"""`al.lp`: light profiles.

The head of each module below is a page on its family: formula, parameters, conventions,
limits, and what differs elsewhere. Where a name ends in ``Sph``, the profile is round.

=======================  ===========================================================
page                     profiles
=======================  ===========================================================
``sersic``               `Sersic`, `Exponential`, `DevVaucouleurs`
``sersic_core``          `SersicCore`, `ExponentialCore`: with a core
``gaussian``             `Gaussian`
``chameleon``            `Chameleon`: its mass deflects in closed form
``elson_free_fall``      `ElsonFreeFall`: star clusters
``moffat``               `Moffat`: stars through the atmosphere
``multipole``            `SersicMultipole`, `GaussianMultipole`: no ellipses
``shapelets``            `ShapeletCartesian`, `ShapeletPolar`, `ShapeletExponential`
``point_source``         `PointSource`: no extent
``lensed_point_source``  `LensedPointSource`: images as bright as magnified
``decoder``              `Decoder`: any shape that a trained network knows
=======================  ===========================================================

The same profiles stand in `al.lp_linear` (the fit solves for the intensity),
`al.lp_operated` (convolved already), `al.lp_linear_operated` and `al.lp_snr` (a
signal-to-noise ratio for the intensity); sums of them are `al.lp_basis.Basis`, and with
mass they are `al.lmp` and `al.lmp_linear`.
"""

from autolens_like.profiles.light.chameleon import Chameleon, ChameleonSph
from autolens_like.profiles.light.decoder import Decoder
from autolens_like.profiles.light.elson_free_fall import ElsonFreeFall, ElsonFreeFallSph
from autolens_like.profiles.light.gaussian import Gaussian, GaussianSph
from autolens_like.profiles.light.lensed_point_source import LensedPointSource
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
