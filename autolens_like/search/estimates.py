"""Weighted statistics of one quantity over samples."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from autolens_like import exc
from autolens_like.typing import ArrayLike


class Interval(NamedTuple):
    """A median and the limits of the central interval about it."""

    median: float
    lower: float
    upper: float


def tail_of(sigma: float) -> float:
    """The probability of a Gaussian below -`sigma` standard deviations."""
    if not sigma > 0.0:
        raise exc.SearchException(f"sigma={sigma!r} is not possible: give sigma > 0.")
    return 0.5 * math.erfc(sigma / math.sqrt(2.0))


def quantile(values: ArrayLike, weights: ArrayLike, probability: float) -> float:
    """The value below which a share of the weight lies.

    Parameters
    ----------
    values, weights : (n,)
        Values that are no finite numbers are left out.
    probability
        In [0, 1].

    Returns
    -------
    float
        NaN where no value is a finite number.
    """
    values, weights = np.asarray(values, float), np.asarray(weights, float)
    known = np.isfinite(values) & (weights > 0.0)
    if not known.any():
        return math.nan
    values, weights = values[known], weights[known] / np.sum(weights[known])
    order = np.argsort(values, kind="stable")
    # Half of its own weight lies below each sample.
    cumulative = np.cumsum(weights[order]) - 0.5 * weights[order]
    return float(np.interp(probability, cumulative, values[order]))


def interval(values: ArrayLike, weights: ArrayLike, sigma: float) -> Interval:
    """Median and central interval, whose probability is that of ± `sigma`."""
    tail = tail_of(sigma)
    ends = (0.5, tail, 1.0 - tail)
    return Interval(*(quantile(values, weights, end) for end in ends))


def marginalize(
    parameter_list: ArrayLike, sigma: float, weight_list: ArrayLike | None = None
) -> Interval:
    """`interval` by the names that PyAutoFit has; equal weights without a list."""
    values = np.asarray(parameter_list, float)
    weights = np.ones_like(values) if weight_list is None else weight_list
    return interval(values, weights, sigma)


def about_circular_mean(
    values: ArrayLike, weights: ArrayLike, period: float, lower: float = 0.0
) -> np.ndarray:
    """Values on a circle, as those within half a period of their mean direction.

    Parameters
    ----------
    values, weights : (n,)
        For example angles, and `period` 180 degrees for those of an ellipse.
    lower
        Where the circle begins: the mean lies between this and `lower` + `period`.

    Returns
    -------
    (n,)
        A posterior across the seam of the circle in one piece.
    """
    values = np.asarray(values, float)
    turned = np.exp(2j * np.pi * values / period)
    mean = np.angle(np.sum(weights * turned)) * period / (2.0 * np.pi)
    mean = lower + np.mod(mean - lower, period)
    return mean + np.mod(values - mean + 0.5 * period, period) - 0.5 * period
