import json
import os
import socket
import subprocess
import sys
import time

import pytest

from autolens_like import exc
from autolens_like.search import lock as lock_module
from autolens_like.search.lock import FitLock, is_held


def test_the_lock_is_there_and_goes(tmp_path):
    with FitLock(tmp_path / "fit"):
        holder = json.loads((tmp_path / "fit" / ".lock").read_text())
        assert holder["pid"] == os.getpid()
    assert list((tmp_path / "fit").iterdir()) == []


def test_it_goes_after_an_error(tmp_path):
    with pytest.raises(KeyError), FitLock(tmp_path):
        raise KeyError
    assert list(tmp_path.iterdir()) == []


def test_a_second_holder_is_told_who_holds_it(tmp_path):
    with (
        FitLock(tmp_path),
        pytest.raises(exc.SearchException, match=f"process {os.getpid()} on .*Wait"),
        FitLock(tmp_path),
    ):
        pass


def test_the_lock_of_a_dead_process_is_taken(tmp_path):
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    holder = {"pid": child.pid, "host": socket.gethostname(), "born": "1"}
    (tmp_path / ".lock").write_text(json.dumps(holder))
    with FitLock(tmp_path):
        assert json.loads((tmp_path / ".lock").read_text())["pid"] == os.getpid()


def test_a_number_given_to_another_process_is_no_holder(tmp_path):
    if not os.path.exists("/proc/self/stat"):
        pytest.skip("start times of processes are read from /proc")
    holder = {"pid": os.getpid(), "host": socket.gethostname(), "born": "1"}
    (tmp_path / ".lock").write_text(json.dumps(holder))
    with FitLock(tmp_path):
        pass


@pytest.mark.parametrize("content", ['{"pid": 1, "host": "elsewhere"}', "", "[]"])
def test_a_lock_from_elsewhere_is_taken_after_silence(tmp_path, content):
    path = tmp_path / ".lock"
    path.write_text(content)
    with pytest.raises(exc.SearchException, match="is being run"), FitLock(tmp_path):
        pass
    before = time.time() - lock_module.SILENCE - 1.0
    os.utime(path, (before, before))
    with FitLock(tmp_path):
        pass


def test_a_left_removal_guard_is_removed(tmp_path):
    holder = {"pid": 2**22 + 1, "host": socket.gethostname(), "born": "1"}
    (tmp_path / ".lock").write_text(json.dumps(holder))
    guard = tmp_path / ".lock.removal"
    guard.mkdir()
    before = time.time() - lock_module.SILENCE - 1.0
    os.utime(guard, (before, before))
    with FitLock(tmp_path):
        assert not guard.exists()


def test_the_holder_shows_that_it_lives(tmp_path, monkeypatch):
    monkeypatch.setattr(lock_module, "HEARTBEAT", 0.01)
    with FitLock(tmp_path):
        path = tmp_path / ".lock"
        os.utime(path, (1.0, 1.0))
        deadline = time.monotonic() + 5.0
        while path.stat().st_mtime < 2.0 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert path.stat().st_mtime > 2.0


def test_a_lock_is_held_while_its_process_lives(tmp_path):
    assert not is_held(tmp_path)
    with FitLock(tmp_path):
        assert is_held(tmp_path)
    dead = {"pid": 2**22 + 1, "host": socket.gethostname(), "born": None}
    (tmp_path / ".lock").write_text(json.dumps(dead))
    assert not is_held(tmp_path)
