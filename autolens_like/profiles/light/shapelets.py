"""Shapelets: orthogonal functions around a centre, for light of any shape.

Hermite functions of x and y, or Laguerre functions of the radius times a harmonic
(Refregier 2003, MNRAS 338, 35; Massey & Refregier 2005, MNRAS 363, 197); exponential
ones (Bergé et al. 2019, MNRAS 486, 544) suit discs.

Parameters
    The orders ``n_y``, ``n_x`` or ``n``, ``m``, fixed numbers; ``beta`` β [arcsec];
    ``intensity``.
Radius
    β is the scale along the major axis, q β along the minor one.
Normalization
    At intensity 1 the square of a round Cartesian shapelet integrates to 1; see the
    classes for the others and for ellipses.
Limits
    Exact to 1e-12 at orders up to 30. Orders are static: JAX compiles each anew.
Elsewhere
    PyAutoLens: the same, but for exponential and elliptical polar shapelets, which
    contradict themselves there. lenstronomy: amp is intensity / β.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from numbers import Integral
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.numerics.model_object import static
from autolens_like.numerics.namespace import array_namespace
from autolens_like.numerics.polynomials import harmonic, hermite_functions, laguerre
from autolens_like.profiles.frames import (
    MINIMUM_RADIUS,
    along_axes,
    axis_ratio_from,
    shifted,
)
from autolens_like.profiles.light.light_profile import (
    EllipticalLightProfile,
    LightProfile,
)
from autolens_like.profiles.light.shapelet_images import cartesian_shapelet_images


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class _CartesianOrder:
    # Apart from the formula, so that the orders are the first arguments.
    n_y: int = static()
    n_x: int = static()


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class _PolarOrder:
    n: int = static()
    m: int = static()


class Shapelet:
    """What shapelets have in common: a scale, and coordinates along their axes."""

    beta: Any

    def _check(self) -> None:
        self._require_positive("beta")
        self._check_order()
        super()._check()

    def _check_order(self) -> None:
        raise NotImplementedError

    def _require_order(self, allowed: bool, rule: str) -> None:
        if not allowed:
            names = [field for field in self.field_names() if field[0] in "nm"]
            given = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
            raise exc.ProfileException(f"{type(self).__name__} got {given}; {rule}.")

    def frame(self, y: Any, x: Any) -> tuple[Any, Any]:
        """(y, x) relative to the centre [arcsec]; of an ellipse (y' / q, x')."""
        return shifted(y, x, self.centre)


def _is_whole(*orders: Any) -> bool:
    return all(
        # A search makes a hundred shapelets a likelihood, nearly all from integers.
        type(n) is int or (isinstance(n, Integral) and not isinstance(n, bool))
        for n in orders
    )


class _EllipticalShapelet(Shapelet):
    ell_comps: tuple[Any, Any]

    def frame(self, y: Any, x: Any) -> tuple[Any, Any]:
        """(y' / q, x') along the minor and major axis [arcsec]."""
        y, x = along_axes(*super().frame(y, x), self.ell_comps)
        return y / axis_ratio_from(self.ell_comps), x


class CartesianFormula:
    """φ_ny(y / β) φ_nx(x / β) / β with the oscillator functions φ_n.

    Refregier 2003, MNRAS 338, 35: φ_n(u) = H_n(u) exp(-u² / 2) / √(2^n n! √π).
    """

    def _check_order(self) -> None:
        whole = _is_whole(self.n_y, self.n_x) and self.n_y >= 0 and self.n_x >= 0
        self._require_order(whole, "give whole numbers of at least 0")

    @staticmethod
    def images(
        shapelets: Sequence[Any],
        frame: tuple[Any, Any],
        out: Any = None,
        first: int = 0,
    ) -> Any:
        """(M, n) images of shapelets that have one frame and one β.

        Parameters
        ----------
        shapelets
            M of them.
        frame
            Coordinates (n,), or (s, n), of which the mean over s is taken.
        out, first
            For images of intensity 1 as for `cartesian_shapelet_images`.
        """
        beta = shapelets[0].beta
        xp = array_namespace(*frame, beta)
        y, x = (xp.atleast_2d(axis / beta) for axis in frame)
        orders = np.array([(one.n_y, one.n_x) for one in shapelets]).T
        intensities = [one.intensity for one in shapelets]
        if all(isinstance(one, float) and one == 1.0 for one in intensities):
            return cartesian_shapelet_images(y, x, *orders, 1.0 / beta, out, first)
        images = cartesian_shapelet_images(y, x, *orders)
        return xp.stack([one / beta for one in intensities])[:, None] * images

    def _intensity(self, frame: tuple[Any, Any]) -> Any:
        y, x = frame[0] / self.beta, frame[1] / self.beta
        xp = array_namespace(y, x)
        fall = xp.exp(-0.5 * (y * y + x * x))
        waves = hermite_functions(self.n_y, y) * hermite_functions(self.n_x, x)
        return self.intensity / self.beta * waves * fall


class _PolarFormula:
    """(-1)^p √(p! / (p + |m|)!) ρ^|m| L_p^|m|(ρ²) exp(-ρ² / 2) / (√π β) e^(-imφ)

    with ρ = r / β and p = (n - |m|) / 2 (Massey & Refregier 2005, MNRAS 363, 197): its
    real part for m <= 0, its imaginary part for m > 0.
    """

    def _check_order(self) -> None:
        allowed = _is_whole(self.n, self.m) and abs(self.m) <= self.n
        self._require_order(
            allowed and (self.n - self.m) % 2 == 0,
            "give whole numbers, n of at least 0 and m one of -n, -n + 2, ..., n",
        )

    def _intensity(self, frame: tuple[Any, Any]) -> Any:
        y, x = frame[0] / self.beta, frame[1] / self.beta
        squared, sides = y * y + x * x, abs(self.m)
        nodes = (self.n - sides) // 2
        xp = array_namespace(squared)
        norm = math.sqrt(
            math.factorial(nodes) / math.factorial(nodes + sides) / math.pi
        )
        radial = laguerre(nodes, sides, squared) * xp.exp(-0.5 * squared)
        wave = harmonic(self.m, y, x) * radial
        return self.intensity / self.beta * ((-1) ** nodes * norm) * wave


class _ExponentialFormula:
    """(-1)^p N χ^|m| L_p^(2|m|)(χ) exp(-χ / 2) e^(-imφ), χ = 2 r / (β (2n + 1)),

    p = n - |m|, N² = 2 (n - |m|)! / (π β² (2n + 1)³ (n + |m|)!): the states of hydrogen
    in two dimensions (Bergé et al. 2019, MNRAS 486, 544); the real part for m <= 0,
    the imaginary part for m > 0.
    """

    def _check_order(self) -> None:
        self._require_order(
            _is_whole(self.n, self.m) and abs(self.m) <= self.n,
            "give whole numbers, n of at least 0 and m from -n to n",
        )

    def _intensity(self, frame: tuple[Any, Any]) -> Any:
        scale = 2.0 / (self.beta * (2 * self.n + 1))
        y, x = frame[0] * scale, frame[1] * scale
        xp = array_namespace(y, x)
        floor = (MINIMUM_RADIUS * scale) ** 2
        radius = xp.sqrt(xp.maximum(y * y + x * x, floor))
        sides, nodes = abs(self.m), self.n - abs(self.m)
        norm = math.sqrt(
            2.0
            * math.factorial(nodes)
            / math.factorial(self.n + sides)
            / (math.pi * (2 * self.n + 1) ** 3)
        )
        radial = laguerre(nodes, 2 * sides, radius) * xp.exp(-0.5 * radius)
        wave = harmonic(self.m, y, x) * radial
        return self.intensity / self.beta * ((-1) ** nodes * norm) * wave


class ShapeletCartesian(
    CartesianFormula, _EllipticalShapelet, EllipticalLightProfile, _CartesianOrder
):
    """A Cartesian shapelet on an ellipse.

    Round shapelets of equal centre and β are orthonormal: ∫ I I' dA is 1 for the same
    orders, at intensity 1, and 0 for others. An ellipse is narrower by q along its
    minor axis, so that the 1 becomes q.

    Parameters
    ----------
    n_y, n_x
        Orders along the minor and the major axis: numbers of nodes, at least 0.
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalLightProfile`. The axes of the shapelet
        are those of the ellipse, x' at -45° <= φ < 135° from +x, and those of the sky
        where it is round: the image jumps there, unless n_y = n_x = 0.
    intensity
        Amplitude, a surface brightness times an arcsecond.
    beta
        Scale β along the major axis [arcsec]; along the minor axis it is q β.

    Raises
    ------
    ProfileException
        `ell_comps` outside the unit disc, `beta` not above zero, or orders that are
        not there.
    """

    intensity: float = 1.0
    beta: float = 1.0


class ShapeletCartesianSph(CartesianFormula, Shapelet, LightProfile, _CartesianOrder):
    """The round Cartesian shapelet; as `ShapeletCartesian`, without `ell_comps`."""

    intensity: float = 1.0
    beta: float = 1.0


class ShapeletPolar(
    _PolarFormula, _EllipticalShapelet, EllipticalLightProfile, _PolarOrder
):
    """A polar shapelet on an ellipse.

    Round shapelets of equal centre and β are orthogonal; ∫ I² dA is 1 for m = 0 and
    1/2 for the others, whose complex form has 1; an ellipse makes it q times that.

    Parameters
    ----------
    n
        Order, at least 0.
    m
        -n, -n + 2, ..., n: its size is the number of nodes in half a turn, cos mφ' for
        m <= 0 and -sin mφ' for m > 0, φ' counted from the major axis.
    centre, ell_comps, intensity, beta
        As in `ShapeletCartesian`.

    Raises
    ------
    ProfileException
        As in `ShapeletCartesian`.

    Notes
    -----
    φ' belongs to the stretched coordinates (y' / q, x'), so that an ellipse keeps the
    functions orthogonal. PyAutoLens 2026.10.26.1 takes the angle of (y', x') instead.
    """

    intensity: float = 1.0
    beta: float = 1.0


class ShapeletPolarSph(_PolarFormula, Shapelet, LightProfile, _PolarOrder):
    """The round polar shapelet; as `ShapeletPolar`, without `ell_comps`."""

    intensity: float = 1.0
    beta: float = 1.0


class ShapeletExponential(
    _ExponentialFormula, _EllipticalShapelet, EllipticalLightProfile, _PolarOrder
):
    """An exponential shapelet on an ellipse, which suits discs.

    Its lowest order is exp(-r / β), of higher ones exp(-r / (β (2n + 1))) far outside.
    Norms as for `ShapeletPolar`.

    Parameters
    ----------
    n
        Order, at least 0.
    m
        -n, -n + 1, ..., n: cos mφ' for m <= 0 and -sin mφ' for m > 0.
    centre, ell_comps, intensity, beta
        As in `ShapeletCartesian`.

    Raises
    ------
    ProfileException
        As in `ShapeletCartesian`.

    Notes
    -----
    PyAutoLens 2026.10.26.1 has r² in the place of r here and no ellipticity, which is
    neither exponential nor orthogonal; numbers differ.
    """

    intensity: float = 1.0
    beta: float = 1.0


class ShapeletExponentialSph(_ExponentialFormula, Shapelet, LightProfile, _PolarOrder):
    """The round exponential shapelet; as `ShapeletExponential`, no `ell_comps`."""

    intensity: float = 1.0
    beta: float = 1.0
