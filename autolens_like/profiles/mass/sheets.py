"""Mass far away or everywhere: external fields and the mass sheet.

The Taylor series of the potential of what lies outside: a sheet ½ κ r², a shear
½ γ₁ (x² - y²) + γ₂ x y, and third orders (Bernstein & Fischer 1999, AJ 118, 14).

Parameters
    ``kappa``; ``gamma_1``, ``gamma_2`` = γ cos 2φ, γ sin 2φ; ``tau`` and ``delta``
    [1 / arcsec], a gradient of κ and a third harmonic.
Radius
    r is the distance from the centre, for `ExternalShear` from the origin of the sky.
Normalization
    γ and κ are as they stand in the Jacobian of the lens mapping.
Einstein radius
    None: there is no mass that a circle could hold.
Limits
    No limits; a shear is a field without mass, κ = 0.
Elsewhere
    PyAutoLens and lenstronomy (SHEAR, CONVERGENCE): the same. The potential of
    PyAutoLens' `MassSheet` is about the origin in place of its centre.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.pointwise import pointwise
from autolens_like.profiles.mass.mass_profile import MassProfile, OriginMassProfile


@kernel
def tidal_deflections(y: Any, x: Any, gamma_1: Any, gamma_2: Any) -> tuple[Any, Any]:
    """α (y, x) of a shear, at coordinates of one shape [arcsec].

    Parameters
    ----------
    y, x
        Coordinates about the origin of the field [arcsec].
    gamma_1, gamma_2
        γ cos 2φ and γ sin 2φ.
    """
    return gamma_2 * x - gamma_1 * y, gamma_1 * x + gamma_2 * y


def _as_floats(y: Any, x: Any, gamma_1: Any, gamma_2: Any) -> tuple[Any, ...]:
    # One memory layout, so that one compiled version serves all.
    y, x = np.ascontiguousarray(y, float), np.ascontiguousarray(x, float)
    return y, x, float(gamma_1), float(gamma_2)


@tidal_deflections.implement("numba", arguments=_as_floats)
def _tidal_deflections_numba(y: Any, x: Any, gamma_1: float, gamma_2: float) -> Any:
    # One pass over the points: numpy's six take two and a half times as long.
    along_y, along_x = np.empty(y.shape), np.empty(y.shape)
    all_y, all_x = y.reshape(-1), x.reshape(-1)
    result_y, result_x = along_y.reshape(-1), along_x.reshape(-1)
    for i in range(all_y.size):
        result_y[i] = gamma_2 * all_x[i] - gamma_1 * all_y[i]
        result_x[i] = gamma_1 * all_x[i] + gamma_2 * all_y[i]
    return along_y, along_x


class ExternalShear(OriginMassProfile):
    """The tidal field of distant mass, ψ = ½ γ₁ (x² - y²) + γ₂ x y about the origin.

    Parameters
    ----------
    gamma_1, gamma_2
        γ cos 2φ and γ sin 2φ, φ counter-clockwise from +x.
    """

    gamma_1: float = 0.0
    gamma_2: float = 0.0

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        shape = np.shape(y)
        formula = tidal_deflections
        if not shape or shape != np.shape(x):
            formula = tidal_deflections.reference
        return formula(y, x, self.gamma_1, self.gamma_2)

    def _convergence(self, y: Any, x: Any) -> Any:
        return 0.0 * (y + x)

    def _potential(self, y: Any, x: Any) -> Any:
        return 0.5 * self.gamma_1 * (x * x - y * y) + self.gamma_2 * x * y


def _third_order(
    y: Any,
    x: Any,
    gamma_1: Any,
    gamma_2: Any,
    tau_1: Any,
    tau_2: Any,
    delta_1: Any,
    delta_2: Any,
) -> tuple[Any, Any]:
    """α of `ExternalPotential`."""
    half_rise = 0.5 * (tau_1 * x + tau_2 * y)
    quarter = 0.25 * (x * x + y * y)
    # ½ Re z² and ½ Im z²: the gradient of ⅙ z³.
    real, imag = 0.5 * (x * x - y * y), x * y
    along_y = gamma_2 * x - gamma_1 * y + half_rise * y + tau_2 * quarter
    along_x = gamma_1 * x + gamma_2 * y + half_rise * x + tau_1 * quarter
    return (
        along_y + delta_2 * real - delta_1 * imag,
        along_x + delta_1 * real + delta_2 * imag,
    )


class ExternalPotential(MassProfile):
    """The field of distant mass to third order about a centre.

    ψ = ½ γ₁ (x² - y²) + γ₂ x y + ¼ r² (τ₁ x + τ₂ y) + ⅙ (δ₁ Re z³ + δ₂ Im z³) with
    z = x + iy (Bernstein & Fischer 1999, AJ 118, 14, without their mass sheet): a
    shear, a gradient of the convergence κ = τ₁ x + τ₂ y, and a third harmonic.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    gamma_1, gamma_2
        γ cos 2φ and γ sin 2φ, φ counter-clockwise from +x.
    tau_1, tau_2
        τ cos φ and τ sin φ [1 / arcsec].
    delta_1, delta_2
        δ cos 3φ and δ sin 3φ [1 / arcsec].
    """

    gamma_1: float = 0.0
    gamma_2: float = 0.0
    tau_1: float = 0.0
    tau_2: float = 0.0
    delta_1: float = 0.0
    delta_2: float = 0.0

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        shear, rise = (self.gamma_1, self.gamma_2), (self.tau_1, self.tau_2)
        harmonic = self.delta_1, self.delta_2
        return pointwise(_third_order, y, x, (*shear, *rise, *harmonic))

    def _convergence(self, y: Any, x: Any) -> Any:
        return self.tau_1 * x + self.tau_2 * y

    def _potential(self, y: Any, x: Any) -> Any:
        shear = 0.5 * self.gamma_1 * (x * x - y * y) + self.gamma_2 * x * y
        rise = 0.25 * (x * x + y * y) * (self.tau_1 * x + self.tau_2 * y)
        real, imag = x * (x * x - 3.0 * y * y), y * (3.0 * x * x - y * y)
        return shear + rise + (self.delta_1 * real + self.delta_2 * imag) / 6.0


class MassSheet(MassProfile):
    """A convergence that is the same everywhere, α = κ (θ - centre).

    Parameters
    ----------
    centre
        (y, x) where the deflection is zero [arcsec].
    kappa
        κ, which may be negative.
    """

    _is_short = True

    kappa: float = 0.0

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        return self.kappa * y, self.kappa * x

    def _convergence(self, y: Any, x: Any) -> Any:
        return self.kappa + 0.0 * (y + x)

    def _potential(self, y: Any, x: Any) -> Any:
        return 0.5 * self.kappa * (x * x + y * y)
