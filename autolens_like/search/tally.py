"""The running count of a fit, shared by its processes without locks."""

from __future__ import annotations

import numpy as np

# Columns of one process; the best vector follows them.
_CALLS, _REPLAYED, _VERSION, _BEST = range(4)
_VECTOR = 4


class Tally:
    """Evaluations so far and the best of them.

    Each process writes a row of its own, so no lock is needed; the process
    that runs the search adds the rows up.

    Parameters
    ----------
    dimensions
        Length of the parameter vector.
    rows
        Number of processes that evaluate.
    memory
        A buffer of ``Tally.size(dimensions, rows)`` doubles that the processes
        share; by default one that only this process sees.
    """

    def __init__(self, dimensions: int, rows: int = 1, memory=None):
        fresh = memory is None
        if fresh:
            memory = np.zeros(self.size(dimensions, rows))
        values = np.frombuffer(memory, dtype=np.float64)
        self._stop = values[:1]
        self._table = values[1:].reshape(rows, _VECTOR + dimensions)
        self.use_row(0)
        if fresh:
            self.clear()

    @staticmethod
    def size(dimensions: int, rows: int) -> int:
        """Doubles that the buffer must hold."""
        return 1 + rows * (_VECTOR + dimensions)

    def clear(self) -> None:
        """Set everything to the state before the first evaluation."""
        self._stop[0] = 0.0
        self._table[:] = 0.0
        self._table[:, _BEST] = -np.inf

    def use_row(self, row: int) -> None:
        """Choose the row that this process writes."""
        self._row = self._table[row]

    def count(
        self, vector: np.ndarray, value: float, replayed: bool, calls: int = 1
    ) -> None:
        """Add an evaluation, or the last of several."""
        row = self._row
        row[_CALLS] += calls
        if replayed:
            row[_REPLAYED] += calls
        if value > row[_BEST]:
            # Odd while the vector is being written: a reader tries again.
            row[_VERSION] += 1.0
            row[_VECTOR:] = vector
            row[_BEST] = value
            row[_VERSION] += 1.0

    @property
    def calls(self) -> int:
        """Evaluations, those answered from the journal included."""
        return int(self._table[:, _CALLS].sum())

    @property
    def replayed(self) -> int:
        """Evaluations answered from the journal."""
        return int(self._table[:, _REPLAYED].sum())

    @property
    def best_log_likelihood(self) -> float:
        """The highest log likelihood so far, -inf before the first."""
        return float(self._table[:, _BEST].max())

    def best_vector(self) -> np.ndarray | None:
        """A copy of the parameter vector with the highest log likelihood."""
        row = self._table[int(self._table[:, _BEST].argmax())]
        for _ in range(100):
            version, vector = row[_VERSION], row[_VECTOR:].copy()
            if version == row[_VERSION] and version % 2 == 0:
                return vector if version > 0 else None
        return None

    @property
    def stopped(self) -> bool:
        """Whether the processes have been asked to stop."""
        return self._stop[0] != 0.0

    def stop(self) -> None:
        """Ask every process to stop at its next evaluation."""
        self._stop[0] = 1.0
