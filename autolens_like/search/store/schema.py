"""The tables of an index, and how its file is opened, read and written."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from autolens_like import exc

#: Tells our files from other databases: "alli" in ASCII.
APPLICATION_ID = 0x616C6C69
#: Counts changes of the tables.
VERSION = 1
#: So long [s] a writer waits for the others before it gives up.
PATIENCE = 120.0
#: Seconds between two tries where SQLite itself does not wait.
_PAUSE = 0.01

_REMEDY = (
    "Delete it and add the directories of the fits again: an index holds nothing that "
    "they do not."
)
_TABLES = """
CREATE TABLE IF NOT EXISTS roots (folder TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS fits (
    id INTEGER PRIMARY KEY, folder TEXT UNIQUE NOT NULL, stamp TEXT NOT NULL,
    identifier TEXT, name TEXT, unique_tag TEXT, path_prefix TEXT, class_name TEXT,
    is_complete INTEGER NOT NULL, max_log_likelihood REAL, log_evidence REAL,
    log_evidence_error REAL, total_samples REAL);
CREATE INDEX IF NOT EXISTS fits_by_name ON fits (name);
CREATE INDEX IF NOT EXISTS fits_by_tag ON fits (unique_tag);
CREATE TABLE IF NOT EXISTS quantities (
    fit INTEGER NOT NULL REFERENCES fits (id) ON DELETE CASCADE,
    kind TEXT NOT NULL, path TEXT NOT NULL, median REAL, best REAL,
    PRIMARY KEY (fit, kind, path)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS quantities_by_path ON quantities (kind, path);
CREATE TABLE IF NOT EXISTS components (
    fit INTEGER NOT NULL REFERENCES fits (id) ON DELETE CASCADE,
    path TEXT NOT NULL, class_name TEXT NOT NULL,
    PRIMARY KEY (fit, path)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS components_by_path ON components (path);
CREATE VIEW IF NOT EXISTS known AS
    SELECT kind, path FROM quantities
    UNION ALL SELECT 'component', path FROM components;
CREATE TABLE IF NOT EXISTS problems (folder TEXT PRIMARY KEY, reason TEXT NOT NULL);
"""


class DamagedIndexException(exc.SearchException):
    """An index that is damaged or of another version, and must be made again."""


@contextlib.contextmanager
def reading(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection that reads.

    Raises
    ------
    DamagedIndexException
        The file is damaged.
    """
    # A connection for every use: nothing is open between two of them, which a fork
    # or another thread could inherit.
    try:
        connection = sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)
        with contextlib.closing(connection):
            connection.execute("PRAGMA foreign_keys = ON")
            yield connection
    except sqlite3.DatabaseError as error:
        raise _explained(file, error) from error


@contextlib.contextmanager
def writing(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection that alone writes, until the block ends: all of it or nothing.

    Raises
    ------
    DamagedIndexException
        The file is damaged.
    SearchException
        It is read-only, or others write for more than `PATIENCE` seconds.
    """
    with reading(file) as connection:
        # Without IMMEDIATE a transaction that reads first may be refused later.
        connection.execute("BEGIN IMMEDIATE")
        # As a context it commits at the end, and takes all back after an error.
        with connection:
            yield connection


def prepare(file: Path) -> None:
    """Make the tables of an index where they are missing.

    Raises
    ------
    DamagedIndexException
        The file is another database or none, or of another version.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with reading(file) as connection:
        _use_write_ahead_log(connection)
        if _is_ready(connection, file):
            return
    with writing(file) as connection:
        for statement in _TABLES.split(";\n"):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    # Readers go on while one writes. SQLite does not wait for the lock that the switch
    # needs, and several processes may open a new file together.
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
        time.sleep(_PAUSE)


def _is_ready(connection: sqlite3.Connection, file: Path) -> bool:
    # One transaction: another process may make the tables between two questions.
    connection.execute("BEGIN")
    owner, version, tables = (
        connection.execute(question).fetchone()[0]
        for question in (
            "PRAGMA application_id",
            "PRAGMA user_version",
            "SELECT COUNT(*) FROM sqlite_master",
        )
    )
    connection.execute("COMMIT")
    if owner == APPLICATION_ID and version == VERSION:
        return True
    if tables == 0 and owner == 0:
        return False
    if owner != APPLICATION_ID:
        raise exc.SearchException(
            f"{file} is a database of something else; give another file for the index."
        )
    raise DamagedIndexException(
        f"{file} is an index of version {version}, and this release has version "
        f"{VERSION}. {_REMEDY}"
    )


def _explained(file: Path, error: sqlite3.DatabaseError) -> exc.SearchException:
    text = str(error)
    if "locked" in text or "busy" in text:
        return exc.SearchException(
            f"Other processes have been writing to the index {file} for {PATIENCE:g} "
            "seconds; try again, or use an index of your own."
        )
    if isinstance(error, sqlite3.OperationalError) and "malformed" not in text:
        return exc.SearchException(
            f"The index {file} cannot be used: {text}. Give a file in a folder that "
            "you can write to, on a disk of this machine."
        )
    return DamagedIndexException(
        f"{file} is no index or a damaged one: {text}. {_REMEDY}"
    )
