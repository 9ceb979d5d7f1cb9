"""Residuals and their derivatives by JAX, where every prior is a normal one.

A log likelihood that is a constant minus half a sum of squares and standard normal
priors are one sum of squares: the coordinates themselves are the residuals of the
priors.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autolens_like.search.fitness import Fitness, SearchStopped
from autolens_like.search.gradient import jax_library, reason_against, traceable, widths
from autolens_like.search.unconstrained import prior_density, units_from

#: Derivatives that are followed through the program at a time: enough for its loops to
#: be worth while, few enough for what they hold to stay in cache.
_TANGENTS = 16
#: So many times the program is written down, which gives its steps two threads where a
#: loop has one: a sixth of the time, for a tenth more of the compiler's.
_UNROLLED = 8


class UnconstrainedResiduals:
    """The residuals of likelihood and priors as functions of z, with u = Φ(z).

    Half the sum of their squares is a constant minus what `UnconstrainedPosterior` is.
    Two programs are compiled, when each is first asked for.

    Parameters
    ----------
    fitness
        Its analysis has a ``residuals_function`` that JAX can trace.
    programs
        The compiled programs of a parameter vector, ``"values"`` and ``"equations"``,
        where there are some already: those of another fit that differs in its data.

    Attributes
    ----------
    constant : float
        Log likelihood plus half the sum of the squared residuals of the data; nan until
        a point had some.
    """

    def __init__(self, fitness: Fitness, programs: dict[str, Any] | None = None):
        self.fitness = fitness
        self.constant = math.nan
        self._programs: dict[str, Any] = dict(programs or {})

    def __call__(self, point: np.ndarray) -> np.ndarray | None:
        """(N + D,) residuals of a point (D,); None where there is no likelihood.

        Raises
        ------
        SearchException
            JAX cannot trace the residuals, or a thousand points in a row have none.
        """
        found = self.with_half_sum(point)
        return None if found is None else found[1]

    def with_half_sum(self, point: np.ndarray) -> tuple[float, np.ndarray] | None:
        """Half the sum of the squared residuals of the data, and all residuals."""
        fitness = self.fitness
        if fitness.tally.stopped:
            fitness.close()
            raise SearchStopped("The search was stopped.")
        vector = self._vector(point)
        reason, residuals = reason_against(fitness, vector), None
        if reason is None:
            residuals = np.asarray(self._program("values")(vector))
            if not np.all(np.isfinite(residuals)):
                reason = "a residual is not a finite number"
        if reason is not None:
            fitness.count(vector, fitness.resampled(reason), False)
            return None
        half = 0.5 * float(residuals @ residuals)
        if math.isnan(self.constant):
            self.constant = half + self._log_likelihood(vector)
        self.fitness.count(vector, self.constant - half, False)
        return half, np.append(residuals, point)

    def uncounted(self, point: np.ndarray) -> np.ndarray:
        """The residuals of a point that has some and was counted before."""
        return np.append(self._program("values")(self._vector(point)), point)

    def count(self, point: np.ndarray, half: float, replayed: bool) -> None:
        """Add a point to the tally.

        Parameters
        ----------
        point : (D,)
            Where.
        half
            Half the sum of the squared residuals of the data.
        replayed
            Whether the journal knew it.
        """
        self.fitness.count(self._vector(point), self.constant - half, replayed)

    def _vector(self, point: np.ndarray) -> np.ndarray:
        return self.fitness.prior_transform(units_from(point))

    def equations(self, point: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """JᵀJ (D, D) and -Jᵀr (D,) of all residuals r, J by the coordinates (D,)."""
        vector = self._vector(point)
        curvature, slope = map(np.asarray, self._program("equations")(vector))
        scales = widths(self.fitness.model, vector[None])[0] * prior_density(point)
        # The coordinates are residuals, too: those of the priors.
        curvature = scales[:, None] * curvature * scales + np.eye(len(point))
        return curvature, scales * slope - point

    def _log_likelihood(self, vector: np.ndarray) -> float:
        """By numpy: one number is not worth a third program."""
        instance = self.fitness.model.instance_from_vector(vector)
        return float(self.fitness.analysis.log_likelihood_function(instance))

    def _residuals(self, vector: Any) -> Any:
        instance = self.fitness.model.instance_from_vector(vector)
        return self.fitness.analysis.residuals_function(instance)

    def _equations(self, vector: Any) -> tuple[Any, Any]:
        groups = groups_of(self.fitness.model.parameter_names)
        return equations_of(self._residuals, vector, groups)

    def _program(self, name: str) -> Any:
        if name not in self._programs:
            jax = jax_library()
            functions = {"values": self._residuals, "equations": self._equations}
            shape = jax.ShapeDtypeStruct((self.fitness.model.prior_count,), np.float64)
            with traceable(self.fitness):
                lowered = jax.jit(functions[name]).lower(shape)
                self._programs[name] = lowered.compile()
        return self._programs[name]


def groups_of(names: Sequence[str]) -> list[np.ndarray]:
    """Which parameters to follow together: each long tuple, and all others.

    What a decoder makes of its latents moves no ray, and no other parameter moves what
    it makes: half of the work for both together is done for derivatives that are zero.

    Parameters
    ----------
    names
        Those of the parameters, numbers of a tuple as ``name_0``, ``name_1``.
    """
    tuples: dict[str, list[int]] = {}
    for i, name in enumerate(names):
        number = re.fullmatch(r"(.*)_\d+(\.\d+)*", name)
        tuples.setdefault(number[1] if number else "", []).append(i)
    long = [group for group in tuples.values() if len(group) > _TANGENTS]
    held = {i for group in long for i in group}
    others = [i for i in range(len(names)) if i not in held]
    return [np.array(group) for group in (*long, others) if group]


def equations_of(
    function: Callable[[Any], Any],
    vector: Any,
    groups: Sequence[np.ndarray] | None = None,
) -> tuple[Any, Any]:
    """JᵀJ (D, D) and -Jᵀr (D,) of residuals r and their derivatives J by a vector.

    By JAX, because the threads of numpy's products wait for more to do, in the way of
    JAX's own: a third of the time of a fit with a decoder.

    Parameters
    ----------
    function, vector, groups
        As for `with_derivatives`.
    """
    residuals, rows = with_derivatives(function, vector, groups)
    return rows @ rows.T, -(rows @ residuals)


def with_derivatives(
    function: Callable[[Any], Any],
    vector: Any,
    groups: Sequence[np.ndarray] | None = None,
) -> tuple[Any, Any]:
    """(N,) values of a function and (D, N) derivatives by a vector, some at a time.

    Parameters
    ----------
    function
        From (D,) to (N,), by JAX; of groups it gets a list of numbers.
    vector
        Where.
    groups
        The indices from 0 to D - 1 in groups: what no member of one changes is not
        followed for it. None where all are one.
    """
    if groups is None or len(groups) == 1:
        return _with_derivatives_of_one(function, vector)
    jax = jax_library()

    def of(group: np.ndarray) -> Any:
        def moved(values: Any) -> Any:
            # Numbers one by one: those that stand still are constants to JAX.
            numbers = dict(enumerate(vector)) | dict(zip(group, values, strict=True))
            return function(list(numbers.values()))

        return _with_derivatives_of_one(moved, vector[group])

    order = np.argsort(np.concatenate(groups))
    values, rows = zip(*[of(group) for group in groups], strict=True)
    return values[0], jax.numpy.concatenate(rows)[order]


def _with_derivatives_of_one(function: Callable[[Any], Any], vector: Any) -> Any:
    """The same by a vector of which everything may depend on all."""
    jax = jax_library()
    count = len(vector)
    batches = -(-count // _TANGENTS)
    size = -(-count // batches)
    tangents = np.eye(batches * size, count).reshape(batches, size, count)
    values, along = jax.linearize(function, vector)
    _, rows = jax.lax.scan(
        lambda _, some: (None, jax.vmap(along)(some)),
        None,
        jax.numpy.asarray(tangents),
        unroll=min(batches, _UNROLLED),
    )
    return values, rows.reshape(batches * size, -1)[:count]
