"""Questions to an index of fits, composed as Python expressions.

``(agg.search.name == "slope") & (agg.model.galaxies.lens.mass.slope > 2.0)`` becomes
one clause of SQL, whose values travel beside the text. A fit that does not have what a
comparison asks for fails it, so that ``~`` gives all fits that ``query`` leaves out.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from autolens_like import exc
from autolens_like.model import registry

#: What is known of every fit, by the names of scripts: the column and its type.
FIT_COLUMNS: dict[str, tuple[str, type]] = {
    "name": ("name", str),
    "unique_tag": ("unique_tag", str),
    "path_prefix": ("path_prefix", str),
    "identifier": ("identifier", str),
    "id": ("identifier", str),
    "class_name": ("class_name", str),
    "is_complete": ("is_complete", bool),
    "completed": ("is_complete", bool),
    "log_evidence": ("log_evidence", float),
    "log_evidence_error": ("log_evidence_error", float),
    "max_log_likelihood": ("max_log_likelihood", float),
    "total_samples": ("total_samples", float),
}


@dataclasses.dataclass(frozen=True, eq=False)
class Condition:
    """What a fit must fulfil; conditions combine by ``&``, ``|`` and ``~``.

    Parameters
    ----------
    sql
        A clause about the table of fits, true or false and never NULL.
    values
        What stands for its question marks.
    paths
        (kind, path) of every quantity or component that is asked for.
    """

    sql: str
    values: tuple[Any, ...] = ()
    paths: tuple[tuple[str, str], ...] = ()

    def __and__(self, other: Any) -> Condition:
        return self._joined("AND", other)

    def __or__(self, other: Any) -> Condition:
        return self._joined("OR", other)

    def __invert__(self) -> Condition:
        return Condition(f"NOT {self.sql}", self.values, self.paths)

    def __bool__(self) -> bool:
        raise exc.SearchException(
            "A condition of a query is neither true nor false by itself: join "
            "conditions by & (and), | (or) and ~ (not), each in parentheses."
        )

    def _joined(self, word: str, other: Any) -> Condition:
        other = condition_from(other)
        return Condition(
            f"({self.sql} {word} {other.sql})",
            self.values + other.values,
            self.paths + other.paths,
        )


#: What every fit fulfils.
EVERYTHING = Condition("1")


def condition_from(value: Any) -> Condition:
    """A condition, also of something that is true or false by itself.

    Raises
    ------
    SearchException
        It is none.
    """
    if isinstance(value, Condition):
        return value
    if isinstance(value, Column) and value.kind is bool:
        return value == True  # noqa: E712
    raise exc.SearchException(
        f"{value!r} is no condition: compare something, as in "
        'agg.search.name == "slope" or agg.model.galaxies.lens.mass.slope > 2.0.'
    )


class _Compared:
    """Whatever has a place to be compared: comparisons give conditions."""

    __hash__ = None  # type: ignore[assignment]

    def _condition(self, operator: str, value: Any) -> Condition:
        raise NotImplementedError

    def __eq__(self, value: Any) -> Condition:  # type: ignore[override]
        return self._condition("=", value)

    def __ne__(self, value: Any) -> Condition:  # type: ignore[override]
        return ~self._condition("=", value)

    def __lt__(self, value: Any) -> Condition:
        return self._condition("<", value)

    def __le__(self, value: Any) -> Condition:
        return self._condition("<=", value)

    def __gt__(self, value: Any) -> Condition:
        return self._condition(">", value)

    def __ge__(self, value: Any) -> Condition:
        return self._condition(">=", value)


class Column(_Compared):
    """Something known of every fit, such as ``agg.search.name``.

    Parameters
    ----------
    name
        One of `FIT_COLUMNS`.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.column, self.kind = FIT_COLUMNS[name]

    def __repr__(self) -> str:
        return f"search.{self.name}"

    def __invert__(self) -> Condition:
        return ~condition_from(self)

    def __and__(self, other: Any) -> Condition:
        return condition_from(self) & other

    def __or__(self, other: Any) -> Condition:
        return condition_from(self) | other

    def in_(self, values: Iterable[Any]) -> Condition:
        """The fits for which this is one of several values."""
        found = Condition("0")
        for value in values:
            found = found | (self == value)
        return found

    def contains(self, text: str) -> Condition:
        """The fits in whose name, tag or prefix a text occurs."""
        if self.kind is not str:
            raise exc.SearchException(f"{self!r} is no text, so it contains none.")
        return Condition(
            f"COALESCE(instr({self.column}, ?) > 0, 0)", (self._checked(text),)
        )

    def _condition(self, operator: str, value: Any) -> Condition:
        if value is None and operator == "=":
            return Condition(f"({self.column} IS NULL)")
        return Condition(
            f"COALESCE({self.column} {operator} ?, 0)", (self._checked(value),)
        )

    def _checked(self, value: Any) -> Any:
        if self.kind is float:
            return number_from(value, repr(self))
        if isinstance(value, PurePath):
            value = value.as_posix()
        if not isinstance(value, self.kind):
            raise exc.SearchException(
                f"{self!r} is compared with {value!r}; "
                f"{'text' if self.kind is str else 'True or False'} is asked for."
            )
        return int(value) if self.kind is bool else value


