"""Loads the scripts of the workspace, which are no package."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

WORKSPACE = Path(__file__).resolve().parents[2] / "workspace"


def script_from(path: str) -> Any:
    """The module of a script, such as "imaging/pixelization.py"."""
    file = WORKSPACE / path
    specification = importlib.util.spec_from_file_location(file.stem, file)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module
