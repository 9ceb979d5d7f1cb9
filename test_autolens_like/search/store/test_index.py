import shutil
import subprocess
import sys
import threading
import time
import warnings

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.search.store import schema
from autolens_like.search.store.index import DamagedFitWarning, FitIndex
from autolens_like.search.store.query import Quantity, SearchQuery
from test_autolens_like.search.fakes import ROOT
from test_autolens_like.search.store.folders import write_fit, write_many

SEARCH, MODEL = SearchQuery(), Quantity("model")


def rows_of(index: FitIndex) -> list:
    """Everything searchable in an index, without the numbers of its rows."""
    columns = "folder, stamp, name, unique_tag, is_complete, log_evidence, {}"
    joined = "SELECT {} FROM fits LEFT JOIN {} t ON t.fit = fits.id ORDER BY 1, 7, 8"
    rows = []
    with schema.reading(index.file) as connection:
        for table, own in (
            ("quantities", "t.kind, t.path, t.median, t.best"),
            ("components", "t.path, t.class_name"),
        ):
            sql = joined.format(columns.format(own), table)
            rows += connection.execute(sql).fetchall()
    return rows


def names_in(folders: list[str], root) -> list[str]:
    return [folder[len(str(root)) + 1 :].split("/")[0] for folder in folders]


def test_the_index_follows_the_folders(tmp_path) -> None:
    root = tmp_path / "output"
    one = write_fit(root, "a", is_complete=False)
    index = FitIndex(tmp_path / "index.sqlite")
    index.add_directory(root)
    assert index.folders() == [str(one)]
    assert index.folders(SEARCH.is_complete == True) == []  # noqa: E712
    write_fit(root, "a")
    two = write_fit(root, "b")
    index.refresh()
    complete = index.folders(SEARCH.is_complete == True)  # noqa: E712
    assert complete == [str(one), str(two)]
    shutil.rmtree(one)
    index.refresh()
    assert index.folders() == [str(two)]


def test_what_has_not_changed_is_not_read_again(tmp_path, monkeypatch) -> None:
    write_fit(tmp_path, "a")
    index = FitIndex(tmp_path / "index.sqlite")
    index.add_directory(tmp_path)
    monkeypatch.setattr("autolens_like.search.store.index.record_of", None)
    index.add_directory(tmp_path)
    assert len(index.folders()) == 1


def test_a_rebuilt_index_is_the_same(tmp_path) -> None:
    write_many(tmp_path / "output", 5)
    write_fit(tmp_path / "output", "open", is_complete=False)
    index = FitIndex(tmp_path / "index.sqlite")
    index.add_directory(tmp_path / "output")
    before = rows_of(index)
    assert len(before) > 20
    index.rebuild()
    assert rows_of(index) == before
    again = FitIndex(tmp_path / "another.sqlite")
    again.add_directory(tmp_path / "output")
    assert rows_of(again) == before


def test_results_move_with_their_index(tmp_path) -> None:
    write_fit(tmp_path / "old" / "output", "a")
    FitIndex(tmp_path / "old" / "index.sqlite").add_directory(tmp_path / "old")
    shutil.move(tmp_path / "old", tmp_path / "new")
    (folder,) = FitIndex(tmp_path / "new" / "index.sqlite").folders()
    assert folder.startswith(str(tmp_path / "new" / "output" / "a"))


def test_damaged_folders_are_named_and_left_out(tmp_path) -> None:
    good = write_fit(tmp_path, "good")
    bad = [write_fit(tmp_path, f"bad_{i}") for i in range(3)]
    (bad[0] / ".identifier").unlink()
    (bad[0] / "model.info").write_text("")
    (bad[1] / "files" / "samples_summary.json").write_text("{")
    index = FitIndex(tmp_path / "index.sqlite")
    with pytest.warns(DamagedFitWarning, match="2 folders.*bad_") as caught:
        index.add_directory(tmp_path)
    assert len(caught) == 1
    assert set(index.problems) == {bad[0], bad[1]}
    assert "samples_summary.json cannot be read" in index.problems[bad[1]]
    assert index.folders() == [str(bad[2]), str(good)]
    for folder in bad:
        shutil.rmtree(folder)
    index.add_directory(tmp_path)
    assert index.problems == {}


