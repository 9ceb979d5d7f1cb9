"""What is cached is worked out once, and several instances at the same time."""

import functools
import threading
from concurrent.futures import ThreadPoolExecutor

from autolens_like.numerics.cached import cached_property


class Exposure:
    calls = 0

    def __init__(self, meeting: threading.Barrier) -> None:
        self.meeting = meeting

    @cached_property
    def likelihood(self) -> int:
        """Its docstring."""
        self.calls += 1
        self.meeting.wait()
        return self.calls


def test_it_is_worked_out_once_for_every_instance() -> None:
    exposure = Exposure(threading.Barrier(1))
    assert exposure.likelihood == exposure.likelihood == exposure.calls == 1
    assert isinstance(Exposure.likelihood, functools.cached_property)
    assert Exposure.likelihood.__doc__ == "Its docstring."


def test_two_instances_work_theirs_out_at_the_same_time() -> None:
    meeting = threading.Barrier(2, timeout=20.0)
    with ThreadPoolExecutor(2) as pool:
        some = [Exposure(meeting), Exposure(meeting)]
        assert list(pool.map(lambda one: one.likelihood, some)) == [1, 1]
