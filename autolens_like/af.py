"""The face of the inference wing: `from autolens_like import af`."""

from autolens_like.model.composition import Collection, Model
from autolens_like.model.instance import ModelInstance
from autolens_like.model.prior import (
    Constant,
    GaussianPrior,
    LogGaussianPrior,
    LogUniformPrior,
    Prior,
    TruncatedGaussianPrior,
    UniformPrior,
)
from autolens_like.model.tuple_prior import TuplePrior
from autolens_like.model.width_modifier import (
    AbsoluteWidthModifier,
    RelativeWidthModifier,
)
from autolens_like.search.analysis import Analysis
from autolens_like.search.mle.least_squares import LeastSquares
from autolens_like.search.nest.dynesty_dynamic import DynestyDynamic
from autolens_like.search.nest.dynesty_static import DynestyStatic
from autolens_like.search.nest.nautilus import Nautilus
from autolens_like.search.result import Result
from autolens_like.search.samples import Samples

__all__ = [
    "AbsoluteWidthModifier",
    "Analysis",
    "Collection",
    "Constant",
    "DynestyDynamic",
    "DynestyStatic",
    "GaussianPrior",
    "LeastSquares",
    "LogGaussianPrior",
    "LogUniformPrior",
    "Model",
    "ModelInstance",
    "Nautilus",
    "Prior",
    "RelativeWidthModifier",
    "Result",
    "Samples",
    "TruncatedGaussianPrior",
    "TuplePrior",
    "UniformPrior",
]
