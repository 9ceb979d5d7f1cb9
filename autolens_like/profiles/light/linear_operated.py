"""`al.lp_linear_operated`: convolved light whose intensity the fit solves for."""

from __future__ import annotations

from autolens_like.profiles.light import operated
from autolens_like.profiles.light.linear import LinearLightProfile

__all__ = ["Gaussian", "Moffat", "Sersic"]


class Gaussian(LinearLightProfile, operated.Gaussian):
    """`al.lp_operated.Gaussian` with an intensity to be solved for."""


class Moffat(LinearLightProfile, operated.Moffat):
    """`al.lp_operated.Moffat` with an intensity to be solved for."""


class Sersic(LinearLightProfile, operated.Sersic):
    """`al.lp_operated.Sersic` with an intensity to be solved for."""