def test_a_fit_that_is_damaged_later_leaves(tmp_path) -> None:
    folder = write_fit(tmp_path, "a")
    index = FitIndex(tmp_path / "index.sqlite")
    index.add_directory(tmp_path)
    (folder / ".identifier").write_text("")
    with pytest.warns(DamagedFitWarning):
        index.add_directory(tmp_path)
    assert index.folders() == []


def test_only_a_path_that_no_fit_has_is_an_error(tmp_path) -> None:
    index = FitIndex(tmp_path / "index.sqlite")
    assert index.folders(MODEL.galaxies.lens.raduis > 1.0) == []
    write_fit(tmp_path)
    index.add_directory(tmp_path)
    with pytest.raises(exc.UnknownParameterException, match=r"mean 'galaxies.lens.rad"):
        index.folders(MODEL.galaxies.lens.raduis > 1.0)


def test_a_missing_directory_is_named(tmp_path) -> None:
    with pytest.raises(exc.SearchException, match="no directory"):
        FitIndex(tmp_path / "index.sqlite").add_directory(tmp_path / "outptu")


def test_sixteen_writers_lose_nothing(tmp_path) -> None:
    """Threads here, as each has its own connections; processes in the slow test."""
    failures = []

    def write(number: int) -> None:
        try:
            index = FitIndex(tmp_path / "index.sqlite")
            for fit in range(2):
                root = tmp_path / f"writer_{number}"
                write_fit(root, f"fit_{fit}")
                index.add_directory(root)
        except exc.LensException as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(i,)) for i in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    index = FitIndex(tmp_path / "index.sqlite")
    assert len(index.folders()) == 32
    before = rows_of(index)
    index.rebuild()
    assert rows_of(index) == before


WRITER = """
import sys
from autolens_like.search.store.index import FitIndex
from test_autolens_like.search.store.folders import write_fit
number, count, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
index = FitIndex(folder + "/index.sqlite")
for fit in range(count):
    root = f"{folder}/writer_{number}/{fit}"
    write_fit(root, "fit", f"lens_{number}_{fit}")
    index.add_directory(root)
    print(f"lens_{number}_{fit}", flush=True)
"""


def start_writer(number: int, count: int, folder) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(number), str(count), str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


@pytest.mark.slow
def test_thirty_two_processes_lose_nothing(tmp_path) -> None:
    writers = [start_writer(i, 200, tmp_path) for i in range(32)]
    outputs = [writer.communicate()[0] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * 32
    assert sum(len(text.split()) for text in outputs) == 6400
    assert len(FitIndex(tmp_path / "index.sqlite").folders()) == 6400


@pytest.mark.slow
def test_killed_writers_lose_nothing_that_was_acknowledged(tmp_path) -> None:
    acknowledged: list[str] = []
    delays = np.random.default_rng(1).uniform(0.0, 0.2, 52)
    for number in range(0, len(delays), 4):
        writers = [start_writer(number + i, 1000, tmp_path) for i in range(4)]
        # Each is writing before it is killed, at any moment of its work.
        acknowledged += [writer.stdout.readline().strip() for writer in writers]
        for writer, delay in zip(writers, delays[number:], strict=False):
            time.sleep(delay)
            writer.kill()
            acknowledged += writer.communicate()[0].split()
    index = FitIndex(tmp_path / "index.sqlite")
    with schema.reading(index.file) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        tags = {row[0] for row in connection.execute("SELECT unique_tag FROM fits")}
    assert len(acknowledged) > len(delays)
    assert set(acknowledged) <= tags
    with warnings.catch_warnings():
        # A killed writer leaves half folders, which are named.
        warnings.simplefilter("ignore", DamagedFitWarning)
        index.rebuild()
    with schema.reading(index.file) as connection:
        tags = {row[0] for row in connection.execute("SELECT unique_tag FROM fits")}
    assert set(acknowledged) <= tags


@pytest.mark.slow
def test_ten_thousand_fits_answer_within_a_second(tmp_path) -> None:
    write_many(tmp_path, 10_000)
    index = FitIndex(tmp_path / "index.sqlite")
    index.add_directory(tmp_path)
    question = (SEARCH.name == "fit_3") & (MODEL.galaxies.lens.radius >= 5000.0)
    started = time.perf_counter()
    found = index.folders(question)
    assert time.perf_counter() - started < 1.0
    expected = [f"lens_{i}" for i in range(5000, 10_000) if i % 10 == 3]
    assert sorted(names_in(found, tmp_path)) == sorted(expected)
