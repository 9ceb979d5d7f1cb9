import numpy as np
import pytest

from autolens_like.model.composition import Model
from autolens_like.model.prior import UniformPrior
from autolens_like.search.result import Result, results_text
from autolens_like.search.samples import Samples
from test_autolens_like.model.classes import Shear
from test_autolens_like.search.fakes import BoxModel


@pytest.fixture
def result():
    vectors = [[1.0, 10.0], [2.0, 20.0], [3.0, 30.0]]
    info = {"log_evidence": -7.25, "log_evidence_error": 0.125, "total_samples": 99}
    samples = Samples(
        BoxModel(2), vectors, [-3.0, -1.0, -2.0], np.zeros(3), np.ones(3), info
    )
    return Result(samples, analysis="analysis", search="search", paths="paths")


def test_what_it_holds(result):
    assert result.instance.tolist() == [2.0, 20.0]
    assert result.max_log_likelihood_instance is result.instance
    assert result.log_likelihood == -1.0
    assert result.model is result.samples.model
    assert (result.analysis, result.search, result.paths) == (
        "analysis",
        "search",
        "paths",
    )
    assert "log_likelihood=-1.0000" in repr(result)


def test_models_for_the_next_search(result):
    medians = (2.0, 20.0)
    assert result.model_centred == ("centred", medians, None, None)
    assert result.model_centred_absolute(0.1) == ("centred", medians, 0.1, None)
    assert result.model_centred_relative(0.5) == ("centred", medians, None, 0.5)


def test_info_names_every_parameter(result):
    text = results_text(result.samples)
    assert result.info == text
    assert "log evidence             -7.2500 +- 0.1250" in text
    assert "likelihood evaluations   99" in text
    row = next(line for line in text.splitlines() if "x_1" in line)
    assert row.split()[1:3] == ["20", "20"]


def test_info_without_evidence(result):
    result.samples.info.clear()
    assert "evidence" not in result.info


def test_info_tells_how_well_chains_agree(result):
    assert "R-hat" not in result.info
    result.samples.info["r_hat"] = [1.001, 1.25, float("nan")]
    assert "largest R-hat            1.2500" in result.info


def test_info_has_the_derived_parameters():
    model = Model(Shear, gamma_1=UniformPrior(), gamma_2=0.0)
    model.gamma_2 = 10 * model.gamma_1
    vectors = np.linspace(0.0, 1.0, 101)[:, None]
    samples = Samples(model, vectors, np.zeros(101), np.zeros(101), np.ones(101))
    after = results_text(samples).split("derived parameters\n")[1]
    name, median, _, lower, *_ = after.replace("(", "( ").replace(",", " ").split()
    assert (name, median) == ("gamma_2", "5")
    assert float(lower) == pytest.approx(10 * 0.1587, abs=0.1)
    bounded = Result(samples).model_centred_max_lh_bounded(0.1)
    assert bounded.gamma_1.upper_limit == pytest.approx(0.1)
