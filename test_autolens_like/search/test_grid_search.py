import numpy as np
import pytest

from autolens_like import exc
from autolens_like.model.prior import LogUniformPrior
from autolens_like.search.grid_search import SearchGridSearch
from autolens_like.search.mle.drawer import Drawer
from autolens_like.search.mle.lbfgs import LBFGS
from test_autolens_like.search.fakes import NormalAnalysis, box_model, normal_model


class Failing(NormalAnalysis):
    """Has a mistake in one cell."""

    def log_likelihood_function(self, instance):
        if instance.a > 1.0:
            raise ValueError("no such mass")
        return super().log_likelihood_function(instance)


def search_of(root, **settings):
    return LBFGS("grid", output_path=root, silence=True, draws=5, **settings)


def test_the_map_is_the_likelihood_with_all_else_at_its_best(tmp_path):
    model = box_model()
    grid = SearchGridSearch(search_of(tmp_path), number_of_steps=4)
    result = grid.fit(model, NormalAnalysis(), model.a)
    assert result.shape == (4,) and result.names == ["a"]
    assert result.physical_lower_limits_lists == [(-4.0,), (-2.0,), (0.0,), (2.0,)]
    # Where the maximum, a = 0.5, is not in a cell its best point is the nearest limit;
    # the best b leaves -½ (4 - 9/9) (a - 0.5)².
    nearest = np.array([-2.0, 0.0, 0.5, 2.0])
    expected = -0.5 * 3.0 * (nearest - 0.5) ** 2
    assert result.log_likelihoods() == pytest.approx(expected, abs=1e-3)
    assert result.best_result.instance.a == pytest.approx(0.5, abs=1e-2)
    table = (tmp_path / "grid" / "results.csv").read_text()
    assert table == result.to_csv()
    assert len(list((tmp_path / "grid").glob("cell_*"))) == 4


def test_cells_in_processes_give_the_same_and_a_failing_one_costs_no_other(tmp_path):
    model = box_model()
    grid = SearchGridSearch(search_of(tmp_path), 2, number_of_cores=2)
    with pytest.raises(exc.SearchException, match=r"fits of cell_001 \(.* failed"):
        grid.fit(model, Failing(), model.a)
    assert len(list(tmp_path.rglob("cell_000/*/.completed"))) == 1
    (kept,) = tmp_path.rglob("cell_000/*/files/samples.csv")
    alone = SearchGridSearch(search_of(tmp_path / "alone"), 2)
    result = alone.fit(model, NormalAnalysis(), model.a)
    assert kept.read_text() == result.samples[0].to_csv()


def test_two_parameters_one_of_them_in_its_logarithm(tmp_path):
    model = box_model()
    model.b = LogUniformPrior(1e-2, 1e2)
    model.c = LogUniformPrior(1.0, 2.0)
    grid = SearchGridSearch(
        Drawer("grid", output_path=tmp_path, silence=True, total_draws=40), 2
    )
    result = grid.fit(model, NormalAnalysis(), [model.a, model.b])
    assert result.shape == (2, 2)
    assert result.physical_upper_limits_lists[0] == (0.0, pytest.approx(1.0))
    assert result.log_evidences().argmax() == 2
    assert result.best_result.instance.a > 0.0 > result.results[0].instance.a


def test_bad_grids_are_refused_at_the_door(tmp_path):
    with pytest.raises(exc.SearchException, match="give a search"):
        SearchGridSearch("dynesty")
    with pytest.raises(exc.SearchException, match="is not possible"):
        SearchGridSearch(search_of(tmp_path), number_of_steps=0)
    with pytest.raises(exc.SearchException, match="Both the grid and its search"):
        SearchGridSearch(search_of(tmp_path, number_of_cores=2), number_of_cores=2)
    grid, model = SearchGridSearch(search_of(tmp_path)), box_model()
    for priors, words in (
        ([], "is empty"),
        ([box_model().a], "no free parameter of the model"),
        ([model.a, model.a], "twice"),
        ([model.a, model.b], "nothing is left"),
    ):
        with pytest.raises(exc.SearchException, match=words):
            grid.fit(model, NormalAnalysis(), priors)
    model = normal_model()
    with pytest.raises(exc.SearchException, match="only uniform and log-uniform"):
        grid.fit(model, NormalAnalysis(), model.a)
    assert list(tmp_path.iterdir()) == []
