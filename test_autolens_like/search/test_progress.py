import io
import time

import numpy as np

from autolens_like.search import progress as progress_module
from autolens_like.search.progress import Progress, State, duration
from autolens_like.search.tally import Tally


class Terminal(io.StringIO):
    def isatty(self):
        return True


def state():
    return State("dlogz 3.1, until 0.06", 100.0, 300.0, -12.5, 0.25)


def with_clock(monkeypatch, **keywords):
    now = [1000.0]
    monkeypatch.setattr(progress_module.time, "monotonic", lambda: now[0])
    tally = Tally(1)
    stream = io.StringIO()
    return Progress("fit", tally, stream=stream, **keywords), tally, stream, now


def test_the_line_says_everything(monkeypatch):
    progress, tally, _, now = with_clock(monkeypatch)
    progress.update(lambda: State(steps=0.0))
    for _ in range(50):
        tally.count(np.zeros(1), -7.0, replayed=False)
    assert progress.line(state(), now[0] + 10.0) == (
        "fit: 50 calls, 5/s, log L -7.00, log Z -12.50 +- 0.25, "
        "dlogz 3.1, until 0.06, about 30 s left"
    )


def test_what_is_not_known_is_left_out(monkeypatch):
    progress, _, _, now = with_clock(monkeypatch)
    line = progress.line(State(), now[0])
    assert "log Z" not in line and "left" not in line


def test_a_fit_of_days_writes_few_lines(monkeypatch):
    progress, _, stream, now = with_clock(monkeypatch)
    for _ in range(2 * 24 * 360):
        now[0] += 10.0
        progress.update(state)
    lines = stream.getvalue().splitlines()
    assert 30 < len(lines) <= 60


def test_a_short_fit_writes_no_progress(monkeypatch):
    progress, _, stream, now = with_clock(monkeypatch)
    for _ in range(9):
        now[0] += 0.1
        progress.update(state)
    assert stream.getvalue() == ""


def test_the_state_is_asked_only_when_shown(monkeypatch):
    progress, _, _, _ = with_clock(monkeypatch)
    asked = []
    for _ in range(100):
        progress.update(lambda: asked.append(1) or state())
    assert len(asked) == 1


def test_silence_reaches_the_screen_but_not_the_log(tmp_path):
    stream = io.StringIO()
    path = tmp_path / "search.log"
    progress = Progress("fit", Tally(1), True, path, stream)
    with progress:
        progress.note("hello")
    assert stream.getvalue() == ""
    assert path.read_text().endswith(" hello\n")


def test_a_terminal_has_one_live_line():
    stream = Terminal()
    progress = Progress("fit", Tally(1), stream=stream)
    with progress:
        progress.note("started [bold]here[/bold]")
        progress.update(state)
        progress._next = 0.0
        time.sleep(0.01)
        progress.update(state)
    assert "started [bold]here[/bold]" in stream.getvalue()
    assert "log Z -12.50" in stream.getvalue()


def test_durations():
    assert [duration(seconds) for seconds in (3, 600, 9000)] == [
        "3 s",
        "10 min",
        "2.5 h",
    ]
