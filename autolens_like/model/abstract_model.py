"""What a model and a collection have in common beyond the maps of their vector."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from autolens_like import exc
from autolens_like.model import files, identifier, summary
from autolens_like.model.assertion import Comparison, Ordering
from autolens_like.model.centring import Centring
from autolens_like.model.changes import Changes
from autolens_like.model.expression import Arithmetic
from autolens_like.model.lookup import Lookup
from autolens_like.model.mapping import Mapped
from autolens_like.model.prior import Prior
from autolens_like.model.reading import model_from
from autolens_like.model.signature import is_number
from autolens_like.model.tree import next_revision
from autolens_like.model.writing import dictionary_from
from autolens_like.typing import PathLike


class AbstractModel(Lookup, Centring, Changes, Mapped):
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
    def parameter_labels(self) -> list[str]:
        """The symbol of every parameter without the component it belongs to."""
        return summary.parameter_symbols(self)

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

    dict = to_dict

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
