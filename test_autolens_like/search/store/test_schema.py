import sqlite3
from contextlib import closing

import pytest

from autolens_like import exc
from autolens_like.search.store import schema


def test_an_index_is_made_once_and_writes_ahead(tmp_path) -> None:
    file = tmp_path / "new" / "index.sqlite"
    for _ in range(2):
        schema.prepare(file)
    with schema.reading(file) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("SELECT COUNT(*) FROM fits").fetchone() == (0,)


def test_what_fails_in_the_middle_is_not_written(tmp_path) -> None:
    file = tmp_path / "index.sqlite"
    schema.prepare(file)
    with pytest.raises(KeyboardInterrupt), schema.writing(file) as connection:
        connection.execute("INSERT INTO roots VALUES ('a')")
        raise KeyboardInterrupt
    with schema.reading(file) as connection:
        assert connection.execute("SELECT * FROM roots").fetchall() == []


def test_one_writes_while_others_read(tmp_path) -> None:
    file = tmp_path / "index.sqlite"
    schema.prepare(file)
    with schema.writing(file) as writer, schema.reading(file) as reader:
        writer.execute("INSERT INTO roots VALUES ('a')")
        assert reader.execute("SELECT * FROM roots").fetchall() == []
    with schema.reading(file) as reader:
        assert reader.execute("SELECT * FROM roots").fetchall() == [("a",)]


def test_a_second_writer_is_told_when_it_gives_up(tmp_path, monkeypatch) -> None:
    file = tmp_path / "index.sqlite"
    schema.prepare(file)
    monkeypatch.setattr(schema, "PATIENCE", 0.05)
    message = "Other processes have been writing"
    with schema.writing(file), pytest.raises(exc.SearchException, match=message):
        with schema.writing(file):
            pass


def test_other_files_are_left_alone(tmp_path) -> None:
    text, foreign = tmp_path / "notes.txt", tmp_path / "other.sqlite"
    text.write_text("no database at all, but rather long" * 100)
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE mine (x)")
    for file, message in ((text, "no index"), (foreign, "something else")):
        before = file.read_bytes()
        with pytest.raises(exc.SearchException, match=message):
            schema.prepare(file)
        assert file.read_bytes()[100:] == before[100:]


def test_another_version_is_told(tmp_path) -> None:
    file = tmp_path / "index.sqlite"
    schema.prepare(file)
    with schema.writing(file) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(schema.DamagedIndexException, match=r"version 99.*Delete it"):
        schema.prepare(file)


def test_a_place_that_cannot_be_written_is_named(tmp_path) -> None:
    with pytest.raises(exc.SearchException, match="cannot be used"):
        schema.prepare(tmp_path)
