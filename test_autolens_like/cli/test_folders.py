"""The fits below a folder, in every state."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.cli import folders
from autolens_like.search.failure import FailureRecord
from autolens_like.search.journal import Journal
from autolens_like.search.lock import FitLock
from autolens_like.search.progress import Progress, State
from autolens_like.search.tally import Tally


def begun_fit(folder, values) -> None:
    (folder / "files").mkdir(parents=True)
    (folder / ".identifier").write_text("{}")
    (folder / "files" / "search.json").write_text('{"class": "DynestyStatic"}')
    journal = Journal(folder / "journal", 2)
    for number, value in enumerate(values):
        journal.append(np.array([number, 1.0]), value)
    journal.close()


def test_an_interrupted_and_a_running_fit(tmp_path) -> None:
    begun_fit(tmp_path / "a" / "name" / "0123456789", [-5.0, -3.0, -4.0])
    begun_fit(tmp_path / "b" / "name" / "abcdefghij", [])
    with FitLock(tmp_path / "b" / "name" / "abcdefghij"):
        first, second = folders.fits_in(tmp_path)
    assert (first.name, first.identifier) == ("a/name", "0123456789")
    assert (first.state, first.calls, first.best_log_likelihood) == (
        "interrupted",
        3,
        -3.0,
    )
    assert (second.state, second.calls) == ("running", None)
    text = folders.table(folders.status_rows([first, second]))
    assert "interrupted  DynestyStatic  3" in text
    assert json.loads(folders.status_json([first]))[0]["calls"] == 3
    # One fit, asked for by its own folder.
    (same,) = folders.fits_in(first.folder)
    assert (same.name, same.identifier) == ("name", "0123456789")


def test_a_fit_that_an_error_ended_has_failed(tmp_path) -> None:
    folder = tmp_path / "name" / "0123456789"
    begun_fit(folder, [-5.0])
    with pytest.raises(MemoryError), FailureRecord(folder):
        raise MemoryError("8 GiB\nare not there")
    (found,) = folders.fits_in(tmp_path)
    assert found.state == "failed"
    (_, row) = folders.status_rows([found])
    assert row[-1] == found.error == "MemoryError: 8 GiB are not there"
    with FitLock(folder):
        (found,) = folders.fits_in(tmp_path)
    assert (found.state, found.error) == ("running", "")


def test_a_damaged_summary_is_not_finished(tmp_path) -> None:
    folder = tmp_path / "name" / "0123456789"
    begun_fit(folder, [-5.0])
    (folder / ".completed").write_text("0123456789")
    (folder / "files" / "samples_summary.json").write_text('{"max_log')
    (found,) = folders.fits_in(tmp_path)
    assert found.state == "interrupted"
    assert folders.results_of([found]) == []


def test_folders_without_fits_are_told(tmp_path) -> None:
    with pytest.raises(exc.SearchException, match="does not exist"):
        folders.fits_in(tmp_path / "no")
    with pytest.raises(exc.SearchException, match="No fit was found"):
        folders.fits_in(tmp_path)


def test_progress_is_read_from_the_log(tmp_path) -> None:
    """In the words of the progress line itself; no journal has these calls."""
    folder = tmp_path / "name" / "0123456789"
    begun_fit(folder, [-5.0])
    tally = Tally(1)
    stream = io.StringIO()
    progress = Progress("name", tally, False, folder / "search.log", stream)
    for calls, value in ((20, -4.0), (30, -2.5)):
        tally.count(np.array([1.0]), value, False, calls)
        state = State(log_evidence=-9.0, log_evidence_error=0.1, remaining="dlogz 2")
        progress.note(progress.line(state, float(calls)))
    (found,) = folders.fits_in(tmp_path)
    assert (found.calls, found.best_log_likelihood) == (50, -2.5)
    assert found.progress.startswith("dlogz 2")
