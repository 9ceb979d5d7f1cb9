"""What the tests ask of a written figure."""

from __future__ import annotations

import struct
from pathlib import Path


def png_size(path: Path) -> tuple[int, int]:
    """(width, height) of a whole PNG file."""
    content = path.read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert content[-8:-4] == b"IEND"
    return struct.unpack(">II", content[16:24])


def names_in(folder: Path) -> list[str]:
    """Every file of a folder, hidden ones too."""
    return sorted(path.name for path in folder.iterdir())
