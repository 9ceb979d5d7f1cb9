"""What a grid search gives back: the results of its cells as a map."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.search.result import Result
from autolens_like.search.samples import Samples


class GridSearchResult:
    """The results of all cells, and maps over the parameters of the grid.

    Parameters
    ----------
    results
        One a cell; the last parameter of the grid changes fastest.
    edges : list of (number_of_steps + 1,)
        For each parameter of the grid the limits of its cells.
    names
        Of these parameters.
    """

    def __init__(
        self, results: list[Result], edges: list[np.ndarray], names: list[str]
    ):
        self.results = list(results)
        self.edges = [np.asarray(values, dtype=float) for values in edges]
        self.names = list(names)
        self.shape = tuple(len(values) - 1 for values in self.edges)

    def __repr__(self) -> str:
        return f"<GridSearchResult of {self.shape} cells of {', '.join(self.names)}>"

    @property
    def physical_lower_limits_lists(self) -> list[tuple[float, ...]]:
        """The lower limits of every cell, one for each parameter."""
        return self._by_cell([values[:-1] for values in self.edges])

    @property
    def physical_upper_limits_lists(self) -> list[tuple[float, ...]]:
        """The upper limits of every cell."""
        return self._by_cell([values[1:] for values in self.edges])

    @property
    def physical_centres_lists(self) -> list[tuple[float, ...]]:
        """The middle of every cell."""
        return self._by_cell(
            [0.5 * (values[:-1] + values[1:]) for values in self.edges]
        )

    @property
    def samples(self) -> list[Samples]:
        """The samples of every cell."""
        return [result.samples for result in self.results]

    @property
    def best_result(self) -> Result:
        """The result of the cell with the highest log likelihood."""
        return max(self.results, key=lambda result: result.log_likelihood)

    @property
    def best_samples(self) -> Samples:
        """Its samples."""
        return self.best_result.samples

    @property
    def best_model(self) -> Any:
        """Its model."""
        return self.best_result.model

    @property
    def all_models(self) -> list[Any]:
        """The model of every cell."""
        return [result.model for result in self.results]

    def log_likelihoods(self, relative_to_value: float = 0.0) -> np.ndarray:
        """The map of the highest log likelihoods, less a value."""
        values = [result.log_likelihood for result in self.results]
        return np.reshape(values, self.shape) - relative_to_value

    def log_evidences(self, relative_to_value: float = 0.0) -> np.ndarray:
        """The map of the log evidences, each with the prior of its cell, less a value.

        Raises
        ------
        SearchException
            The search gives no evidence.
        """
        values = [samples.log_evidence for samples in self.samples]
        if any(value is None for value in values):
            raise exc.SearchException(
                "The search of the cells gives no evidence; use log_likelihoods(), or "
                "a nested sampling search."
            )
        return np.reshape(values, self.shape).astype(float) - relative_to_value

    def figure_of_merits(
        self, use_log_evidences: bool, relative_to_value: float = 0.0
    ) -> np.ndarray:
        """`log_evidences` or `log_likelihoods`."""
        if use_log_evidences:
            return self.log_evidences(relative_to_value)
        return self.log_likelihoods(relative_to_value)

    def attribute_grid(self, attribute_path: str | Iterable[str]) -> np.ndarray:
        """The map of an attribute of the best instances.

        Parameters
        ----------
        attribute_path
            As ``"galaxies.subhalo.mass.mass_at_200"``, or its parts.
        """
        if isinstance(attribute_path, str):
            attribute_path = attribute_path.split(".")
        path = list(attribute_path)
        values = np.empty(len(self.results), dtype=object)
        for number, result in enumerate(self.results):
            value = result.instance
            for name in path:
                value = getattr(value, name)
            values[number] = value
        return np.array(values.tolist()).reshape(*self.shape, *np.shape(values[0]))

    def to_csv(self) -> str:
        """A table with one line a cell: middle, log likelihood and log evidence."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([*self.names, "log_likelihood", "log_evidence"])
        for centre, result in zip(
            self.physical_centres_lists, self.results, strict=True
        ):
            evidence = result.samples.log_evidence
            row = [*map(float, centre), result.log_likelihood]
            row.append("" if evidence is None else float(evidence))
            writer.writerow([value if value == "" else repr(value) for value in row])
        return stream.getvalue()

    def _by_cell(self, values: list[np.ndarray]) -> list[tuple[float, ...]]:
        columns = np.meshgrid(*values, indexing="ij")
        return [
            tuple(row)
            for row in np.stack(columns, -1).reshape(-1, len(values)).tolist()
        ]
