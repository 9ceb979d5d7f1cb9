"""The door of the command: its libraries are named where they are missing."""

from __future__ import annotations

import configparser
import importlib.util
import sys
from pathlib import Path

import pytest

from autolens_like.cli import main

ROOT = Path(__file__).parents[2]


def test_what_is_missing_is_named_with_its_pip_line(monkeypatch, capsys) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name: None if name in main.NEEDED else found(name),
    )
    with pytest.raises(SystemExit) as stopped:
        main.main()
    assert stopped.value.code == main.EXIT_MISSING
    assert "pip install 'autolens_like[cli]'" in capsys.readouterr().err


def test_help_is_shown(monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "argv", ["autolens-like", "--help"])
    with pytest.raises(SystemExit) as stopped:
        main.main()
    assert stopped.value.code == 0
    assert "doctor" in capsys.readouterr().out


def test_the_entry_point_is_installed() -> None:
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg")
    (line,) = parser["options.entry_points"]["console_scripts"].split("\n")[1:]
    assert line == "autolens-like = autolens_like.cli.main:main"
    extras = parser["options.extras_require"]
    for library in main.NEEDED:
        assert library in extras["cli"]
        assert library in extras["test"]
