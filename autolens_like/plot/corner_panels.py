"""The panels of a corner plot, all on one pair of axes whose coordinates are inches.

Axes of its own for every pair, with ticks and contours by matplotlib, take five times
as long: nine parameters have 45 panels. Here each kind of line is one artist.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autolens_like.plot import density
from autolens_like.plot.output import Output, new_figure
from autolens_like.plot.panel import tick_labels
from autolens_like.plot.posterior import (
    Posterior,
    inner_ticks,
    quantile_texts,
    quantile_title,
)
from autolens_like.plot.style import Style

_COLOR = "#0072b2"
#: Of the 2 sigma and the 1 sigma region.
_FILLS = ("#c6dbef", "#6baed6")
_TRUTH = "#d55e00"
#: Inches: around the figure, and the smallest side of a panel that can be read.
_LEFT, _BOTTOM, _TOP, _RIGHT = 0.62, 0.62, 0.25, 0.12
_SMALLEST, _LARGEST, _GAP, _LINE, _HEADING = 0.62, 1.6, 0.05, 0.14, 0.22
#: From a panel to the name of its axis, to its tick labels, and to its title [inch].
_NAME, _TICK, _TITLE = 0.42, 0.049, 0.042
#: Length of the marks [inch].
_MARK = 2.0 / 72.0
_TICK_SIZE = 6.0
#: Side of the smallest panel whose title names the parameter [inch].
_NAMED = 0.95
#: How far errors stand above the line of their median [font sizes].
_RAISED = 0.45, -0.22
#: Height of the panel of a histogram, whose largest bin is 1.
_HISTOGRAM_TOP = 1.12


class CornerPanels:
    """Panels below and on the diagonal of a square.

    Parameters
    ----------
    posterior
        What is drawn.
    style
        Sizes of texts and of the page.
    output
        Where the figure goes.
    heading
        A line above all panels.
    """

    def __init__(
        self, posterior: Posterior, style: Style, output: Output, heading: str | None
    ) -> None:
        self.posterior, self.style = posterior, style
        self.limits = posterior.limits
        self.ticks = [inner_ticks(limits) for limits in self.limits]
        self.count = count = len(posterior.labels)
        # Labels of two lines need more room on both sides.
        extra = _LINE * max(label.count("\n") for label in posterior.labels)
        self._left, self._bottom = _LEFT + extra, _BOTTOM + extra
        room = style.page_width - self._left - _RIGHT
        # Many parameters make a larger figure rather than panels that cannot be read.
        self.side = float(np.clip(room / count - _GAP, _SMALLEST, _LARGEST))
        self._step = self.side + _GAP
        width = self._left + count * self._step + _RIGHT
        height = self._bottom + count * self._step + _TOP + _HEADING * bool(heading)
        self.figure = new_figure((width, height), output)
        self.ax = self.figure.add_axes((0.0, 0.0, 1.0, 1.0))
        self.ax.set_axis_off()
        self.ax.set_xlim(0.0, width)
        self.ax.set_ylim(0.0, height)
        # Inches are nothing to read off below a figure on the screen.
        self.ax.format_coord = lambda *_: ""
        if heading:
            self._text((0.5 * width, height - 0.12), heading, 8.5, va="center")

    @property
    def places(self) -> list[tuple[int, int]]:
        """(column, row) of all panels."""
        return [(column, row) for row in range(self.count) for column in range(row + 1)]

    def draw(self) -> Any:
        """The figure with everything on it."""
        for index in range(self.count):
            self._draw_title(index)
            self._draw_names(index)
        self._draw_marginals()
        self._draw_pairs()
        self._draw_truths()
        self._draw_frames()
        return self.figure

    def corner(self, column: int, row: int) -> np.ndarray:
        """(x, y) of the lower left corner of a panel [inch]."""
        below = self.count - 1 - row
        return np.array(
            [self._left + column * self._step, self._bottom + below * self._step]
        )

    def along(self, parameter: int, values: Any) -> np.ndarray:
        """How far values are from the low end of their panel [inch]."""
        low, high = self.limits[parameter]
        return (np.asarray(values, dtype=float) - low) / (high - low) * self.side

    def _text(
        self, place: Sequence[float], text: str, size: float, **keywords: Any
    ) -> Any:
        keywords = {"ha": "center", **keywords}
        return self.ax.text(*place, text, fontsize=size, **keywords)

    def _lines(self, lines: Sequence[Any], zorder: float, **keywords: Any) -> None:
        from matplotlib.collections import LineCollection

        self.ax.add_collection(
            LineCollection(list(lines), zorder=zorder, **keywords), autolim=False
        )

    def _draw_title(self, index: int) -> None:
        quantiles = self._quantiles(index)
        middle = self.corner(index, index) + np.array([0.5, 1.0]) * self.side
        middle[1] += _TITLE
        if self.side > _NAMED:
            title = quantile_title(self.posterior.labels[index], *quantiles)
            size = self.style.title_size if self.side > 1.2 else self.style.tick_size
            self._text(middle, title, size, va="baseline")
            return
        # A title is wider than its panel where there are many of them.
        median, lower, upper = quantile_texts(*quantiles)
        size = self.style.tick_size if self.side > 0.75 else _TICK_SIZE
        start = self._text(middle, median, size, ha="left", va="baseline")
        errors = [
            self._text(middle, error, 0.7 * size, ha="left", va="baseline")
            for error in (upper, lower)
        ]
        widths = [self._width(part) + 0.1 * size / 72.0 for part in (start, *errors)]
        left = middle[0] - 0.5 * (widths[0] + max(widths[1:]))
        start.set_x(left)
        for error, raised in zip(errors, _RAISED, strict=True):
            error.set_position((left + widths[0], middle[1] + raised * size / 72.0))

    def _width(self, text: Any) -> float:
        """Of a text [inch]."""
        return float(text.get_window_extent().width) / self.figure.dpi

    def _quantiles(self, index: int) -> tuple[float, float, float]:
        low, median, high = density.weighted_quantiles(
            self.posterior.values[:, index], self.posterior.weights, density.QUANTILES
        )
        return float(low), float(median), float(high)

    def _draw_names(self, index: int) -> None:
        """Name and tick labels of a parameter, below and beside the square."""
        label, size = self.posterior.labels[index], self.style.label_size
        x, y = self.corner(index, self.count - 1)
        self._text((x + 0.5 * self.side, y - _NAME), label, size, va="top")
        places = self.along(index, self.ticks[index])
        named = list(zip(places, tick_labels(self.ticks[index]), strict=True))
        for place, text in named:
            below = x + place, y - _TICK
            self._text(below, text, _TICK_SIZE, va="top", rotation=45.0)
        if index == 0:
            return
        x, y = self.corner(0, index)
        beside = x - _NAME, y + 0.5 * self.side
        self._text(beside, label, size, va="center", ha="right", rotation=90.0)
        for place, text in named:
            beside = x - _TICK, y + place
            self._text(beside, text, _TICK_SIZE, ha="right", va="center_baseline")

    def _draw_marginals(self) -> None:
        from matplotlib.collections import PolyCollection

        steps, medians, intervals = [], [], []
        for index in range(self.count):
            corner = self.corner(index, index)
            counts, edges = density.histogram(
                self.posterior.values[:, index],
                self.posterior.weights,
                self.limits[index],
            )
            x = np.repeat(self.along(index, edges), 2)
            y = np.repeat([0.0, *counts, 0.0], 2)[1:-1] * self.side / _HISTOGRAM_TOP
            steps.append(np.stack([x, y], axis=-1) + corner)
            low, median, high = self.along(index, self._quantiles(index))
            medians.append(self._across(corner, median))
            right = self._across(corner, high)[::-1]
            intervals.append(np.concatenate([self._across(corner, low), right]))
        self.ax.add_collection(
            PolyCollection(intervals, facecolors=_FILLS[0], linewidths=0.0, zorder=1),
            autolim=False,
        )
        self._lines(steps, 2, colors=_COLOR, linewidths=0.9)
        dashes = (0, (4, 2))
        self._lines(medians, 2, colors=_COLOR, linewidths=0.8, linestyles=[dashes])

    def _across(self, corner: np.ndarray, place: float) -> np.ndarray:
        """A vertical line through a panel."""
        return corner + np.array([[place, 0.0], [place, self.side]])

    def _draw_pairs(self) -> None:
        from matplotlib.collections import PathCollection

        regions: tuple[list[Any], list[Any]] = ([], [])
        edges: list[np.ndarray] = []
        for column, row in self.places:
            if column == row:
                continue
            contours = self._contours(column, row)
            if contours is None:
                self._draw_samples(column, row)
                continue
            for found, (paths, lines) in zip(regions, contours, strict=True):
                found += paths
                edges += lines
        for zorder, (paths, color) in enumerate(zip(regions, _FILLS, strict=True)):
            self.ax.add_collection(
                PathCollection(
                    paths, facecolors=color, linewidths=0.0, zorder=1.0 + 0.1 * zorder
                ),
                autolim=False,
            )
        self._lines(edges, 2, colors=_COLOR, linewidths=0.7)

    def _contours(self, column: int, row: int) -> list[tuple[list, list]] | None:
        """Paths and edges of the 2 sigma and the 1 sigma region of a pair.

        None where the density is too uneven to have both.
        """
        from contourpy import FillType, contour_generator
        from matplotlib.path import Path

        x, y, values = density.density_2d(
            self.posterior.values[:, column],
            self.posterior.values[:, row],
            self.posterior.weights,
            (self.limits[column], self.limits[row]),
        )
        levels, peak = density.contour_levels(values), float(values.max())
        if not levels[0] < levels[1] < peak:
            return None
        corner = self.corner(column, row)
        generator = contour_generator(
            corner[0] + self.along(column, x),
            corner[1] + self.along(row, y),
            values,
            fill_type=FillType.OuterCode,
        )
        return [
            (
                list(map(Path, *generator.filled(level, 1.001 * peak))),
                generator.lines(level),
            )
            for level in levels
        ]

    def _draw_samples(self, column: int, row: int) -> None:
        points = np.stack(
            [self.along(i, self.posterior.values[:, i]) for i in (column, row)]
        )
        inside = np.all((points >= 0.0) & (points <= self.side), axis=0)
        x, y = points[:, inside] + self.corner(column, row)[:, None]
        self.ax.plot(x, y, ".", color=_COLOR, ms=1.0, scalex=False, scaley=False)

    def _draw_truths(self) -> None:
        lines = []
        for column, row in self.places:
            corner = self.corner(column, row)
            x, y = self._truth(column), self._truth(row)
            if x is not None:
                lines.append(self._across(corner, x))
            if y is not None and row != column:
                lines.append(corner + np.array([[0.0, y], [self.side, y]]))
        if lines:
            self._lines(lines, 3, colors=_TRUTH, linewidths=0.7)

    def _truth(self, index: int) -> float | None:
        """How far along its panel a marked value is; None for one that is outside."""
        truth = self.posterior.truths[index]
        if truth is None:
            return None
        place = float(self.along(index, truth))
        return place if 0.0 <= place <= self.side else None

    def _draw_frames(self) -> None:
        frames, marks = [], []
        square = self.side * np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])
        for column, row in self.places:
            corner = self.corner(column, row)
            frames.append(corner + square)
            for x in self.along(column, self.ticks[column]):
                marks.append(corner + np.array([[x, 0.0], [x, -_MARK]]))
            if row != column:
                for y in self.along(row, self.ticks[row]):
                    marks.append(corner + np.array([[0.0, y], [-_MARK, y]]))
        corners = {"joinstyle": "miter", "capstyle": "projecting"}
        self._lines(frames, 4, colors="black", linewidths=0.5, **corners)
        self._lines(marks, 4, colors="black", linewidths=0.5)
