"""`AggregateCSV`: a sample of fits as one table, a line each."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from typing import Any

from autolens_like import atomic, exc
from autolens_like.search.store.aggregator import Aggregator
from autolens_like.search.store.fit_folder import FitFolder
from autolens_like.search.store.query import Quantity
from autolens_like.typing import PathLike

#: Numbers of a whole fit, which are columns of every table.
_OF_FIT = ("max_log_likelihood", "log_evidence")
#: The columns that every table begins with.
_FIRST = ("id", "name", "unique_tag", *_OF_FIT)


class ValueType(Enum):
    """What a column says of a parameter."""

    Median = "median"
    MaxLogLikelihood = "max_log_likelihood"
    ValuesAt1Sigma = "values_at_1_sigma"
    ValuesAt3Sigma = "values_at_3_sigma"


#: Where a summary has each of them, and the ends of the names of their columns.
_PLACES: dict[ValueType, tuple[tuple[str, ...], tuple[str, ...]]] = {
    ValueType.Median: (("median_pdf",), ("",)),
    ValueType.MaxLogLikelihood: (
        # Of parameters, and of latent quantities.
        ("max_log_likelihood_parameters", "max_log_likelihood"),
        ("_max_lh",),
    ),
    ValueType.ValuesAt1Sigma: (
        ("values_at_1_sigma",),
        ("_lower_1_sigma", "_upper_1_sigma"),
    ),
    ValueType.ValuesAt3Sigma: (
        ("values_at_3_sigma",),
        ("_lower_3_sigma", "_upper_3_sigma"),
    ),
}


class AggregateCSV:
    """A table of the fits of an aggregator.

    Its first columns are the identifier, name and tag of a fit, its maximum log
    likelihood and its log evidence; the methods add others.

    Parameters
    ----------
    aggregator
        The fits.

    Raises
    ------
    SearchException
        There are none.
    """

    def __init__(self, aggregator: Aggregator) -> None:
        aggregator.require_fits()
        self.aggregator = aggregator
        self._variables: list[str] = []
        self._columns: dict[str, Callable[[FitFolder, int, dict], Any]] = {}

    def add_variable(
        self,
        argument: str,
        name: str | None = None,
        value_types: Sequence[ValueType] = (ValueType.Median,),
    ) -> None:
        """Columns of a parameter or latent quantity, empty where a fit has none.

        Parameters
        ----------
        argument
            Its path, such as "galaxies.lens.mass.einstein_radius".
        name
            Of the columns; the path by default.
        value_types
            What the columns say: ``af.ValueType.Median`` and others.
        """
        path = Quantity("model", tuple(str(argument).split("."))).dotted
        for kind in value_types:
            if not isinstance(kind, ValueType):
                known = ", ".join(str(item) for item in ValueType)
                raise exc.SearchException(f"{kind!r} is no value type: {known}.")
            places, ends = _PLACES[kind]
            for index, end in enumerate(ends):
                self._add(f"{name or argument}{end}", _reader(path, places, index))
        self._variables.append(path)

    def add_all_variables(
        self,
        value_types: Sequence[ValueType] = (
            ValueType.Median,
            ValueType.ValuesAt1Sigma,
        ),
    ) -> None:
        """`add_variable` of every parameter and latent quantity of any fit."""
        found: dict[str, None] = {}
        for names in self.aggregator.map(lambda fit: list(_values_of(fit))):
            found.update(dict.fromkeys(names or ()))
        for path in found:
            if path not in self._variables:
                self.add_variable(path, value_types=value_types)

    def add_computed_column(
        self, name: str, compute: Callable[[FitFolder], Any]
    ) -> None:
        """A column of whatever a function makes of each fit.

        Parameters
        ----------
        name
            Of the column.
        compute
            Gets the fit, which has ``samples``, ``instance``, ``value(name)``, ...
        """
        self._add(name, lambda fit, number, values: compute(fit))

    def add_label_column(self, name: str, values: Iterable[Any]) -> None:
        """A column of given values, one a fit in their order.

        Raises
        ------
        SearchException
            There are more or fewer.
        """
        given = list(values)
        if len(given) != len(self.aggregator):
            raise exc.SearchException(
                f"The column '{name}' got {len(given)} values for "
                f"{len(self.aggregator)} fits."
            )
        self._add(name, lambda fit, number, values: given[number])

    @property
    def fieldnames(self) -> list[str]:
        """The names of the columns."""
        return [*_FIRST, *self._columns]

    def save(self, path: PathLike) -> None:
        """Write the table, whole or not at all.

        A fit that is not finished or is damaged has no line, and is named in a
        `DamagedFitWarning`.

        Raises
        ------
        UnknownParameterException
            No fit has a parameter that was added.
        """
        known: set[str] = set()
        numbers = {fit.folder: number for number, fit in enumerate(self.aggregator)}

        def line(fit: FitFolder) -> list[Any]:
            values = _values_of(fit)
            known.update(values)
            summary = fit.json("samples_summary")
            first = [fit.identifier, fit.name, fit.unique_tag]
            first += [summary.get(name) for name in _OF_FIT]
            number = numbers[fit.folder]
            return first + [
                compute(fit, number, values) for compute in self._columns.values()
            ]

        lines = [found for found in self.aggregator.map(line) if found is not None]
        for variable in self._variables:
            if lines and variable not in known:
                raise exc.UnknownParameterException(
                    f"No fit has '{variable}'. {exc.nearest(variable, known)}".rstrip()
                )
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(self.fieldnames)
        writer.writerows([_text(cell) for cell in row] for row in lines)
        atomic.write_text(path, stream.getvalue())

    def _add(self, name: str, compute: Callable[[FitFolder, int, dict], Any]) -> None:
        if name in self.fieldnames:
            raise exc.SearchException(
                f"The table has a column '{name}' already; give another name."
            )
        self._columns[name] = compute


def _values_of(fit: FitFolder) -> dict[str, dict[str, Any]]:
    """The summaries of parameters and latent quantities, by their paths."""
    summaries = [fit.json("samples_summary")]
    if (fit.files / "latent" / "latent_summary.json").is_file():
        summaries.append(fit.json("latent.latent_summary"))
    values: dict[str, dict[str, Any]] = {}
    for summary in summaries:
        medians = summary.get("median_pdf")
        if not isinstance(medians, dict):
            raise exc.SearchException(f"{fit.folder}: a summary has no median_pdf.")
        values |= dict.fromkeys(medians, summary)
    return values


def _reader(
    path: str, places: tuple[str, ...], index: int
) -> Callable[[FitFolder, int, dict], Any]:
    def read(fit: FitFolder, number: int, values: dict[str, dict[str, Any]]) -> Any:
        if path not in values:
            return None
        tables = (values[path].get(place) for place in places)
        table = next((one for one in tables if isinstance(one, dict)), {})
        value = table.get(path)
        if isinstance(value, list):
            return value[index] if index < len(value) else None
        return value

    return read


def _text(value: Any) -> str:
    if value is None:
        return ""
    # Of numpy's numbers, too, the shortest text that gives them back.
    return repr(float(value)) if isinstance(value, float) else str(value)
