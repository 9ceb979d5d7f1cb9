import numpy as np
import pytest

from autolens_like import exc
from autolens_like.search.grid_result import GridSearchResult
from autolens_like.search.result import Result
from autolens_like.search.samples import Samples
from test_autolens_like.search.fakes import box_model


def result_of(value, evidence=None):
    info = {} if evidence is None else {"log_evidence": evidence}
    samples = Samples(box_model(), [[value, 1.0]], [value], [0.0], [1.0], info)
    return Result(samples)


def grid(evidence=True):
    results = [
        result_of(float(n), float(10 * n) if evidence else None) for n in range(6)
    ]
    edges = [np.array([0.0, 1.0, 2.0]), np.array([0.0, 3.0, 6.0, 9.0])]
    return GridSearchResult(results, edges, ["a", "b"])


def test_cells_are_in_order_and_the_last_parameter_changes_fastest():
    result = grid()
    assert result.shape == (2, 3)
    assert result.physical_lower_limits_lists[1] == (0.0, 3.0)
    assert result.physical_upper_limits_lists[1] == (1.0, 6.0)
    assert result.physical_centres_lists[3] == (1.5, 1.5)
    assert result.log_likelihoods()[1, 0] == 3.0
    assert result.log_evidences(relative_to_value=10.0)[1, 2] == 40.0
    assert np.array_equal(result.figure_of_merits(False), result.log_likelihoods())
    assert np.array_equal(result.figure_of_merits(True), result.log_evidences())
    assert result.attribute_grid("a").tolist() == [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]


def test_the_best_cell_is_that_of_the_highest_likelihood():
    result = grid()
    assert result.best_result is result.results[5]
    assert result.best_samples is result.samples[5]
    assert result.best_model is result.all_models[5]
    assert "(2, 3) cells of a, b" in repr(result)


def test_the_table_has_a_line_for_each_cell():
    lines = grid().to_csv().splitlines()
    assert lines[0] == "a,b,log_likelihood,log_evidence"
    assert lines[4] == "1.5,1.5,3.0,30.0" and len(lines) == 7
    assert grid(evidence=False).to_csv().splitlines()[4] == "1.5,1.5,3.0,"


def test_a_search_without_evidence_says_so():
    with pytest.raises(exc.SearchException, match="gives no evidence"):
        grid(evidence=False).log_evidences()
