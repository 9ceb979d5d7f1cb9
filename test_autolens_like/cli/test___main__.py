"""The command as a module."""

from __future__ import annotations

import runpy
import sys

import pytest


def test_the_module_is_the_command(monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "argv", ["autolens-like", "--help"])
    # Another test may have imported it, of which runpy warns.
    monkeypatch.delitem(sys.modules, "autolens_like.cli.__main__", raising=False)
    with pytest.raises(SystemExit) as stopped:
        runpy.run_module("autolens_like.cli", run_name="__main__")
    assert stopped.value.code == 0
    assert "doctor" in capsys.readouterr().out
