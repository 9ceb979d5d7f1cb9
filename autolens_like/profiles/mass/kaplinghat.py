"""NFW halos with an isothermal core (Kaplinghat, Tulin & Yu 2016, PRL 116, 041302).

Dark matter that scatters comes into equilibrium inside r_1: there it is a
self-gravitating isothermal sphere whose density and mass join those of the NFW halo
outside. Projected it is that halo plus a tabulated difference.

Parameters
    ``kappa_s`` and ``scale_radius`` r_s [arcsec] of the halo; ``interaction_radius``
    r_1 [arcsec], or 0 for one from ``sigma_over_m`` [cm²/g] and ``t_age`` [Gyr].
Radius
    r is the distance from the centre; the profile is round.
Normalization
    κ_s = ρ_s r_s / Σ_cr of the NFW halo outside the core.
Einstein radius
    No closed form: `einstein_radius_from`.
Limits
    r_1 up to 4 r_s, beyond which no core matches; 1e-8 of the density.
Elsewhere
    PyAutoLens: the same to 2e-5, by an interpolation of its own.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.numerics.isothermal_sphere import (
    isothermal_sphere,
    largest_mass_ratio,
    radius_of_mass_ratio,
)
from autolens_like.numerics.namespace import array_namespace, is_concrete
from autolens_like.profiles.frames import circular_radius_squared
from autolens_like.profiles.mass.halo_mass import nfw_mass
from autolens_like.profiles.mass.mass_profile import MassProfile
from autolens_like.profiles.mass.nfw_radius import (
    ScaledRadius,
    round_halo_deflections,
)

#: Lattice in a, where R = r_1 / cosh a: the projection is an analytic and odd function
#: of a, so that a lattice on both sides of a = 0 serves polynomials of degree seven.
_STEP, _HALF = 0.0625, 288
_SIDE = 4
_LATTICE = _STEP * np.arange(_HALF + _SIDE)
#: Gauss-Legendre nodes along the line of sight, on (0, 1), and inside a cell.
_NODES, _WEIGHTS = (0.5 * v for v in np.polynomial.legendre.leggauss(48))
_NODES = _NODES + 0.5
_CELL_NODES, _CELL_WEIGHTS = (0.5 * v for v in np.polynomial.legendre.leggauss(5))


def core_of(join: Any) -> tuple[Any, Any]:
    """ρ_0 / ρ_s and r_0 / r_s of the core that ends at r_1 = `join` r_s.

    Density and mass inside r_1 are those of the NFW halo.
    """
    xp = array_namespace(join)
    ratio = nfw_mass(join) * ((1.0 + join) / join) ** 2
    s = radius_of_mass_ratio(ratio)
    density = 1.0 / (join * (1.0 + join) ** 2 * xp.exp(isothermal_sphere(s)[0]))
    return density, join / s


class CoreTable:
    """What the core adds to the projection of an NFW halo, for ρ_s = r_s = 1.

    Parameters
    ----------
    join
        r_1 / r_s, where the core ends.
    """

    def __init__(self, join: Any) -> None:
        xp = array_namespace(join)
        self.join = join
        self.core = core_of(join)
        middle = _LATTICE[:-1] + 0.5 * _STEP
        between = (middle[:, None] + _STEP * _CELL_NODES).ravel()
        fine = self._density(between)
        # dm = S R dR with R = r_1 / cosh a, and m = 0 at r_1, where the masses agree.
        slopes = -fine * (join / np.cosh(between)) ** 2 * np.tanh(between)
        mass = self._summed(slopes, xp)
        # P = ∫ m d ln R from r_1, and d ln R = -tanh a da.
        cells = self._coefficients(mass)
        place = (_CELL_NODES + 0.5) ** np.arange(2 * _SIDE)[:, None]
        inner = (cells.T @ place).ravel()
        tail = -inner * np.tanh(between[: inner.size])
        area = self._summed(tail, xp)
        self.density = self._coefficients(self._density(_LATTICE))
        self.mass = cells
        self.area = self._coefficients(area, _HALF - _SIDE)
        #: ∫ m d ln R over all of the core: what the potential has beyond r_1.
        self.whole = area[_HALF - _SIDE]

    @staticmethod
    def _summed(values: Any, xp: Any) -> Any:
        cells = _STEP * xp.reshape(values, (-1, _CELL_WEIGHTS.size)) @ _CELL_WEIGHTS
        return xp.concatenate([xp.zeros(1), xp.cumsum(cells)])

    def _density(self, a: np.ndarray) -> Any:
        """S at R = r_1 / cosh a: ∫ r (ρ_core - ρ_NFW) dt with r = R cosh t < r_1."""
        xp = array_namespace(self.join)
        # cosh(t) / cosh(a) without overflow.
        t = a[:, None] * _NODES
        shrink = np.exp(t - a[:, None]) * (1.0 + np.exp(-2.0 * t))
        r = self.join * shrink / (1.0 + np.exp(-2.0 * a[:, None]))
        height, radius = self.core
        change = r * height * xp.exp(isothermal_sphere(r / radius)[0])
        return a * ((change - 1.0 / (1.0 + r) ** 2) @ _WEIGHTS)

    @staticmethod
    def _coefficients(values: Any, number: int = _HALF) -> Any:
        """(2 side, number) coefficients of the polynomials between lattice points."""
        xp = array_namespace(values)
        mirrored = -values[1:_SIDE][::-1]
        whole = xp.concatenate([mirrored, values])
        windows = np.arange(number)[None, :] + np.arange(2 * _SIDE)[:, None]
        return _inverse_vandermonde() @ whole[windows]

    def __call__(self, radius_squared: Any) -> tuple[Any, Any, Any]:
        """m, S and ∫ m d ln R from zero at (R / r_s)²; zero, and all, beyond r_1."""
        xp = array_namespace(radius_squared, self.join)
        ratio = self.join**2 / radius_squared
        inside = ratio > 1.0 + 1e-12
        ratio = xp.where(inside, ratio, 2.0)
        a = 0.5 * xp.log(ratio) + xp.log1p(xp.sqrt(1.0 - 1.0 / ratio))
        number = _HALF - _SIDE
        cell = xp.clip(xp.floor(a / _STEP), 0, number - 1).astype(int)
        place = xp.minimum(a / _STEP - cell, 1.0)
        parts = []
        for rows in (self.mass, self.density, self.area):
            taken = [row[cell] for row in rows[:, :number]]
            parts.append(functools.reduce(lambda t, c: t * place + c, taken[::-1]))
        mass, density, area = parts
        return (
            xp.where(inside, mass, 0.0),
            xp.where(inside, density, 0.0),
            xp.where(inside, area - self.whole, -self.whole),
        )


def _table_of(join: Any) -> CoreTable:
    """The table of r_1 / r_s; of a number it is made once for all pieces of a grid."""
    return _known_table(float(join)) if is_concrete(join) else CoreTable(join)


@functools.lru_cache(maxsize=8)
def _known_table(join: float) -> CoreTable:
    return CoreTable(np.asarray(join))


@functools.cache
def _inverse_vandermonde() -> np.ndarray:
    places = np.arange(1 - _SIDE, _SIDE + 1.0)
    return np.linalg.inv(np.vander(places, increasing=True))


def _mean(x_squared: Any, join: Any) -> Any:
    """m / x², m the mass of the NFW halo and of what the core adds."""
    added = _table_of(join)(x_squared)[0]
    return (ScaledRadius(x_squared).mass() + added) / x_squared


def _projected(x_squared: Any, join: Any) -> Any:
    """κ / κ_s, likewise."""
    added = _table_of(join)(x_squared)[1]
    return 2.0 * (ScaledRadius(x_squared).convergence() + added)


class RoundCored:
    """The formulas of a round halo that has κ_s, r_s and a radius r_1 of the core."""

    centre: Any
    kappa_s: Any
    scale_radius: Any

    def _join(self) -> Any:
        """r_1 / r_s."""
        raise NotImplementedError

    @property
    def central_density(self) -> Any:
        """ρ_0 / Σ_cr [1 / arcsec]."""
        return self.kappa_s / self.scale_radius * core_of(self._join())[0]

    @property
    def isothermal_radius(self) -> Any:
        """r_0 = σ / √(4 π G ρ_0) [arcsec]."""
        return self.scale_radius * core_of(self._join())[1]

    def _parts(self, y: Any, x: Any) -> tuple[Any, ...]:
        x_squared = circular_radius_squared(y, x) / self.scale_radius**2
        parts = _table_of(self._join())(x_squared)
        return x_squared, ScaledRadius(x_squared), parts

    def deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        """Deflection angles (y, x) [arcsec] at sky coordinates, bare arrays."""
        shape = (self._join(),)
        numbers = *self.centre, self.kappa_s, self.scale_radius
        return round_halo_deflections(
            _mean, _projected, shape, y, x, numbers, in_parts=False
        )

    def _convergence(self, y: Any, x: Any) -> Any:
        _, radius, parts = self._parts(y, x)
        return 2.0 * self.kappa_s * (radius.convergence() + parts[1])

    def _potential(self, y: Any, x: Any) -> Any:
        _, radius, parts = self._parts(y, x)
        total = 0.5 * radius.potential() + parts[2]
        return 4.0 * self.kappa_s * self.scale_radius**2 * total


class KaplinghatCoredNFWSph(RoundCored, MassProfile):
    """The round NFW halo with an isothermal core inside r_1.

    The core is a self-gravitating isothermal sphere whose density and mass at r_1 are
    those of the halo. The projection is that of the NFW halo plus a tabulated
    difference, to 1e-8.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    kappa_s
        κ_s = ρ_s r_s / Σ_cr of the NFW halo.
    scale_radius
        r_s [arcsec].
    sigma_over_m
        Cross section over mass [cm² / g].
    t_age
        Age [Gyr].
    interaction_radius
        r_1 [arcsec]. 0 or None: r_s σt / (100 + σt), a scaling without a physical
        derivation that PyAutoLens uses where the halo has no physical units; see
        `KaplinghatCoredNFWMCRLudlowSph` for the rate of scattering.

    Raises
    ------
    ProfileException
        `scale_radius` not above zero; a negative number; r_1 above 3.97 r_s,
        where no core matches the halo.
    """

    kappa_s: float = 0.05
    scale_radius: float = 1.0
    sigma_over_m: float = 1.0
    t_age: float = 10.0
    interaction_radius: float | None = 0.0

    def __post_init__(self) -> None:
        if self.interaction_radius is None:
            object.__setattr__(self, "interaction_radius", 0.0)
        super().__post_init__()

    def _check(self) -> None:
        self._require_positive("scale_radius")
        for name in ("sigma_over_m", "t_age", "interaction_radius"):
            value = getattr(self, name)
            if isinstance(value, float):
                self._require(name, value >= 0.0, "at least zero")
        super()._check()
        join = self._join()
        if array_namespace(self) is np:
            ratio = nfw_mass(join) * ((1.0 + join) / join) ** 2
            if ratio >= largest_mass_ratio():
                raise exc.ParameterException(
                    f"{type(self).__name__} got a core that ends at {float(join):.4g} "
                    "scale radii; no isothermal core matches the halo there: give a "
                    "smaller interaction_radius."
                )

    def _join(self) -> Any:
        xp = array_namespace(self)
        depth = self.sigma_over_m * self.t_age
        given = xp.asarray(self.interaction_radius / self.scale_radius)
        join = xp.where(given > 0.0, given, depth / (100.0 + depth))
        # Without interaction the core is a point; its table needs some size.
        return xp.maximum(join, 1e-4)
