"""The function a sampler sees: parameter vector in, log likelihood out.

The one place that compiles a likelihood (``analysis.use_jax``), and the one
place that turns "these parameters have no likelihood" into a very low number.
A mistake in the code of a likelihood is never such a case: it stops the fit.
"""

from __future__ import annotations

import collections
import itertools
import math
import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.search.journal import Journal
from autolens_like.search.progress import State
from autolens_like.search.samples import Samples
from autolens_like.search.tally import Tally

#: Log likelihood of a vector that has none: finite, because samplers forbid
#: infinities, and below every real one.
RESAMPLE_LOG_LIKELIHOOD = -1e99
#: So many draws in a row without a likelihood stop a fit.
MAXIMUM_INVALID_DRAWS = 1000
#: Vectors without a likelihood that are looked at for a reason.
_EXAMPLES = 10
#: Raised by one whenever the same parameters give another log likelihood, so
#: that results of older versions are not taken for new ones.
LIKELIHOOD_VERSION = 1

#: What a mistake in the code of a likelihood raises.
MISTAKES = (
    ArithmeticError,
    AttributeError,
    LookupError,
    NameError,
    TypeError,
    ValueError,
)
_NUMBER = re.compile(r"[-+]?\d[\w.+-]*")


class SearchStopped(exc.LensException):
    """The process that runs the search has asked its workers to stop."""


