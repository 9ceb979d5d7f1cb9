import numpy as np
import pytest

from autolens_like import exc
from autolens_like.search import watch as watch_module
from autolens_like.search.fitness import Fitness
from autolens_like.search.observers import Observers
from autolens_like.search.progress import Progress, State
from autolens_like.search.settings import CommonSettings
from autolens_like.search.watch import Watch
from test_autolens_like.search.fakes import BoxModel, GaussianAnalysis


class Seeing(GaussianAnalysis):
    def __init__(self):
        super().__init__()
        self.seen = []

    def visualize(self, paths, instance, during_analysis):
        self.seen.append((instance.tolist(), during_analysis))


class Folder:
    def __init__(self):
        self.written = {}

    def write_text(self, name, text):
        self.written[name] = text


def watching(monkeypatch=None, **updates):
    if monkeypatch is not None:
        monkeypatch.setattr(watch_module, "MAXIMUM_OVERHEAD", 1e9)
    analysis = Seeing()
    fitness = Fitness(BoxModel(2, forbidden=True), analysis)
    progress = Progress("fit", fitness.tally, silence=True)
    folder = Folder()
    watch = Watch(
        CommonSettings(**updates), fitness, folder, progress, Observers([], print)
    )
    return watch, fitness, analysis, folder


def run(watch, fitness, count):
    for step in range(1, count + 1):
        fitness(np.array([0.3, 0.3 + 0.5 / step]))
        watch(lambda: State(remaining="much"))


def test_no_updates_by_default():
    watch, fitness, analysis, folder = watching()
    run(watch, fitness, 20)
    assert analysis.seen == [] and folder.written == {}


def test_quick_updates_show_the_best_instance(monkeypatch):
    watch, fitness, analysis, folder = watching(
        monkeypatch, iterations_per_quick_update=10
    )
    run(watch, fitness, 35)
    assert len(analysis.seen) == 3
    assert analysis.seen[0] == ([0.3, 0.35], True)
    assert folder.written == {}


def test_full_updates_write_the_best_fit_too(monkeypatch):
    watch, fitness, analysis, folder = watching(
        monkeypatch, iterations_per_full_update=10
    )
    run(watch, fitness, 10)
    assert len(analysis.seen) == 1
    assert "not finished" in folder.written["model.results"]
    assert "galaxies.lens.x_1  0.35" in folder.written["model.results"]


def test_updates_take_a_small_part_of_the_time(monkeypatch):
    monkeypatch.setattr(watch_module, "MAXIMUM_OVERHEAD", 1e-9)
    watch, fitness, analysis, _ = watching(iterations_per_quick_update=1)
    run(watch, fitness, 50)
    assert len(analysis.seen) == 1


def test_a_best_vector_without_instance_is_not_shown(monkeypatch):
    watch, fitness, analysis, _ = watching(monkeypatch, iterations_per_quick_update=1)
    with pytest.raises(exc.ResampleException):
        fitness.model.instance_from_vector(np.array([-1.0, 0.0]))
    fitness.tally.count(np.array([-1.0, 0.0]), 0.0, False)
    watch(State)
    assert analysis.seen == []
