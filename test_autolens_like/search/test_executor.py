"""One fit by executors of others: what it would be by processes of ours."""

import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing.pool import ThreadPool

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.search.executor import ExecutorPool
from autolens_like.search.fitness import Fitness
from autolens_like.search.journal import Journal
from autolens_like.search.nest.dynesty_static import DynestyStatic
from test_autolens_like.search.fakes import (
    BoxModel,
    DeadlyAnalysis,
    GaussianAnalysis,
)
from test_autolens_like.search.run_fit import digest_of, run


class _Probing(GaussianAnalysis):
    """Tells about the process it runs in, and fails at will."""

    def log_likelihood_function(self, instance):
        if instance[0] > 4.0:
            raise TypeError("a mistake")
        if instance[0] > 3.0:
            raise KeyboardInterrupt
        return float(os.environ.get("AUTOLENS_LIKE_NUM_THREADS", "0"))

    def residuals_function(self, instance):
        return np.asarray(instance)


def fit(root, pool, analysis, **more):
    """A fit whose evaluations others do, two at a time."""
    search = DynestyStatic(
        "fit", output_path=root, nlive=30, number_of_cores=2, pool=pool, **more
    )
    return search.fit(BoxModel(2), analysis)


@pytest.fixture(scope="module")
def threads():
    with ThreadPoolExecutor(2) as executor:
        yield executor


def test_a_dead_worker_is_explained_and_the_fit_continues_as_if_unbroken(
    tmp_path, threads, capsys
):
    deadly = DeadlyAnalysis(tmp_path / "was_killed")
    context = multiprocessing.get_context("spawn")
    with (
        ProcessPoolExecutor(1, context) as processes,
        pytest.raises(exc.SearchException, match="A worker of the pool died"),
    ):
        fit(tmp_path / "killed", processes, deadly, silence=True)
    assert (tmp_path / "was_killed").exists()
    result = fit(tmp_path / "killed", threads, deadly)
    said = capsys.readouterr().out
    assert "continues an interrupted fit" in said and "another path" not in said
    unbroken = fit(tmp_path / "unbroken", threads, GaussianAnalysis(), silence=True)
    assert digest_of(result) == digest_of(unbroken)
    assert result.samples.total_samples == unbroken.samples.total_samples


@pytest.mark.parametrize("pool_class", [ThreadPoolExecutor, ThreadPool])
def test_submit_and_map_count_and_record_here(tmp_path, pool_class):
    fitness = Fitness(BoxModel(2), GaussianAnalysis(), Journal(tmp_path, 2))
    vectors = np.random.default_rng(0).uniform(-1.0, 1.0, (40, 2))
    with pool_class(2) as executor, ExecutorPool(fitness, executor, 2) as pool:
        values = pool.map(pool.log_likelihood, vectors)
    assert values == [Fitness(BoxModel(2), GaussianAnalysis())(v) for v in vectors]
    assert fitness.tally.calls == 40
    assert fitness.tally.best_log_likelihood == max(values)
    fitness.close()
    (recorded,) = tmp_path.glob("*.bin")
    assert recorded.stat().st_size == 12 + 40 * 28
    # A fit that continues asks nobody for what is recorded.
    again = Fitness(BoxModel(2), GaussianAnalysis(), Journal(tmp_path, 2))
    again.journal.load()
    pool = ExecutorPool(again, executor, 2)
    assert pool.map(pool.log_likelihood, vectors) == values
    assert again.tally.replayed == again.tally.calls == 40


def test_model_and_analysis_travel_to_those_who_lack_them():
    class Counting(ThreadPoolExecutor):
        laden = 0

        def submit(self, function, *arguments, **keywords):
            # perform(key, fitness, function, item)
            self.laden += function.args[1] is not None
            return super().submit(function, *arguments, **keywords)

    fitness = Fitness(BoxModel(2), GaussianAnalysis(delay=0.001))
    with Counting(2) as executor, ExecutorPool(fitness, executor, 2) as pool:
        for _ in range(3):
            pool.map(pool.log_likelihood, np.zeros((30, 2)))
    assert 1 <= executor.laden <= 4 and fitness.tally.calls == 90


def test_what_was_done_before_a_mistake_or_a_stop_is_kept(tmp_path, threads):
    fitness = Fitness(BoxModel(2), _Probing(), Journal(tmp_path, 2))
    with ExecutorPool(fitness, threads, 2) as pool:
        good, bad = np.zeros((3, 2)), np.array([[4.5, 0.0]])
        with pytest.raises(TypeError, match="a mistake") as info:
            pool.map(pool.log_likelihood, [*good, *bad])
        assert "galaxies.lens.x_0=4.5" in info.value.__notes__[0]
        assert 1 <= fitness.tally.calls <= 3
        with pytest.raises(KeyboardInterrupt):
            pool.map(pool.log_likelihood, [*good, bad[0] - 1.0])
        # Threads of this process take turns with it: it keeps its own number.
        assert pool.map(pool.log_likelihood, good) == [0.0] * 3
        calls = fitness.tally.calls
        found = pool.map(pool.residuals, good)
    assert np.array_equal(found, good) and fitness.tally.calls == calls + 3
    fitness.close()


def test_what_cannot_travel_is_refused():
    analysis = GaussianAnalysis()
    analysis.lock = threading.Lock()
    with (
        ProcessPoolExecutor(1) as executor,
        pytest.raises(exc.SearchException, match="cannot be sent to worker"),
    ):
        ExecutorPool(Fitness(BoxModel(2), analysis), executor, 2)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["client", "executor"])
def test_a_cluster_of_dask_that_loses_a_worker_loses_nothing(tmp_path, kind):
    distributed = pytest.importorskip("distributed")
    deadly = DeadlyAnalysis(tmp_path / "was_killed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        pool = client if kind == "client" else client.get_executor()
        result = fit(tmp_path / "killed", pool, deadly, silence=True)
        probing = Fitness(BoxModel(2), _Probing())
        with ExecutorPool(probing, pool, 2) as workers:
            found = workers.map(workers.log_likelihood, np.zeros((2, 2)))
        assert found == [1.0, 1.0]
    assert (tmp_path / "was_killed").exists()
    own = fit(tmp_path / "own", None, GaussianAnalysis(), silence=True)
    assert digest_of(result) == digest_of(own)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["static", "dynamic", "nautilus", "emcee"])
def test_a_pool_gives_what_processes_of_ours_give(tmp_path, kind, threads):
    own = run(kind, tmp_path / "own", 2, silence=True)
    theirs = run(kind, tmp_path / "theirs", 2, silence=True, pool=threads)
    assert digest_of(own) == digest_of(theirs)
