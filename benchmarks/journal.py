"""What a long benchmark found, kept for the next run."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any


class Journal:
    """What was found of every lens, a line of JSON in a file for each.

    A run that is stopped leaves them for the next.
    """

    def __init__(self, path: Path | None):
        self.path = path
        lines = path.read_text().splitlines() if path and path.exists() else []
        self.found = dict(json.loads(line) for line in lines)

    def of(self, key: str, fit: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """What was found under a key, now or by an earlier run."""
        if key not in self.found:
            self.found[key] = fit()
            if self.path:
                with self.path.open("a") as file:
                    file.write(json.dumps([key, self.found[key]]) + "\n")
        return self.found[key]