class SearchQuery:
    """``agg.search``: what is known of every fit, by attribute."""

    def __getattr__(self, name: str) -> Column:
        if name.startswith("__"):
            raise AttributeError(name)
        if name not in FIT_COLUMNS:
            raise exc.UnknownParameterException(
                f"A fit is not indexed by '{name}'. {exc.suggestion(name, FIT_COLUMNS)}"
            )
        return Column(name)

    def __dir__(self) -> list[str]:
        return list(FIT_COLUMNS)


class Quantity(_Compared):
    """The median of a parameter, or the class of a component, by its path.

    ``agg.model.galaxies.lens.mass.slope > 2.0`` compares a median, and
    ``agg.model.galaxies.lens.mass == al.mp.PowerLaw`` a class. Brackets reach names
    that are no attributes: ``agg.model["galaxies.lens.mass.slope"]``.

    Parameters
    ----------
    kind
        "model" for parameters, "latent" for latent quantities.
    path
        The names so far.
    """

    def __init__(self, kind: str, path: tuple[str, ...] = ()) -> None:
        self._kind = kind
        self._path = path

    def __repr__(self) -> str:
        return ".".join((self._kind, *self._path))

    def __getattr__(self, name: str) -> Quantity:
        if name.startswith("__"):
            raise AttributeError(name)
        return Quantity(self._kind, (*self._path, name))

    def __getitem__(self, name: str | int) -> Quantity:
        return Quantity(self._kind, (*self._path, *str(name).split(".")))

    @property
    def dotted(self) -> str:
        """The path with dots, as parameters are named: without the name of a tuple
        before that of its member."""
        names = list(self._path)
        if len(names) > 1 and re.fullmatch(rf"{re.escape(names[-2])}_\d+", names[-1]):
            del names[-2]
        return ".".join(names)

    def _condition(self, operator: str, value: Any) -> Condition:
        if isinstance(value, type) and operator == "=":
            return self._is_a(value)
        number = number_from(value, repr(self))
        return Condition(
            "EXISTS (SELECT 1 FROM quantities WHERE fit = fits.id AND kind = ? "
            f"AND path = ? AND median {operator} ?)",
            (self._kind, self.dotted, number),
            ((self._kind, self.dotted),),
        )

    def _is_a(self, cls: type) -> Condition:
        return Condition(
            "EXISTS (SELECT 1 FROM components WHERE fit = fits.id AND path = ? "
            "AND class_name = ?)",
            (self.dotted, registry.name_of(cls)),
            (("component", self.dotted),),
        )


def number_from(value: Any, place: str) -> float:
    """A finite or infinite number.

    Raises
    ------
    SearchException
        It is none.
    """
    try:
        if isinstance(value, str | bytes | bool):
            raise TypeError
        number = float(value)
    except (TypeError, ValueError) as error:
        raise exc.SearchException(
            f"{place} is compared with {value!r}; a number is asked for."
        ) from error
    if math.isnan(number):
        raise exc.SearchException(
            f"{place} is compared with NaN, which nothing is larger or smaller than."
        )
    return number
