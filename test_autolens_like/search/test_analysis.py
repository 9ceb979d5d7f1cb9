import numpy as np
import pytest

from autolens_like.search.analysis import Analysis
from autolens_like.search.result import Result
from test_autolens_like.search.fakes import BoxModel, GaussianAnalysis


class Dataset:
    def __init__(self, data):
        self.data = data


class WithDataset(GaussianAnalysis):
    def __init__(self, data, use_jax=False):
        super().__init__()
        self.dataset = Dataset(data)
        self.use_jax = use_jax


def test_the_likelihood_must_be_written():
    with pytest.raises(TypeError, match="log_likelihood_function"):
        Analysis()


def test_identity_follows_the_data():
    first = WithDataset(np.zeros((2, 2))).identity()
    assert set(first) == {"class", "data", "dataset"}
    assert first == WithDataset(np.zeros((2, 2))).identity()
    second = WithDataset(np.array([[0.0, 0.0], [0.0, 1e-300]])).identity()
    assert [name for name in first if first[name] != second[name]] == ["dataset"]
    assert first["class"] != GaussianAnalysis().identity()["class"]


def test_identity_does_not_follow_the_backend():
    data = np.zeros(2)
    assert WithDataset(data).identity() == WithDataset(data, use_jax=True).identity()


def test_the_hooks_do_nothing():
    analysis = GaussianAnalysis()
    assert analysis.save_attributes(None) is None
    assert analysis.visualize(None, None, True) is None
    assert analysis.save_results(None, None) is None


def test_the_result_is_of_the_class_of_the_analysis():
    class MyResult(Result):
        pass

    analysis = GaussianAnalysis()
    analysis.result_class = MyResult
    result = analysis.make_result(samples=None, search=1, paths=2)
    assert type(result) is MyResult
    assert (result.analysis, result.search, result.paths) == (analysis, 1, 2)
    assert BoxModel(1).prior_count == 1