class Fitness:
    """The log likelihood as a function of the parameter vector.

    Parameters
    ----------
    model
        Turns a vector into an instance and unit-cube coordinates into a vector.
    analysis
        Turns an instance into a log likelihood.
    journal
        Evaluations made before, and the record of those made now.
    tally
        The running count; by default one of this process alone.

    Attributes
    ----------
    pool
        The workers of a search with more than one core, else None.
    residuals_constant : float or None
        Log likelihood plus half the sum of the squared residuals, once known.
    watch : callable
        What a sampler calls at each iteration, with a function that gives a
        `progress.State`.
    """

    def __init__(
        self,
        model: Any,
        analysis: Any,
        journal: Journal | None = None,
        tally: Tally | None = None,
    ):
        self.model = model
        self.analysis = analysis
        self.journal = journal
        self.tally = tally or Tally(model.prior_count)
        self._reset()

    def _reset(self) -> None:
        self.pool: Any = None
        self.residuals_constant: float | None = None
        self.watch: Callable[[Callable[[], Any]], None] = lambda state: None
        self._compiled = None
        self._invalid_in_a_row = 0
        self._reasons: collections.Counter[str] = collections.Counter()
        self._examples: dict[str, str] = {}

    def __getstate__(self) -> dict:
        # The compiled function and the shared count belong to one process.
        return {
            "model": self.model,
            "analysis": self.analysis,
            "journal": self.journal,
        }

    def __setstate__(self, state: dict) -> None:
        self.__dict__.update(state)
        self.tally = Tally(self.model.prior_count)
        self._reset()

    def prior_transform(self, unit: np.ndarray) -> np.ndarray:
        """The parameter vector of a point of the unit cube, (D,) to (D,)."""
        vector = self.model.vector_from_unit_vector(np.asarray(unit))
        return np.asarray(vector, dtype=np.float64)

    def __call__(self, vector: np.ndarray) -> float:
        """The log likelihood of a parameter vector (D,).

        Raises
        ------
        SearchException
            `MAXIMUM_INVALID_DRAWS` vectors in a row had no likelihood.
        """
        if self.tally.stopped:
            self.close()
            raise SearchStopped("The search was stopped.")
        vector = np.ascontiguousarray(vector, dtype=np.float64)
        value = None if self.journal is None else self.journal.get(vector)
        replayed = value is not None
        if not replayed:
            value = self._evaluated(vector)
        self.count(vector, value, replayed)
        return value

    def count(
        self, vector: np.ndarray, value: float, replayed: bool, calls: int = 1
    ) -> None:
        """Add one vector to the tally, and how many calls it took."""
        if value > RESAMPLE_LOG_LIKELIHOOD:
            self._invalid_in_a_row = 0
        self.tally.count(vector, value, replayed, calls)

    def evaluators(self) -> tuple[Callable, Callable]:
        """Log likelihood and prior transform to hand to a sampler: with
        workers, such as leave model and data behind when they travel."""
        if self.pool is None:
            return self, self.prior_transform
        return self.pool.log_likelihood, self.pool.prior_transform

    def map(
        self,
        vectors: Iterable[np.ndarray],
        remaining: str = "drawing the first points",
    ) -> np.ndarray:
        """The log likelihoods of many vectors, by the workers if there are.

        Parameters
        ----------
        vectors
            Parameter vectors (D,).
        remaining
            What the search is doing, for the progress line.
        """
        log_likelihood, _ = self.evaluators()
        vectors = list(vectors)
        size, mapped = 1, map
        if self.pool is not None:
            size, mapped = 8 * self.pool.size, self.pool.map
        values: list[float] = []
        for start in range(0, len(vectors), size):
            values.extend(mapped(log_likelihood, vectors[start : start + size]))
            self.watch(lambda: State(remaining=remaining))
        return np.array(values, dtype=np.float64)

    def residuals(self, vector: np.ndarray) -> np.ndarray | None:
        """The residuals of a parameter vector, ½ Σ r² its negative log likelihood
        but for a constant; None where it has no likelihood."""
        if self.tally.stopped:
            self.close()
            raise SearchStopped("The search was stopped.")
        vector = np.ascontiguousarray(vector, dtype=np.float64)
        try:
            instance = self.model.instance_from_vector(vector)
            values = np.asarray(self.analysis.residuals_function(instance), float)
        except (
            np.linalg.LinAlgError,
            exc.InversionException,
            exc.ResampleException,
        ):
            values = np.array([math.nan])
        except MISTAKES as error:
            self.add_vector(error, vector)
            raise
        is_valid = bool(np.all(np.isfinite(values)))
        value = -math.inf
        if is_valid and self.residuals_constant is not None:
            value = self.residuals_constant - 0.5 * float(values @ values)
        self.tally.count(vector, value, False)
        return values if is_valid else None

    def map_residuals(self, vectors: Iterable[np.ndarray]) -> list[np.ndarray | None]:
        """The residuals of many vectors, by the workers if there are."""
        if self.pool is None:
            return [self.residuals(vector) for vector in vectors]
        return self.pool.map(self.pool.residuals, list(vectors))

    def samples_from(
        self,
        vectors: np.ndarray,
        log_likelihoods: np.ndarray,
        weights: np.ndarray,
        info: dict[str, Any],
    ) -> Samples:
        """The samples of a sampler, with their log priors and the call count.

        Vectors without a likelihood are left out. The best vector that was ever
        evaluated is among them, with weight zero if the sampler passed it by
        (the walk to a new point may cross better ones).
        """
        valid = log_likelihoods > RESAMPLE_LOG_LIKELIHOOD
        if not valid.any():
            raise exc.SearchException(
                f"None of {len(vectors)} samples has a likelihood. "
                f"{self._commonest_reason(vectors)}"
            )
        vectors, log_likelihoods = vectors[valid], log_likelihoods[valid]
        weights = weights[valid]
        best = self.tally.best_vector()
        if best is not None and self.tally.best_log_likelihood > log_likelihoods.max():
            vectors = np.vstack([vectors, best])
            best_value = self.tally.best_log_likelihood
            log_likelihoods = np.append(log_likelihoods, best_value)
            weights = np.append(weights, 0.0)
        log_priors = [self.model.log_prior_from_vector(vector) for vector in vectors]
        return Samples(
            self.model,
            vectors,
            log_likelihoods,
            np.array(log_priors, dtype=np.float64),
            weights,
            {**info, "total_samples": self.tally.calls},
        )

    def close(self) -> None:
        """Bring the journal to disk."""
        if self.journal is not None:
            self.journal.close()

    def _evaluated(self, vector: np.ndarray) -> float:
        value, reason = self._log_likelihood_or_reason(vector)
        if reason is not None:
            # Not recorded: told again, with its reason, when a fit is resumed.
            return self.resampled(reason)
        if self.journal is not None:
            self.journal.append(vector, value)
        return value

    def _log_likelihood_or_reason(self, vector: np.ndarray) -> tuple[float, str | None]:
        try:
            value = self._log_likelihood(vector)
        except (
            np.linalg.LinAlgError,
            exc.InversionException,
            exc.ResampleException,
        ) as error:
            return math.nan, f"{type(error).__name__}: {error}"
        except MISTAKES as error:
            self.add_vector(error, vector)
            raise
        if not math.isfinite(value):
            return math.nan, f"the log likelihood is {value}"
        return max(value, RESAMPLE_LOG_LIKELIHOOD), None

    def _log_likelihood(self, vector: np.ndarray) -> float:
        if getattr(self.analysis, "use_jax", False):
            if self._compiled is None:
                self._compiled = self._compile()
            # Nothing can be raised inside the compiled function, so what a model
            # or a profile forbids is found by building the instance outside it.
            self.model.instance_from_vector(vector)
            return float(self._compiled(vector))
        instance = self.model.instance_from_vector(vector)
        return float(self.analysis.log_likelihood_function(instance))

    def _compile(self):
        try:
            import jax
        except ImportError as error:
            raise exc.MissingDependencyException(
                "use_jax=True needs JAX, which is not installed: pip install jax, "
                "or give the analysis use_jax=False."
            ) from error
        # Likelihoods are differences of large numbers: single precision is
        # never enough.
        jax.config.update("jax_enable_x64", True)

        def log_likelihood(vector):
            instance = self.model.instance_from_vector(vector)
            return self.analysis.log_likelihood_function(instance)

        return jax.jit(log_likelihood)

    def add_vector(self, error: Exception, vector: np.ndarray) -> None:
        """Note on an error which parameter vector it came from."""
        named = ", ".join(
            f"{name}={value:.8g}"
            for name, value in zip(self.model.parameter_names, vector, strict=False)
        )
        error.add_note(f"While the log likelihood was evaluated for {named}.")

    def resampled(self, reason: str) -> float:
        """What stands for the likelihood of a vector that has none.

        Raises
        ------
        SearchException
            Too many vectors in a row have none.
        """
        self._note(reason)
        self._invalid_in_a_row += 1
        if self._invalid_in_a_row >= MAXIMUM_INVALID_DRAWS:
            raise exc.SearchException(
                f"{self._invalid_in_a_row} parameter vectors in a row have no "
                f"likelihood. {self._commonest_reason()}"
            )
        return RESAMPLE_LOG_LIKELIHOOD

    def _commonest_reason(self, vectors: Iterable[np.ndarray] = ()) -> str:
        """Why vectors have no likelihood, and what to do."""
        if not self._reasons:
            # Other processes have evaluated them: some once more.
            for vector in itertools.islice(vectors, _EXAMPLES):
                _, reason = self._log_likelihood_or_reason(vector)
                if reason is not None:
                    self._note(reason)
        if not self._reasons:
            return "Why is not known, for they have one now."
        commonest, times = self._reasons.most_common(1)[0]
        reason = self._examples[commonest].rstrip(".")
        return (
            f"The commonest reason ({times} times): {reason}. Loosen "
            "the assertions of the model, narrow its priors to where a likelihood "
            "exists, or mend the data."
        )

    def _note(self, reason: str) -> None:
        kind = _NUMBER.sub("#", reason)
        self._reasons[kind] += 1
        self._examples[kind] = reason
