"""Models with other priors in the same places: about a result, or between limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Self

from autolens_like import exc
from autolens_like.model.distribution import Prior
from autolens_like.model.prior import (
    GaussianPrior,
    TruncatedGaussianPrior,
    UniformPrior,
)
from autolens_like.model.width_modifier import (
    AbsoluteWidthModifier,
    RelativeWidthModifier,
    WidthModifier,
)

#: Cumulative probabilities one standard deviation off the mean of a normal.
_ONE_SIGMA = (0.15865525393145707, 0.8413447460685429)


class Centring:
    """Copies of a model with other priors; a part of `AbstractModel`."""

    def mapper_from_prior_arguments(self, arguments: Mapping[Prior, Any]) -> Self:
        """A copy with some priors replaced by priors, formulas of priors or numbers.

        Parameters
        ----------
        arguments
            The replacement of each prior; those not named stay.
        """
        return self._replaced(dict(arguments), {})

    #: The names that PyAutoFit has for the same.
    mapper_from_partial_prior_arguments = mapper_from_prior_arguments
    replacing = mapper_from_prior_arguments

    def mapper_from_gaussian_tuples(
        self, tuples: Sequence[tuple[float, float]]
    ) -> Self:
        """A copy with Gaussian priors, truncated where the parameter has limits.

        Parameters
        ----------
        tuples : (prior_count, 2)
            Mean and standard deviation, in order of the parameter vector.
        """
        priors = self._counted(tuples, "mapper_from_gaussian_tuples")
        return self.mapper_from_prior_arguments(
            {
                prior: _gaussian(prior, mean, sigma)
                for prior, (mean, sigma) in zip(priors, tuples, strict=True)
            }
        )

    def mapper_from_centres(
        self,
        vector: Sequence[float],
        absolute: float | None = None,
        relative: float | None = None,
    ) -> Self:
        """A copy with truncated Gaussian priors about the values of a vector.

        Parameters
        ----------
        vector : (prior_count,)
            Their means, in order of the parameter vector.
        absolute, relative
            One width for all, as a number or as a fraction of each value; by
            default each prior's own width modifier. The limits stay. A relative width
            of an angle is a fraction of its period.
        """
        if absolute is not None and relative is not None:
            raise exc.ModelException(
                "mapper_from_centres: give absolute or relative, not both."
            )
        chosen: WidthModifier | None = None
        if absolute is not None:
            chosen = AbsoluteWidthModifier(absolute)
        elif relative is not None:
            chosen = RelativeWidthModifier(relative)
        priors = self._counted(vector, "mapper_from_centres")
        return self.mapper_from_prior_arguments(
            {
                prior: _centred(prior, float(value), chosen)
                for prior, value in zip(priors, vector, strict=True)
            }
        )

    def mapper_from_prior_means(
        self,
        means: Sequence[float],
        a: float | None = None,
        r: float | None = None,
        no_limits: bool = False,
    ) -> Self:
        """`mapper_from_centres` by the names that PyAutoFit has.

        Parameters
        ----------
        means : (prior_count,)
            In order of the parameter vector.
        a, r
            One absolute or relative width for all.
        no_limits
            Leave the limits of the earlier priors out.
        """
        model = self.mapper_from_centres(means, absolute=a, relative=r)
        if not no_limits:
            return model
        widest = {
            prior: GaussianPrior(
                prior.mean, prior.sigma, width_modifier=prior.width_modifier
            )
            for prior in model.priors_ordered_by_id
        }
        return model.mapper_from_prior_arguments(widest)

    def mapper_from_uniform_floats(self, floats: Sequence[float], b: float) -> Self:
        """A copy with uniform priors of ± `b` about the values of a vector.

        Parameters
        ----------
        floats : (prior_count,)
            In order of the parameter vector.
        b
            Half of the width. The limits of the earlier priors still hold.
        """
        if not b > 0.0:
            raise exc.ModelException(f"b is {b!r}; a positive width is asked for.")
        limits = [(float(value) - b, float(value) + b) for value in floats]
        priors = self._counted(floats, "mapper_from_uniform_floats")
        return self.mapper_from_prior_arguments(
            {
                prior: _uniform(prior, lower, upper)
                for prior, (lower, upper) in zip(priors, limits, strict=True)
            }
        )

    def with_limits(self, limits: Sequence[tuple[float, float]]) -> Self:
        """A copy in which every prior lies between new limits.

        Parameters
        ----------
        limits : (prior_count, 2)
            Lower and upper, in order of the parameter vector. A Gaussian prior
            becomes a truncated one.
        """
        priors = self._counted(limits, "with_limits")
        return self.mapper_from_prior_arguments(
            {
                prior: _limited(prior, lower, upper)
                for prior, (lower, upper) in zip(priors, limits, strict=True)
            }
        )

    def _counted(self, values: Iterable[Any], caller: str) -> list[Prior]:
        priors = self.priors_ordered_by_id
        count = len(list(values))
        if count != len(priors):
            raise exc.ModelException(
                f"{caller}: {count} values came; the model has {len(priors)} free "
                "parameters, in the order of its `parameter_names`."
            )
        return priors


def limits_about(prior: Prior, mean: float) -> tuple[float, float]:
    """The limits of a prior; for an angle, half a period to either side."""
    if not prior.is_periodic:
        return prior.lower_limit, prior.upper_limit
    half = 0.5 * (prior.upper_limit - prior.lower_limit)
    return mean - half, mean + half


def _gaussian(prior: Prior, mean: float, sigma: float) -> Prior:
    limits = limits_about(prior, mean)
    width = prior.width_modifier
    if limits == (-float("inf"), float("inf")):
        return GaussianPrior(mean, sigma, width_modifier=width)
    return TruncatedGaussianPrior(mean, sigma, *limits, width_modifier=width)


def _centred(prior: Prior, mean: float, chosen: WidthModifier | None) -> Prior:
    # The size of an angle says nothing of its scale, so relative is to a whole turn.
    scale = prior.upper_limit - prior.lower_limit if prior.is_periodic else mean
    sigma = (chosen or prior.width_modifier)(scale)
    if sigma == 0.0:
        # A relative width at zero has no scale of its own: keep the prior's.
        lower, upper = (prior.value_for(unit) for unit in _ONE_SIGMA)
        sigma = 0.5 * (upper - lower)
    return TruncatedGaussianPrior(
        mean,
        sigma,
        *limits_about(prior, mean),
        width_modifier=prior.width_modifier,
    )


def _uniform(prior: Prior, lower: float, upper: float) -> Prior:
    lowest, highest = limits_about(prior, 0.5 * (lower + upper))
    return UniformPrior(
        max(lower, lowest), min(upper, highest), width_modifier=prior.width_modifier
    )


def _limited(prior: Prior, lower: float, upper: float) -> Prior:
    if {"lower_limit", "upper_limit"} <= set(prior.argument_names):
        return replace(prior, lower_limit=lower, upper_limit=upper)
    if not isinstance(prior, GaussianPrior):
        raise exc.ModelException(
            f"A {type(prior).__name__} has no limits to set; replace it by "
            "mapper_from_prior_arguments."
        )
    return TruncatedGaussianPrior(
        prior.mean, prior.sigma, lower, upper, width_modifier=prior.width_modifier
    )
