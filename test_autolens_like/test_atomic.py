import errno
import json
import os

import pytest

from autolens_like import atomic


def test_writes_and_replaces_and_makes_folders(tmp_path):
    path = tmp_path / "a" / "b.txt"
    atomic.write_text(path, "old π")
    atomic.write_text(path, "new π")
    assert path.read_text(encoding="utf-8") == "new π"
    atomic.write_json(tmp_path / "c.json", {"x": 0.1})
    assert json.loads((tmp_path / "c.json").read_text()) == {"x": 0.1}
    assert {item.name for item in tmp_path.iterdir()} == {"a", "c.json"}


@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
def test_a_failure_at_any_step_leaves_the_old_file_whole(tmp_path, monkeypatch, step):
    path = tmp_path / "file.txt"
    atomic.write_text(path, "old")

    def fail(*arguments, **keywords):
        raise OSError(errno.EIO, "broken")

    with monkeypatch.context() as patch:
        if step == "open":
            patch.setattr("builtins.open", fail)
        else:
            patch.setattr(os, step, fail)
        with pytest.raises(OSError, match="broken"):
            atomic.write_text(path, "new")
    assert path.read_text() == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["file.txt"]


def test_a_full_disk_is_explained(tmp_path, monkeypatch):
    def full(descriptor):
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match=r"file.txt into .* needs 3 bytes and \d+ are"):
        atomic.write_text(tmp_path / "file.txt", "new")
