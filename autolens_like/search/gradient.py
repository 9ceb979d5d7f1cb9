"""Derivatives of the log likelihood in the unit cube, by JAX or by differences."""

from __future__ import annotations

import abc
import math
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.model.distribution import by_column
from autolens_like.search import settings
from autolens_like.search.fitness import (
    MISTAKES,
    RESAMPLE_LOG_LIKELIHOOD,
    Fitness,
    SearchStopped,
)

#: The ways to derivatives; auto is jax if the analysis says ``use_jax``.
GRADIENTS = ("auto", "jax", "differences")
#: The smallest step of a difference in the unit cube.
_SMALLEST_STEP = 1e-10


class Gradient(abc.ABC):
    """Log likelihoods and their derivatives by the coordinates of the unit cube.

    Parameters
    ----------
    fitness
        The function.
    """

    def __init__(self, fitness: Fitness):
        self.fitness = fitness

    @abc.abstractmethod
    def __call__(self, units: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Values (n,) and derivatives (n, D) at points (n, D) of the unit cube; where
        there is no likelihood -inf and zeros."""


class DifferenceGradient(Gradient):
    """Differences of log likelihoods, which the workers evaluate if there are some.

    Parameters
    ----------
    fitness
        The function.
    step
        In standard deviations, of each prior seen as a normal distribution.
    """

    def __init__(self, fitness: Fitness, step: float):
        super().__init__(fitness)
        self.step = step

    def __call__(self, units: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        found = [self._at(unit) for unit in np.atleast_2d(units)]
        return np.array([value for value, _ in found]), np.array([g for _, g in found])

    def _at(self, unit: np.ndarray) -> tuple[float, np.ndarray]:
        steps = np.maximum(self.step * _normal_density(unit), _SMALLEST_STEP)
        steps = np.where(unit > 0.5, -steps, steps)
        points = [unit, *(unit + np.diag(steps))]
        value, *others = self._values(points)
        if value <= RESAMPLE_LOG_LIKELIHOOD:
            return -math.inf, np.zeros_like(unit)
        others = np.array(others)
        missing = others <= RESAMPLE_LOG_LIKELIHOOD
        if missing.any():
            # To the other side; where neither side has a likelihood nothing is known.
            steps = np.where(missing, -steps, steps)
            others[missing] = self._values((unit + np.diag(steps))[missing])
            others = np.where(others <= RESAMPLE_LOG_LIKELIHOOD, value, others)
        return float(value), (others - value) / steps

    def _values(self, units: Any) -> np.ndarray:
        vectors = [self.fitness.prior_transform(unit) for unit in units]
        return self.fitness.map(vectors, "climbing by differences")


class JaxGradient(Gradient):
    """Derivatives by JAX, compiled once, of many points at a time.

    What was evaluated is kept in a part of the journal, so that an interrupted search
    takes the same way again.

    Parameters
    ----------
    fitness
        The function; its analysis need not say ``use_jax``.
    batch_size
        Points of one call of the compiled program (`jax.vmap`), which is filled up
        where there are fewer.
    """

    def __init__(self, fitness: Fitness, batch_size: int = 1):
        super().__init__(fitness)
        self.batch_size = batch_size
        self._compiled: Any = None
        self._journal = None
        if fitness.journal is not None:
            dimensions = fitness.model.prior_count
            self._journal = fitness.journal.part(
                "gradients", dimensions, dimensions + 1
            )

    def __call__(self, units: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        vectors = [self.fitness.prior_transform(unit) for unit in np.atleast_2d(units)]
        found: list[Any] = [self._recorded(vector) for vector in vectors]
        missing = [row for row, one in enumerate(found) if one is None]
        for start in range(0, len(missing), self.batch_size):
            rows = missing[start : start + self.batch_size]
            for row, one in zip(
                rows, self._evaluated([vectors[row] for row in rows]), strict=True
            ):
                found[row] = one
        values = np.array([one[0] for one in found])
        by_vector = np.array([one[1:] for one in found])
        return values, by_vector * widths(self.fitness.model, np.array(vectors))

    def _recorded(self, vector: np.ndarray) -> Any:
        if self.fitness.tally.stopped:
            self.fitness.close()
            raise SearchStopped("The search was stopped.")
        found = None if self._journal is None else self._journal.record(vector)
        if found is not None:
            self.fitness.count(vector, found[0], True)
        return found

    def _evaluated(self, vectors: list[np.ndarray]) -> list[Any]:
        """One record a vector: value and derivatives by the parameters."""
        reasons = [reason_against(self.fitness, vector) for vector in vectors]
        possible = [
            vector for vector, why in zip(vectors, reasons, strict=True) if not why
        ]
        evaluated = iter(self._batch(possible) if possible else [])
        records = []
        for vector, why in zip(vectors, reasons, strict=True):
            record = None if why else next(evaluated)
            if record is not None and not np.all(np.isfinite(record)):
                why = f"the log likelihood or a derivative of it is {record[0]}"
            if why:
                # Not recorded: told again when a fit is resumed.
                value = self.fitness.resampled(why)
                self.fitness.count(vector, value, False)
                records.append([-math.inf, *np.zeros_like(vector)])
                continue
            if self._journal is not None:
                self._journal.append(vector, *record)
            self.fitness.count(vector, float(record[0]), False)
            records.append(record)
        return records

    def _batch(self, vectors: list[np.ndarray]) -> np.ndarray:
        if self._compiled is None:
            self._compiled = compiled_gradient(self.fitness, self.batch_size)
        filled = [*vectors, *[vectors[-1]] * (self.batch_size - len(vectors))]
        values, derivatives = self._compiled(np.array(filled))
        records = np.column_stack([np.asarray(values), np.asarray(derivatives)])
        return records[: len(vectors)]


def reason_against(fitness: Fitness, vector: np.ndarray) -> str | None:
    """Why parameters (D,) make no model; None where they make one.

    Asked before a compiled function, inside which nothing can be raised.
    """
    try:
        fitness.model.instance_from_vector(vector)
    except exc.ResampleException as error:
        return f"{type(error).__name__}: {error}"
    except MISTAKES as error:
        fitness.add_vector(error, vector)
        raise
    return None


def checked_gradient(name: str, value: Any) -> str:
    """A setting that is one of `GRADIENTS`."""
    return settings.choice(name, value, GRADIENTS)


def gradient_of(fitness: Fitness, way: str, step: float) -> Gradient:
    """The derivatives that a setting of `GRADIENTS` means."""
    if way == "jax" or (way == "auto" and getattr(fitness.analysis, "use_jax", False)):
        return JaxGradient(fitness)
    return DifferenceGradient(fitness, step)


def log_likelihood_of(fitness: Fitness) -> Any:
    """The function of a parameter vector that JAX can trace."""

    def log_likelihood(vector: Any) -> Any:
        instance = fitness.model.instance_from_vector(vector)
        return fitness.analysis.log_likelihood_function(instance)

    return log_likelihood


def compiled_gradient(fitness: Fitness, batch_size: int) -> Any:
    """The program from vectors (batch_size, D) to values and derivatives.

    Raises
    ------
    SearchException
        JAX cannot trace the likelihood.
    """
    jax = jax_library()
    single = jax.value_and_grad(log_likelihood_of(fitness))
    if batch_size == 1:
        # One case of a batch costs some programs more than a case on its own.
        def batched(vectors: Any) -> Any:
            value, derivatives = single(vectors[0])
            return value[None], derivatives[None]
    else:
        batched = jax.vmap(single)
    shape = jax.ShapeDtypeStruct((batch_size, fitness.model.prior_count), np.float64)
    with traceable(fitness):
        return jax.jit(batched).lower(shape).compile()


class traceable:
    """A context in which what JAX cannot trace is told as what to do.

    Parameters
    ----------
    fitness
        Whose analysis is named.
    """

    def __init__(self, fitness: Fitness):
        self._name = type(fitness.analysis).__name__

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, error: Any, traceback: Any) -> None:
        if isinstance(error, jax_library().errors.JAXTypeError):
            raise exc.SearchException(
                f"JAX cannot trace the likelihood of {self._name}: "
                f"{str(error).splitlines()[0]} Write it with jax.numpy where it gets "
                "JAX arrays, or use af.LBFGS, whose derivatives may be differences."
            ) from error


def default_batch_size(batch_size: int | None, count: int) -> int:
    """Points of one call: all on an accelerator, one on a CPU, where a batch takes as
    long as its cases one after another and more memory."""
    if batch_size is not None:
        return batch_size
    return 1 if jax_library().default_backend() == "cpu" else count


def jax_library() -> Any:
    """JAX, in double precision.

    Raises
    ------
    MissingDependencyException
        It is not installed.
    """
    try:
        import jax
    except ImportError as error:
        raise exc.MissingDependencyException(
            "This search takes derivatives by JAX, which is not installed: "
            "pip install jax. Without it use af.LBFGS(gradient='differences')."
        ) from error
    # Likelihoods are differences of large numbers.
    jax.config.update("jax_enable_x64", True)
    return jax


def widths(model: Any, vectors: np.ndarray) -> np.ndarray:
    """(n, D) derivatives of the parameters by the unit cube: one over the densities
    of the priors, whose cumulative probability the cube is."""
    priors = model.priors_ordered_by_id
    return np.exp(-by_column("log_prior_from_value", priors, vectors))


def _normal_density(unit: np.ndarray) -> np.ndarray:
    """The standard normal density where its cumulative probability is `unit`."""
    from scipy.special import ndtri

    with np.errstate(over="ignore"):
        return np.exp(-0.5 * ndtri(unit) ** 2) / math.sqrt(2.0 * math.pi)
