"""What a model and a collection have in common beyond the maps of their vector."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self

from autolens_like import exc
from autolens_like.model import files, identifier, summary
from autolens_like.model.assertion import Comparison, Ordering
from autolens_like.model.expression import Arithmetic
from autolens_like.model.mapping import Mapped
from autolens_like.model.prior import GaussianPrior, Prior, TruncatedGaussianPrior
from autolens_like.model.reading import model_from
from autolens_like.model.signature import is_number
from autolens_like.model.tree import next_revision
from autolens_like.model.width_modifier import (
    AbsoluteWidthModifier,
    RelativeWidthModifier,
    WidthModifier,
)
from autolens_like.model.writing import dictionary_from
from autolens_like.typing import PathLike

#: Cumulative probabilities one standard deviation off the mean of a normal.
_ONE_SIGMA = (0.15865525393145707, 0.8413447460685429)


class AbstractModel(Mapped):
    """A model whose free parameters can be listed, copied, tied and re-centred."""

    @property
    def info(self) -> str:
        """The components, and the prior or value of every parameter, as a table."""
        return summary.model_info_text(self)

    @property
    def model_labels(self) -> list[str]:
        """Plain labels of the free parameters, in order of the vector."""
        return summary.model_labels(self)

    @property
    def latex_labels(self) -> list[str]:
        """LaTeX labels of the free parameters, in order of the vector."""
        return summary.latex_labels(self)

    def identity(self) -> dict[str, Any]:
        """A description for JSON that changes exactly when the model does."""
        return identifier.identity(self)

    def to_dict(self) -> dict[str, Any]:
        """The model as mappings, lists, text and numbers; see `writing`."""
        return dictionary_from(self)

    @staticmethod
    def from_dict(dictionary: Any) -> Any:
        """The model that a dictionary of `to_dict` describes."""
        return model_from(dictionary)

    def to_json(self, file: PathLike) -> None:
        """Write the model into a JSON file, which `from_json` reads back exactly."""
        files.write_json(self, file)

    @staticmethod
    def from_json(file: PathLike) -> Any:
        """The model of a JSON file; it can only name registered classes."""
        return files.read_json(file)

    def to_yaml(self, file: PathLike) -> None:
        """Write the model into a YAML file, which `from_yaml` reads back exactly."""
        files.write_yaml(self, file)

    @staticmethod
    def from_yaml(file: PathLike) -> Any:
        """The model of a YAML file; it can only name registered classes."""
        return files.read_yaml(file)

    def copy(self) -> Self:
        """A model to change independently; its priors are the same parameters."""
        return self.mapper_from_prior_arguments({})

    def freeze(self) -> Self:
        """Refuse every change of this model from now on; returns the model."""
        for node in self.nodes():
            node._frozen = True
        return self

    def unfreeze(self) -> Self:
        """Allow changes again; returns the model."""
        for node in self.nodes():
            node._frozen = False
        return self

    def add_assertion(self, assertion: Ordering | bool, name: str = "") -> None:
        """Demand an ordering of parameters, such as ``a.sigma > b.sigma``.

        A vector that breaks it raises `exc.ResampleException` where an
        instance is asked for.

        Parameters
        ----------
        assertion
            A comparison of priors, formulas of priors and numbers, or a chain of
            comparisons: ``(a > b) > c``.
        name
            What errors call it.

        Raises
        ------
        exc.ModelException
            For something else, for priors of another model, and for an ordering that
            the limits of the priors never let hold.
        """
        if isinstance(assertion, bool) and assertion:
            return
        if not isinstance(assertion, Ordering):
            raise exc.ModelException(
                f"add_assertion({assertion!r}): a comparison of priors is asked for, "
                "such as model.a > model.b, that is not already false."
            )
        index = self._structure().index
        for part in assertion.parts():
            _check_sides(part, index)
        if self._frozen:
            raise exc.ModelException("The model is frozen: no assertion can be added.")
        self._assertions += [
            Comparison(part.left, part.symbol, part.right, name)
            for part in assertion.parts()
        ]
        self.__dict__["_revision"] = next_revision()

    def mapper_from_prior_arguments(self, arguments: Mapping[Prior, Any]) -> Self:
        """A copy with some priors replaced by other priors or by numbers.

        Parameters
        ----------
        arguments
            The replacement of each prior; those not named stay.
        """
        return self._replaced(dict(arguments), {})

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
            default each prior's own width modifier. The limits stay.
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

    #: The name that PyAutoLens has for `mapper_from_centres`.
    mapper_from_prior_means = mapper_from_centres

    def _counted(self, values: Iterable[Any], caller: str) -> list[Prior]:
        priors = self.priors_ordered_by_id
        count = len(list(values))
        if count != len(priors):
            raise exc.ModelException(
                f"{caller}: {count} values came; the model has {len(priors)} free "
                "parameters, in the order of its `parameter_names`."
            )
        return priors


def _check_sides(comparison: Comparison, index: Mapping[Prior, int]) -> None:
    """Raise where a side is no part of the model, or the limits never let it hold."""
    for side in (comparison.left, comparison.right):
        known = (
            all(prior in index for prior in side.leaves())
            if isinstance(side, Arithmetic)
            else is_number(side)
        )
        if not known:
            raise exc.ModelException(
                f"add_assertion: {side!r} is neither a number nor a free "
                "parameter of this model."
            )
    left, right = _limits(comparison.left), _limits(comparison.right)
    if not comparison.can_hold(left, right):
        raise exc.ModelException(
            f"add_assertion: {comparison!r} can never hold, because the left side lies "
            f"between {left[0]} and {left[1]} and the right one between {right[0]} and "
            f"{right[1]}. Widen a prior or turn the comparison round."
        )


def _limits(side: Any) -> tuple[float, float]:
    """The values that a side of a comparison may have, as far as its limits say."""
    if isinstance(side, Prior):
        return side.lower_limit, side.upper_limit
    infinite = float("inf")
    return (side, side) if is_number(side) else (-infinite, infinite)


def _gaussian(prior: Prior, mean: float, sigma: float) -> Prior:
    limits = _limits_about(prior, mean)
    width = prior.width_modifier
    if limits == (-float("inf"), float("inf")):
        return GaussianPrior(mean, sigma, width_modifier=width)
    return TruncatedGaussianPrior(mean, sigma, *limits, width_modifier=width)


def _centred(prior: Prior, mean: float, chosen: WidthModifier | None) -> Prior:
    sigma = (chosen or prior.width_modifier)(mean)
    if sigma == 0.0:
        # A relative width at zero has no scale of its own: keep the prior's.
        lower, upper = (prior.value_for(unit) for unit in _ONE_SIGMA)
        sigma = 0.5 * (upper - lower)
    return TruncatedGaussianPrior(
        mean,
        sigma,
        *_limits_about(prior, mean),
        width_modifier=prior.width_modifier,
    )


def _limits_about(prior: Prior, mean: float) -> tuple[float, float]:
    """The limits of a prior; for an angle, half a period to either side."""
    if not prior.is_periodic:
        return prior.lower_limit, prior.upper_limit
    half = 0.5 * (prior.upper_limit - prior.lower_limit)
    return mean - half, mean + half
