"""Halos of self-interacting dark matter (Yang, Nadler, Yu & Zhong 2024).

JCAP 02, 032 (arXiv:2305.16176), the parametric model with the cored density of β = 4,

    ρ = ρ_s / ((x⁴ + x_c⁴)^(1/4) (1 + x)²),    x = r / r_s,

whose ρ_s, r_s and r_c evolve with τ, the time over that of core collapse.

Parameters
    ``kappa_s`` and ``scale_radius`` r_s [arcsec] of the NFW halo at τ = 0; ``tau``.
Radius
    r is the distance from the centre; the profile is round.
Normalization
    κ_s = ρ_s r_s / Σ_cr of the NFW halo that it starts as.
Einstein radius
    No closed form: `einstein_radius_from`.
Limits
    τ is cut off at 0 and 1. 1e-8 of the density from 1e-6 r_c on.
Elsewhere
    PyAutoLens: the same to 2e-5, by an interpolation of its own.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import circular_radius_squared
from autolens_like.profiles.mass.mass_profile import MassProfile
from autolens_like.profiles.mass.nfw_radius import ScaledRadius
from autolens_like.profiles.mass.radial_table import RadialTable

#: Knots of the table in ln(r / r_c): the difference to an NFW halo fades like r^-4.
_STEP, _FIRST, _KNOTS = 0.06, math.log(1e-6), 360
#: Nodes of the line of sight r = x cosh t, equidistant in t: the integrand is even and
#: analytic to a distance of π / 4, which leaves 1e-13 at a step of 0.16.
_SIGHT = 0.16 * np.arange(160)
_SIGHT_WEIGHTS = 0.16 * np.where(_SIGHT == 0.0, 0.5, 1.0)


def evolved_halo(tau: Any) -> tuple[Any, Any, Any]:
    """ρ_s, r_s and r_c at a time τ, in units of the NFW halo's ρ_s and r_s at τ = 0.

    Yang et al. 2024, section 2; τ = t / t_c is cut off at 0 and 1.
    """
    xp = array_namespace(tau)
    t = xp.clip(xp.asarray(tau, dtype=float), 0.0, 1.0)
    log = xp.log(t + 0.001) / math.log(0.001)
    density = 2.033 + 0.7381 * t + 7.264 * t**5 - 12.73 * t**7 + 9.915 * t**9
    density = density + (1.0 - 2.033) * log
    scale = 0.7178 - 0.1026 * t + 0.2474 * t**2 - 0.4079 * t**3
    scale = scale + (1.0 - 0.7178) * log
    # The gradient of the root is infinite at τ = 0: held at that of τ = 1e-12.
    root = xp.sqrt(xp.maximum(t, 1e-12))
    core = 2.555 * root - 3.632 * t + 2.131 * t**2 - 1.415 * t**3 + 0.4683 * t**4
    return density, scale, core


def _core_density(r: Any, core: Any) -> tuple[Any, Any, Any]:
    """q = r (ρ - ρ_NFW) / ρ_s and two derivatives by ln r, for r in units of r_s."""
    xp = array_namespace(r, core)
    power = (core / r) ** 4
    log = xp.log1p(power)
    envelope, steep = 1.0 / (1.0 + r) ** 2, 2.0 * r / (1.0 + r)
    q = envelope * xp.expm1(-0.25 * log)
    part = envelope * power * xp.exp(-1.25 * log)
    slope = part - steep * q
    bend = part * (5.0 * power / (1.0 + power) - 4.0 - steep)
    return q, slope, bend - 2.0 * r * envelope * q - steep * slope


def core_table(core: Any) -> RadialTable:
    """The projection of ρ - ρ_NFW, for ρ_s = r_s = 1 and r_c = `core`."""
    xp = array_namespace(core)
    x = core * np.exp(_FIRST + _STEP * np.arange(_KNOTS))
    sight = _core_density(x[:, None] * np.cosh(_SIGHT), core)
    density, slope, bend = (part @ _SIGHT_WEIGHTS for part in sight)
    # f = x² S is dm / du; its integral over a cell from f, f' and f'' at both ends.
    f = x * x * density
    f_1, f_2 = x * x * (2.0 * density + slope), x * x * (4.0 * (density + slope) + bend)
    cells = (f[1:] + f[:-1]) / 2.0 + (f_1[:-1] - f_1[1:]) * _STEP / 10.0
    cells = _STEP * (cells + (f_2[1:] + f_2[:-1]) * _STEP**2 / 120.0)
    # Below the first knot S is a straight line in u.
    first = x[:1] ** 2 * (density[:1] / 2.0 - slope[:1] / 4.0)
    mass = xp.concatenate([first, first + xp.cumsum(cells)])
    return RadialTable(_FIRST + xp.log(core), _STEP, mass, density, slope)


class RoundSIDM:
    """The formulas of a round halo that has κ_s, r_s and τ: an NFW halo plus a core."""

    kappa_s: Any
    scale_radius: Any
    tau: Any

    def _evolved(self, y: Any, x: Any) -> tuple[Any, ...]:
        density, scale, core = evolved_halo(self.tau)
        scale_radius = self.scale_radius * scale
        x_squared = circular_radius_squared(y, x) / scale_radius**2
        xp = array_namespace(x_squared)
        table = core_table(core / scale)
        parts = table(0.5 * xp.log(x_squared))
        kappa_s = self.kappa_s * density * scale
        return kappa_s, scale_radius, x_squared, ScaledRadius(x_squared), parts

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        kappa_s, _, x_squared, radius, parts = self._evolved(y, x)
        mean = 4.0 * kappa_s * (radius.mass() + parts[0]) / x_squared
        return mean * y, mean * x

    def _convergence(self, y: Any, x: Any) -> Any:
        kappa_s, _, _, radius, parts = self._evolved(y, x)
        return 2.0 * kappa_s * (radius.convergence() + parts[1])

    def _potential(self, y: Any, x: Any) -> Any:
        kappa_s, scale_radius, _, radius, parts = self._evolved(y, x)
        total = 0.5 * radius.potential() + parts[2]
        return 4.0 * kappa_s * scale_radius**2 * total


class YangSIDMSph(RoundSIDM, MassProfile):
    """The round halo ρ = ρ_s / ((x⁴ + x_c⁴)^(1/4) (1 + x)²) of the parametric model.

    x = r / r_s; ρ_s, r_s and r_c / r_s evolve with τ = t / t_c, the time over that of
    core collapse, from the NFW halo at τ = 0 over a core to a dense centre at τ = 1,
    beyond which it stays. The projection is that of the NFW halo plus a tabulated
    difference, to 1e-8 from 1e-6 of the core radius on.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    kappa_s
        κ_s = ρ_s r_s / Σ_cr of the NFW halo at τ = 0.
    scale_radius
        r_s of the NFW halo at τ = 0 [arcsec].
    tau
        τ; outside 0 to 1 the nearest of these counts.

    Raises
    ------
    ProfileException
        `scale_radius` not above zero.
    """

    kappa_s: float = 0.05
    scale_radius: float = 1.0
    tau: float = 0.0

    def _check(self) -> None:
        self._require_positive("scale_radius")
        super()._check()
