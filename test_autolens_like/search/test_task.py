import pickle
import threading

import numpy as np
import pytest

from autolens_like.search import task
from autolens_like.search.fitness import RESAMPLE_LOG_LIKELIHOOD, Fitness
from autolens_like.search.journal import Journal
from autolens_like.search.task import Evaluator, FitKey, NotRecorded, Replay, Task
from test_autolens_like.search.fakes import BoxModel, GaussianAnalysis

VECTORS = np.array([[1.0, 2.0], [-1.0, 0.5]])


@pytest.fixture
def fitness():
    return Fitness(BoxModel(2, forbidden=True), GaussianAnalysis())


def sum_of(vectors):
    """A function of a sampler, which has found its own way to a worker."""
    found = Evaluator("log_likelihood")
    return sum(found(vector) for vector in vectors)


def test_a_task_gives_its_value_and_all_that_it_evaluated(fitness):
    outcome = Task(fitness).run(sum_of, VECTORS)
    values = [fitness(vector) for vector in VECTORS]
    assert values[1] == RESAMPLE_LOG_LIKELIHOOD
    assert outcome.value == sum(values)
    assert [value for _, value in outcome.likelihoods] == values
    assert np.array_equal([vector for vector, _ in outcome.likelihoods], VECTORS)


def test_an_evaluator_travels_without_the_fitness(fitness):
    evaluator = Evaluator("prior_transform", fitness.prior_transform)
    units = VECTORS[0] / 10.0
    assert np.array_equal(evaluator(units), fitness.prior_transform(units))
    arrived = pickle.loads(pickle.dumps(evaluator))
    assert len(pickle.dumps(evaluator)) < 200
    value = Task(fitness).run(arrived, units).value
    assert np.array_equal(value, fitness.prior_transform(units))


def test_a_replay_gives_what_the_journal_has_and_nothing_else(fitness, tmp_path):
    journal = Journal(tmp_path, 2)
    for number, vector in enumerate(VECTORS):
        journal.append(vector, float(number))
    journal.close()
    fitness.journal = Journal(tmp_path, 2)
    fitness.journal.load()
    assert Replay(fitness).run(sum_of, VECTORS).value == 1.0
    with pytest.raises(NotRecorded):
        Replay(fitness).run(sum_of, VECTORS + 0.1)
    with pytest.raises(NotRecorded):
        Replay(fitness).run(Evaluator("residuals"), VECTORS[0])
    assert fitness.tally.calls == 0


def test_a_worker_that_lacks_a_fit_says_so_and_keeps_what_it_is_given(fitness):
    keys = [FitKey() for _ in range(5)]
    assert task.perform(keys[0], None, sum_of, VECTORS) is None
    given = task.perform(keys[0], fitness, sum_of, VECTORS)
    assert task.perform(keys[0], None, sum_of, VECTORS).value == given.value
    found = []
    thread = threading.Thread(
        target=lambda: found.append(task.perform(keys[0], None, sum_of, VECTORS))
    )
    thread.start()
    thread.join()
    assert found[0].value == given.value
    # Only the last four are kept.
    for key in keys[1:]:
        task.perform(key, fitness, sum_of, VECTORS)
    assert task.perform(keys[0], None, sum_of, VECTORS) is None
    for key in keys[1:]:
        task.forget(key)
        assert task.perform(key, None, sum_of, VECTORS) is None
