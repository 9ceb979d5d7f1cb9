"""The manual is made of the docstrings without a warning."""

import doctest
import subprocess
import sys
from pathlib import Path

import pytest

from autolens_like.model import registry

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
def test_sphinx_has_nothing_to_complain_of(tmp_path):
    pytest.importorskip("sphinx", reason="pip install .[docs]")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going"]
    command += [str(ROOT / "docs"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_the_manual_has_every_page():
    for room in ("light", "mass"):
        listed = (ROOT / "docs" / f"{room}_profiles.rst").read_text()
        package = ROOT / "autolens_like" / "profiles" / room
        for line in (package / "__init__.py").read_text().splitlines():
            if line.startswith("``"):
                page = line.split("``")[1]
                assert f"profiles.{room}.{page}\n" in listed, page


@pytest.mark.parametrize("page", ["models", "multi"])
def test_the_examples_of_a_page_run(page, monkeypatch):
    monkeypatch.setattr(registry, "_classes", dict(registry._classes))
    monkeypatch.setattr(registry, "_names", dict(registry._names))
    path = ROOT / "docs" / f"{page}.rst"
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    failed, tried = doctest.testfile(
        str(path), module_relative=False, optionflags=flags, globs={}
    )
    assert tried > 10 and failed == 0
