"""The NFW halo with a core (Peñarrubia et al. 2012, ApJ 759, L42).

ρ = ρ_s r_s³ / ((r + r_c) (r + r_s)²): the cusp is flat inside r_c.

Parameters
    ``kappa_s`` κ_s = ρ_s r_s / Σ_cr; ``scale_radius`` r_s and ``core_radius`` r_c
    [arcsec]; ``ell_comps`` of κ.
Radius
    The major-axis radius stands for the projected r; r_s and r_c lie along it.
Normalization
    ρ_s and κ_s are those of the NFW halo without the core.
Einstein radius
    No closed form: `einstein_radius_from`.
Limits
    r_c = 0 is `NFW`. Better than 1e-7 of itself for 1e-5 ≤ R / r_s ≤ 1e3.
Elsewhere
    PyAutoLens decomposes it into Gaussians, good to 5e-4. lenstronomy's CNFW (round):
    alpha_Rs is the deflection at r_s, core included.
"""

from __future__ import annotations

from typing import Any

from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.mass.mass_profile import EllipticalMassProfile, MassProfile
from autolens_like.profiles.mass.mixed_halo import (
    LATTICE,
    MixedHalo,
    lattice_weights,
    mixed_density,
)


def _arctan_deficit(u: Any) -> Any:
    """(1 - arctan(u) / u) / u²."""
    xp = array_namespace(u)
    near = xp.abs(u) < 0.1
    safe = xp.where(near, 1.0, u)
    square = xp.where(near, u * u, 0.0)
    series = 0.0 * square
    for k in range(8, -1, -1):
        series = 1.0 / (2 * k + 3) - square * series
    return xp.where(near, series, (1.0 - xp.arctan(safe) / safe) / (safe * safe))


def _density(ratio_squared: Any, core: Any) -> Any:
    """κ / κ_s of (R / r_s)² and β = r_c / r_s."""
    # Partial fractions of r / ((r + β) (1 + r)²) give G; the arctangents of b and b / β
    # are joined, so that β = 1 is no exception.
    b = LATTICE
    below = core + b * b
    u = (1.0 - core) * b / below
    part = core * b / below * (1.0 - core) * (b / below) ** 2 * _arctan_deficit(u)
    total = b**3 / ((1.0 + b * b) * below) + part
    # A core makes b^3 of w / b; without it the halo is an NFW with b^2.
    return mixed_density(ratio_squared, lattice_weights(2.0 * b * b * total, 2.0))


class CoredNFW(MixedHalo):
    """The formulas of a halo that has a `core_radius`."""

    core_radius: Any
    _radial = staticmethod(_density)

    def _check(self) -> None:
        self._require_positive("scale_radius")
        core = self.core_radius
        if isinstance(core, float):
            self._require("core_radius", core >= 0.0, "at least zero")
        super()._check()

    def _shape(self) -> tuple[Any, ...]:
        return (self.core_radius / self.scale_radius,)


class cNFW(CoredNFW, EllipticalMassProfile):
    """The elliptical cored NFW halo, ρ = ρ_s r_s³ / ((r + r_c) (r + r_s)²).

    The ellipse is one of κ and takes the major-axis radius for R. κ is a positive
    mixture of simple functions with known weights, see `mixed_halo`, here to
    better than 1e-7 for 1e-5 ≤ R / r_s ≤ 1e3.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalMassProfile`.
    kappa_s
        κ_s = ρ_s r_s / Σ_cr.
    scale_radius
        r_s, along the major axis [arcsec].
    core_radius
        r_c, along the major axis [arcsec]; 0 is the NFW halo.

    Raises
    ------
    ProfileException
        `ell_comps` outside the unit disc; `scale_radius` not above zero;
        `core_radius` negative.
    """

    kappa_s: float = 0.05
    scale_radius: float = 1.0
    core_radius: float = 0.01


class cNFWSph(CoredNFW, MassProfile):
    """The round cored NFW halo, see `cNFW`.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    kappa_s
        κ_s = ρ_s r_s / Σ_cr.
    scale_radius
        r_s [arcsec].
    core_radius
        r_c [arcsec]; 0 is the NFW halo.

    Raises
    ------
    ProfileException
        `scale_radius` not above zero; `core_radius` negative.
    """

    kappa_s: float = 0.05
    scale_radius: float = 1.0
    core_radius: float = 0.01
