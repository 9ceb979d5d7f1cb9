"""Galaxies that several test files use."""

import numpy as np

from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.profiles.light.sersic import Sersic, SersicSph
from autolens_like.profiles.mass.isothermal import Isothermal, IsothermalSph
from autolens_like.profiles.mass.mass_profile import MassProfile
from autolens_like.profiles.mass.sheets import ExternalShear


class Massless(MassProfile):
    """A mass profile that does nothing."""

    def _deflections(self, y, x):
        return 0.0 * y, 0.0 * x

    def _convergence(self, y, x):
        return 0.0 * y

    def _potential(self, y, x):
        return 0.0 * y


class CoredSphere(MassProfile):
    """The isothermal sphere with a core: α = θ_E (√(r² + s²) - s) / r."""

    einstein_radius: float = 1.0
    core_radius: float = 0.1

    def _scale(self, y, x):
        return (y * y + x * x + self.core_radius**2) ** 0.5

    def _deflections(self, y, x):
        # (√(r² + s²) - s) / r² = 1 / (√(r² + s²) + s)
        factor = self.einstein_radius / (self._scale(y, x) + self.core_radius)
        return factor * y, factor * x


def lens_galaxy(redshift=0.5):
    return Galaxy(
        redshift,
        bulge=Sersic(centre=(0.02, -0.01), ell_comps=(0.05, 0.1), intensity=0.8),
        mass=Isothermal(
            centre=(0.01, 0.03), ell_comps=(0.1, 0.05), einstein_radius=1.2
        ),
        shear=ExternalShear(gamma_1=0.03, gamma_2=-0.02),
    )


def middle_galaxy(redshift=1.0):
    return Galaxy(
        redshift,
        bulge=SersicSph(centre=(0.4, 0.2), effective_radius=0.2, sersic_index=1.0),
        mass=IsothermalSph(centre=(0.4, 0.2), einstein_radius=0.3),
    )


def source_galaxy(redshift=2.0):
    return Galaxy(
        redshift,
        bulge=Sersic(
            centre=(0.05, 0.1),
            ell_comps=(0.1, 0.0),
            effective_radius=0.3,
            sersic_index=1.0,
        ),
    )


def points(number=40, scale=2.0, seed=1):
    """(number, 2) coordinates away from every centre above."""
    return np.random.default_rng(seed).uniform(-scale, scale, (number, 2)) + 1e-3
