"""Small classes that stand in for profiles and galaxies."""

from __future__ import annotations

from dataclasses import dataclass

from autolens_like.model import registry


@dataclass(frozen=True)
class Isothermal:
    centre: tuple[float, float] = (0.0, 0.0)
    ell_comps: tuple[float, float] = (0.0, 0.0)
    einstein_radius: float = 1.0


@dataclass(frozen=True)
class Shear:
    gamma_1: float = 0.0
    gamma_2: float = 0.0


@dataclass(frozen=True)
class Gaussian:
    centre: tuple[float, float] = (0.0, 0.0)
    ell_comps: tuple[float, float] = (0.0, 0.0)
    sigma: float = 1.0


class Basis:
    def __init__(self, profile_list, regularization=None):
        self.profile_list = profile_list
        self.regularization = regularization


class Galaxy:
    def __init__(self, redshift: float, **profiles):
        self.redshift = redshift
        self.profiles = profiles
        self.__dict__.update(profiles)


class Unheard:
    def __init__(self, flavour, strangeness=1.5, name="top", is_charmed=False):
        self.flavour = flavour
        self.strangeness = strangeness
        self.name = name
        self.is_charmed = is_charmed


for cls in (Isothermal, Shear, Gaussian, Basis, Galaxy, Unheard):
    registry.register(cls, name=f"test.{cls.__name__}")
