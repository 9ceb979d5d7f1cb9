"""`al.reg`: regularizations, one import line each."""

from autolens_like.inversion.regularization.adapt import Adapt
from autolens_like.inversion.regularization.constant import Constant
from autolens_like.inversion.regularization.constant_zeroth import ConstantZeroth
from autolens_like.inversion.regularization.zeroth import Zeroth

#: The name of `Adapt` in earlier scripts.
AdaptiveBrightness = Adapt

__all__ = ["Adapt", "AdaptiveBrightness", "Constant", "ConstantZeroth", "Zeroth"]
