"""What does not fit into memory is refused, and what is given back stays."""

import platform
import subprocess
import sys

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.numerics import memory


def test_what_fits_passes():
    memory.require_memory(1000, "A matrix", "use a smaller one")


def test_what_does_not_fit_is_named_with_its_size():
    with pytest.raises(exc.PixelizationException, match=r"A matrix needs 1000000000.0"):
        memory.require_memory(10**18, "A matrix", "use a smaller one")


def test_a_machine_that_does_not_say_refuses_nothing(monkeypatch):
    monkeypatch.setattr(memory, "available_memory", lambda: None)
    memory.require_memory(10**18, "A matrix", "use a smaller one")


def test_this_machine_has_memory():
    left = memory.available_memory()
    assert left is None or left > 10**7


def test_memory_comes_back_when_nobody_holds_it() -> None:
    shape = (3, 1 << 17)
    one, other = memory.recycled(shape), memory.recycled(shape)
    assert not np.shares_memory(one, other)
    one[:], other[:] = 1.0, 2.0
    place, view = one.ctypes.data, other[1]
    del one, other
    again, third = memory.recycled(shape), memory.recycled(shape)
    assert again.ctypes.data == place
    third[:] = 3.0
    assert np.all(view == 2.0)
    assert memory.recycled((2,)).shape == (2,)


#: Pages of fresh memory that 6 MB of small arrays meet in each of three rounds.
_ROUNDS = """
import resource
from autolens_like.numerics import memory
import numpy as np
for _ in range(3):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    arrays = [np.ones(25000) for _ in range(30)]
    print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
    del arrays
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="about glibc")
def test_arrays_that_nobody_holds_leave_their_memory_for_the_next_ones() -> None:
    command = [sys.executable, "-c", _ROUNDS]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    _, *later = map(int, run.stdout.split())
    # 1,430 pages in every round without the lesson.
    assert max(later) < 100
