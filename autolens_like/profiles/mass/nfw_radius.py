"""The functions of the scaled radius that make an NFW halo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autolens_like.numerics.namespace import array_namespace
from autolens_like.numerics.pointwise import computed_again, with_slopes
from autolens_like.profiles.frames import circular_radius_squared, shifted

#: Where |x² - 1| is below this, power series in x² - 1 replace the closed forms, in
#: which roots and differences of nearly equal numbers stand; ten terms leave 1e-17.
_NEAR_ONE = 0.02
_SERIES_TERMS = 10


def _series(v: Any, first: int) -> Any:
    """Σ (-v)^k / (2 (k + first) + 1), by Horner's rule."""
    total = 0.0 * v
    for k in reversed(range(_SERIES_TERMS)):
        total = 1.0 / (2 * (k + first) + 1) - v * total
    return total


class ScaledRadius:
    """The functions of x = r / r_s that make an NFW halo, stable at every x.

    With v = x² - 1 and F = arctan(√v) / √v, which is arctanh(√-v) / √-v inside r_s:
    κ ∝ (1 - F) / v, α ∝ (ln(x/2) + F) / x, ψ ∝ ln²(x/2) + v F².
    """

    def __init__(self, x_squared: Any) -> None:
        xp = self.xp = array_namespace(x_squared)
        self.v = x_squared - 1.0
        self.inside = self.v < -_NEAR_ONE
        self.outside = self.v > _NEAR_ONE
        # The branch that is not taken gets harmless numbers: its gradient is summed.
        self.x_squared_inside = xp.where(self.inside, x_squared, 0.25)
        self.v_outside = xp.where(self.outside, self.v, 1.0)
        self.v_near = xp.where(self.inside | self.outside, 0.0, self.v)
        self.log_half = 0.5 * xp.log(0.25 * x_squared)
        self.root = xp.sqrt(1.0 - self.x_squared_inside)
        # arccosh(1 / x) = -ln(x / 2) + ln((1 + √(1-x²)) / 2), the second part small.
        self.small = xp.log1p(-0.5 * self.x_squared_inside / (1.0 + self.root))
        log_half_inside = 0.5 * xp.log(0.25 * self.x_squared_inside)
        self.height = self.small - log_half_inside

    def _joined(self, inside: Any, near: Any, outside: Any) -> Any:
        where = self.xp.where
        return where(self.inside, inside, where(self.outside, outside, near))

    def _outside_ratio(self) -> Any:
        root = self.xp.sqrt(self.v_outside)
        return self.xp.arctan(root) / root

    def ratio(self) -> Any:
        """F(x)."""
        inside = self.height / self.root
        return self._joined(inside, _series(self.v_near, 0), self._outside_ratio())

    def convergence(self) -> Any:
        """g(x) = (1 - F) / (x² - 1)."""
        inside = (self.height / self.root - 1.0) / (1.0 - self.x_squared_inside)
        outside = (1.0 - self._outside_ratio()) / self.v_outside
        return self._joined(inside, _series(self.v_near, 1), outside)

    def mass(self) -> Any:
        """h(x) = ln(x / 2) + F, the mass inside x."""
        # height (1 / root - 1) + small: both parts are of the order of x².
        gain = self.x_squared_inside / (self.root * (1.0 + self.root))
        inside = self.height * gain + self.small
        near = self.log_half + _series(self.v_near, 0)
        return self._joined(inside, near, self.log_half + self._outside_ratio())

    def potential(self) -> Any:
        """ln²(x / 2) + (x² - 1) F²."""
        # ln²(x/2) - height² as sum times difference; their sum is `small`.
        inside = -self.small * (2.0 * self.height - self.small)
        near = self.log_half**2 + self.v_near * _series(self.v_near, 0) ** 2
        outside = self.log_half**2 + self.v_outside * self._outside_ratio() ** 2
        return self._joined(inside, near, outside)


def round_halo_deflections(
    mean: Callable[..., Any],
    density: Callable[..., Any],
    shape: tuple[Any, ...],
    y: Any,
    x: Any,
    numbers: tuple[Any, Any, Any, Any],
    in_parts: bool = True,
) -> tuple[Any, Any]:
    """α (y, x) [arcsec] of a round halo.

    Parameters
    ----------
    mean
        m(x) / x² of x² and of `shape`, where 4 κ_s m is the mass inside x = r / r_s
        over π r_s².
    density
        κ / κ_s of the same.
    shape
        Numbers that both take.
    y, x
        Coordinates [arcsec].
    numbers
        y and x of the centre [arcsec], κ_s and r_s [arcsec].
    in_parts
        As for `computed_again`. Not for formulas that make a table of `shape` first,
        which would be made again for every part.
    """

    def slope(value: Any, x_squared: Any, *shape: Any) -> Any:
        # κ is the derivative of x² times its mean inside.
        return (0.25 * density(x_squared, *shape) - value) / x_squared

    def formula(y: Any, x: Any, *numbers: Any) -> tuple[Any, Any]:
        y, x = shifted(y, x, numbers[:2])
        kappa_s, scale_radius, *shape = numbers[2:]
        x_squared = circular_radius_squared(y, x) / scale_radius**2
        factor = 4.0 * kappa_s * with_slopes(mean, slope, x_squared, tuple(shape))
        return factor * y, factor * x

    return computed_again(formula, y, x, numbers, shape, in_parts)
