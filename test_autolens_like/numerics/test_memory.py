"""What does not fit into memory is refused."""

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
