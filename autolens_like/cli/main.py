"""The door of the command `autolens-like`, which says what it needs."""

from __future__ import annotations

import importlib
import importlib.util
import sys

#: Libraries of the extra `cli`.
NEEDED = ("typer", "pydantic")
EXIT_MISSING = 2


def main() -> None:
    """Run the command line; without its libraries, print the pip line."""
    absent = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if absent:
        print(
            f"autolens-like needs {' and '.join(absent)}, which "
            f"{'are' if len(absent) > 1 else 'is'} not installed: "
            "pip install 'autolens_like[cli]'",
            file=sys.stderr,
        )
        raise SystemExit(EXIT_MISSING)
    importlib.import_module("autolens_like.cli.commands").app()
