"""Weighted histograms and smooth densities of samples, in one and two dimensions."""

from __future__ import annotations

import numpy as np

#: Probability inside the contours: that within 1 and 2 sigma of one Gaussian variable.
CONTOUR_PROBABILITIES = (0.6827, 0.9545)
#: Quantiles of the median and of the 1 sigma interval.
QUANTILES = (0.15865, 0.5, 0.84135)
_TAIL = 1e-3
_ROOM = 0.08
#: Smoothing of two-dimensional densities in units of Silverman's bandwidth.
_BANDWIDTH = 1.1


def effective_size(weights: np.ndarray) -> float:
    """Kish's number of independent samples, (Σw)² / Σw²."""
    return float(weights.sum() ** 2 / np.sum(weights**2))


def weighted_quantiles(
    values: np.ndarray, weights: np.ndarray, probabilities: tuple[float, ...]
) -> np.ndarray:
    """Quantiles of weighted samples; half of its weight lies below each sample."""
    order = np.argsort(values, kind="stable")
    cumulative = np.cumsum(weights[order]) - 0.5 * weights[order]
    return np.interp(probabilities, cumulative / weights.sum(), values[order])


def sample_range(values: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    """The interval that a panel shows: nearly all of the weight, and some room."""
    low, high = weighted_quantiles(values, weights, (_TAIL, 1.0 - _TAIL))
    room = _ROOM * (high - low) or 0.5 * max(abs(float(high)), 1e-6)
    return float(low - room), float(high + room)


def bins_for(weights: np.ndarray) -> int:
    """How many bins a histogram can bear."""
    return int(np.clip(2.0 * effective_size(weights) ** (1.0 / 3.0), 10, 40))


def histogram(
    values: np.ndarray, weights: np.ndarray, limits: tuple[float, float]
) -> tuple[np.ndarray, np.ndarray]:
    """Weight in every bin, as a part of the largest, and the edges of the bins."""
    counts, edges = np.histogram(
        values, bins=bins_for(weights), range=limits, weights=weights
    )
    return counts / max(float(counts.max()), np.finfo(float).tiny), edges


def density_2d(
    x: np.ndarray,
    y: np.ndarray,
    weights: np.ndarray,
    limits: tuple[tuple[float, float], tuple[float, float]],
    bins: int = 64,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A smoothed density on a regular grid.

    Parameters
    ----------
    x, y, weights : (n,)
        The samples.
    limits
        Of x and of y.
    bins
        Of the grid, along each axis.

    Returns
    -------
    x, y : (bins,)
        Centres of the cells.
    density : (bins, bins)
        Rows are y; the sum is 1.
    """
    from scipy.ndimage import gaussian_filter

    counts, x_edges, y_edges = np.histogram2d(
        x, y, bins=bins, range=limits, weights=weights
    )
    # Silverman 1986, chapter 4, for two dimensions, along each axis, in bins.
    shrink = _BANDWIDTH * effective_size(weights) ** (-1.0 / 6.0)
    # A narrow degeneracy is as wide along each axis as its correlation leaves it.
    shrink *= _independence(x, y, weights)
    widths = [
        max(0.7, shrink * _spread(values, weights) * bins / (high - low))
        for values, (low, high) in zip((x, y), limits, strict=True)
    ]
    smooth = gaussian_filter(counts, widths, mode="constant").T
    total = max(float(smooth.sum()), np.finfo(float).tiny)
    return _middles(x_edges), _middles(y_edges), smooth / total


def contour_levels(density: np.ndarray) -> list[float]:
    """The densities whose contours hold `CONTOUR_PROBABILITIES`, increasing."""
    ordered = np.sort(density, axis=None)[::-1]
    inside = np.cumsum(ordered)
    levels = [
        float(ordered[min(np.searchsorted(inside, share), ordered.size - 1)])
        for share in CONTOUR_PROBABILITIES
    ]
    return sorted(levels)


def _spread(values: np.ndarray, weights: np.ndarray) -> float:
    low, _, high = weighted_quantiles(values, weights, QUANTILES)
    return 0.5 * float(high - low)


def _independence(x: np.ndarray, y: np.ndarray, weights: np.ndarray) -> float:
    """√(1 - ρ²), the width of a conditional over that of its marginal."""
    (xx, xy), (_, yy) = np.cov(x, y, aweights=weights)
    if not xx * yy > 0.0:
        return 1.0
    return float(np.sqrt(max(1.0 - xy**2 / (xx * yy), 0.01)))


def _middles(edges: np.ndarray) -> np.ndarray:
    return 0.5 * (edges[1:] + edges[:-1])
