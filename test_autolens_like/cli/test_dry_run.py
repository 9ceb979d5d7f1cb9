"""A dry run times the likelihood and predicts what the fit needs."""

from __future__ import annotations

import importlib.util

import pytest

from autolens_like.cli import dry_run
from autolens_like.cli.fit_file import FitFile
from test_autolens_like.cli.small_fit import write_data, write_fit


@pytest.fixture(scope="module")
def fit(tmp_path_factory) -> FitFile:
    folder = tmp_path_factory.mktemp("dry")
    write_data(folder)
    return FitFile(write_fit(folder))


@pytest.fixture
def without_jax(monkeypatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "jax" else found(name)
    )


def test_the_lines_of_a_dry_run(fit, without_jax) -> None:
    lines = dry_run.report(fit, calls=3)
    heads = [line.split()[0] for line in lines]
    assert heads == [
        "data", "model", "numpy", "jax", "fastest", "search", "wall", "memory", "disk",
    ]  # fmt: skip
    assert "jax        not installed" in lines
    assert "fastest    numpy, compilation included" in lines
    assert not (fit.folder / "output").exists()


def test_the_prediction_is_of_the_right_size(fit, without_jax) -> None:
    """Run to its end with its seed, this fit takes 589 likelihoods."""
    timing = dry_run.timings_of(fit, calls=3)[0]
    (stage,) = dry_run.stages_of(fit, timing)
    assert 589 / 3 < stage.calls < 589 * 3


def test_durations_and_sizes_read_well() -> None:
    assert dry_run.duration(5.0) == "5.0 seconds"
    assert dry_run.duration(600.0) == "10.0 minutes"
    assert dry_run.duration(2 * 86400.0) == "2.0 days"
    assert dry_run.size(1500.0) == "2 kB"
    assert dry_run.size(2.5e9) == "2.5 GB"


def test_what_jax_cannot_compile_is_said(fit, monkeypatch) -> None:
    def evaluate(self, vector):
        if self.analysis.use_jax:
            raise TypeError("no array came\nand a long explanation")
        return -10.0

    monkeypatch.setattr(dry_run.Fitness, "__call__", evaluate)
    numpy, jax = dry_run.timings_of(fit, calls=2)
    assert numpy.log_likelihood == -10.0
    assert jax.problem == "cannot compile it: no array came"


def test_the_fastest_backend_counts_its_compilation(fit) -> None:
    stage = dry_run.Stage("", 2, 1000.0, is_numpy_only=False)
    numpy, jax = (
        dry_run.Timing("numpy", first=0.1, each=0.02),
        dry_run.Timing("jax", first=20.0, each=0.01),
    )
    both = [numpy, jax]
    assert stage.seconds(numpy, both) == pytest.approx(10.1)
    assert stage.seconds(jax, both) == pytest.approx(25.0)
    residuals = dry_run.Stage("", 2, 1000.0, is_numpy_only=True)
    assert residuals.seconds(jax, both) == pytest.approx(10.1)


def test_the_disk_holds_the_journal_and_the_files(fit) -> None:
    """A record of the journal is a vector, its log likelihood and four bytes."""
    files = dry_run.FIGURE_BYTES + dry_run.PIXEL_BYTES * 61**2
    assert dry_run.disk_bytes(fit, 0.0) == files
    record = 8 * 3 + 4
    row = dry_run.SAMPLES_OF_A_CALL * 6 * 20
    assert dry_run.disk_bytes(fit, 1e6) == pytest.approx(files + 1e6 * (record + row))
