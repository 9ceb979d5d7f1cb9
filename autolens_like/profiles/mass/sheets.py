"""Mass far away or everywhere: external shear and the mass sheet."""

from __future__ import annotations

from typing import Any

from autolens_like.numerics.model_object import static
from autolens_like.profiles.mass.mass_profile import MassProfile


class _OriginMassProfile(MassProfile):
    """A mass profile about the origin of the sky, without a centre to choose."""

    centre: tuple[float, float] = static((0.0, 0.0), init=False)


class ExternalShear(_OriginMassProfile):
    """The tidal field of distant mass, ψ = ½ γ₁ (x² - y²) + γ₂ x y about the origin.

    Parameters
    ----------
    gamma_1, gamma_2
        γ cos 2φ and γ sin 2φ, φ counter-clockwise from +x.
    """

    gamma_1: float = 0.0
    gamma_2: float = 0.0

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        return (
            self.gamma_2 * x - self.gamma_1 * y,
            self.gamma_1 * x + self.gamma_2 * y,
        )

    def _convergence(self, y: Any, x: Any) -> Any:
        return 0.0 * (y + x)

    def _potential(self, y: Any, x: Any) -> Any:
        return 0.5 * self.gamma_1 * (x * x - y * y) + self.gamma_2 * x * y


class MassSheet(MassProfile):
    """A convergence that is the same everywhere, α = κ (θ - centre).

    Parameters
    ----------
    centre
        (y, x) where the deflection is zero [arcsec].
    kappa
        κ, which may be negative.
    """

    kappa: float = 0.0

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        return self.kappa * y, self.kappa * x

    def _convergence(self, y: Any, x: Any) -> Any:
        return self.kappa + 0.0 * (y + x)

    def _potential(self, y: Any, x: Any) -> Any:
        return 0.5 * self.kappa * (x * x + y * y)
