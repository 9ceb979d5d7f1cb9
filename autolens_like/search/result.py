"""What a fit gives back."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from typing import Any

from autolens_like.search.latent import latent_text
from autolens_like.search.narrowing import narrowed_model
from autolens_like.search.samples import Samples


class Result:
    """The posterior of a fit, and the models that come out of it.

    Parameters
    ----------
    samples
        The posterior samples.
    analysis
        What was fitted to the data.
    search
        The search that ran.
    paths
        The folder of the fit.
    """

    def __init__(
        self,
        samples: Samples,
        analysis: Any = None,
        search: Any = None,
        paths: Any = None,
    ):
        self.samples = samples
        self.analysis = analysis
        self.search = search
        self.paths = paths

    def __repr__(self) -> str:
        return (
            f"<{type(self).__name__} log_likelihood={self.log_likelihood:.4f} "
            f"samples={len(self.samples)}>"
        )

    @property
    def model(self) -> Any:
        """The model that was fitted, with the priors it had."""
        return self.samples.model

    @functools.cached_property
    def max_log_likelihood_instance(self) -> Any:
        """The instance with the highest log likelihood."""
        return self.samples.max_log_likelihood(as_instance=True)

    @property
    def instance(self) -> Any:
        """Another name of `max_log_likelihood_instance`."""
        return self.max_log_likelihood_instance

    @property
    def log_likelihood(self) -> float:
        """The highest log likelihood."""
        index = self.samples.max_log_likelihood_index
        return float(self.samples.log_likelihood_list[index])

    @property
    def model_centred(self) -> Any:
        """The model with priors about the medians of this result, as wide as
        the configuration says."""
        return self.model.mapper_from_centres(self._medians)

    def model_centred_absolute(self, a: float) -> Any:
        """The model with priors about the medians, each of width `a`."""
        return self.model.mapper_from_centres(self._medians, absolute=a)

    def model_centred_relative(self, r: float) -> Any:
        """The model with priors about the medians, each of width `r` times
        its median."""
        return self.model.mapper_from_centres(self._medians, relative=r)

    def model_centred_max_lh_bounded(self, b: float) -> Any:
        """The model with uniform priors of ± `b` about the best fit."""
        return self.samples.model_centred_max_lh_bounded(b)

    @functools.cached_property
    def latent_samples(self) -> Samples | None:
        """Samples of the latent quantities of the analysis, None without any."""
        saved = None if self.paths is None else self.paths.load_latent()
        if saved is not None or self.analysis is None:
            return saved
        return self.analysis.compute_latent_samples(self.samples)

    @property
    def latent_text(self) -> str:
        """The latent quantities as a table."""
        if self.latent_samples is None:
            return ""
        return latent_text(self.latent_samples, self.analysis.LATENT_UNITS)

    def model_narrowed(self, sigmas: float = 6.0, fixed: Iterable[str] = ()) -> Any:
        """The model with uniform priors about the best fit, see `narrowed_model`."""
        return narrowed_model(self.samples, sigmas, fixed)

    @property
    def _medians(self) -> Any:
        return self.samples.median_pdf(as_instance=False)

    @property
    def info(self) -> str:
        """A table to read: medians with 1 and 3 sigma limits, and the best fit."""
        return results_text(self.samples)


def results_text(samples: Samples) -> str:
    """The text of model.results: evidence, likelihood and every parameter.

    Parameters
    ----------
    samples
        The posterior samples.

    Returns
    -------
    str
        One line a parameter: best fit, median, 1 and 3 sigma limits.
    """
    best = samples.max_log_likelihood(as_instance=False)
    median = samples.median_pdf(as_instance=False)
    one, three = samples.values_at_sigma(1.0), samples.values_at_sigma(3.0)
    names = samples.parameter_names
    width = max(len(name) for name in [*names, "parameter"])
    log_likelihood = samples.log_likelihood_list[samples.max_log_likelihood_index]
    lines = []
    if samples.log_evidence is not None:
        error = samples.log_evidence_error
        lines.append(
            f"log evidence             {samples.log_evidence:.4f}"
            + ("" if error is None else f" +- {error:.4f}")
        )
    lines += [
        f"maximum log likelihood   {log_likelihood:.4f}",
        f"effective sample size    {samples.effective_sample_size:.0f}",
        f"likelihood evaluations   {samples.total_samples}",
        *_chain_lines(samples),
        "",
        f"{'parameter':<{width}}  {'best fit':>12}  {'median':>12}  "
        f"{'1 sigma':^27}  {'3 sigma':^27}",
    ]
    for row, name in enumerate(names):
        lines.append(
            f"{name:<{width}}  {best[row]:12.6g}  {median[row]:12.6g}  "
            f"({one[row][0]:12.6g},{one[row][1]:12.6g})  "
            f"({three[row][0]:12.6g},{three[row][1]:12.6g})"
        )
    lines += _derived_lines(samples)
    return "\n".join(lines) + "\n"


def _chain_lines(samples: Samples) -> list[str]:
    """How well chains agree."""
    known = [value for value in samples.r_hat or () if math.isfinite(value)]
    return [f"largest R-hat            {max(known):.4f}"] if known else []


def _derived_lines(samples: Samples) -> list[str]:
    """Derived parameters: median and limits."""
    one, three = samples.derived_at_sigma(1.0), samples.derived_at_sigma(3.0)
    width = max(map(len, one), default=0)
    lines = ["", "derived parameters"] if one else []
    for name, found in one.items():
        limits = three[name]
        lines.append(
            f"{name:<{width}}  {found.median:12.6g}  "
            f"({found.lower:12.6g},{found.upper:12.6g})  "
            f"({limits.lower:12.6g},{limits.upper:12.6g})"
        )
    return lines
