"""Power laws with a core.

A power law that is flat inside s,

    κ = (3 - slope) / (1 + q) (θ_E² / (R² + s²))^((slope - 1) / 2),

R = √(x'² + y'² / q²). The integrals of the series in `elliptical_series` obey a
recurrence of three terms, taken upwards or downwards, whichever keeps its digits.

Parameters
    ``einstein_radius`` θ_E and ``core_radius`` s [arcsec]; ``slope``; ``ell_comps``.
Radius
    R and s are both measured along the major axis.
Normalization
    Far outside the core it is `PowerLaw` of the same θ_E.
Einstein radius
    Smaller than that of `PowerLaw`, without a closed form: `einstein_radius_from`.
Limits
    1 < slope < 3; s is held above 1e-8 arcsec. The error after N terms is below
    2 D_0 f^(N+1) / (1 - f), and N is chosen for rounding; ψ is 0 at the centre.
Elsewhere
    PyAutoLens: the same, by quadrature. lenstronomy's SPL_CORE is the round one, with
    sigma0 the central density times s.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from autolens_like.numerics.arctangent import exponential_ratio
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import MINIMUM_RADIUS
from autolens_like.profiles.mass.elliptical_series import RoundProfile, SeriesProfile

#: Nodes of the round potential's integral; for c = 1e-8 P they leave 1e-12.
_NODES = 40


def _forward_step(n: Any, state: tuple[Any, ...], numbers: tuple[Any, ...]) -> Any:
    """From ηⁿ D_n and the term before to the next, and the sum with it."""
    phase, square, argument, half, is_potential = numbers
    before, now, total = state
    after = (2 * n + 1) * argument * phase * now + (n - 1 + half) * square * before
    after = -after / (n + 2 - half)
    term = (phase * now - after) / (n + 1) if is_potential else after
    return now, after, total + term


def _backward_step(n: Any, state: tuple[Any, Any], numbers: tuple[Any, ...]) -> Any:
    """From D_{n+1} / D_n and the sum beyond n to those one term lower."""
    phase, _, argument, half, is_potential = numbers
    ratio, total = state
    below = (2 * n + 1) * argument + (n + 2 - half) * ratio
    ratio = -(n - 1 + half) / below
    first = (1.0 - ratio) / n if is_potential else 1.0
    return ratio, first + phase * ratio * total


def _loop(step: Any, numbers: Sequence[float], state: Any, constants: Any) -> Any:
    for n in numbers:
        state = step(n, state, constants)
    return state


@kernel
def cored_series(
    phase: Any, core_ratio: Any, half: Any, terms: int, is_potential: bool
) -> Any:
    """The sums of `elliptical_series` over D_n = ∫_0^1 P_n(2y - 1) (y + γ)^(-a) dy.

    By parts, with X = 1 + 2γ = cosh ξ,

        (n + 2 - a) D_{n+1} + (2n + 1) X D_n + (n - 1 + a) D_{n-1} = 0 for n ≥ 1,

    of which D_n is the solution that decays, like e^(-nξ). Upwards, an error ε of D_0
    and D_1 has grown to ε e^(nξ) and stands in the sum with fⁿ: up to f e^ξ = 1 it
    stays ε. Downwards, as a continued fraction, the ratios lose the error of their
    start like e^(-2ξ) a step: from f e^ξ = 1 on it ends below f^(2 · terms).

    Parameters
    ----------
    phase
        η, complex.
    core_ratio
        γ = c² / P² above zero, of the same shape.
    half
        a, half of slope - 1, between 0 and 1.
    terms
        How many.
    is_potential
        Which sum: of ηⁿ (D_{n-1} - D_n) / (n D_0) for n ≥ 1, or of ηⁿ D_n / D_0.
    """
    return _both_ways(phase, core_ratio, half, terms, is_potential, _loop)


@cored_series.implement("jax")
def _cored_series_jax(
    phase: Any, core_ratio: Any, half: Any, terms: int, is_potential: bool
) -> Any:
    import jax

    def loop(step: Any, numbers: Sequence[float], state: Any, constants: Any) -> Any:
        # A loop that is unrolled compiles slowly, and XLA does not vectorise it.
        at = jax.numpy.asarray(numbers, dtype=float)

        def body(state: Any, n: Any) -> Any:
            return step(n, state, constants), None

        return jax.lax.scan(body, state, at)[0]

    phase, core_ratio = jax.numpy.asarray(phase), jax.numpy.asarray(core_ratio)
    return _both_ways(phase, core_ratio, half, terms, is_potential, loop)


def _both_ways(
    phase: Any, core_ratio: Any, half: Any, terms: int, is_potential: bool, loop: Any
) -> Any:
    xp = array_namespace(phase, core_ratio, half)
    argument = 1.0 + 2.0 * core_ratio
    squared = phase.real**2 + phase.imag**2
    upwards = (4.0 * argument**2 * squared <= (1.0 + squared) ** 2) & (argument < 1e3)
    # The way that is not taken gets harmless numbers: its gradient is summed.
    gamma = xp.where(upwards, core_ratio, 1e-12)
    constants = (phase, phase * phase, 1.0 + 2.0 * gamma, half, is_potential)
    first = phase * _first_ratio(gamma, half)
    total = phase - first if is_potential else 1.0 + first
    state = (0.0 * phase + 1.0, first, total)
    up = loop(_forward_step, range(1, terms), state, constants)[2]
    argument = xp.where(upwards, 2.0, argument)
    constants = (phase, None, argument, half, is_potential)
    state = 0.0 * argument - (terms + half) / (terms + 2 - half), 0.0 * phase + 1.0
    down = loop(_backward_step, range(terms, 0, -1), state, constants)[1]
    return xp.where(upwards, up, phase * down if is_potential else down)


def _first_ratio(gamma: Any, half: Any) -> Any:
    """D_1 / D_0."""
    xp = array_namespace(gamma, half)
    rest, growth = 1.0 - half, xp.log1p(1.0 / gamma)
    zeroth = gamma**rest * growth * exponential_ratio(rest * growth)
    moment = ((1.0 + gamma) ** (1.0 + rest) - gamma ** (1.0 + rest)) / (1.0 + rest)
    return 2.0 * moment / zeroth - (1.0 + 2.0 * gamma)


@cache
def _gauss_legendre() -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights on [0, 1]."""
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    return 0.5 * (nodes + 1.0), 0.5 * weights


