import numpy as np
import pytest

from autolens_like.model.composition import Model
from autolens_like.model.prior import UniformPrior
from autolens_like.search.result import Result
from autolens_like.search.samples import Samples
from autolens_like.search.settings import CommonSettings
from autolens_like.search.summary import (
    circumstances,
    closing_line,
    model_description,
    summary_text,
)
from test_autolens_like.search.fakes import BoxModel


class Search:
    common = CommonSettings(seed=3, number_of_cores=2)
    own_settings = {"nlive": 50}  # noqa: RUF012


def samples(**info):
    return Samples(
        BoxModel(1), [[1.0]], [-2.0], [0.0], [1.0], {"total_samples": 10, **info}
    )


def test_what_a_path_depends_on():
    found = circumstances(CommonSettings(number_of_cores=2), "numpy")
    assert found["number_of_cores"] == 2
    assert found["numpy"] == np.__version__
    assert "dynesty" in circumstances(CommonSettings(), "dynesty")


def test_the_summary_names_cost_and_settings():
    lines = summary_text(Search(), samples(time=5.0)).splitlines()
    assert "seed                     3" in lines
    assert "time per evaluation      5.000e-01 s" in lines
    assert "nlive                    50" in lines


@pytest.mark.parametrize(
    ("info", "ending"),
    [
        ({}, "fit: finished in 60 s, 10 calls, log L -2.00"),
        (
            {"log_evidence": -3.0, "log_evidence_error": 0.5, "converged": False},
            "fit: stopped at its limit, not converged, in 60 s, 10 calls, "
            "log L -2.00, log Z -3.00 +- 0.50",
        ),
    ],
)
def test_the_closing_line(info, ending):
    assert closing_line("fit", Result(samples(**info)), 60.0) == ending


class Unregistered:
    def __init__(self, size=1.0):
        self.size = size


def test_the_model_file_is_read_back_or_says_why_it_is_not():
    model = Model(Unregistered, size=UniformPrior())
    written = model_description(model)
    assert written["type"] == "unnamed" and "af.register" in written["reason"]
    assert written["identity"] == model.identity()
    assert model_description(BoxModel(2))["type"] == "box"
