"""What does not fit into memory is refused."""

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
