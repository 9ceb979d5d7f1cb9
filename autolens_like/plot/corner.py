"""The corner plot: all one- and two-dimensional marginals of a posterior."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.plot import density
from autolens_like.plot.output import (
    Output,
    finish,
    named_keywords,
    new_figure,
    output_from,
)
from autolens_like.plot.panel import tick_labels
from autolens_like.plot.style import Style, configured_style
from autolens_like.plot.ticks import draw_ticks
from autolens_like.typing import PathLike

_COLOR = "#0072b2"
_FILLS = ("#c6dbef", "#6baed6")
_TRUTH = "#d55e00"
#: Inches: around the figure, and the smallest side of a panel that can be read.
_LEFT, _BOTTOM, _TOP, _RIGHT = 0.62, 0.62, 0.25, 0.12
_SMALLEST, _LARGEST, _GAP, _LINE = 0.62, 1.6, 0.05, 0.14
_TICK_SIZE = 6.0


@dataclasses.dataclass(frozen=True, eq=False)
class _Posterior:
    """The columns that are drawn."""

    values: np.ndarray
    weights: np.ndarray
    labels: list[str]
    truths: list[float | None]

    @property
    def limits(self) -> list[tuple[float, float]]:
        return [density.sample_range(v, self.weights) for v in self.values.T]


@named_keywords
def corner_plot(
    samples: Any,
    output_path: PathLike | None = None,
    output_filename: str | None = None,
    output_format: str | Sequence[str] | None = None,
    parameters: Sequence[str] | None = None,
    truths: dict[str, float] | None = None,
    title_prefix: str | None = None,
) -> list[Path]:
    """All marginals of a posterior.

    On the diagonal weighted histograms with the median and the 1σ interval; below it
    smoothed densities with contours that hold 68.3 % and 95.4 % of the probability.

    Parameters
    ----------
    samples
        `Samples`: parameter_lists (n, D), weight_list (n,) and their model.
    parameters
        The dotted names, or the ends of names, of what is drawn; all by default.
    truths
        Values to mark, by the same names.
    title_prefix
        The heading.

    The other parameters are those of `plot_array`; the file's name is "corner" by
    default.

    Returns
    -------
    list of pathlib.Path
        The files that were written.

    Raises
    ------
    PlotException
        A name is no parameter, or no sample has weight.
    """
    style = configured_style()
    output = output_from(output_path, output_filename, output_format, "corner", style)
    posterior = _posterior_of(samples, parameters, truths or {})
    figure = _draw(posterior, style, output, title_prefix)
    return finish(figure, output)


corner_cornerpy = corner_plot
corner_anesthetic = corner_plot


def _posterior_of(
    samples: Any, parameters: Sequence[str] | None, truths: dict[str, float]
) -> _Posterior:
    names = list(samples.model.parameter_names)
    columns = (
        list(range(len(names)))
        if parameters is None
        else [column for name in parameters for column in _columns_of(name, names)]
    )
    columns = list(dict.fromkeys(columns))
    marked = {c: v for name, v in truths.items() for c in _columns_of(name, names)}
    values = np.asarray(samples.parameter_lists, dtype=float)
    weights = np.asarray(samples.weight_list, dtype=float)
    used = weights > 0.0
    if not used.any() or not columns:
        raise exc.PlotException(
            f"There is nothing to draw: {len(columns)} parameters were chosen and "
            f"{int(used.sum())} samples have a weight above zero."
        )
    latex = list(getattr(samples.model, "latex_labels", None) or map(_short, names))
    powers = [_power_of(values[used, column]) for column in columns]
    return _Posterior(
        values[used][:, columns] / 10.0 ** np.array(powers, dtype=float),
        weights[used],
        [_scaled(latex[c], power) for c, power in zip(columns, powers, strict=True)],
        [
            marked[c] / 10.0**power if c in marked else None
            for c, power in zip(columns, powers, strict=True)
        ],
    )


def _short(name: str) -> str:
    """The owner of a parameter above its name."""
    return "\n".join(name.split(".")[-2:])


def _power_of(values: np.ndarray) -> int:
    """The power of ten that is taken out of very large and very small numbers."""
    largest = float(np.max(np.abs(values)))
    if largest == 0.0 or 1e-3 <= largest < 1e4:
        return 0
    return int(np.floor(np.log10(largest)))


def _scaled(label: str, power: int) -> str:
    return label if power == 0 else f"{label} [$10^{{{power}}}$]"


def _columns_of(name: str, names: list[str]) -> list[int]:
    """The parameters that have a name, or whose name ends with it."""
    found = [i for i, n in enumerate(names) if n == name or n.endswith(f".{name}")]
    if not found:
        raise exc.PlotException(
            f"The samples have no parameter '{name}'. {exc.suggestion(name, names)}"
        )
    return found


def _draw(
    posterior: _Posterior, style: Style, output: Output, heading: str | None
) -> Any:
    count = len(posterior.labels)
    # Labels of two lines need more room on both sides.
    extra = _LINE * max(label.count("\n") for label in posterior.labels)
    edge_left, edge_bottom = _LEFT + extra, _BOTTOM + extra
    room = style.page_width - edge_left - _RIGHT
    # Many parameters make a larger figure rather than panels that cannot be read.
    side = float(np.clip(room / count - _GAP, _SMALLEST, _LARGEST))
    top = _TOP + (0.22 if heading else 0.0)
    step = side + _GAP
    width = edge_left + count * step + _RIGHT
    height = edge_bottom + count * step + top
    figure = new_figure((width, height), output)
    limits = posterior.limits
    for row in range(count):
        for column in range(row + 1):
            left = (edge_left + column * step) / width
            bottom = (edge_bottom + (count - 1 - row) * step) / height
            ax = figure.add_axes((left, bottom, side / width, side / height))
            if row == column:
                _draw_marginal(ax, posterior, row, limits[row], style)
            else:
                _draw_pair(ax, posterior, (column, row), limits)
            _dress(ax, posterior, (column, row), limits, style)
    if heading:
        place = 1.0 - 0.12 / height
        figure.text(0.5, place, heading, ha="center", va="center", fontsize=8.5)
    return figure


def _draw_marginal(
    ax: Any, posterior: _Posterior, index: int, limits: Any, style: Style
) -> None:
    values, weights = posterior.values[:, index], posterior.weights
    counts, edges = density.histogram(values, weights, limits)
    ax.stairs(counts, edges, color=_COLOR, linewidth=0.9, fill=False)
    low, median, high = density.weighted_quantiles(values, weights, density.QUANTILES)
    ax.axvspan(low, high, color=_FILLS[0], linewidth=0, zorder=0)
    ax.axvline(median, color=_COLOR, linewidth=0.8, linestyle=(0, (4, 2)))
    ax.set_ylim(0.0, 1.12)
    title = quantile_title(posterior.labels[index], low, median, high)
    # A title is wider than its panel where there are many of them.
    room = ax.get_position().width * ax.figure.get_figwidth()
    size = style.title_size if room > 1.2 else style.tick_size
    text = title if room > 0.95 else title.split(" = ")[1]
    ax.set_title(text, fontsize=size if room > 0.75 else 6.0, pad=3.0, y=1.0)


def _draw_pair(
    ax: Any, posterior: _Posterior, pair: tuple[int, int], limits: Any
) -> None:
    first, second = pair
    x, y, values = density.density_2d(
        posterior.values[:, first],
        posterior.values[:, second],
        posterior.weights,
        (limits[first], limits[second]),
    )
    levels = density.contour_levels(values)
    if levels[0] < levels[1] < values.max():
        ax.contourf(x, y, values, [*levels, float(values.max())], colors=_FILLS)
        ax.contour(x, y, values, levels, colors=_COLOR, linewidths=0.7)
    else:
        ax.plot(*posterior.values[:, [first, second]].T, ".", color=_COLOR, ms=1.0)
    if posterior.truths[second] is not None:
        ax.axhline(posterior.truths[second], color=_TRUTH, linewidth=0.7)


def _dress(
    ax: Any, posterior: _Posterior, pair: tuple[int, int], limits: Any, style: Style
) -> None:
    column, row = pair
    last = row == len(posterior.labels) - 1
    ax.set_xlim(limits[column])
    if posterior.truths[column] is not None:
        ax.axvline(posterior.truths[column], color=_TRUTH, linewidth=0.7)
    ticks = inner_ticks(limits[column])
    labels = tick_labels(ticks) if last else []
    draw_ticks(ax, "bottom", ticks, labels, _TICK_SIZE, rotation=45.0)
    if row == column:
        ax.yaxis.set_visible(False)
    else:
        ax.set_ylim(limits[row])
        ticks = inner_ticks(limits[row])
        labels = tick_labels(ticks) if column == 0 else []
        draw_ticks(ax, "left", ticks, labels, _TICK_SIZE)
    for spine in ax.spines.values():
        spine.set_linewidth(0.5)
    # In figure-wide columns, so that labels stand in line whatever their ticks.
    if last:
        ax.set_xlabel(posterior.labels[column], fontsize=style.label_size)
        ax.xaxis.set_label_coords(0.5, -0.42 / _height(ax))
    if column == 0 and row > 0:
        ax.set_ylabel(posterior.labels[row], fontsize=style.label_size)
        ax.yaxis.set_label_coords(-0.42 / _height(ax), 0.5)


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


def _height(ax: Any) -> float:
    """Side of a panel [inch]."""
    return float(ax.get_position().height * ax.figure.get_figheight())


def quantile_title(label: str, low: float, median: float, high: float) -> str:
    """A median with its errors, to two digits of the smaller error.

    Examples
    --------
    >>> quantile_title("$x$", 0.98, 1.0, 1.03)
    '$x$ = $1.000_{-0.020}^{+0.030}$'
    """
    smaller = min(high - median, median - low)
    if not smaller > 0.0:
        smaller = max(abs(median), 1.0) * 1e-3
    digits = int(np.clip(1 - np.floor(np.log10(smaller)), 0, 8))
    lower, upper = f"{median - low:.{digits}f}", f"{high - median:.{digits}f}"
    return f"{label} = ${median:.{digits}f}_{{-{lower}}}^{{+{upper}}}$"
