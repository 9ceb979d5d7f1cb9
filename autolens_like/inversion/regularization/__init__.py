"""`al.reg`: regularizations, one import line each."""

from typing import Any

from autolens_like import exc
from autolens_like.inversion.regularization.adapt import Adapt
from autolens_like.inversion.regularization.adapt_power import AdaptPower
from autolens_like.inversion.regularization.adapt_split import (
    AdaptSplit,
    AdaptSplitPower,
)
from autolens_like.inversion.regularization.adapt_split_zeroth import (
    AdaptSplitZeroth,
    AdaptSplitZerothPower,
)
from autolens_like.inversion.regularization.brightness_zeroth import BrightnessZeroth
from autolens_like.inversion.regularization.constant import Constant
from autolens_like.inversion.regularization.constant_split import ConstantSplit
from autolens_like.inversion.regularization.constant_zeroth import ConstantZeroth
from autolens_like.inversion.regularization.curvature import Curvature
from autolens_like.inversion.regularization.exponential_kernel import ExponentialKernel
from autolens_like.inversion.regularization.gaussian_kernel import GaussianKernel
from autolens_like.inversion.regularization.gradient import Gradient
from autolens_like.inversion.regularization.matern_adapt_kernel import MaternAdaptKernel
from autolens_like.inversion.regularization.matern_adapt_power_kernel import (
    MaternAdaptPowerKernel,
)
from autolens_like.inversion.regularization.matern_kernel import MaternKernel
from autolens_like.inversion.regularization.matern_sparse import MaternSparse
from autolens_like.inversion.regularization.zeroth import Zeroth

# Names of earlier scripts.
AdaptiveBrightness = Adapt
AdaptiveBrightnessSplit = AdaptSplit

__all__ = [
    "Adapt",
    "AdaptPower",
    "AdaptSplit",
    "AdaptSplitPower",
    "AdaptSplitZeroth",
    "AdaptSplitZerothPower",
    "AdaptiveBrightness",
    "AdaptiveBrightnessSplit",
    "BrightnessZeroth",
    "Constant",
    "ConstantSplit",
    "ConstantZeroth",
    "Curvature",
    "ExponentialKernel",
    "GaussianKernel",
    "Gradient",
    "MaternAdaptKernel",
    "MaternAdaptPowerKernel",
    "MaternKernel",
    "MaternSparse",
    "Zeroth",
]

_OF_POTENTIALS = (
    "PyAutoLens has it for corrections of a lens potential on a masked grid, which are "
    "not here; for a source on rows and columns use al.reg.Curvature."
)
#: What to use for names of PyAutoLens that have no place here.
_ELSEWHERE = {"CurvatureMask": _OF_POTENTIALS, "FourthOrderMask": _OF_POTENTIALS}


def __getattr__(name: str) -> Any:
    raise exc.missing("al.reg", name, __all__, _ELSEWHERE)
