import pytest

from autolens_like import exc
from autolens_like.search.observers import Observers
from test_autolens_like.search.fakes import GaussianAnalysis

SEEN = []


def watching(paths, analysis, instance, during_analysis):
    SEEN.append((paths, instance, during_analysis))


def failing(paths, analysis, instance, during_analysis):
    raise ValueError("no colours")


def misspelt(paths, analysis, instance, during_analysis):
    raise AttributeError("imshw")


class Class:
    def __call__(self, paths, analysis, instance, during_analysis):
        SEEN.append("class")


def test_observers_come_from_configuration(configured):
    names = [f"{__name__}.watching", f"{__name__}.Class"]
    configured["visualize", "search_observers"] = names
    SEEN.clear()
    Observers()("paths", GaussianAnalysis(), "instance", True)
    assert SEEN == [("paths", "instance", True), "class"]


def test_a_failing_observer_is_reported_once_and_stops_nothing():
    said = []
    SEEN.clear()
    observers = Observers([f"{__name__}.failing", f"{__name__}.watching"], said.append)
    for _ in range(3):
        observers("paths", GaussianAnalysis(), "instance", False)
    assert len(SEEN) == 3
    assert said == [f"{__name__}.failing failed and the fit goes on: no colours"]


def test_a_failing_visualization_is_reported_as_well():
    said = []
    analysis = GaussianAnalysis()
    analysis.visualize = lambda *arguments: (_ for _ in ()).throw(OSError("disk"))
    Observers([], said.append)("paths", analysis, "instance", False)
    assert said == ["visualize failed and the fit goes on: disk"]


def test_a_mistake_in_an_observer_is_not_hidden():
    with pytest.raises(AttributeError, match="imshw"):
        Observers([f"{__name__}.misspelt"])(None, GaussianAnalysis(), None, False)


@pytest.mark.parametrize(
    "name", ["nowhere.at.all", f"{__name__}.missing", "nodots", f"{__name__}.SEEN"]
)
def test_a_wrong_name_is_refused_at_the_start(name):
    with pytest.raises(exc.ConfigException, match="search_observers names"):
        Observers([name])
