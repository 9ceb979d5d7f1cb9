"""Weighted samples of a posterior and what is read off them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any, Self

import numpy as np

from autolens_like import exc
from autolens_like.search.estimates import (
    Interval,
    about_circular_mean,
    interval,
    quantile,
    tail_of,
)
from autolens_like.search.parameter_values import ParameterPairs, ParameterVector
from autolens_like.search.sample_views import SampleViews
from autolens_like.typing import ArrayLike

#: Columns of samples.csv beside the parameters.
EXTRA_COLUMNS = ("log_likelihood", "log_prior", "log_posterior", "weight")


class Samples(SampleViews):
    """Parameter vectors with log likelihood, log prior and weight.

    Parameters
    ----------
    model
        Names the parameters and turns a vector into an instance.
    parameter_lists : (n, D)
        One parameter vector a row.
    log_likelihood_list, log_prior_list, weight_list : (n,)
        Their log likelihoods, log priors and posterior weights.
    info
        Numbers about the run: ``log_evidence``, ``log_evidence_error``,
        ``total_samples`` and whatever a search adds.
    """

    def __init__(
        self,
        model: Any,
        parameter_lists: ArrayLike,
        log_likelihood_list: ArrayLike,
        log_prior_list: ArrayLike,
        weight_list: ArrayLike,
        info: dict[str, Any] | None = None,
    ):
        self.model = model
        self.parameter_lists = np.atleast_2d(np.asarray(parameter_lists, float))
        self.log_likelihood_list = np.asarray(log_likelihood_list, float)
        self.log_prior_list = np.asarray(log_prior_list, float)
        self.weight_list = np.asarray(weight_list, float)
        self.info = dict(info or {})
        lengths = {
            len(self.parameter_lists),
            len(self.log_likelihood_list),
            len(self.log_prior_list),
            len(self.weight_list),
        }
        if len(lengths) > 1 or 0 in lengths:
            raise exc.SearchException(
                "Samples need as many vectors as log likelihoods, log priors and "
                f"weights, and at least one; the lengths were {sorted(lengths)}."
            )

    def __len__(self) -> int:
        return len(self.parameter_lists)

    @property
    def parameter_names(self) -> list[str]:
        """Dotted names, in the order of the columns."""
        return list(self.model.parameter_names)

    @property
    def log_posterior_list(self) -> np.ndarray:
        """Log likelihood plus log prior, (n,)."""
        return self.log_likelihood_list + self.log_prior_list

    @property
    def log_evidence(self) -> float | None:
        """The natural logarithm of the evidence, where the search gives one."""
        return self.info.get("log_evidence")

    @property
    def log_evidence_error(self) -> float | None:
        """The standard error of `log_evidence`."""
        return self.info.get("log_evidence_error")

    @property
    def total_samples(self) -> int:
        """Likelihood evaluations of the search."""
        return int(self.info.get("total_samples", len(self)))

    @property
    def effective_sample_size(self) -> float:
        """How many independent samples tell as much.

        Of chains the number for their worst parameter; else Kish's (Σw)²/Σw².
        """
        of_chains = self.effective_sample_sizes
        if of_chains is not None and np.all(np.isfinite(of_chains)):
            return float(np.min(of_chains))
        weights = self._normalized_weights
        return float(1.0 / np.sum(weights**2))

    @property
    def effective_sample_sizes(self) -> list[float] | None:
        """The same for every parameter of chains; None for other searches."""
        return self.info.get("effective_sample_sizes")

    @property
    def r_hat(self) -> list[float] | None:
        """Split R-hat of every parameter of chains: 1 when they agree; else None."""
        return self.info.get("r_hat")

    @property
    def _normalized_weights(self) -> np.ndarray:
        return self.weight_list / np.sum(self.weight_list)

    @property
    def max_log_likelihood_index(self) -> int:
        """The row with the highest log likelihood."""
        return int(np.argmax(self.log_likelihood_list))

    def max_log_likelihood(self, as_instance: bool = True) -> Any:
        """The instance (or vector) with the highest log likelihood."""
        return self._as(
            self.parameter_lists[self.max_log_likelihood_index], as_instance
        )

    def median_pdf(self, as_instance: bool = True) -> Any:
        """The instance (or vector) of the marginal posterior medians."""
        return self._as(self._values_below(0.5), as_instance)

    def values_at_sigma(self, sigma: float, as_instance: bool = False) -> Any:
        """The central credible interval of every parameter.

        Parameters
        ----------
        sigma
            Its probability as that of a Gaussian within ± sigma: 1 is 68.3 %,
            3 is 99.7 %.
        as_instance
            Give (lower instance, upper instance) instead.

        Returns
        -------
        list of (lower, upper)
            One pair a parameter, in vector order, and by path:
            ``values.galaxies.lens.mass.einstein_radius``.
        """
        lower = self.values_at_lower_sigma(sigma, as_instance)
        upper = self.values_at_upper_sigma(sigma, as_instance)
        if as_instance:
            return lower, upper
        return self._pairs(lower, upper)

    def values_at_lower_sigma(self, sigma: float, as_instance: bool = False) -> Any:
        """The lower ends of the intervals of `values_at_sigma`."""
        return self._as(self._values_below(tail_of(sigma)), as_instance)

    def values_at_upper_sigma(self, sigma: float, as_instance: bool = False) -> Any:
        """The upper ends of the intervals of `values_at_sigma`."""
        return self._as(self._values_below(1.0 - tail_of(sigma)), as_instance)

    def errors_at_sigma(self, sigma: float, as_instance: bool = True) -> ParameterPairs:
        """Distances from the median to both ends of `values_at_sigma`, as
        (lower error, upper error), both positive."""
        return self._pairs(
            self.errors_at_lower_sigma(sigma), self.errors_at_upper_sigma(sigma)
        )

    def interval_of(self, values: ArrayLike, sigma: float = 1.0) -> Interval:
        """Median and limits of any quantity that has a value for every sample (n,)."""
        return interval(values, self.weight_list, sigma)

    def derived_at_sigma(self, sigma: float = 1.0) -> dict[str, Interval]:
        """Median and limits of every derived parameter of the model, by its path."""
        formulas = getattr(self.model, "formulas", {})
        return {
            ".".join(path): self.interval_of(self.values_for_path(path), sigma)
            for path in formulas
        }

    def draw_randomly_via_pdf(
        self,
        seed: int | np.random.Generator | None = None,
        as_instance: bool = True,
    ) -> Any:
        """One sample drawn with its posterior weight.

        Parameters
        ----------
        seed
            A seed, or a generator to draw several different ones; None draws another
            one at every call.
        as_instance
            The instance, else the vector.
        """
        generator = np.random.default_rng(seed)
        row = generator.choice(len(self), p=self._normalized_weights)
        return self._as(self.parameter_lists[row], as_instance)

    @property
    def covariance_matrix(self) -> np.ndarray:
        """The posterior covariance of the parameters, (D, D)."""
        weights, values = self._normalized_weights, self._values_in_one_piece
        offset = values - weights @ values
        return (offset * weights[:, None]).T @ offset

    def above_weight(self, threshold: float) -> Samples:
        """The samples that matter: a weight of at least `threshold`, or the
        highest log likelihood."""
        keep = self.weight_list >= threshold
        keep[self.max_log_likelihood_index] = True
        return self.chosen(keep)

    def chosen(self, rows: Any) -> Self:
        """Some of the samples, by a mask or by places."""
        return type(self)(
            self.model,
            self.parameter_lists[rows],
            self.log_likelihood_list[rows],
            self.log_prior_list[rows],
            self.weight_list[rows],
            self.info,
        )

    def to_csv(self) -> str:
        """A CSV table that `from_csv` reads back to the last bit."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([*self.parameter_names, *EXTRA_COLUMNS])
        columns = (
            self.log_likelihood_list,
            self.log_prior_list,
            self.log_posterior_list,
            self.weight_list,
        )
        table = np.column_stack([self.parameter_lists, *columns])
        # repr of a Python float is the shortest text that gives it back.
        writer.writerows([repr(value) for value in row] for row in table.tolist())
        return stream.getvalue()

    @classmethod
    def from_csv(
        cls, text: str, model: Any, info: dict[str, Any] | None = None
    ) -> Samples:
        """The samples of a table that `to_csv` wrote.

        Raises
        ------
        SearchException
            The table is damaged or of another model.
        """
        rows = list(csv.reader(io.StringIO(text)))
        info = dict(info or {})
        written = info.pop("rows", len(rows) - 1)
        expected = [*model.parameter_names, *EXTRA_COLUMNS]
        if not rows or rows[0] != expected:
            found = rows[0] if rows else []
            raise exc.SearchException(
                f"samples.csv has the columns {found}, and this model needs "
                f"{expected}. Delete the folder of the fit to run it again."
            )
        if written != len(rows) - 1 or not text.endswith("\n"):
            raise exc.SearchException(
                f"samples.csv is damaged: it is cut off after {len(rows) - 1} of "
                f"{written} samples. Delete the folder of the fit to run it again."
            )
        table = _table(rows[1:], len(expected))
        count = len(expected) - len(EXTRA_COLUMNS)
        return cls(
            model,
            table[:, :count],
            table[:, count],
            table[:, count + 1],
            table[:, count + 3],
            info,
        )

    def _as(self, vector: np.ndarray, as_instance: bool) -> Any:
        if not as_instance:
            return vector
        # Medians and limits are taken one by one: together they need not keep an
        # ordering that every sample keeps.
        return self.model.instance_from_vector(vector, ignore_assertions=True)

    @property
    def _values_in_one_piece(self) -> np.ndarray:
        """The vectors (n, D), angles within half a turn of their mean."""
        priors = getattr(self.model, "priors_ordered_by_id", ())
        angles = [(i, prior) for i, prior in enumerate(priors) if prior.is_periodic]
        if not angles:
            return self.parameter_lists
        values = self.parameter_lists.copy()
        for column, prior in angles:
            values[:, column] = about_circular_mean(
                values[:, column],
                self._normalized_weights,
                prior.period,
                prior.lower_limit,
            )
        return values

    def _values_below(self, probability: float) -> ParameterVector:
        columns = self._values_in_one_piece.T
        below = [quantile(column, self.weight_list, probability) for column in columns]
        return ParameterVector.of(below, self.model)

    def _pairs(self, lower: np.ndarray, upper: np.ndarray) -> ParameterPairs:
        pairs = zip(lower.tolist(), upper.tolist(), strict=True)
        return ParameterPairs(pairs, self.model)


def _table(rows: Sequence[Sequence[str]], columns: int) -> np.ndarray:
    try:
        table = np.array([[float(cell) for cell in row] for row in rows])
        table = table.reshape(len(rows), columns)
        # Latent quantities may be unknown; numbers about a sample may not.
        if np.isnan(table[:, -len(EXTRA_COLUMNS) :]).any():
            raise ValueError("a likelihood, prior or weight is NaN")
        if np.isinf(table[:, : -len(EXTRA_COLUMNS)]).any():
            raise ValueError("a parameter is infinite")
        return table
    except ValueError as error:
        raise exc.SearchException(
            f"samples.csv is damaged: {error}. Delete the folder of the fit to run "
            "it again."
        ) from error
