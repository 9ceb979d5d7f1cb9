import math
from types import SimpleNamespace

import pytest

from autolens_like import exc
from autolens_like.search.fitness import Fitness
from autolens_like.search.nest import dynesty_base
from autolens_like.search.nest.dynesty_base import Printer, resolved_sample
from test_autolens_like.search.fakes import BoxModel, GaussianAnalysis

GIVEN = {
    "bound": "multi",
    "sample": "auto",
    "facc": 0.5,
    "walks": None,
    "slices": None,
    "bootstrap": None,
    "enlarge": None,
    "maxiter": None,
    "maxcall": None,
}


@pytest.mark.parametrize(
    ("dimensions", "sample"),
    [(9, "unif"), (10, "rwalk"), (20, "rwalk"), (21, "rslice")],
)
def test_the_automatic_sampler(dimensions, sample):
    assert resolved_sample("auto", dimensions) == sample
    assert resolved_sample("slice", dimensions) == "slice"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("bound", "multii"),
        ("sample", "rwlk"),
        ("facc", 1.5),
        ("walks", 1),
        ("slices", 0),
        ("bootstrap", -1),
        ("enlarge", 0.0),
        ("maxiter", 0),
        ("maxcall", 2.5),
    ],
)
def test_impossible_settings(name, value):
    assert dynesty_base.checked_dynesty_settings(GIVEN)["walks"] is None
    with pytest.raises(exc.SearchException, match=name):
        dynesty_base.checked_dynesty_settings({**GIVEN, name: value})


def states(results, **details):
    fitness = Fitness(BoxModel(10), GaussianAnalysis())
    shown = []
    fitness.watch = lambda state: shown.append(state())
    printer = Printer(fitness, 100, 0.1)
    for iteration, result in enumerate(results):
        printer(SimpleNamespace(**result), 1000 * iteration, 5, **details)
    return shown


def test_the_time_to_go_follows_the_remaining_evidence():
    first, second = states(
        [
            {"logz": -1e300, "logzvar": 0.0, "delta_logz": 1e300},
            {"logz": -5.0, "logzvar": 0.04, "delta_logz": 2.0},
        ]
    )
    assert first.log_evidence is None
    # 10 parameters at the typical 5 e-folds of volume, 100 steps each.
    assert first.steps_to_go == pytest.approx(5000.0)
    assert second.log_evidence == -5.0
    assert second.log_evidence_error == pytest.approx(0.2)
    expected = 100.0 * (math.log(math.expm1(2.0)) - math.log(math.expm1(0.1)))
    assert second.steps_to_go == pytest.approx(expected)
    assert second.remaining == "dlogz 2, until 0.1"


def test_batches_and_last_points_in_words():
    short = {"delta_logz": 0.05}
    (batch,) = states([short], nbatch=3, stop_val=1.25)
    assert batch.remaining == "batch 3, stop 1.25" and batch.steps_to_go is None
    (last,) = states([short], add_live_it=2)
    assert last.remaining == "adding the live points"
