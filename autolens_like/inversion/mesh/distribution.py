"""How traced points are spread along one axis: the share of them below a coordinate.

Rows and columns that each hold the same share of the points are narrow where the lens
magnifies, or where an image of the source is bright if its brightness weighs them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Protocol

import numpy as np

from autolens_like.numerics.cached import cached_property
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.namespace import array_namespace
from autolens_like.numerics.scatter import sums_at

#: Intervals of the table per width of the Gaussians.
_KNOTS_PER_WIDTH = 8
#: Powers of the distance from the middle of an interval by which points in it are told
#: apart. The next one would count (1/16)^8 / 8! of the eighth derivative: 2e-13.
_MOMENTS = 8
#: Derivatives known at every knot, from the zeroth on. The polynomial of degree 7 that
#: has them at both ends of an interval errs by 2e-13.
_DERIVATIVES = 4
#: Coefficients of the powers 0 to 7 of that polynomial, of a step of 1, by derivatives
#: at 0 and (behind them) at 1.
_HERMITE = np.linalg.inv(
    [[math.perm(power, order) * (1.0 if place else float(power == order))
      for power in range(2 * _DERIVATIVES)]
     for place in (0, 1) for order in range(_DERIVATIVES)]
)  # fmt: skip


class Distribution(Protocol):
    """Shares of points along an axis."""

    def share(self, at: Any) -> Any:
        """Share of the points below coordinates, from 0 to 1."""

    def quantile(self, share: Any) -> Any:
        """Coordinates that have shares of the points below them."""


class RankDistribution:
    """The share by counting: a broken line through the sorted points.

    Parameters
    ----------
    points
        (N,) coordinates.
    weights
        (N,) of every point, of sum 1; None counts all alike.
    """

    def __init__(self, points: Any, weights: Any = None) -> None:
        xp = array_namespace(points, weights)
        if weights is None:
            number = points.shape[0]
            shares = np.arange(1, number + 1) / (number + 1)
            self.line = BrokenLine(xp.sort(points), shares)
            return
        order = xp.argsort(points)
        points = points[order]
        # Points at one coordinate all have the share of the last of them.
        last = xp.searchsorted(points, points, side="right") - 1
        self.line = BrokenLine(points, xp.cumsum(xp.asarray(weights)[order])[last])

    def share(self, at: Any) -> Any:
        """Share of the points below coordinates, from 0 to 1."""
        return broken_line(at, self.line)

    def quantile(self, share: Any) -> Any:
        """Coordinates that have shares of the points below them."""
        xp = array_namespace(share, self.line)
        return xp.interp(share, self.line.values, self.line.points)


class KernelDistribution:
    """The share of points that are each a Gaussian, which is smooth in all of them.

    0 at the outermost points and 1 at the opposite ones (Enzi et al. 2026,
    arXiv:2606.30620, use such a mesh).

    Parameters
    ----------
    points
        (N,) coordinates.
    weights
        (N,) of every point, of sum 1; None counts all alike.
    width
        Standard deviation of the Gaussians, in units of the distance between the
        outermost points.
    knots
        Size of the table that coordinates are read from.
    """

    def __init__(self, points: Any, weights: Any, width: float, knots: int) -> None:
        xp = array_namespace(points, weights)
        self.points, self.width, self.knots = points, width, knots
        self.weights = weights
        if weights is None:
            self.weights = np.full(points.shape[0], 1.0 / points.shape[0])
        self.low = xp.min(points)
        self.span = xp.max(points) - self.low
        self.intervals = math.ceil(_KNOTS_PER_WIDTH / width)

    @cached_property
    def _polynomials(self) -> Any:
        """(intervals, 8) coefficients of the share between two knots."""
        xp = array_namespace(self.points, self.weights)
        places = (self.points - self.low) / self.span * self.intervals
        table = _gaussian_table(places, self.weights, self.intervals, self.width)
        low, high = table[0, 0], table[-1, 0]
        ends = xp.concatenate([table[:-1], table[1:]], axis=1)
        constant = np.arange(2 * _DERIVATIVES) == 0
        return (ends @ _HERMITE.T - low * constant) / (high - low)

    def share(self, at: Any) -> Any:
        """Share of the points below coordinates, from 0 to 1."""
        places = (at - self.low) / self.span * self.intervals
        return piecewise_polynomial(places, self._polynomials)

    def quantile(self, share: Any) -> Any:
        """Coordinates that have shares of the points below them."""
        xp = array_namespace(share, self.points, self.weights)
        places = self.low + np.linspace(0.0, 1.0, self.knots) * self.span
        return xp.interp(share, self.share(places), places)


def _gaussian_table(places: Any, weights: Any, intervals: int, width: float) -> Any:
    """(intervals + 1, 4) Σ w Φ(t) at every knot, and its derivatives by one interval.

    Φ is the normal integral. Points of one interval are brought together in its middle,
    with their moments about it, as in the fast Gauss transform (Greengard & Strain
    1991, SIAM J. Sci. Stat. Comput. 12, 79): the sum over N points at K knots costs
    N + K² steps.

    Parameters
    ----------
    places
        (N,) points, in intervals from the first knot.
    weights
        (N,) w.
    intervals
        K.
    width
        Standard deviation, in units of all intervals together.
    """
    xp = array_namespace(places, weights)
    step = 1.0 / (intervals * width)
    cells = xp.clip(xp.nan_to_num(xp.floor(places)), 0, intervals - 1)
    offsets = (places - cells - 0.5) * step
    cells = cells.astype(np.int64)
    terms = [weights * xp.ones(places.shape)]
    for order in range(1, _MOMENTS):
        terms.append(terms[-1] * offsets / -float(order))
    slots = cells[:, None] * _MOMENTS + np.arange(_MOMENTS)
    moments = sums_at(slots, xp.stack(terms, axis=1), intervals * _MOMENTS)
    sums = _normal_integral_derivatives(intervals, step) @ moments.reshape(
        intervals, _MOMENTS
    )
    # The m-th moment goes with the derivative of m orders more.
    order, moment = np.indices((_DERIVATIVES, _MOMENTS))
    table = sums[order + moment, :, moment].sum(axis=1)
    return table.T * step ** np.arange(_DERIVATIVES)


@lru_cache(maxsize=4)
def _normal_integral_derivatives(intervals: int, step: float) -> np.ndarray:
    """(11, K + 1, K) Φ and its derivatives at knots, of points in middles of cells."""
    from scipy.special import ndtr

    t = (np.arange(-intervals, intervals) + 0.5) * step
    density = np.exp(-0.5 * t * t) / math.sqrt(2.0 * math.pi)
    found = [ndtr(t), density, -t * density]
    while len(found) < _DERIVATIVES + _MOMENTS - 1:
        # φ^(n) = -t φ^(n-1) - (n - 1) φ^(n-2)
        found.append(-t * found[-1] - (len(found) - 2) * found[-2])
    # Row k, cell c holds t of k - c - 1/2.
    windows = [
        np.lib.stride_tricks.sliding_window_view(values[::-1], intervals)[::-1]
        for values in found
    ]
    return np.stack(windows)


class BrokenLine:
    """Straight lines between points; 0 below the first of them and 1 above the last.

    Parameters
    ----------
    points
        (N,) rising.
    values
        (N,) of the points.
    """

    def __init__(self, points: Any, values: Any) -> None:
        self.points, self.values = points, values

    def dynamic_values(self) -> Iterator[Any]:
        """The arrays that JAX may trace."""
        yield from (self.points, self.values)

    @cached_property
    def starts(self) -> np.ndarray:
        """(N + 2,) where to look for what lies in each of N equal intervals.

        The last point below the beginning of an interval, one for the end of the last
        and one for what is beyond. Made once for all numpy arrays of places.
        """
        number, low = self.points.size, self.points[0]
        span = self.points[-1] - low
        places = (self.points - low) * (number / span if span > 0.0 else 0.0)
        before = np.searchsorted(places, np.arange(number + 1)) - 1
        return np.append(np.maximum(before, 0), number - 1)


@kernel
def broken_line(at: Any, line: BrokenLine) -> Any:
    """Values along straight lines.

    Parameters
    ----------
    at
        (S,) where they are wanted.
    line
        The lines.
    """
    xp = array_namespace(at, line)
    return xp.interp(at, line.points, line.values, left=0.0, right=1.0)


def _broken_line_arguments(at: Any, line: BrokenLine) -> tuple[Any, ...]:
    return at, line.points, line.values, line.starts


@broken_line.implement("numba", arguments=_broken_line_arguments)
def _broken_line_numba(at: Any, points: Any, values: Any, starts: Any) -> Any:
    last, low = points.size - 1, points[0]
    span = points[last] - low
    scale = points.size / span if span > 0.0 else 0.0
    result = np.empty(at.size)
    for i in range(at.size):
        if not at[i] >= low:
            result[i] = 0.0 if at[i] < low else np.nan
            continue
        if at[i] > points[last]:
            result[i] = 1.0
            continue
        interval = int((at[i] - low) * scale)
        first = starts[interval]
        beyond = min(starts[min(interval + 1, points.size + 1)] + 2, last + 1)
        # The last point not above the wanted place lies from `first` up to `beyond`.
        while beyond - first > 1:
            middle = (first + beyond) // 2
            if points[middle] <= at[i]:
                first = middle
            else:
                beyond = middle
        if first == last:
            result[i] = values[last]
            continue
        part = (at[i] - points[first]) / (points[first + 1] - points[first])
        result[i] = values[first] + part * (values[first + 1] - values[first])
    return result


@kernel
def piecewise_polynomial(places: Any, coefficients: Any) -> Any:
    """Polynomials between knots 0, 1, 2 ...; 0 below the first and 1 above the last.

    Parameters
    ----------
    places
        (S,) where they are wanted.
    coefficients
        (K, P) of the powers of the distance from the knot below.

    Returns
    -------
    (S,) array
        From 0 to 1.
    """
    xp = array_namespace(places, coefficients)
    last = coefficients.shape[0] - 1
    first = xp.clip(xp.nan_to_num(xp.floor(places)), 0, last)
    step = places - first
    own = coefficients[first.astype(np.int64)]
    total = own[:, -1]
    for power in range(own.shape[1] - 2, -1, -1):
        total = own[:, power] + step * total
    total = xp.clip(total, 0.0, 1.0)
    return xp.where(places < 0.0, 0.0, xp.where(places > last + 1.0, 1.0, total))


@piecewise_polynomial.implement("numba")
def _piecewise_polynomial_numba(places: Any, coefficients: Any) -> Any:
    last, highest = coefficients.shape[0] - 1, coefficients.shape[1] - 1
    result = np.empty(places.size)
    for i in range(places.size):
        place = places[i]
        if place < 0.0:
            result[i] = 0.0
        elif place > last + 1.0:
            result[i] = 1.0
        elif place >= 0.0:
            first = min(int(place), last)
            total = coefficients[first, highest]
            for power in range(highest - 1, -1, -1):
                total = coefficients[first, power] + (place - first) * total
            result[i] = min(max(total, 0.0), 1.0)
        else:
            result[i] = np.nan
    return result
