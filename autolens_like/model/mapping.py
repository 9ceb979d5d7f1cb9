"""The maps of a model: unit cube to parameter vector to instance, and back."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.model.distribution import Prior, by_column
from autolens_like.model.plan import Plan
from autolens_like.model.tree import (
    Node,
    Path,
    Structure,
    check_complete,
    latest_revision,
    structure_of,
)

#: Draws of `random_instance` before the model is called impossible.
MAXIMUM_DRAWS = 1_000

_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")


class _Derived:
    """What is derived from a tree at one revision; the plan when first asked for."""

    def __init__(self, root: Node) -> None:
        self.revision = latest_revision()
        self.structure = structure_of(root)
        self.plan: Plan | None = None


class Mapped(Node):
    """A node whose priors, in order of creation, are a parameter vector."""

    @property
    def prior_count(self) -> int:
        """The number of free parameters."""
        return len(self._structure().priors)

    @property
    def total_free_parameters(self) -> int:
        """The number of free parameters."""
        return self.prior_count

    @property
    def priors_ordered_by_id(self) -> list[Prior]:
        """The free parameters in order of the parameter vector."""
        return list(self._structure().priors)

    @property
    def paths(self) -> list[Path]:
        """The path to each free parameter, in order of the parameter vector."""
        return list(self._structure().paths)

    @property
    def parameter_names(self) -> list[str]:
        """Dotted names, as ``galaxies.lens.mass.centre_0``, in order of the vector."""
        return list(self._structure().names)

    def instance_from_vector(self, vector: Any, ignore_assertions: bool = False) -> Any:
        """The object that a parameter vector stands for.

        Parameters
        ----------
        vector : (prior_count,) list or array
            Physical values. Its entries may be JAX tracers: they are handed on
            without being looked at, and assertions on them are not checked.
        ignore_assertions
            Build the instance even where an assertion does not hold.

        Raises
        ------
        exc.ModelException
            When the vector has another length.
        exc.ResampleException
            When an assertion does not hold.
        """
        plan = self._plan()
        values = _entries(vector, plan.size)
        if not ignore_assertions:
            plan.check_assertions(values)
        return plan.instance(values)

    def instance_from_unit_vector(
        self, unit_vector: Any, ignore_assertions: bool = False
    ) -> Any:
        """The object at a point of the unit cube."""
        vector = self.vector_from_unit_vector(unit_vector)
        return self.instance_from_vector(vector, ignore_assertions)

    def instance_from_prior_medians(self, ignore_assertions: bool = False) -> Any:
        """The object with every parameter at the median of its prior."""
        vector = self.physical_values_from_prior_medians
        return self.instance_from_vector(vector, ignore_assertions)

    def random_instance(self, seed: int | None = None) -> Any:
        """An object drawn from the priors; impossible draws are drawn again.

        Parameters
        ----------
        seed
            The same seed gives the same instance.

        Raises
        ------
        exc.ModelException
            When `MAXIMUM_DRAWS` draws are impossible; with their commonest reason.
        """
        return self.instance_from_vector(self.random_vector_from_priors(seed))

    def random_vector_from_priors(self, seed: int | None = None) -> np.ndarray:
        """The parameter vector (prior_count,) of `random_instance`."""
        return self.random_vector_from_priors_within_limits(0.0, 1.0, seed)

    def random_vector_from_priors_within_limits(
        self,
        lower_limit: float = 0.0,
        upper_limit: float = 1.0,
        seed: int | None = None,
    ) -> np.ndarray:
        """A parameter vector drawn from a part of every prior.

        Parameters
        ----------
        lower_limit, upper_limit
            The part, as fractions of the probability: 0.4 and 0.6 are the middle fifth.
        seed
            The same seed gives the same vector.
        """
        if not 0.0 <= lower_limit < upper_limit <= 1.0:
            raise exc.ModelException(
                f"lower_limit={lower_limit} and upper_limit={upper_limit}: two "
                "fractions of the probability are asked for, 0 <= lower < upper <= 1."
            )
        generator = np.random.default_rng(seed)
        reasons: Counter[str] = Counter()
        examples: dict[str, exc.ResampleException] = {}
        for _ in range(MAXIMUM_DRAWS):
            unit = generator.random(self.prior_count)
            vector = self.vector_from_unit_vector(
                lower_limit + (upper_limit - lower_limit) * unit
            )
            try:
                self.instance_from_vector(vector)
            except exc.ResampleException as error:
                kind = _NUMBER.sub("#", str(error))
                reasons[kind] += 1
                examples[kind] = error
            else:
                return vector
        kind, times = reasons.most_common(1)[0]
        raise exc.ModelException(
            f"{MAXIMUM_DRAWS} draws from the priors all gave no possible instance. The "
            f"commonest reason ({times} times): {examples[kind]}"
        ) from examples[kind]

    def check_assertions(self, vector: Any) -> None:
        """Raise `exc.ResampleException` where the vector breaks an assertion."""
        plan = self._plan()
        plan.check_assertions(_entries(vector, plan.size))

    def vector_from_unit_vector(self, unit_vector: Any) -> np.ndarray:
        """Physical values from points of the unit cube.

        Parameters
        ----------
        unit_vector : (..., prior_count)
            Numbers in [0, 1]; one point or a batch of them.

        Returns
        -------
        (..., prior_count)
            Finite values.
        """
        priors, unit = self._columns(unit_vector)
        return by_column("value_for", priors, unit)

    def unit_vector_from_vector(self, vector: Any) -> np.ndarray:
        """The point of the unit cube of a parameter vector (..., prior_count)."""
        priors, values = self._columns(vector)
        return by_column("unit_value_for", priors, values)

    @property
    def physical_values_from_prior_medians(self) -> list[float]:
        """The median of every prior, in order of the parameter vector."""
        return [prior.median for prior in self._complete_structure().priors]

    def log_prior_from_vector(self, vector: Any) -> Any:
        """The natural logarithm of the prior density at a parameter vector.

        Parameters
        ----------
        vector : (..., prior_count)
            Physical values; one vector or a batch of them.

        Returns
        -------
        float or (...)
            The sum over the parameters; -inf outside their limits.
        """
        priors, values = self._columns(vector)
        total = by_column("log_prior_from_value", priors, values).sum(axis=-1)
        return total if total.ndim else float(total)

    def _columns(self, vector: Any) -> tuple[list[Prior], np.ndarray]:
        priors = self._complete_structure().priors
        values = np.asarray(vector, dtype=float)
        if values.ndim == 0 or values.shape[-1] != len(priors):
            raise _wrong_length(values.shape, len(priors))
        return priors, values

    def _current(self) -> _Derived:
        derived = self._derived
        latest = latest_revision()
        if derived is not None and derived.revision == latest:
            return derived
        # Something changed somewhere: it concerns this tree only if a node of it did.
        if derived is None or any(
            node._revision > derived.revision for node in self.nodes()
        ):
            self.__dict__["_derived"] = derived = _Derived(self)
        derived.revision = latest
        return derived

    def _structure(self) -> Structure:
        return self._current().structure

    def _complete_structure(self) -> Structure:
        structure = self._structure()
        check_complete(structure)
        return structure

    def _plan(self) -> Plan:
        derived = self._current()
        if derived.plan is None:
            check_complete(derived.structure)
            derived.plan = Plan(self, derived.structure)
        return derived.plan


def _entries(vector: Any, size: int) -> list[Any]:
    if getattr(vector, "shape", (1,)) == () or not hasattr(vector, "__iter__"):
        raise _wrong_length((), size)
    values = vector.tolist() if isinstance(vector, np.ndarray) else list(vector)
    if len(values) != size or (isinstance(vector, np.ndarray) and vector.ndim != 1):
        raise _wrong_length(getattr(vector, "shape", (len(values),)), size)
    return values


def _wrong_length(shape: tuple[int, ...], size: int) -> exc.ModelException:
    return exc.ModelException(
        f"The vector has the shape {tuple(shape)}; the model has {size} free "
        "parameters, in the order of its `parameter_names`."
    )
