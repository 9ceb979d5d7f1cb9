"""The calibration calls sound errors sound, and finds those that are not."""

from __future__ import annotations

import csv
import importlib
import subprocess
import sys

import numpy as np
import pytest

from autolens_like.model.composition import Model
from autolens_like.model.prior import GaussianPrior
from autolens_like.search.samples import Samples
from test_autolens_like.model.classes import Shear
from test_autolens_like.workspace.scripts import WORKSPACE


@pytest.fixture
def script(monkeypatch):
    # By its name, as processes that fit load it.
    monkeypatch.syspath_prepend(WORKSPACE)
    return importlib.import_module("calibration")


def posteriors_of_normal_data(script, lenses, narrower=1.0, shifted=0.0):
    """Two parameters with priors N(0, 1), each measured once with noise N(0, 1): the
    posterior is N(datum / 2, 1/2)."""
    model = Model(
        Shear, gamma_1=GaussianPrior(0.0, 1.0), gamma_2=GaussianPrior(0.0, 1.0)
    )
    entries = []
    for number in range(lenses):
        generator = np.random.default_rng([number, 7])
        truth = model.random_vector_from_priors(seed=number)
        datum = truth + generator.normal(size=2)
        width = narrower * np.sqrt(0.5)
        draws = datum / 2.0 + shifted + width * generator.normal(size=(400, 2))
        none, equal = np.zeros(len(draws)), np.full(len(draws), 1.0 / len(draws))
        samples = Samples(model, draws, none, none, equal)
        entries.append(script.entry_of(number, samples))
    ranks, is_inside = map(np.array, zip(*entries, strict=True))
    return script.Calibration(model.parameter_names, ranks, is_inside)


def test_sound_posteriors_are_called_sound(script, tmp_path) -> None:
    calibration = posteriors_of_normal_data(script, 200)
    assert calibration.ranks.min() >= 0 and calibration.ranks.max() <= script.DRAWS
    assert np.all(calibration.counts.sum(axis=1) == 200)
    assert calibration.is_even
    # Three standard deviations of 200 intervals.
    assert np.all(np.abs(calibration.coverage - script.COVERAGE) < 0.1)
    script.draw_histograms(calibration, tmp_path / "histograms.png")
    assert (tmp_path / "histograms.png").stat().st_size > 5000
    assert len(script.table_of(calibration).splitlines()) == 3


@pytest.mark.parametrize("mistake", [{"narrower": 0.6}, {"shifted": 0.4}])
def test_wrong_posteriors_are_found(script, mistake) -> None:
    calibration = posteriors_of_normal_data(script, 64, **mistake)
    assert not calibration.is_even


def test_a_lens_is_made_from_its_number_and_its_noise_is_free_of_its_truth(
    script, tmp_path
) -> None:
    first, again, other = (script.fit_from(n, tmp_path) for n in (0, 0, 1))
    data = first.analysis.dataset.data
    assert np.array_equal(data, again.analysis.dataset.data)
    assert not np.array_equal(data, other.analysis.dataset.data)
    truth = first.model.random_vector_from_priors(seed=0)
    fit = first.analysis.fit_from(first.model.instance_from_vector(truth))
    # Three standard deviations of the mean of so many squares.
    spread = 3.0 * np.sqrt(2.0 / len(data))
    assert abs(fit.reduced_chi_squared - 1.0) < spread


@pytest.mark.slow
def test_errors_of_192_lenses_are_right(tmp_path) -> None:
    # In a process of its own, because the workers of the fits load the script.
    command = [sys.executable, str(WORKSPACE / "calibration.py"), "--output"]
    done = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "histograms even: True" in done.stdout
    rows = list(csv.reader((tmp_path / "calibration.csv").open()))[1:]
    assert len(rows) == 9
    assert all(0.58 <= float(row[2]) <= 0.78 for row in rows)
