"""Residuals are answered by the journal of an interrupted fit."""

from __future__ import annotations

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.search.fitness import Fitness
from autolens_like.search.journal import Journal
from autolens_like.search.recorded_residuals import RecordedResiduals
from test_autolens_like.search.fakes import BoxModel, GaussianAnalysis

VECTORS = [np.array([0.1, 2.0]), np.array([0.4, 3.0]), np.array([-1.0, 0.0])]


class Distances(GaussianAnalysis):
    """As many residuals as parameters; none where the first is negative."""

    def __init__(self):
        super().__init__()
        self.calls = 0

    def residuals_function(self, instance):
        self.calls += 1
        if instance[0] < 0.0:
            raise exc.ResampleException("negative")
        return instance - 0.5


def recorded(folder) -> tuple[RecordedResiduals, Distances]:
    analysis = Distances()
    journal = Journal(folder, 2)
    journal.load()
    return RecordedResiduals(Fitness(BoxModel(2), analysis, journal)), analysis


def test_what_was_evaluated_is_not_evaluated_again(tmp_path) -> None:
    first, analysis = recorded(tmp_path)
    assert np.array_equal(first(VECTORS[0]), VECTORS[0] - 0.5)
    first.many(VECTORS[1:])
    assert analysis.calls == 3
    first._fitness.close()
    again, analysis = recorded(tmp_path)
    again._fitness.residuals_constant = 7.0
    found = again.many(VECTORS)
    assert np.array_equal(found[:2], np.array(VECTORS[:2]) - 0.5)
    # That there are none is told again.
    assert found[2] is None and analysis.calls == 1
    tally = again._fitness.tally
    assert (tally.calls, tally.replayed) == (3, 2)
    assert tally.best_log_likelihood == pytest.approx(7.0 - 0.5 * (0.4**2 + 1.5**2))


def test_without_a_journal_nothing_is_kept() -> None:
    analysis = Distances()
    residuals = RecordedResiduals(Fitness(BoxModel(2), analysis))
    for _ in range(2):
        assert np.array_equal(residuals(VECTORS[0]), VECTORS[0] - 0.5)
    assert analysis.calls == 2
