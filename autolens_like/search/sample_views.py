"""More ways to look at samples, by the names that PyAutoFit has."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from autolens_like import atomic, exc
from autolens_like.model.reading import model_from
from autolens_like.search.parameter_values import ParameterVector
from autolens_like.typing import PathLike

#: A posterior of fewer effective samples has rough limits.
UNCONVERGED_SAMPLE_SIZE = 100


@dataclass(frozen=True)
class Sample:
    """One of the samples.

    Parameters
    ----------
    log_likelihood, log_prior, weight
        Its numbers.
    kwargs
        The value of every parameter by its path.
    """

    log_likelihood: float
    log_prior: float
    weight: float
    kwargs: dict[tuple[str, ...], float]

    @property
    def log_posterior(self) -> float:
        """Log likelihood plus log prior."""
        return self.log_likelihood + self.log_prior

    def instance_for_model(self, model: Any, ignore_assertions: bool = False) -> Any:
        """The instance of this sample."""
        return model.instance_from_path_arguments(self.kwargs, ignore_assertions)


class SampleViews:
    """Names beside those of `Samples`, of which this is a part."""

    @property
    def paths(self) -> list[tuple[str, ...]]:
        """The path to every parameter, in the order of the columns."""
        return list(self.model.paths)

    @property
    def names(self) -> list[str]:
        """The same with dots."""
        return [".".join(path) for path in self.paths]

    @property
    def sample_list(self) -> list[Sample]:
        """Every sample with its values by path."""
        paths = self.paths
        rows = zip(
            self.log_likelihood_list.tolist(),
            self.log_prior_list.tolist(),
            self.weight_list.tolist(),
            self.parameter_lists.tolist(),
            strict=True,
        )
        return [
            Sample(*numbers, dict(zip(paths, vector, strict=True)))
            for *numbers, vector in rows
        ]

    @property
    def parameters_extract(self) -> list[np.ndarray]:
        """The values (n,) of every parameter."""
        return list(self.parameter_lists.T)

    def values_for_path(self, path: Iterable[str] | str) -> np.ndarray:
        """The values (n,) of the free or derived parameter at a path.

        Raises
        ------
        UnknownParameterException
            Neither stands there.
        """
        parts = tuple(path.split(".")) if isinstance(path, str) else tuple(path)
        formula = getattr(self.model, "formulas", {}).get(parts)
        if formula is None:
            return self.parameter_lists[:, self.model.index(parts)]
        priors = self.model.priors_ordered_by_id
        of = formula.function({prior: place for place, prior in enumerate(priors)})
        values = np.empty(len(self))
        for row, vector in enumerate(self.parameter_lists.tolist()):
            try:
                values[row] = of(vector)
            except exc.ResampleException:
                values[row] = math.nan
        return values

    @property
    def log_likelihood(self) -> float:
        """The highest log likelihood."""
        return float(self.log_likelihood_list[self.max_log_likelihood_index])

    @property
    def instance(self) -> Any:
        """The instance with the highest log likelihood."""
        return self.max_log_likelihood()

    @property
    def instances(self) -> list[Any]:
        """The instance of every sample that keeps the assertions of the model."""
        made = []
        for vector in self.parameter_lists:
            try:
                made.append(self.model.instance_from_vector(vector))
            except exc.ResampleException:
                continue
        return made

    def from_sample_index(self, sample_index: int, as_instance: bool = True) -> Any:
        """The instance (or vector) of one sample."""
        return self._as(self.parameter_lists[sample_index], as_instance)

    @property
    def max_log_likelihood_sample(self) -> Sample:
        """The sample with the highest log likelihood."""
        return self.sample_list[self.max_log_likelihood_index]

    @property
    def max_log_posterior_index(self) -> int:
        """The row with the highest log posterior."""
        return int(np.argmax(self.log_posterior_list))

    def max_log_posterior(self, as_instance: bool = True) -> Any:
        """The instance (or vector) with the highest log posterior."""
        return self.from_sample_index(self.max_log_posterior_index, as_instance)

    # The errors are no parameters of which an object could be made: what PyAutoFit
    # reads off an instance is read off the vector by the same paths.

    def errors_at_lower_sigma(
        self, sigma: float, as_instance: bool = True
    ) -> ParameterVector:
        """Distances from the median down to `values_at_lower_sigma`, positive."""
        return self.median_pdf(as_instance=False) - self.values_at_lower_sigma(sigma)

    def errors_at_upper_sigma(
        self, sigma: float, as_instance: bool = True
    ) -> ParameterVector:
        """Distances from the median up to `values_at_upper_sigma`, positive."""
        return self.values_at_upper_sigma(sigma) - self.median_pdf(as_instance=False)

    def error_magnitudes_at_sigma(
        self, sigma: float, as_instance: bool = True
    ) -> ParameterVector:
        """Widths of the intervals of `values_at_sigma`."""
        return self.values_at_upper_sigma(sigma) - self.values_at_lower_sigma(sigma)

    def offset_values_via_input_values(self, input_vector: Any) -> ParameterVector:
        """The medians minus the values of a vector, such as the truth."""
        return self.median_pdf(as_instance=False) - np.asarray(input_vector, float)

    @property
    def prior_means(self) -> list[float]:
        """Where the priors of `model_centred` are centred: the medians."""
        return self.median_pdf(as_instance=False).tolist()

    @property
    def model_centred(self) -> Any:
        """The model with priors about the medians, as wide as configured."""
        return self.model.mapper_from_centres(self.prior_means)

    def model_centred_absolute(self, a: float) -> Any:
        """The model with priors about the medians, each of width `a`."""
        return self.model.mapper_from_centres(self.prior_means, absolute=a)

    def model_centred_relative(self, r: float) -> Any:
        """The model with priors about the medians, each `r` times its median wide."""
        return self.model.mapper_from_centres(self.prior_means, relative=r)

    def model_centred_max_lh_bounded(self, b: float) -> Any:
        """The model with uniform priors of ± `b` about the best fit."""
        best = self.max_log_likelihood(as_instance=False)
        return self.model.mapper_from_uniform_floats(best, b=b)

    @property
    def pdf_converged(self) -> bool:
        """Whether there are enough effective samples for smooth limits."""
        return self.effective_sample_size > UNCONVERGED_SAMPLE_SIZE

    @property
    def time(self) -> float | None:
        """Seconds that the search took."""
        return self.info.get("time")

    @property
    def total_iterations(self) -> int:
        """Likelihood evaluations of the search."""
        return self.total_samples

    def summary(self) -> Self:
        """The samples themselves, which need no shorter form to be quick."""
        return self

    def samples_drawn_randomly_via_pdf_from(
        self, total_draws: int = 100, seed: int | np.random.Generator | None = None
    ) -> Self:
        """Samples of equal weight, drawn with their posterior weights."""
        weights = self.weight_list / np.sum(self.weight_list)
        generator = np.random.default_rng(seed)
        drawn = self.chosen(generator.choice(len(self), size=total_draws, p=weights))
        drawn.weight_list = np.full(total_draws, 1.0 / total_draws)
        return drawn

    def samples_above_weight_threshold_from(self, weight_threshold: float) -> Self:
        """The same as `above_weight`."""
        return self.above_weight(weight_threshold)

    def samples_within_parameter_range(
        self, parameter_index: int, parameter_range: tuple[float, float]
    ) -> Self:
        """The samples in which one parameter lies between two limits."""
        values = self.parameter_lists[:, parameter_index]
        lower, upper = parameter_range
        return self.chosen((values >= lower) & (values <= upper))

    def minimise(self) -> Self:
        """The samples of the highest log likelihood and the highest log posterior."""
        best = {self.max_log_likelihood_index, self.max_log_posterior_index}
        return self.chosen(sorted(best))

    def with_paths(self, paths: Iterable[tuple[str, ...] | str]) -> Self:
        """The samples of some parameters alone."""
        return self._of_model(self.model.with_paths(paths))

    def without_paths(self, paths: Iterable[tuple[str, ...] | str]) -> Self:
        """The samples of all other parameters."""
        return self._of_model(self.model.without_paths(paths))

    def _of_model(self, model: Any) -> Self:
        place = {prior: i for i, prior in enumerate(self.model.priors_ordered_by_id)}
        columns = [place[prior] for prior in model.priors_ordered_by_id]
        return type(self)(
            model,
            self.parameter_lists[:, columns],
            self.log_likelihood_list,
            self.log_prior_list,
            self.weight_list,
            self.info,
        )

    def write_table(self, filename: PathLike) -> None:
        """Write the CSV table that `from_table` reads back to the last bit."""
        atomic.write_text(filename, self.to_csv())

    @classmethod
    def from_table(
        cls, filename: PathLike, model: Any, info: dict[str, Any] | None = None
    ) -> Self:
        """The samples of a table that `write_table` wrote.

        Raises
        ------
        SearchException
            The file is missing, damaged or of another model.
        """
        try:
            text = Path(filename).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise exc.SearchException(f"{filename} cannot be read: {error}") from error
        return cls.from_csv(text, model, info)

    def to_json(self, filename: PathLike) -> None:
        """Write samples and model into one file, which `from_json` reads back.

        Raises
        ------
        ModelException
            A class of the model has no name for files; see `af.register`.
        """
        content = {
            "model": self.model.to_dict(),
            "info": self.info,
            "parameter_lists": self.parameter_lists.tolist(),
            "log_likelihood_list": self.log_likelihood_list.tolist(),
            "log_prior_list": self.log_prior_list.tolist(),
            "weight_list": self.weight_list.tolist(),
        }
        atomic.write_json(Path(filename), content)

    @classmethod
    def from_json(cls, filename: PathLike) -> Self:
        """The samples of a file that `to_json` wrote.

        Raises
        ------
        SearchException
            The file is missing or damaged.
        """
        try:
            content = json.loads(Path(filename).read_text(encoding="utf-8"))
            model = model_from(content.pop("model"))
            return cls(model, **content)
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise exc.SearchException(
                f"{filename} cannot be read as samples: {error}"
            ) from error

    def save_covariance_matrix(self, filename: PathLike) -> None:
        """Write the posterior covariance as CSV with the names of the parameters."""
        rows = [",".join(["", *self.parameter_names])]
        for name, row in zip(
            self.parameter_names, self.covariance_matrix.tolist(), strict=True
        ):
            rows.append(",".join([name, *map(repr, row)]))
        atomic.write_text(filename, "\n".join(rows) + "\n")
