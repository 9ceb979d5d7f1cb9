"""`al.lmp`: profiles whose mass follows their light.

Each is the light profile and the mass profile of its name in one, with the parameters,
defaults and convergence of `al.mp`; the same numbers describe image and mass. So the
default `core_radius_1` of the Chameleon is 0.02, where PyAutoLens has 0.005, smaller
than its `core_radius_0`, which makes light and mass negative.
"""

from autolens_like.profiles import light, mass

__all__ = [
    "Chameleon",
    "ChameleonSph",
    "DevVaucouleurs",
    "DevVaucouleursSph",
    "Exponential",
    "ExponentialGradient",
    "ExponentialGradientSph",
    "ExponentialSph",
    "Gaussian",
    "GaussianGradient",
    "Sersic",
    "SersicCore",
    "SersicCoreSph",
    "SersicGradient",
    "SersicGradientSph",
    "SersicSph",
]


class Sersic(mass.Sersic, light.Sersic):
    """`al.lp.Sersic` with the mass of `al.mp.Sersic`."""


class SersicSph(mass.SersicSph, light.SersicSph):
    """`al.lp.SersicSph` with the mass of `al.mp.SersicSph`."""


class SersicCore(mass.SersicCore, light.SersicCore):
    """`al.lp.SersicCore` with the mass of `al.mp.SersicCore`."""


class SersicCoreSph(mass.SersicCoreSph, light.SersicCoreSph):
    """`al.lp.SersicCoreSph` with the mass of `al.mp.SersicCoreSph`."""


class SersicGradient(mass.SersicGradient, light.Sersic):
    """`al.lp.Sersic` with the mass of `al.mp.SersicGradient`."""


class SersicGradientSph(mass.SersicGradientSph, light.SersicSph):
    """`al.lp.SersicSph` with the mass of `al.mp.SersicGradientSph`."""


class Exponential(mass.Exponential, light.Exponential):
    """`al.lp.Exponential` with the mass of `al.mp.Exponential`."""


class ExponentialSph(mass.ExponentialSph, light.ExponentialSph):
    """`al.lp.ExponentialSph` with the mass of `al.mp.ExponentialSph`."""


class ExponentialGradient(mass.ExponentialGradient, light.Exponential):
    """`al.lp.Exponential` with the mass of `al.mp.ExponentialGradient`."""


class ExponentialGradientSph(mass.ExponentialGradientSph, light.ExponentialSph):
    """`al.lp.ExponentialSph` with the mass of `al.mp.ExponentialGradientSph`."""


class DevVaucouleurs(mass.DevVaucouleurs, light.DevVaucouleurs):
    """`al.lp.DevVaucouleurs` with the mass of `al.mp.DevVaucouleurs`."""


class DevVaucouleursSph(mass.DevVaucouleursSph, light.DevVaucouleursSph):
    """`al.lp.DevVaucouleursSph` with the mass of `al.mp.DevVaucouleursSph`."""


class Gaussian(mass.Gaussian, light.Gaussian):
    """`al.lp.Gaussian` with the mass of `al.mp.Gaussian`."""


class GaussianGradient(mass.GaussianGradient, light.Gaussian):
    """`al.lp.Gaussian` with the mass of `al.mp.GaussianGradient`."""


class Chameleon(mass.Chameleon, light.Chameleon):
    """`al.lp.Chameleon` with the mass of `al.mp.Chameleon`."""


class ChameleonSph(mass.ChameleonSph, light.ChameleonSph):
    """`al.lp.ChameleonSph` with the mass of `al.mp.ChameleonSph`."""
