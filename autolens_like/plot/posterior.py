"""A posterior as it is drawn: its columns, and what ticks and titles say of them."""

from __future__ import annotations

import dataclasses

import numpy as np

from autolens_like.plot import density

#: The smaller error is written to two digits, unless it is less than this of the other.
_LOPSIDED = 0.1


@dataclasses.dataclass(frozen=True, eq=False)
class Posterior:
    """The columns that are drawn.

    Parameters
    ----------
    values : (n, D)
        The samples.
    weights : (n,)
        Their weights, all above zero.
    labels
        Of the D axes.
    truths
        A value to mark, or None, for each of them.
    """

    values: np.ndarray
    weights: np.ndarray
    labels: list[str]
    truths: list[float | None]

    @property
    def limits(self) -> list[tuple[float, float]]:
        """What the D axes show."""
        return [density.sample_range(v, self.weights) for v in self.values.T]


def inner_ticks(limits: tuple[float, float]) -> list[float]:
    """Round numbers clear of both ends, where labels of neighbours would meet."""
    from matplotlib.ticker import MaxNLocator

    low, high = limits
    room = 0.12 * (high - low)
    inner: list[float] = []
    for count in range(4, 10):
        values = MaxNLocator(count, steps=[1, 2, 5, 10]).tick_values(low, high)
        inner = [float(v) for v in values if low + room <= v <= high - room]
        if len(inner) > 1:
            break
    return inner


def quantile_texts(low: float, median: float, high: float) -> tuple[str, str, str]:
    """A median and its lower and upper errors, to two digits of the smaller one.

    Examples
    --------
    >>> quantile_texts(0.98, 1.0, 1.03)
    ('1.000', '−0.020', '+0.030')
    """
    smaller = max(min(high - median, median - low), _LOPSIDED * (high - low))
    if not smaller > 0.0:
        smaller = max(abs(median), 1.0) * 1e-3
    digits = int(np.clip(1 - np.floor(np.log10(smaller)), 0, 8))
    sign = "−" if median < 0.0 else ""
    return (
        f"{sign}{abs(median):.{digits}f}",
        f"−{median - low:.{digits}f}",
        f"+{high - median:.{digits}f}",
    )


def quantile_title(label: str, low: float, median: float, high: float) -> str:
    """A named median with its errors, as `quantile_texts` has them.

    Examples
    --------
    >>> quantile_title("$x$", 0.98, 1.0, 1.03)
    '$x$ = $1.000_{-0.020}^{+0.030}$'
    """
    value, lower, upper = quantile_texts(low, median, high)
    return f"{label} = ${value}_{{{lower}}}^{{{upper}}}$".replace("−", "-")
