"""The journal: every likelihood evaluation of a fit, kept so that a fit which
was interrupted continues to the result it would have had.

A seeded search asks for the same vectors in the same order whenever it runs.
So nothing of the search itself is saved: it is run again from its beginning,
and what was evaluated before is answered from here, in microseconds.

Each process appends to a file of its own. A file is a header and records of
one size: the vector, its log likelihood, and a CRC-32 of both. A kill can
leave a torn last record, which is recognised and cut.

What else a search must not lose (gradients, states of a chain) is in parts of the
journal: folders inside its own, with keys and values of their own lengths.
"""

from __future__ import annotations

import struct
import time
import zlib
from pathlib import Path

import numpy as np

from autolens_like.typing import PathLike

MAGIC = b"ALJRNL01"
_HEADER = struct.Struct("<8sI")
#: Of a part, whose records hold several values: their number stands behind.
PART_MAGIC = b"ALJRNP01"
_PART_HEADER = struct.Struct("<8sII")
#: A kill loses at most this many evaluations ...
FLUSH_EVERY = 50
#: ... or the evaluations of this time [s].
FLUSH_SECONDS = 0.5


class Journal:
    """The evaluations of one fit, on disk and in memory.

    Parameters
    ----------
    folder
        Where the files are, one for each process that ever wrote.
    dimensions
        Length of the parameter vector.
    values
        Numbers that are recorded for a vector; the journal itself records one.

    Attributes
    ----------
    notes : list of str
        What `load` found damaged.
    """

    def __init__(self, folder: PathLike, dimensions: int, values: int = 1):
        self.folder = Path(folder)
        self.dimensions = int(dimensions)
        self.values = int(values)
        self._reset()

    def _reset(self) -> None:
        self.notes: list[str] = []
        self._parts: dict[str, Journal] = {}
        # As bytes, a fifth of the numbers' size in memory: some records are long.
        self._known: dict[bytes, bytes] = {}
        self._stream = None
        self._pending: list[bytes] = []
        self._flushed_at = -float("inf")
        self._unpacker = struct.Struct(f"<{self.values}d")

    @property
    def _header(self) -> bytes:
        if self.values == 1:
            return _HEADER.pack(MAGIC, self.dimensions)
        return _PART_HEADER.pack(PART_MAGIC, self.dimensions, self.values)

    def __getstate__(self) -> dict:
        return {
            "folder": self.folder,
            "dimensions": self.dimensions,
            "values": self.values,
        }

    def __setstate__(self, state: dict) -> None:
        self.__dict__.update(state)
        self._reset()

    def __len__(self) -> int:
        return len(self._known) + sum(map(len, self._parts.values()))

    def part(self, name: str, dimensions: int, values: int) -> Journal:
        """The journal of something else of the same fit, which is closed and deleted
        with this one.

        Parameters
        ----------
        name
            Of its folder.
        dimensions, values
            Lengths of a key and of what is recorded for it.
        """
        known = self._parts.get(name)
        if known is None or (known.dimensions, known.values) != (dimensions, values):
            part = Journal(self.folder / name, dimensions, values)
            part.notes = self.notes
            part.load()
            self._parts[name] = part
        return self._parts[name]

    def part_left(self, name: str) -> Journal | None:
        """The part of that name that an earlier process left; None if there is none."""
        return self._parts.get(name)

    def load(self) -> None:
        """Read every whole record that any earlier process left."""
        for path in sorted(self.folder.glob("*.bin")):
            self._load_file(path)
        for path in sorted(self.folder.glob("*/*.bin")):
            header = path.read_bytes()[: _PART_HEADER.size]
            whole = len(header) == _PART_HEADER.size and header[:8] == PART_MAGIC
            if whole and path.parent.name not in self._parts:
                self.part(path.parent.name, *_PART_HEADER.unpack(header)[1:])

    def get(self, vector: np.ndarray) -> float | None:
        """The log likelihood recorded for exactly this vector, or None."""
        found = self.record(vector)
        return None if found is None else found[0]

    def record(self, vector: np.ndarray) -> tuple[float, ...] | None:
        """All values recorded for exactly this vector, or None."""
        found = self._known.get(vector.tobytes()) if self._known else None
        return None if found is None else self._unpacker.unpack(found)

    def append(self, vector: np.ndarray, *values: float) -> None:
        """Record one evaluation; at the latest the next one after
        `FLUSH_SECONDS` brings it to the operating system."""
        body = np.concatenate([vector, values]).astype("<f8").tobytes()
        self._pending.append(body + struct.pack("<I", zlib.crc32(body)))
        if (
            len(self._pending) >= FLUSH_EVERY
            or time.monotonic() - self._flushed_at >= FLUSH_SECONDS
        ):
            self.flush()

    def flush(self) -> None:
        """Hand what is pending to the operating system, where it survives a
        kill of this process."""
        if not self._pending:
            return
        if self._stream is None:
            self._stream = self._new_file()
        content, self._pending = b"".join(self._pending), []
        while content:
            content = content[self._stream.write(content) :]
        self._flushed_at = time.monotonic()

    def close(self) -> None:
        """Flush and close the file of this process."""
        for part in self._parts.values():
            part.close()
        self.flush()
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def delete(self) -> None:
        """Remove the journal, once the result it stood for is on disk."""
        self.close()
        for part in self._parts.values():
            part.delete()
        for path in self.folder.glob("*.bin"):
            path.unlink()
        if self.folder.exists():
            self.folder.rmdir()

    def _new_file(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        number = len(list(self.folder.glob("*.bin")))
        while True:
            try:
                stream = open(self.folder / f"{number:04d}.bin", "xb", buffering=0)
            except FileExistsError:
                number += 1
                continue
            stream.write(self._header)
            return stream

    def _load_file(self, path: Path) -> None:
        content = path.read_bytes()
        header = self._header
        if content[: len(header)] != header:
            if content:
                self.notes.append(f"journal {path.name} has no valid header: unused")
            return
        vector_size = 8 * self.dimensions
        size = vector_size + self._unpacker.size + 4
        position = len(header)
        while position + size <= len(content):
            body = content[position : position + size - 4]
            (checksum,) = struct.unpack_from("<I", content, position + size - 4)
            if zlib.crc32(body) != checksum:
                break
            self._known[body[:vector_size]] = body[vector_size:]
            position += size
        if position < len(content):
            self.notes.append(
                f"journal {path.name}: {len(content) - position} damaged bytes at "
                "its end were cut"
            )


def recorded_in(folder: PathLike) -> tuple[int | None, float | None]:
    """What the journal of a fit holds, which another process may be writing.

    Returns
    -------
    calls
        Evaluations; None where there is no journal.
    best
        The highest log likelihood; None where there is none.
    """
    for path in sorted(Path(folder).glob("*.bin")):
        with open(path, "rb") as stream:
            header = stream.read(_HEADER.size)
        if len(header) == _HEADER.size and header[:8] == MAGIC:
            journal = Journal(folder, _HEADER.unpack(header)[1])
            journal.load()
            known = journal._known.values()
            best = max((journal._unpacker.unpack(x)[0] for x in known), default=None)
            return len(journal), best
    return None, None
