"""The commands, as a shell runs them: output and exit codes."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autolens_like import conf, exc
from autolens_like.cli import commands
from autolens_like.cli.fit_file import FitFile
from autolens_like.cli.main import EXIT_MISSING
from autolens_like.search.preemption import EXIT_PREEMPTED
from test_autolens_like.cli.small_fit import GOOD, write_data, write_fit

ROOT = Path(__file__).parents[2]


def run(*arguments):
    return CliRunner().invoke(commands.app, [str(item) for item in arguments])


@pytest.fixture(scope="module")
def fitted(tmp_path_factory):
    """The folder of a small fit, run once by the command, and what was printed."""
    folder = tmp_path_factory.mktemp("commands")
    write_data(folder)
    path = write_fit(folder, GOOD.replace("nlive: 12", "nlive: 12\n  maxcall: 100"))
    with conf.with_config("visualize", "search_observers", value=[]):
        done = run("fit", path)
    assert done.exit_code == 0, done.output
    return folder, done.output


def test_fit_runs_a_file_and_resumes_it(fitted) -> None:
    folder, output = fitted
    assert "einstein_radius" in output
    assert f"results    {folder / 'output' / 'small' / 'first'}" in output
    again = run("fit", folder / "fit.yaml", "--resume")
    assert again.exit_code == 0
    assert again.output.splitlines()[-1] == output.splitlines()[-1]


def test_resume_refuses_another_fit_and_says_what_differs(fitted) -> None:
    folder, _ = fitted
    other = run("fit", folder / "fit.yaml", "--resume", "--seed", "7")
    assert other.exit_code == commands.EXIT_FAILED
    assert "differs in search.seed" in other.output


def test_results_of_one_fit_under_two_names_are_not_mixed(fitted, tmp_path) -> None:
    for name in ("one", "other"):
        shutil.copytree(fitted[0] / "output" / "small" / "first", tmp_path / name)
    output = run("results", tmp_path).output
    assert output.count("finished") == 2
    assert output.count("galaxies.lens.mass.einstein_radius") == 2


def test_status_and_results_of_a_finished_fit(fitted) -> None:
    folder, output = fitted
    status = run("status", folder / "output")
    assert status.exit_code == 0
    assert "small/first" in status.output
    assert "finished" in status.output
    (entry,) = json.loads(run("status", folder / "output", "--json").output)
    assert entry["calls"] >= 100
    assert f"{entry['best_log_likelihood']:.4f}" in output

    results = run("results", folder / "output")
    assert "galaxies.lens.mass.einstein_radius" in results.output
    text = run("results", folder / "output", "--format", "csv").output
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows == [
        {name: str(value) for name, value in row.items()}
        for row in json.loads(
            run("results", folder / "output", "--format", "json").output
        )
    ]
    (row,) = [row for row in rows if row["parameter"].endswith("mass.einstein_radius")]
    limits = [row[key] for key in ("lower_1_sigma", "median", "upper_1_sigma")]
    assert limits == sorted(limits)


def test_bad_files_and_folders_have_their_exit_code(tmp_path) -> None:
    path = write_fit(tmp_path, GOOD.replace("nlive", "nlvie"))
    bad = run("fit", path)
    assert bad.exit_code == commands.EXIT_BAD_FILE
    assert bad.output.startswith(f"{path}:")
    assert "Did you mean 'nlive'?" in bad.output
    assert run("status", tmp_path / "no").exit_code == commands.EXIT_BAD_FILE
    assert run("fit", path, "--sed", "3").exit_code == 2
    assert run("fit", path, "--seed", "-3").exit_code == 2


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (exc.SearchException("no"), commands.EXIT_FAILED),
        (OSError("The disk is full"), commands.EXIT_DISK),
        (KeyboardInterrupt(), commands.EXIT_INTERRUPTED),
        (SystemExit(75), 75),
    ],
)
def test_a_fit_that_stops_has_the_exit_code_of_its_reason(
    fitted, monkeypatch, error, code
) -> None:
    folder, _ = fitted

    def stop(self, resume):
        raise error

    monkeypatch.setattr(FitFile, "fit", stop)
    stopped = run("fit", folder / "fit.yaml")
    assert stopped.exit_code == code
    assert "Traceback" not in stopped.output


def test_the_schema_is_printed_or_written(tmp_path) -> None:
    printed = json.loads(run("schema").output)
    assert run("schema", "--output", tmp_path / "fit.schema.json").exit_code == 0
    assert json.loads((tmp_path / "fit.schema.json").read_text()) == printed


def test_the_doctor_speaks(tmp_path, monkeypatch) -> None:
    well = run("doctor", "--output", tmp_path)
    assert well.exit_code == 0
    assert "file locks" in well.output
    monkeypatch.setattr(commands.health, "free_bytes", lambda folder: 0.0)
    ill = run("doctor", "--output", tmp_path)
    assert ill.exit_code == commands.EXIT_FAILED
    assert "! disk" in ill.output


def test_every_exit_code_is_in_the_manual() -> None:
    manual = (ROOT / "docs" / "command_line.rst").read_text()
    listed = {line.split()[0] for line in manual.splitlines() if line[:1].isdigit()}
    used = {
        commands.EXIT_FAILED,
        commands.EXIT_BAD_FILE,
        commands.EXIT_DISK,
        commands.EXIT_INTERRUPTED,
        EXIT_PREEMPTED,
        EXIT_MISSING,
    }
    assert listed == {"0", *map(str, used)}
    for command in commands.app.registered_commands:
        assert f"autolens-like {command.callback.__name__}" in manual
