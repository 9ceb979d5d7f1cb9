"""Searches with derivatives against nested sampling on the real lens."""

from __future__ import annotations

import re

import numpy as np
import pytest

from autolens_like.search.result import Result
from autolens_like.search.samples import Samples
from test_autolens_like.search.fakes import box_model
from test_autolens_like.workspace.scripts import WORKSPACE, script_from


@pytest.fixture
def script(monkeypatch):
    # It imports its neighbour, as when it is run.
    monkeypatch.syspath_prepend(WORKSPACE)
    return script_from("gradient_searches.py")


def result_of(mean, width, **info) -> Result:
    points = mean + width * np.array(
        [[-1.0, -1.0], [1.0, 1.0], [-1.0, 1.0], [1.0, -1.0]]
    )
    four = np.zeros(4)
    return Result(Samples(box_model(), points, four, four, four + 0.25, info))


def test_what_it_takes_from_its_neighbour_is_there(script) -> None:
    text = (WORKSPACE / "gradient_searches.py").read_text(encoding="utf-8")
    taken = set(re.findall(r"\bstart_here\.([A-Za-z_]+)", text)) - {"py", "yaml"}
    assert len(taken) >= 5
    missing = [name for name in taken if not hasattr(script.start_here, name)]
    assert not missing


def test_the_report_compares_means_and_widths(script, capsys) -> None:
    results = {
        "optimum": result_of(0.0, 1.0, laplace_log_evidence=-3.0),
        "NUTS": result_of(
            0.3,
            1.1,
            laplace_log_evidence=-3.0,
            r_hat=[1.0, 1.01],
            effective_sample_sizes=[90.0, 80.0],
            divergences=2,
        ),
    }
    script.report(results, dict.fromkeys(results, 1.0))
    said = capsys.readouterr().out
    assert "R-hat at most 1.010, at least 80 effective samples, 2 divergences" in said
    assert said.count("0.30    1.10") == 2


@pytest.mark.slow
def test_derivatives_find_what_nested_sampling_finds_and_sooner(
    script, tmp_path
) -> None:
    results, seconds = script.main(["--output", str(tmp_path), "--nested"])
    nested = results["nested"]
    assert results["optimum"].log_likelihood > nested.log_likelihood - 1.0
    assert seconds["nested"] > 10.0 * seconds["optimum"]
    mean, width = script.moments_of(nested.samples)
    other_mean, other_width = script.moments_of(results["NUTS"].samples)
    assert np.max(np.abs(other_mean - mean) / width) < 0.2
    assert np.max(np.abs(other_width / width - 1.0)) < 0.15
