"""`FitIndex`: what can be searched of thousands of fits, in one file of SQLite.

The folders are the truth, and the index a cache: it can be deleted at any time and is
read anew from the folders. Paths in it are relative to its own folder, so that it may
be moved or copied together with the results.
"""

from __future__ import annotations

import os
import sqlite3
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path

from autolens_like import exc
from autolens_like.search.store import schema
from autolens_like.search.store.query import EVERYTHING, Condition
from autolens_like.search.store.record import (
    FitRecord,
    folders_below,
    record_of,
    stamp_of,
)
from autolens_like.typing import PathLike

#: Fits that are written in one transaction: others wait for as long.
_BATCH = 200
#: What a path leads to.
_KINDS = {"model": "parameter", "latent": "latent quantity", "component": "component"}
#: Damaged folders that a warning names.
_NAMED = 5


class DamagedFitWarning(UserWarning):
    """A folder of a fit cannot be read and is left out."""


class FitIndex:
    """An index of fits.

    Any number of processes may read and write it together.

    Parameters
    ----------
    file
        The file, made where it is missing. It must lie on a disk of this machine, as
        network file systems do not lock reliably.

    Raises
    ------
    SearchException
        It is no index, is damaged, or cannot be written.
    """

    def __init__(self, file: PathLike) -> None:
        self.file = Path(os.path.abspath(file))
        self._home = str(self.file.parent)
        schema.prepare(self.file)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.file}>"

    def add_directory(self, directory: PathLike) -> None:
        """Take in every fit in a directory; what has not changed is not read again.

        Fits that are gone leave the index. Damaged folders are named in a warning and
        in `problems`, and left out.

        Raises
        ------
        SearchException
            There is no such directory.
        """
        root = os.path.abspath(directory)
        if not os.path.isdir(root):
            raise missing_directory(root)
        known = self._stamps_below(root)
        changed: list[str] = []
        bad: dict[str, str] = {}
        seen: set[str] = set()
        for folder, has_identifier in folders_below(root):
            seen.add(folder)
            if not has_identifier:
                bad[folder] = "it has results and no .identifier"
            elif known.get(folder) != stamp_of(folder):
                changed.append(folder)
        gone = [folder for folder in known if folder not in seen]
        with schema.writing(self.file) as connection:
            connection.execute(
                "INSERT OR IGNORE INTO roots VALUES (?)", (self._stored(root),)
            )
            old = connection.execute("SELECT folder FROM problems").fetchall()
            mended = [row for row in old if is_inside(self._resolved(row[0]), root)]
            connection.executemany("DELETE FROM problems WHERE folder = ?", mended)
            for folder in gone:
                # Another process may have made it since.
                if not os.path.isfile(f"{folder}/.identifier"):
                    self._remove(connection, folder)
        for start in range(0, len(changed), _BATCH):
            bad |= self._take_in(changed[start : start + _BATCH])
        self._report(bad)

    def refresh(self) -> None:
        """`add_directory` of every directory that was ever added."""
        with schema.reading(self.file) as connection:
            roots = connection.execute("SELECT folder FROM roots").fetchall()
        for (root,) in roots:
            if os.path.isdir(self._resolved(root)):
                self.add_directory(self._resolved(root))

    def rebuild(self) -> None:
        """Forget everything but the directories, and read them anew."""
        with schema.writing(self.file) as connection:
            connection.execute("DELETE FROM fits")
            connection.execute("DELETE FROM problems")
        self.refresh()

    @property
    def problems(self) -> dict[Path, str]:
        """Folders that cannot be read, and why."""
        with schema.reading(self.file) as connection:
            rows = connection.execute("SELECT folder, reason FROM problems").fetchall()
        return {Path(self._resolved(folder)): reason for folder, reason in sorted(rows)}

    def folders(
        self, condition: Condition = EVERYTHING, order: Sequence[str] = ()
    ) -> list[str]:
        """The folders of the fits that fulfil a condition.

        Parameters
        ----------
        condition
            By default all do.
        order
            Terms of SQL; fits that have none of them come last, and those that are
            equal in order of their folders.

        Raises
        ------
        UnknownParameterException
            No fit has a parameter or component that is asked for.
        """
        terms = ", ".join([*order, "folder"])
        with schema.reading(self.file) as connection:
            for kind, path in condition.paths:
                self._require_known(connection, kind, path)
            rows = connection.execute(
                f"SELECT folder FROM fits WHERE {condition.sql} ORDER BY {terms}",
                condition.values,
            ).fetchall()
        return [self._resolved(folder) for (folder,) in rows]

    def names(self) -> dict[str, tuple[str | None, str, str]]:
        """Unique tag, name and identifier of every fit, by its folder."""
        with schema.reading(self.file) as connection:
            rows = connection.execute(
                "SELECT folder, unique_tag, name, identifier FROM fits"
            ).fetchall()
        return {self._resolved(folder): tuple(names) for folder, *names in rows}

    def _require_known(
        self, connection: sqlite3.Connection, kind: str, path: str
    ) -> None:
        of_path = "SELECT 1 FROM known WHERE kind = ? AND path = ? LIMIT 1"
        if connection.execute(of_path, (kind, path)).fetchone():
            return
        of_kind = "SELECT DISTINCT path FROM known WHERE kind = ?"
        known = [name for (name,) in connection.execute(of_kind, (kind,))]
        # An empty index has no names that one could be compared with.
        if known:
            hint = exc.nearest(path, known)
            raise exc.UnknownParameterException(
                f"No fit has the {_KINDS[kind]} '{path}'.{' ' * bool(hint)}{hint}"
            )

    def _take_in(self, folders: Iterable[str]) -> dict[str, str]:
        """Write the records of folders; those that are damaged, with the reason."""
        records, bad = {}, {}
        for folder in folders:
            stamp = stamp_of(folder)
            records[folder] = (stamp, _record_or_reason(folder))
        with schema.writing(self.file) as connection:
            for folder, (stamp, record) in records.items():
                # A fit that went on meanwhile may be here already, newer than this.
                now = stamp_of(folder)
                if now != stamp:
                    stamp, record = now, _record_or_reason(folder)
                if isinstance(record, str):
                    bad[folder] = record
                    self._remove(connection, folder)
                else:
                    self._write(connection, folder, stamp, record)
        return bad

    def _write(
        self, connection: sqlite3.Connection, folder: str, stamp: str, new: FitRecord
    ) -> None:
        self._remove(connection, folder)
        columns = {"folder": self._stored(folder), "stamp": stamp, **new.columns}
        places = ", ".join("?" * len(columns))
        cursor = connection.execute(
            f"INSERT INTO fits ({', '.join(columns)}) VALUES ({places})",
            tuple(columns.values()),
        )
        fit = cursor.lastrowid
        connection.executemany(
            "INSERT OR REPLACE INTO quantities VALUES (?, ?, ?, ?, ?)",
            [(fit, *row) for row in new.quantities],
        )
        connection.executemany(
            "INSERT OR REPLACE INTO components VALUES (?, ?, ?)",
            [(fit, *row) for row in new.components],
        )

    def _remove(self, connection: sqlite3.Connection, folder: str) -> None:
        connection.execute("DELETE FROM fits WHERE folder = ?", (self._stored(folder),))

    def _report(self, bad: dict[str, str]) -> None:
        if not bad:
            return
        rows = [(self._stored(folder), reason) for folder, reason in bad.items()]
        with schema.writing(self.file) as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO problems VALUES (?, ?)", rows
            )
        listed = "; ".join(
            reason if folder in reason else f"{folder}: {reason}"
            for folder, reason in list(bad.items())[:_NAMED]
        )
        more = f"; and {len(bad) - _NAMED} more" if len(bad) > _NAMED else ""
        warnings.warn(
            f"{len(bad)} folders of fits cannot be read and are left out (all of them "
            f"in .problems): {listed}{more}",
            DamagedFitWarning,
            stacklevel=4,
        )

    def _stamps_below(self, root: str) -> dict[str, str]:
        with schema.reading(self.file) as connection:
            rows = connection.execute("SELECT folder, stamp FROM fits").fetchall()
        stamps = {self._resolved(folder): stamp for folder, stamp in rows}
        return {path: stamp for path, stamp in stamps.items() if is_inside(path, root)}

    def _stored(self, folder: str) -> str:
        try:
            relative = os.path.relpath(folder, self.file.parent)
        except ValueError:  # Another drive of Windows.
            relative = folder
        return relative.replace(os.sep, "/")

    def _resolved(self, stored: str) -> str:
        # Most lie beside the index; normpath takes half the time of a query.
        if not stored.startswith("."):
            return os.path.join(self._home, stored)
        return os.path.normpath(os.path.join(self._home, stored))


def is_inside(folder: str, directory: str) -> bool:
    """Whether an absolute path is a directory or lies in it."""
    return folder == directory or folder.startswith(os.path.join(directory, ""))


def missing_directory(folder: str) -> exc.SearchException:
    """What is said about a directory that is not there."""
    return exc.SearchException(
        f"There is no directory {folder}; give the output folder of the searches."
    )


def _record_or_reason(folder: str) -> FitRecord | str:
    try:
        return record_of(folder)
    except (exc.LensException, OSError) as error:
        return str(error)
