"""Stamps that the tests of training share."""

import numpy as np
import pytest

from autolens_like.learned.galaxies import galaxy_stamp


@pytest.fixture(scope="session")
def few_stamps() -> np.ndarray:
    """(70, 64, 64): ten drawn galaxies, each a little moved, which is enough."""
    drawn = [galaxy_stamp((11, i)) for i in range(10)]
    moved = [np.roll(stamp, shift, axis=1) for stamp in drawn for shift in range(7)]
    return np.array(moved, np.float32)
