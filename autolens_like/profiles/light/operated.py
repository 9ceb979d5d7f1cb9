"""`al.lp_operated`: light that has the point spread function in it already.

Each is the light profile of the same name, which a fit and a simulator add to the image
after the convolution instead of before.
"""

from __future__ import annotations

from typing import Any

from autolens_like.profiles import light
from autolens_like.profiles.light.light_profile import LightProfile

__all__ = ["Gaussian", "Moffat", "OperatedLightProfile", "Sersic"]


class OperatedLightProfile(LightProfile):
    """What marks a light profile as convolved already."""


#: Its name in PyAutoLens.
LightProfileOperated = OperatedLightProfile


def is_operated(profile: Any) -> bool:
    """Whether light is convolved already."""
    return isinstance(profile, OperatedLightProfile)


class Gaussian(OperatedLightProfile, light.Gaussian):
    """`al.lp.Gaussian` as it is seen through the telescope."""


class Moffat(OperatedLightProfile, light.Moffat):
    """`al.lp.Moffat` as it is seen through the telescope."""


class Sersic(OperatedLightProfile, light.Sersic):
    """`al.lp.Sersic` as it is seen through the telescope."""
