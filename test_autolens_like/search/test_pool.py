import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.search.fitness import Fitness
from autolens_like.search.journal import Journal
from autolens_like.search.pool import Pool
from test_autolens_like.search.fakes import (
    BoxModel,
    GaussianAnalysis,
    script_surroundings,
)

UNGUARDED = """
from autolens_like.search.nest.dynesty_static import DynestyStatic
from test_autolens_like.search.fakes import BoxModel, GaussianAnalysis

search = DynestyStatic(number_of_cores=2, output_path={root!r})
search.fit(BoxModel(2), GaussianAnalysis())
"""


class Probing(GaussianAnalysis):
    """Tells about the process it runs in through its likelihood."""

    def log_likelihood_function(self, instance):
        if instance[0] > 4.0:
            raise TypeError("a mistake")
        if instance[0] < -4.0:
            os._exit(3)
        return -float(os.environ["AUTOLENS_LIKE_NUM_THREADS"] + "000") - os.getpid()


class LateAnalysis(GaussianAnalysis):
    """Takes a minute to arrive, as what imports much does."""

    def __setstate__(self, state):
        time.sleep(60.0)


@pytest.fixture(scope="module")
def probing(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pool") / "journal"
    fitness = Fitness(BoxModel(2), Probing(), Journal(folder, 2))
    with Pool(fitness, 2) as pool:
        yield pool, folder


def test_workers_evaluate_with_one_thread_and_count_and_record(probing):
    pool, folder = probing
    assert "AUTOLENS_LIKE_NUM_THREADS" not in os.environ
    vectors = np.random.default_rng(0).uniform(-1.0, 1.0, (40, 2))
    values = np.array(pool.map(pool.log_likelihood, vectors))
    workers = set((-values - 1000.0).astype(int))
    assert os.getpid() not in workers and 1 <= len(workers) <= 2
    assert pool.tally.calls == 40
    assert pool.tally.best_log_likelihood == values.max()
    # Each worker's first record is on disk at once.
    assert len(list(folder.glob("*.bin"))) == len(workers)


def test_only_a_token_travels_and_order_stays(probing):
    import pickle

    pool, _ = probing
    assert len(pickle.dumps(pool.log_likelihood)) < 200
    units = np.random.default_rng(0).random((20, 2))
    mapped = pool.map(pool.prior_transform, units)
    assert np.array_equal(mapped, [pool.prior_transform(unit) for unit in units])


def test_a_mistake_comes_back_with_its_parameters(probing):
    pool, _ = probing
    with pytest.raises(TypeError, match="a mistake") as info:
        pool.map(pool.log_likelihood, [np.array([4.5, 0.0])])
    assert "galaxies.lens.x_0=4.5" in info.value.__notes__[0]


def test_a_dead_worker_is_explained():
    fitness = Fitness(BoxModel(2), Probing())
    with (
        Pool(fitness, 1) as pool,
        pytest.raises(exc.SearchException, match="A worker process died"),
    ):
        pool.map(pool.log_likelihood, [np.array([-4.5, 0.0])])


@contextlib.contextmanager
def interruption():
    """What makes Ctrl-C come in a moment; all inside must be left five seconds later.

    It comes again where nobody saw it: Python drops what is raised in a callback of
    the garbage collector, and JAX has one.
    """
    seen, times = threading.Event(), []

    def send():
        while not seen.wait(10.0 if times else 0.2):
            times.append(time.monotonic())
            os.kill(os.getpid(), signal.SIGINT)

    # Whoever started the tests may have had it ignored, as shells do in the background.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            sender = threading.Thread(target=send)
            yield sender.start
        seen.set()
        sender.join()
    finally:
        signal.signal(signal.SIGINT, before)
    assert time.monotonic() - times[-1] < 5.0


def test_an_interruption_waits_neither_for_imports_nor_for_a_likelihood():
    before = set(multiprocessing.active_children())
    with interruption() as interrupt:
        interrupt()
        with Pool(Fitness(BoxModel(2), LateAnalysis()), 1):
            raise AssertionError("it started")
    fitness = Fitness(BoxModel(2), GaussianAnalysis(delay=60.0))
    with interruption() as interrupt, Pool(fitness, 1) as pool:
        interrupt()
        pool.map(pool.log_likelihood, [np.zeros(2)])
    assert set(multiprocessing.active_children()) == before


def test_what_cannot_travel_is_refused():
    analysis = GaussianAnalysis()
    analysis.lock = threading.Lock()
    with pytest.raises(exc.SearchException, match="cannot be sent to worker"):
        Pool(Fitness(BoxModel(2), analysis), 2)


def test_a_script_without_guard_is_told_to_add_one(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(UNGUARDED.format(root=str(tmp_path / "output")))
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        timeout=60,
        **script_surroundings(tmp_path),
    )
    assert done.returncode == 1
    assert 'if __name__ == "__main__":' in done.stderr
    assert done.stderr.count("exc.SearchException: ") == 1
