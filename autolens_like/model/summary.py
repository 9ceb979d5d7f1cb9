"""Tables of a model and of its results, for people to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from typing import Any

from autolens_like import exc
from autolens_like.model import defaults
from autolens_like.model.distribution import Prior
from autolens_like.model.expression import Arithmetic, Expression
from autolens_like.model.mapping import Mapped
from autolens_like.model.tree import Missing, Node, Path, structure_of

_INDENT = "    "
#: Longer constants are cut off in tables.
_LONGEST_CONSTANT = 120


def model_info_text(model: Mapped) -> str:
    """The components of a model and the prior or value of every parameter.

    The number in brackets is the parameter's place in the vector: the same
    number twice is one parameter shared. Members of a list that only constants
    tell apart stand in one block, with the first and the last constant.
    """
    width = defaults.info_whitespace_length()
    index = structure_of(model).index
    lines = [f"Total Free Parameters = {len(index)}", ""]
    lines += [row.line(width) for row in _component_rows("model", model, 0)]
    lines.append("")
    lines += [row.line(width) for row in _parameter_rows(model, index, 0)]
    lines += _assertion_lines(model, index)
    return "\n".join(lines)


def model_rows(model: Mapped) -> list[Row]:
    """Components, parameters and assertions, as `model_info_text` lists them."""
    structure = structure_of(model)
    rows = _parameter_rows(model, structure.index, 0)
    if structure.assertions:
        rows.append(Row(0, "assertions", kind=str(len(structure.assertions))))
    for item, line in zip(
        structure.assertions, _assertion_lines(model, structure.index)[2:], strict=True
    ):
        text = line.strip().removesuffix(f"  {item.name}" if item.name else "")
        rows.append(Row(1, text, item.name or "must hold"))
    return rows


def results_text(
    model: Mapped,
    values: Sequence[float],
    lower: Sequence[float],
    upper: Sequence[float],
    sigma: float,
    decimal_places: int | None = None,
) -> str:
    """Every free parameter with its estimate and the limits of an interval.

    Parameters
    ----------
    model
        The model that was fitted.
    values, lower, upper : (prior_count,)
        In order of the parameter vector.
    sigma
        What interval the limits are of, in standard deviations.
    decimal_places
        Of the numbers; the configured ones by default.
    """
    if decimal_places is None:
        decimal_places = defaults.model_results_decimal_places()
    structure = structure_of(model)
    if not len(values) == len(lower) == len(upper) == len(structure.priors):
        raise exc.ModelException(
            f"The model has {len(structure.priors)} free parameters; "
            f"{len(values)} values, {len(lower)} lower and {len(upper)} upper limits "
            "came."
        )
    texts = [
        f"{_number(value, decimal_places)} "
        f"({_number(low, decimal_places)}, {_number(high, decimal_places)})"
        for value, low, high in zip(values, lower, upper, strict=True)
    ]
    lines = [f"Summary ({sigma:.1f} sigma limits):", ""]
    # By place in the tree, as in model_info_text, not by place in the vector.
    by_path = dict(zip(structure.paths, texts, strict=True))
    width = defaults.info_whitespace_length()
    lines += _tree_lines(model, (), by_path, width)
    return "\n".join(lines)


def model_labels(model: Mapped) -> list[str]:
    """Plain labels such as ``theta_E (lens.mass)``, in order of the vector."""
    owners = _owners(model)
    names = [_notation(model, path)[0] for path in model.paths]
    return [
        f"{name} ({owner})" if owner else name
        for name, owner in zip(names, owners, strict=True)
    ]


def latex_labels(model: Mapped) -> list[str]:
    """Labels in mathematical notation between dollars, in order of the vector."""
    labels = []
    for path, owner in zip(model.paths, _owners(model), strict=True):
        latex = _notation(model, path)[1]
        above = owner.replace("_", r"\_")
        labels.append(f"${latex}^{{\\rm {above}}}$" if owner else f"${latex}$")
    return labels


def parameter_symbols(model: Mapped) -> list[str]:
    """The LaTeX symbol of every parameter, in order of the vector."""
    return [_notation(model, path)[1] for path in model.paths]


def _notation(model: Mapped, path: Path) -> tuple[str, str]:
    """(label, latex) of a parameter; of its formula where it stands only in one."""
    if path[:-1] not in structure_of(model).formulas:
        return defaults.notation_for(path[-1])
    label, latex = defaults.notation_for(path[-2])
    return f"{label}[{path[-1]}]", f"{latex}[{path[-1]}]"


def _owners(model: Mapped) -> list[str]:
    """What stands above each parameter: the shortest form that tells them apart.

    Its last two components; those and its place in a list, for one of many
    Gaussians; or the whole path.
    """
    structure = structure_of(model)
    parts = [name.split(".")[:-1] for name in structure.names]
    short = [_without_lists(part)[-2:] for part in parts]
    placed = [
        [*owner, *[name for name in part if name.isdigit()][-1:]]
        for owner, part in zip(short, parts, strict=True)
    ]
    chosen = list(parts)
    for candidates in (placed, short):
        ends = [
            (*owner, path[-1])
            for owner, path in zip(candidates, structure.paths, strict=True)
        ]
        for place, owner in enumerate(candidates):
            if ends.count(ends[place]) == 1:
                chosen[place] = owner
    return [".".join(owner) for owner in chosen]


def _without_lists(parts: list[str]) -> list[str]:
    """`parts` without places in lists (``profile_list.17``) and the lists' names."""
    kept: list[str] = []
    for part in parts:
        if part.isdigit() and kept:
            kept.pop()
        else:
            kept.append(part)
    return kept


