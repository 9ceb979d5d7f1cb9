"""Sums of squares and normal equations are answered by an interrupted fit's journal."""

from __future__ import annotations

import numpy as np
import pytest

from autolens_like.search.fitness import Fitness
from autolens_like.search.journal import Journal
from autolens_like.search.mle.multi_start_levenberg_marquardt import (
    MultiStartLevenbergMarquardt,
)
from autolens_like.search.recorded_squares import RecordedSquares
from autolens_like.search.residuals import UnconstrainedResiduals
from test_autolens_like.search.fakes import BoxModel
from test_autolens_like.search.run_fit import Distances, digest_of
from test_autolens_like.search.started_fit import tear

POINTS = np.array([[0.3, -0.2], [0.1, 0.7], [-2.0, 0.0]])


@pytest.fixture(scope="module")
def programs():
    """Compiled once for all fits of this file."""
    residuals = UnconstrainedResiduals(Fitness(BoxModel(2), Distances()))
    return {name: residuals._program(name) for name in ("values", "equations")}


class Asked(dict):
    """Programs that count how often they are asked for."""

    calls = 0

    def __getitem__(self, name):
        Asked.calls += 1
        return super().__getitem__(name)


def recorded(folder, programs) -> RecordedSquares:
    Asked.calls = 0
    journal = None if folder is None else Journal(folder, 2)
    if journal is not None:
        journal.load()
    fitness = Fitness(BoxModel(2, forbidden=True), Distances(), journal)
    residuals = UnconstrainedResiduals(fitness)
    residuals._programs = Asked(programs)
    return RecordedSquares(residuals)


def answers(squares):
    found = [squares(point) for point in POINTS]
    return [
        (value, *squares.equations(point))
        for point, value in zip(POINTS, found, strict=True)
        if value is not None
    ]


def test_they_are_those_of_the_residuals(programs) -> None:
    squares = recorded(None, programs)
    for point, (value, curvature, slope) in zip(POINTS, answers(squares), strict=False):
        residuals, equations = (
            squares._residuals(point),
            squares._residuals.equations(point),
        )
        assert value == pytest.approx(-0.5 * residuals @ residuals, rel=1e-14)
        assert all(map(np.array_equal, (curvature, slope), equations))


def test_what_was_evaluated_is_not_evaluated_again(tmp_path, programs) -> None:
    first = recorded(tmp_path, programs)
    before = answers(first)
    # A point without a likelihood has none again, which the model alone tells.
    assert len(before) == 2 and Asked.calls == 4
    first.fitness.close()
    again = recorded(tmp_path, programs)
    for old, new in zip(before, answers(again), strict=True):
        assert all(map(np.array_equal, old, new))
    tally = again.fitness.tally
    assert Asked.calls == 0 and (tally.calls, tally.replayed) == (3, 2)
    assert tally.best_log_likelihood == first.fitness.tally.best_log_likelihood
    assert again.constant == first.constant
    # Their number was not recorded: one point is evaluated, and not counted, for it.
    assert first.residual_count(POINTS[0]) == again.residual_count(POINTS[0]) == 2
    assert Asked.calls == 1 and again.fitness.tally.calls == 3
    again.fitness.close()


def test_equations_that_were_not_recorded_any_more_are_found_again(
    tmp_path, programs
) -> None:
    first = recorded(tmp_path, programs)
    first(POINTS[0])
    first.fitness.close()
    again = recorded(tmp_path, programs)
    again(POINTS[0])
    found, expected = again.equations(POINTS[0]), first.equations(POINTS[0])
    assert all(map(np.array_equal, found, expected))
    assert again.fitness.tally.calls == 1
    for squares in (first, again):
        squares.fitness.close()


class Killed(BaseException):
    pass


@pytest.mark.parametrize(
    ("evaluations", "restarts"), [(1, 0), (9, 0), (14, 0), (30, 4)]
)
def test_a_fit_that_breaks_off_ends_as_the_unbroken_one(
    tmp_path, monkeypatch, programs, evaluations, restarts
) -> None:
    monkeypatch.setattr(
        UnconstrainedResiduals, "_program", lambda self, name: programs[name]
    )
    if restarts:
        monkeypatch.setattr(
            MultiStartLevenbergMarquardt, "_excess_is_above", lambda *given: True
        )

    def fit(root):
        search = MultiStartLevenbergMarquardt(
            "fit", output_path=root, n_starts=3, n_candidates=8, silence=True
        )
        return search.fit(BoxModel(2), Distances())

    left, evaluated = evaluations, UnconstrainedResiduals.with_half_sum

    def dying(self, point):
        nonlocal left
        left -= 1
        if left < 0:
            # As a kill would: what is pending is written by nobody else.
            raise Killed
        return evaluated(self, point)

    with monkeypatch.context() as patched:
        patched.setattr(UnconstrainedResiduals, "with_half_sum", dying)
        with pytest.raises(Killed):
            fit(tmp_path / "broken")
    tear(tmp_path / "broken")
    calls = []
    monkeypatch.setattr(
        UnconstrainedResiduals,
        "with_half_sum",
        lambda self, point: calls.append(point) or evaluated(self, point),
    )
    resumed = fit(tmp_path / "broken")
    fresh, calls = len(calls), []
    unbroken = fit(tmp_path / "unbroken")
    assert digest_of(resumed) == digest_of(unbroken)
    assert resumed.samples.total_samples == unbroken.samples.total_samples
    assert unbroken.samples.info["restarts"] == restarts
    assert fresh + evaluations <= unbroken.samples.total_samples
