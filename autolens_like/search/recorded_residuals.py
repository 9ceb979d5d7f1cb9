"""Residuals of a fit that are recorded, so that an interrupted fit goes on."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from autolens_like.search.fitness import Fitness
from autolens_like.search.journal import Journal

#: Name of the part of the journal.
_PART = "residuals"
#: So many vectors for each worker are recorded at a time.
_BATCH = 4


class RecordedResiduals:
    """The residuals of vectors, which the journal answers where it can.

    The process that searches keeps them, so that workers need not see its disk. A kill
    costs the vectors of one batch.

    Parameters
    ----------
    fitness
        The function, with its workers and its journal if there are.
    """

    def __init__(self, fitness: Fitness):
        self._fitness = fitness
        self._journal: Journal | None = None
        if fitness.journal is not None:
            self._journal = fitness.journal.part_left(_PART)

    def __call__(self, vector: np.ndarray) -> np.ndarray | None:
        """The residuals of one vector (D,); None where it has no likelihood."""
        found = self._recorded(vector)
        if found is None:
            found = self._fitness.residuals(vector)
            self._record(vector, found)
        return found

    def many(self, vectors: Iterable[np.ndarray]) -> list[np.ndarray | None]:
        """Those of many vectors, by the workers if there are."""
        vectors = list(vectors)
        found = [self._recorded(vector) for vector in vectors]
        missing = [row for row, one in enumerate(found) if one is None]
        pool = self._fitness.pool
        size = 1 if pool is None else _BATCH * pool.size
        for start in range(0, len(missing), size):
            rows = missing[start : start + size]
            fresh = self._fitness.map_residuals([vectors[row] for row in rows])
            for row, one in zip(rows, fresh, strict=True):
                found[row] = one
                self._record(vectors[row], one)
        return found

    def _recorded(self, vector: np.ndarray) -> np.ndarray | None:
        key = np.ascontiguousarray(vector, dtype=np.float64)
        record = None if self._journal is None else self._journal.record(key)
        if record is None:
            return None
        values = np.array(record)
        constant = self._fitness.residuals_constant
        value = -math.inf
        if constant is not None:
            value = constant - 0.5 * float(values @ values)
        self._fitness.count(key, value, True)
        return values

    def _record(self, vector: np.ndarray, found: np.ndarray | None) -> None:
        # None is not recorded: told again when a fit is resumed.
        if found is None or self._fitness.journal is None:
            return
        if self._journal is None:
            shape = len(vector), len(found)
            self._journal = self._fitness.journal.part(_PART, *shape)
        self._journal.append(vector, *found)
