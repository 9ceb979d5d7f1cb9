from types import SimpleNamespace

import pytest

import autolens_like as al
from autolens_like import conf
from autolens_like.plot.search_observer import draw_search_figures
from autolens_like.search.observers import Observers
from test_autolens_like.fit.exposures import linear_tracer, multi
from test_autolens_like.plot.pictures import names_in


@pytest.fixture
def analysis(fit):
    likelihood = SimpleNamespace(positions=[(1.0, 0.0), (-1.0, 0.2)])
    return SimpleNamespace(
        fit_from=lambda instance: fit,
        positions_likelihood_list=[likelihood],
        title_prefix=None,
        visualize=lambda *_: None,
    )


def test_during_a_search_only_the_fit_is_drawn(analysis, samples, tmp_path):
    paths = SimpleNamespace(image=tmp_path, samples=samples)
    draw_search_figures(paths, analysis, None, True)
    assert names_in(tmp_path) == ["fit.png"]


def test_at_the_end_everything_is_drawn(analysis, samples, tmp_path):
    paths = SimpleNamespace(image=tmp_path, samples=samples)
    draw_search_figures(paths, analysis, None, False)
    assert names_in(tmp_path) == [
        "corner.png",
        "dataset.png",
        "fit.png",
        "fit_of_planes.png",
        "galaxies_images.png",
        "tracer.png",
    ]


def test_an_analysis_without_a_fit_has_a_posterior_only(samples, tmp_path):
    paths = SimpleNamespace(image=tmp_path, samples=None)
    draw_search_figures(paths, object(), None, False)
    assert names_in(tmp_path) == []
    paths.samples = samples
    draw_search_figures(paths, object(), None, False)
    assert names_in(tmp_path) == ["corner.png"]


def test_the_configuration_leads_here(analysis, tmp_path):
    (name,) = conf.instance.value("visualize", "search_observers")
    assert name.endswith(draw_search_figures.__name__)
    reports = []
    observers = Observers(report=reports.append)
    observers(SimpleNamespace(image=tmp_path), analysis, None, True)
    assert reports == []
    assert names_in(tmp_path) == ["fit.png"]


def test_exposures_have_folders_of_their_own(samples, tmp_path):
    dataset = multi().with_active(["VIS_1", "NISP"])
    joint = al.FitMultiImaging(dataset, linear_tracer())
    analysis = SimpleNamespace(fit_from=lambda instance: joint)
    paths = SimpleNamespace(image=tmp_path, samples=None)
    draw_search_figures(paths, analysis, None, True)
    assert names_in(tmp_path) == ["multi_fit.png"]
    draw_search_figures(paths, analysis, None, False)
    assert names_in(tmp_path) == ["NISP", "VIS_1", "fit_rgb.png", "multi_fit.png"]
    for name in ("VIS_1", "NISP"):
        assert "fit.png" in names_in(tmp_path / name)
    assert not (tmp_path / "VIS_2").exists()
