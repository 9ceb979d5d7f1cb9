"""The graph of a model: its components, and what is free, fixed, shared or derived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from autolens_like import exc
from autolens_like.model.mapping import Mapped
from autolens_like.model.summary import Row, model_rows
from autolens_like.plot.output import (
    finish,
    named_keywords,
    new_figure,
    output_from,
)
from autolens_like.plot.style import Style, configured_style
from autolens_like.typing import PathLike

#: Colours, safe for the colour-blind, of components and of the kinds of parameters.
_COMPONENT, _FREE, _FIXED, _DERIVED = "#303030", "#0072b2", "#8a8a8a", "#d55e00"
_LINE = "#b8b8b8"
#: Inches: a row, a step to the right, the start of the values, the figure's margins.
_ROW, _STEP, _VALUES, _MARGIN = 0.19, 0.24, 3.0, 0.2
#: Inches from the right edge where arcs begin, and the room for each further one.
_ARCS, _LANE = 0.75, 0.07
#: Longer texts are cut.
_LONGEST = 58


@named_keywords
def plot_model_graph(
    model: Any,
    output_path: PathLike | None = None,
    output_filename: str | None = None,
    output_format: str | Sequence[str] | None = None,
    title_prefix: str | None = None,
) -> list[Path]:
    """The components of a model as a tree, and its parameters with their priors.

    A number in a disc is the place of a free parameter in the vector. Brackets at the
    right connect the places where one parameter stands, and derived parameters with
    those they are derived from.

    Parameters
    ----------
    model
        A model or a collection.
    title_prefix
        The heading.

    The other parameters are those of `plot_array`; the file's name is "model_graph" by
    default.

    Returns
    -------
    list of pathlib.Path
        The files that were written.

    Raises
    ------
    PlotException
        It is no model.
    """
    if not isinstance(model, Mapped):
        raise exc.PlotException(
            f"plot_model_graph draws an af.Model or af.Collection; a "
            f"{type(model).__name__} came."
        )
    style = configured_style()
    output = output_from(
        output_path, output_filename, output_format, "model_graph", style
    )
    title = f"{title_prefix}: {model.kind()}" if title_prefix else model.kind()
    rows = [Row(-1, title, kind=f"{model.prior_count} free parameters")]
    rows += _without_tuples(model_rows(model))
    height = len(rows) * _ROW + 2 * _MARGIN + _ROW
    figure = new_figure((style.page_width, height), output)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set(xlim=(0.0, style.page_width), ylim=(0.0, height))
    axes.set_axis_off()
    places = [height - _MARGIN - (number + 0.5) * _ROW for number in range(len(rows))]
    _draw_branches(axes, rows, places)
    for row, y in zip(rows, places, strict=True):
        _draw_row(axes, row, y, style)
    _draw_links(axes, rows, places, style)
    _draw_key(axes, style)
    return finish(figure, output)


def _without_tuples(rows: Sequence[Row]) -> list[Row]:
    """The parts of tuples, which have names of their own, one step further left."""
    kept: list[Row] = []
    tuple_depth: int | None = None
    for row in rows:
        if tuple_depth is not None and row.depth <= tuple_depth:
            tuple_depth = None
        if row.kind == "tuple":
            tuple_depth = row.depth
        elif tuple_depth is None:
            kept.append(row)
        else:
            kept.append(replace(row, depth=row.depth - 1))
    return kept


def _x_of(row: Row) -> float:
    return _MARGIN + (row.depth + 1) * _STEP


def _is_parameter(row: Row) -> bool:
    return bool(row.value)


def _draw_branches(axes: Any, rows: Sequence[Row], places: Sequence[float]) -> None:
    """A line down from every component, with a branch to each of its members."""
    above: dict[int, float] = {}
    for row, y in zip(rows, places, strict=True):
        if row.depth - 1 in above:
            x = _x_of(row) - 0.6 * _STEP
            start = above[row.depth - 1] - 0.4 * _ROW
            axes.plot([x, x, x + 0.45 * _STEP], [start, y, y], color=_LINE, lw=0.7)
        above[row.depth] = y


def _draw_row(axes: Any, row: Row, y: float, style: Style) -> None:
    x, size = _x_of(row), style.label_size
    if not _is_parameter(row):
        axes.text(x, y, row.name, va="center", size=size, weight="bold")
        axes.annotate(
            row.kind, (x, y), xytext=(5.2 * len(row.name) * size / 7.0 + 8.0, 0.0),
            textcoords="offset points", va="center", size=size, color=_FIXED,
            style="italic",
        )  # fmt: skip
        return
    color = _color_of(row)
    axes.text(x, y, row.name, va="center", size=size, color=color)
    if _is_free(row):
        axes.text(
            _VALUES, y, str(row.places[0]), va="center", ha="center", color="white",
            size=style.tick_size - 1.0,
            bbox={"boxstyle": "circle,pad=0.15", "facecolor": _FREE, "lw": 0.0},
        )  # fmt: skip
    axes.text(_VALUES + 0.16, y, _short(row), va="center", size=size, color=color)


def _is_free(row: Row) -> bool:
    return bool(row.places) and not row.value.startswith("=")


def _color_of(row: Row) -> str:
    if row.is_constant:
        return _FIXED
    return _FREE if _is_free(row) else _DERIVED


def _short(row: Row) -> str:
    """The value without what the disc says, and without the names of numbers."""
    text = row.value
    if _is_free(row):
        kind, _, arguments = text.partition(f" [{row.places[0]}]")
        numbers = [part.partition(" = ")[2] for part in arguments.split(", ")[1:]]
        shown = ", ".join(f"{float(number):.6g}" for number in numbers)
        text = f"{kind.removesuffix('Prior')}({shown})"
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."


def _draw_links(
    axes: Any, rows: Sequence[Row], places: Sequence[float], style: Style
) -> None:
    """A bracket at the right for every parameter that stands at several places."""
    uses = Counter(place for row in rows for place in row.places)
    shared = [place for place, count in uses.items() if count > 1]
    for lane, parameter in enumerate(shared):
        ends = [
            (y, _is_free(row))
            for row, y in zip(rows, places, strict=True)
            if parameter in row.places
        ]
        start = style.page_width - _ARCS
        x = start + (lane % int(_ARCS / _LANE - 2)) * _LANE + _LANE
        axes.plot([x, x], [ends[0][0], ends[-1][0]], color=_FREE, lw=0.8)
        for y, is_free in ends:
            color = _FREE if is_free else _DERIVED
            axes.plot([start - _LANE, x], [y, y], color=color, lw=0.8)
            axes.plot([x], [y], marker="o", ms=2.5, color=color)


def _draw_key(axes: Any, style: Style) -> None:
    x = _MARGIN + _STEP
    for name, color in (
        ("component", _COMPONENT), ("free", _FREE), ("fixed", _FIXED),
        ("derived", _DERIVED),
    ):  # fmt: skip
        axes.plot([x], [_MARGIN], marker="s", ms=4.0, color=color)
        axes.text(x + 0.08, _MARGIN, name, va="center", size=style.tick_size)
        x += 0.9