class _CoredPowerLaw:
    """κ = K (P² + c²)^(-a) with a = (slope - 1) / 2, and what follows on circles."""

    einstein_radius: Any
    slope: Any
    core_radius: Any

    def _check(self) -> None:
        if isinstance(self.slope, float):
            self._require("slope", 1.0 < self.slope < 3.0, "between 1 and 3")
        self._require_not_negative("core_radius")
        super()._check()

    def _core_squared(self) -> Any:
        """c² = q s², held above zero: for slope > 2 no gradient exists there."""
        xp = array_namespace(self.core_radius)
        core = xp.maximum(self.core_radius, MINIMUM_RADIUS)
        return (self._stretch() * core) ** 2

    def _axis_factor(self) -> Any:
        """2 / (1 + q)."""
        return 2.0 / (1.0 + self._stretch() ** 2)

    def _scale(self) -> tuple[Any, Any]:
        """K / (1 - a) and 1 - a; 3 - slope is 2 (1 - a)."""
        rest = 0.5 * (3.0 - self.slope)
        length = self._stretch() * self.einstein_radius
        return self._axis_factor() * length ** (self.slope - 1.0), rest

    def _round_convergence(self, radius_squared: Any) -> Any:
        scale, rest = self._scale()
        whole = radius_squared + self._core_squared()
        return rest * scale * whole ** (rest - 1.0)

    def _enclosed(self, radius_squared: Any) -> Any:
        # K ((P² + c²)^(1-a) - c^(2-2a)) / (1 - a)
        scale, rest = self._scale()
        core = self._core_squared()
        xp = array_namespace(radius_squared, core, rest)
        growth = xp.log1p(radius_squared / core)
        return scale * rest * core**rest * growth * exponential_ratio(rest * growth)

    def _round_potential(self, radius_squared: Any) -> Any:
        # ½ ∫ D_0 dY / Y from the centre; with λ = ln(1 + Y / c²) it is
        # ½ K / (1 - a) c^(2-2a) ∫_0^Λ (e^((1-a) λ) - 1) / (1 - e^-λ) dλ.
        scale, rest = self._scale()
        core = self._core_squared()
        xp = array_namespace(radius_squared, core, rest)
        growth = xp.log1p(radius_squared / core)
        nodes, weights = _gauss_legendre()
        at = growth[..., None] * xp.asarray(nodes)
        integrand = rest * exponential_ratio(rest * at) / exponential_ratio(-at)
        integral = growth * (integrand * xp.asarray(weights)).sum(axis=-1)
        return 0.5 * scale * core**rest * integral


class PowerLawCore(_CoredPowerLaw, SeriesProfile):
    """An elliptical power law with a core.

    κ = (3 - γ) / (1 + q) (θ_E² / (R² + s²))^((γ - 1) / 2), where R = √(x'² + y'² / q²)
    is the major-axis radius, γ is `slope`, and s is measured
    along the major axis; with s = 0 it is `PowerLaw`. Deflection and potential are the
    series of `elliptical_series`; ψ is zero at the centre.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalMassProfile`.
    einstein_radius
        θ_E [arcsec].
    slope
        Slope of the density in three dimensions beyond the core; 2 is isothermal.
    core_radius
        s [arcsec]; below 1e-8 it is taken as that.

    Raises
    ------
    ProfileException
        `ell_comps` outside the unit disc; `slope` not between 1 and 3; `core_radius`
        below zero.
    """

    einstein_radius: float = 1.0
    slope: float = 2.0
    core_radius: float = 0.01

    def _series(self, squared: Any, phase: Any, terms: int, is_potential: bool) -> Any:
        core_ratio = self._core_squared() / squared
        half = 0.5 * (self.slope - 1.0)
        return cored_series(phase, core_ratio, half, terms, is_potential)

    def _sum(self, radius_squared: Any, phase: Any, terms: int) -> Any:
        return self._series(radius_squared, phase, terms, False)

    def _potential_sum(self, radius_squared: Any, phase: Any, terms: int) -> Any:
        return self._series(radius_squared, phase, terms, True)


class PowerLawCoreSph(_CoredPowerLaw, RoundProfile):
    """A round power law with a core, κ = (3 - γ) / 2 (θ_E² / (r² + s²))^((γ-1)/2).

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    einstein_radius
        θ_E [arcsec]; the critical circle is smaller where there is a core.
    slope
        γ, the slope of the density in three dimensions beyond the core.
    core_radius
        s [arcsec]; below 1e-8 it is taken as that.

    Raises
    ------
    ProfileException
        `slope` not between 1 and 3; `core_radius` below zero.
    """

    einstein_radius: float = 1.0
    slope: float = 2.0
    core_radius: float = 0.01
