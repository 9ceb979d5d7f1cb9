"""`al.mp`: mass profiles, one import line each."""

from autolens_like.profiles.mass.isothermal import Isothermal, IsothermalSph
from autolens_like.profiles.mass.nfw import NFWSph
from autolens_like.profiles.mass.point_mass import PointMass
from autolens_like.profiles.mass.power_law import PowerLaw, PowerLawSph
from autolens_like.profiles.mass.sheets import ExternalShear, MassSheet

__all__ = [
    "ExternalShear",
    "Isothermal",
    "IsothermalSph",
    "MassSheet",
    "NFWSph",
    "PointMass",
    "PowerLaw",
    "PowerLawSph",
]