@dataclass(frozen=True)
class Row:
    """A line of a table: a heading where it has no value.

    Parameters
    ----------
    depth
        Components around it.
    name
        Of the component or parameter.
    value
        What a parameter is.
    is_constant
        Whether it is fixed.
    kind
        What a component becomes.
    places
        The free parameters it is, or is derived from, by their places in the vector.
    """

    depth: int
    name: str
    value: str = ""
    is_constant: bool = False
    kind: str = ""
    places: tuple[int, ...] = ()

    def line(self, width: int) -> str:
        if not self.value:
            return _INDENT * self.depth + self.name
        return _line(self.name, self.value, self.depth, width)


def _component_rows(name: str, node: Node, depth: int) -> list[Row]:
    count = len(structure_of(node).priors)
    members = [
        _component_rows(child_name, child, depth + 1)
        for child_name, child in node.children().items()
        if isinstance(child, Mapped)
    ]
    rows = [Row(depth, name, f"{node.kind()} (N={count})")]
    return rows + _joined(members, node)


def _parameter_rows(node: Node, index: dict[Prior, int], depth: int) -> list[Row]:
    members = []
    for name, child in node.children().items():
        if isinstance(child, Node):
            inner = _parameter_rows(child, index, depth + 1)
            members.append([Row(depth, name, kind=child.kind()), *inner])
        else:
            is_constant = not isinstance(child, Arithmetic | Missing)
            value = _described(child, index)
            leaves = child.leaves() if isinstance(child, Arithmetic) else ()
            places = tuple(index[prior] for prior in leaves)
            members.append([Row(depth, name, value, is_constant, places=places)])
    return _joined(members, node)


def _joined(members: list[list[Row]], node: Node) -> list[Row]:
    """The rows of all members; alike ones of a list together, as ``0 - 29``."""
    if node.kind() != "list":
        return list(chain.from_iterable(members))
    groups = [list(group) for _, group in groupby(members, key=_likeness)]
    return list(chain.from_iterable(map(_merged, groups)))


def _likeness(rows: list[Row]) -> list[tuple[int, str, str]]:
    """What members of a list agree in when only constants tell them apart."""
    head, *inner = rows
    return [(head.depth, "", "" if head.is_constant else head.value)] + [
        (row.depth, row.name, "" if row.is_constant else row.value) for row in inner
    ]


def _merged(group: list[list[Row]]) -> list[Row]:
    first, last = group[0], group[-1]
    if first is last:
        return first
    rows = [
        same[0] if len({row.value for row in same}) == 1 else _with_range(same)
        for same in zip(*group, strict=True)
    ]
    return [replace(rows[0], name=f"{first[0].name} - {last[0].name}"), *rows[1:]]


def _with_range(rows: tuple[Row, ...]) -> Row:
    return replace(rows[0], value=f"{rows[0].value} ... {rows[-1].value}")


def _described(child: Any, index: dict[Prior, int]) -> str:
    if isinstance(child, Missing):
        return "missing: set a number or a prior"
    if isinstance(child, Expression):
        return f"= {child.text(lambda prior: f'[{index[prior]}]')}"
    if not isinstance(child, Prior):
        text = repr(child)
        cut = len(text) > _LONGEST_CONSTANT
        return text[: _LONGEST_CONSTANT - 3] + "..." if cut else text
    arguments = "".join(
        f", {name} = {value}" for name, value in child.arguments.items()
    )
    return f"{type(child).__name__} [{index[child]}]{arguments}"


def _assertion_lines(model: Mapped, index: dict[Prior, int]) -> list[str]:
    def place(prior: Any) -> str:
        return f"[{index.get(prior, '?')}]"

    def side(value: Any) -> str:
        if isinstance(value, Expression):
            return value.text(place)
        return place(value) if isinstance(value, Prior) else str(value)

    assertions = structure_of(model).assertions
    if not assertions:
        return []
    return ["", "assertions"] + [
        f"{_INDENT}{side(item.left)} {item.symbol} {side(item.right)}"
        + (f"  {item.name}" if item.name else "")
        for item in assertions
    ]


def _tree_lines(
    node: Node, path: Path, by_path: dict[Path, str], width: int
) -> list[str]:
    lines = []
    for name, child in node.children().items():
        below = (*path, name)
        if isinstance(child, Node):
            inner = _tree_lines(child, below, by_path, width)
            lines += [_INDENT * len(path) + name, *inner] if inner else []
        elif below in by_path:
            lines.append(_line(name, by_path[below], len(path), width))
        elif isinstance(child, Expression):
            inner = [
                _line(place, by_path[*below, place], len(below), width)
                for place in map(str, range(len(child.leaves())))
                if (*below, place) in by_path
            ]
            lines += [_INDENT * len(path) + name, *inner] if inner else []
    return lines


def _line(name: str, value: str, depth: int, width: int) -> str:
    left = _INDENT * depth + name
    return f"{left.ljust(width - 1)} {value}"


def _number(value: float, decimal_places: int) -> str:
    is_plain = value == 0 or 10.0**-decimal_places <= abs(value) < 1e6
    return f"{value:.{decimal_places}{'f' if is_plain else 'e'}}"
