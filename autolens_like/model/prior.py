"""Priors: the distributions that a free parameter may have."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from autolens_like.model.distribution import Prior as Prior

_LOG_ROOT_TWO_PI = 0.5 * math.log(2.0 * math.pi)
#: Unbounded priors map the ends of the unit interval here (8.2 sigma), so that
#: a sampler that draws exactly 0 or 1 still gets a finite parameter.
_UNIT_EDGE = 2.0**-53
#: Where the normal cumulative distribution comes close to underflow.
_SMALLEST_CUMULATIVE = 1e-280


@dataclass(frozen=True, eq=False, repr=False)
class UniformPrior(Prior):
    """Every value between two limits, equally probable."""

    lower_limit: float = 0.0
    upper_limit: float = 1.0
    argument_names = ("lower_limit", "upper_limit")

    def _check(self) -> None:
        self._check_finite(*self.argument_names)
        self._check_limits()

    def _quantile(self, unit: Any) -> Any:
        return (1.0 - unit) * self.lower_limit + unit * self.upper_limit

    def _cumulative(self, value: Any) -> Any:
        return (value - self.lower_limit) / (self.upper_limit - self.lower_limit)

    def _log_density(self, value: Any) -> Any:
        return np.zeros_like(value) - math.log(self.upper_limit - self.lower_limit)


@dataclass(frozen=True, eq=False, repr=False)
class PeriodicPrior(UniformPrior):
    """Every value on a circle, such as an angle, equally probable.

    The upper limit is the lower limit again: values outside stand for those inside, a
    whole number of periods away. Statistics of samples are taken about their mean on
    the circle, so that a posterior across the seam is in one piece. A search works
    between the limits and takes a posterior across the seam for two, that of dynesty
    as well: its keyword ``periodic`` saved no likelihoods, and it fails where all
    parameters are periodic. Where the posterior is roughly known, half a turn from it
    is the best place for the seam.
    """

    lower_limit: float = 0.0
    upper_limit: float = 180.0
    is_periodic = True

    @property
    def period(self) -> float:
        """The length of the circle."""
        return self.upper_limit - self.lower_limit

    def unit_value_for(self, value: Any) -> Any:
        """The fraction of the circle from the lower limit to `value`, in [0, 1)."""
        return super().unit_value_for(self._wrapped(value))

    def log_prior_from_value(self, value: Any) -> Any:
        """The natural logarithm of the density, the same for every finite value."""
        return super().log_prior_from_value(self._wrapped(value))

    def _wrapped(self, value: Any) -> Any:
        value = np.asarray(value, dtype=float)
        inside = (value >= self.lower_limit) & (value <= self.upper_limit)
        with np.errstate(invalid="ignore"):
            turned = self.lower_limit + np.mod(value - self.lower_limit, self.period)
        return np.where(inside, value, turned)


@dataclass(frozen=True, eq=False, repr=False)
class LogUniformPrior(Prior):
    """Every order of magnitude between two positive limits, equally probable."""

    lower_limit: float = 1e-6
    upper_limit: float = 1.0
    argument_names = ("lower_limit", "upper_limit")

    def _check(self) -> None:
        self._check_finite(*self.argument_names)
        self._check_limits()
        if self.lower_limit <= 0.0:
            raise self._error(
                f"lower_limit is {self.lower_limit}; it must be positive "
                "(a UniformPrior reaches zero)"
            )

    @cached_property
    def _log_limits(self) -> tuple[float, float]:
        return math.log(self.lower_limit), math.log(self.upper_limit)

    def _quantile(self, unit: Any) -> Any:
        lower, upper = self._log_limits
        value = np.exp((1.0 - unit) * lower + unit * upper)
        return np.minimum(np.maximum(value, self.lower_limit), self.upper_limit)

    def _cumulative(self, value: Any) -> Any:
        lower, upper = self._log_limits
        return (np.log(value) - lower) / (upper - lower)

    def _log_density(self, value: Any) -> Any:
        lower, upper = self._log_limits
        return -np.log(value) - math.log(upper - lower)


@dataclass(frozen=True, eq=False, repr=False)
class GaussianPrior(Prior):
    """A normal distribution without limits."""

    mean: float
    sigma: float
    argument_names = ("mean", "sigma")

    @property
    def lower_limit(self) -> float:
        """Minus infinity."""
        return -math.inf

    @property
    def upper_limit(self) -> float:
        """Infinity."""
        return math.inf

    def _check(self) -> None:
        self._check_sigma()

    def _quantile(self, unit: Any) -> Any:
        return self.mean + self.sigma * _normal_quantile(unit)

    def _cumulative(self, value: Any) -> Any:
        from scipy.special import ndtr

        return ndtr((value - self.mean) / self.sigma)

    def _log_density(self, value: Any) -> Any:
        return _normal_log_density(value, self.mean, self.sigma)


@dataclass(frozen=True, eq=False, repr=False)
class LogGaussianPrior(Prior):
    """A positive value whose natural logarithm is normally distributed.

    Parameters
    ----------
    mean, sigma
        Mean and standard deviation of the logarithm.
    """

    mean: float
    sigma: float
    argument_names = ("mean", "sigma")

    @property
    def lower_limit(self) -> float:
        """Zero."""
        return 0.0

    @property
    def upper_limit(self) -> float:
        """Infinity."""
        return math.inf

    def _check(self) -> None:
        self._check_sigma()

    def _quantile(self, unit: Any) -> Any:
        return np.exp(self.mean + self.sigma * _normal_quantile(unit))

    def _cumulative(self, value: Any) -> Any:
        from scipy.special import ndtr

        with np.errstate(divide="ignore"):
            return ndtr((np.log(value) - self.mean) / self.sigma)

    def _has_density(self, value: Any) -> Any:
        return value > 0.0

    def _log_density(self, value: Any) -> Any:
        logarithm = np.log(value)
        return _normal_log_density(logarithm, self.mean, self.sigma) - logarithm


@dataclass(frozen=True, eq=False, repr=False)
class TruncatedGaussianPrior(Prior):
    """A normal distribution between two limits, either of which may be infinite."""

    mean: float
    sigma: float
    lower_limit: float = -math.inf
    upper_limit: float = math.inf
    argument_names = ("mean", "sigma", "lower_limit", "upper_limit")

    def _check(self) -> None:
        self._check_sigma()
        self._check_limits()

    @cached_property
    def _tail(self) -> tuple[float, float, float]:
        """(sign, a, b): the limits in sigma, reflected towards the lower tail.

        Below the mean the cumulative distribution keeps its digits; above it
        rounds to one.
        """
        lower = (self.lower_limit - self.mean) / self.sigma
        upper = (self.upper_limit - self.mean) / self.sigma
        return (-1.0, -upper, -lower) if lower + upper > 0 else (1.0, lower, upper)

    @cached_property
    def _tail_cumulative(self) -> tuple[float, float]:
        from scipy.special import ndtr

        _, lower, upper = self._tail
        return float(ndtr(lower)), float(ndtr(upper))

    @cached_property
    def _log_mass(self) -> float:
        """The logarithm of the probability of the untruncated normal inside."""
        from scipy.special import log_ndtr

        _, lower, upper = self._tail
        log_lower, log_upper = float(log_ndtr(lower)), float(log_ndtr(upper))
        return log_upper + math.log(-math.expm1(log_lower - log_upper))

    def _quantile(self, unit: Any) -> Any:
        from scipy.special import log_ndtr, ndtri, ndtri_exp

        sign, lower, upper = self._tail
        if not math.isfinite(self.upper_limit - self.lower_limit):
            unit = _inside(unit)
        fraction = unit if sign > 0 else 1.0 - unit
        below, above = self._tail_cumulative
        if above > _SMALLEST_CUMULATIVE:
            deviation = ndtri(below + fraction * (above - below))
        else:
            with np.errstate(divide="ignore"):
                deviation = ndtri_exp(
                    np.logaddexp(
                        np.log1p(-fraction) + log_ndtr(lower),
                        np.log(fraction) + log_ndtr(upper),
                    )
                )
        value = self.mean + sign * self.sigma * deviation
        return np.minimum(np.maximum(value, self.lower_limit), self.upper_limit)

    def _cumulative(self, value: Any) -> Any:
        from scipy.special import log_ndtr

        sign, lower, _ = self._tail
        deviation = sign * (value - self.mean) / self.sigma
        log_value, log_lower = log_ndtr(deviation), log_ndtr(lower)
        with np.errstate(divide="ignore", invalid="ignore"):
            fraction = np.exp(log_value - self._log_mass) * -np.expm1(
                np.where(deviation > lower, log_lower - log_value, 0.0)
            )
        return fraction if sign > 0 else 1.0 - fraction

    def _log_density(self, value: Any) -> Any:
        return _normal_log_density(value, self.mean, self.sigma) - self._log_mass


@dataclass(frozen=True)
class Constant:
    """A number that a configuration or a script fixes a parameter to."""

    value: float


def _normal_quantile(unit: Any) -> Any:
    from scipy.special import ndtri

    return ndtri(_inside(unit))


def _inside(unit: Any) -> Any:
    return np.minimum(np.maximum(unit, _UNIT_EDGE), 1.0 - _UNIT_EDGE)


def _normal_log_density(value: Any, mean: float, sigma: float) -> Any:
    deviation = (value - mean) / sigma
    return -0.5 * deviation**2 - math.log(sigma) - _LOG_ROOT_TWO_PI
