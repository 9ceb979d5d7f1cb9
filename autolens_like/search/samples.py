"""Weighted samples of a posterior and what is read off them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.typing import ArrayLike

#: Columns of samples.csv beside the parameters.
_EXTRA_COLUMNS = ("log_likelihood", "log_prior", "log_posterior", "weight")


class Samples:
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
        """Kish's effective number of independent samples, (Σw)²/Σw²."""
        weights = self._normalized_weights
        return float(1.0 / np.sum(weights**2))

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
        return self._as(self._quantile(0.5), as_instance)

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
            One pair a parameter, in vector order.
        """
        lower = self.values_at_lower_sigma(sigma, as_instance)
        upper = self.values_at_upper_sigma(sigma, as_instance)
        if as_instance:
            return lower, upper
        return list(zip(lower.tolist(), upper.tolist(), strict=True))

    def values_at_lower_sigma(self, sigma: float, as_instance: bool = False) -> Any:
        """The lower ends of the intervals of `values_at_sigma`."""
        return self._as(self._quantile(_tail(sigma)), as_instance)

    def values_at_upper_sigma(self, sigma: float, as_instance: bool = False) -> Any:
        """The upper ends of the intervals of `values_at_sigma`."""
        return self._as(self._quantile(1.0 - _tail(sigma)), as_instance)

    def errors_at_sigma(self, sigma: float) -> list[tuple[float, float]]:
        """Distances from the median to both ends of `values_at_sigma`, as
        (lower error, upper error), both positive."""
        median = self.median_pdf(as_instance=False)
        lower = median - self.values_at_lower_sigma(sigma)
        upper = self.values_at_upper_sigma(sigma) - median
        return list(zip(lower.tolist(), upper.tolist(), strict=True))

    def draw_randomly_via_pdf(
        self,
        seed: int | np.random.Generator,
        as_instance: bool = True,
    ) -> Any:
        """One sample drawn with its posterior weight.

        Parameters
        ----------
        seed
            A seed, or a generator to draw several different ones.
        as_instance
            The instance, else the vector.
        """
        generator = np.random.default_rng(seed)
        row = generator.choice(len(self), p=self._normalized_weights)
        return self._as(self.parameter_lists[row], as_instance)

    @property
    def covariance_matrix(self) -> np.ndarray:
        """The posterior covariance of the parameters, (D, D)."""
        weights = self._normalized_weights
        offset = self.parameter_lists - weights @ self.parameter_lists
        return (offset * weights[:, None]).T @ offset

    def above_weight(self, threshold: float) -> Samples:
        """The samples that matter: a weight of at least `threshold`, or the
        highest log likelihood."""
        keep = self.weight_list >= threshold
        keep[self.max_log_likelihood_index] = True
        return Samples(
            self.model,
            self.parameter_lists[keep],
            self.log_likelihood_list[keep],
            self.log_prior_list[keep],
            self.weight_list[keep],
            self.info,
        )

    def to_csv(self) -> str:
        """A CSV table that `from_csv` reads back to the last bit."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([*self.parameter_names, *_EXTRA_COLUMNS])
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
        expected = [*model.parameter_names, *_EXTRA_COLUMNS]
        if not rows or rows[0] != expected:
            found = rows[0] if rows else []
            raise exc.SearchException(
                f"samples.csv has the columns {found}, and this model needs "
                f"{expected}. Delete the folder of the fit to run it again."
            )
        table = _table(rows[1:], len(expected))
        count = len(expected) - len(_EXTRA_COLUMNS)
        return cls(
            model,
            table[:, :count],
            table[:, count],
            table[:, count + 1],
            table[:, count + 3],
            info,
        )

    def _as(self, vector: np.ndarray, as_instance: bool) -> Any:
        return self.model.instance_from_vector(vector) if as_instance else vector

    def _quantile(self, probability: float) -> np.ndarray:
        weights = self._normalized_weights
        result = np.empty(self.parameter_lists.shape[1])
        for column, values in enumerate(self.parameter_lists.T):
            order = np.argsort(values, kind="stable")
            # Half of its own weight lies below each sample.
            cumulative = np.cumsum(weights[order]) - 0.5 * weights[order]
            result[column] = np.interp(probability, cumulative, values[order])
        return result


def _tail(sigma: float) -> float:
    from math import erfc, sqrt

    if sigma <= 0.0:
        raise exc.SearchException(f"sigma={sigma!r} is not possible: give sigma > 0.")
    return 0.5 * erfc(sigma / sqrt(2.0))


def _table(rows: Sequence[Sequence[str]], columns: int) -> np.ndarray:
    try:
        table = np.array([[float(cell) for cell in row] for row in rows])
        return table.reshape(len(rows), columns)
    except ValueError as error:
        raise exc.SearchException(
            f"samples.csv is damaged: {error}. Delete the folder of the fit to run "
            "it again."
        ) from error
