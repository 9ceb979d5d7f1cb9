"""From values to colours: limits, stretches and the ticks of a colour bar."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from autolens_like import exc

#: How values are spread over a colour map.
STRETCHES = ("linear", "asinh", "log")
#: Percentiles of the values that the colours span: a hot pixel may be clipped.
_LOW, _HIGH = 0.25, 99.9
#: The logarithmic stretch spans at most this factor.
_DECADES = 1e4
_MOST_TICKS = 9
_BEYOND = 1.3


@dataclasses.dataclass(frozen=True)
class Scale:
    """How values become colours.

    Parameters
    ----------
    vmin, vmax
        The values of both ends of the map.
    stretch
        linear, asinh or log.
    softening
        Below it the asinh stretch is linear.
    marks
        The values that the colour bar names; None chooses round ones.
    """

    vmin: float
    vmax: float
    stretch: str = "linear"
    softening: float = 1.0
    marks: tuple[float, ...] | None = None

    @property
    def norm(self) -> Any:
        """A new matplotlib norm."""
        from matplotlib import colors

        if self.stretch == "log":
            return colors.LogNorm(self.vmin, self.vmax, clip=True)
        if self.stretch == "asinh":
            return colors.AsinhNorm(self.softening, self.vmin, self.vmax)
        return colors.Normalize(self.vmin, self.vmax)

    def extend_for(self, values: np.ndarray) -> str:
        """Which ends of a colour bar are open because values lie beyond."""
        slack = 1e-6 * (self.vmax - self.vmin)
        below = bool(np.any(values < self.vmin - slack))
        above = bool(np.any(values > self.vmax + slack))
        names = {(True, True): "both", (True, False): "min", (False, True): "max"}
        return names.get((below, above), "neither")

    def ticks(self) -> list[float] | None:
        """Round values that are evenly spread along the bar; None for matplotlib's."""
        if self.marks is not None:
            return list(self.marks)
        if self.stretch == "linear":
            return None
        chosen: list[float] = []
        places: list[float] = []
        for value in self._round_values():
            place = self._place(value)
            if all(abs(place - other) > 1.0 / _MOST_TICKS for other in places):
                chosen.append(value)
                places.append(place)
        return sorted(chosen)

    def _place(self, value: float) -> float:
        function = np.log if self.stretch == "log" else self._asinh
        low, high = function(self.vmin), function(self.vmax)
        return float((function(value) - low) / (high - low))

    def _asinh(self, value: float) -> float:
        return float(np.arcsinh(value / self.softening))

    def _round_values(self) -> list[float]:
        """Zero, then powers of ten downwards, then five and two times those."""
        largest = max(abs(self.vmin), abs(self.vmax))
        powers = 10.0 ** np.arange(np.ceil(np.log10(largest)), -12, -1)
        candidates = [] if self.stretch == "log" else [0.0]
        smallest = 0.0 if self.stretch == "log" else 0.5 * self.softening
        for factor in (1.0, 0.5, 0.2):
            for power in powers:
                for sign in (1.0, -1.0):
                    if factor * power >= smallest:
                        candidates.append(float(f"{sign * factor * power:.3g}"))
        return [value for value in candidates if self.vmin <= value <= self.vmax]


def scale_from(
    values: np.ndarray,
    vmin: float | None = None,
    vmax: float | None = None,
    stretch: str = "linear",
    softening: float | None = None,
) -> Scale:
    """A scale with robust limits.

    Parameters
    ----------
    values : (n,)
        The values that are drawn.
    vmin, vmax
        The limits; None is the 0.25th and the 99.9th percentile of an asinh or log
        stretch, and the smallest and largest value of a linear one.
    stretch
        linear, asinh or log.
    softening
        Of the asinh stretch; None is a hundredth of the upper limit.

    Raises
    ------
    PlotException
        An unknown stretch, limits in the wrong order, or nothing above zero for the
        logarithm.
    """
    if stretch not in STRETCHES:
        raise exc.PlotException(
            f"stretch={stretch!r} is not known. {exc.suggestion(stretch, STRETCHES)}"
        )
    low, high = _limits(values, vmin, vmax, stretch)
    if stretch == "asinh" and softening is None:
        softening = 0.01 * max(abs(low), abs(high))
    return Scale(low, high, stretch, 1.0 if softening is None else float(softening))


def _limits(
    values: np.ndarray, vmin: float | None, vmax: float | None, stretch: str
) -> tuple[float, float]:
    usable = values[values > 0.0] if stretch == "log" else values
    if usable.size == 0:
        if stretch == "log":
            raise exc.PlotException(
                "A logarithmic scale came for an image without a value above zero; "
                "leave out use_log10, or use stretch='asinh'."
            )
        usable = np.zeros(1)
    robust = stretch != "linear"
    low = _limit(usable, vmin, "vmin", _LOW if robust else 0.0)
    high = _limit(usable, vmax, "vmax", _HIGH if robust else 100.0)
    if stretch == "log":
        low = max(low, high / _DECADES) if vmin is None else low
        if low <= 0.0:
            raise exc.PlotException(
                f"vmin={vmin!r} has no logarithm; give a limit above zero."
            )
    if low > high and vmin is not None and vmax is not None:
        raise exc.PlotException(
            f"vmin={vmin!r} is above vmax={vmax!r}; give the smaller one as vmin."
        )
    return (low, high) if low < high else _widened(low, high, vmin, vmax, stretch)


def _widened(
    low: float, high: float, vmin: float | None, vmax: float | None, stretch: str
) -> tuple[float, float]:
    """A range for an image that has only one value, which still has a colour."""
    if stretch == "log":
        return min(low, high) / 2.0, max(low, high) * 2.0
    room = 0.5 * max(abs(low), abs(high)) or 1.0
    if vmin is not None:
        return low, low + room
    if vmax is not None:
        return high - room, high
    return low - room, high + room


def _limit(
    values: np.ndarray, given: float | None, name: str, percentile: float
) -> float:
    if given is None:
        return float(np.percentile(values, percentile))
    number = float(given)
    if not np.isfinite(number):
        raise exc.PlotException(f"{name}={given!r} is not finite; give a number.")
    return number


def scale_of_sizes(values: np.ndarray) -> Scale:
    """A logarithmic scale for whole numbers above zero, a few of which the bar names.

    It ends beyond them, so that no number stands at the very end of the bar.
    """
    sizes = np.unique(values).astype(float)
    marks = tuple(sizes.tolist()) if sizes.size <= _MOST_TICKS else None
    return Scale(sizes[0] / _BEYOND, sizes[-1] * _BEYOND, "log", marks=marks)


def symmetric_scale(limit: float) -> Scale:
    """A linear scale from minus `limit` to `limit`."""
    return Scale(-float(limit), float(limit))
