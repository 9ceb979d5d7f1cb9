"""A placement is a turn and a shift, and there is a way back."""

from __future__ import annotations

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.mask import Mask2D
from autolens_like.structures.placement import Placement, turned

PLACED = Placement(offset=(0.3, -1.2), rotation=25.0)


def test_a_turn_is_counter_clockwise() -> None:
    # The x axis, turned by 90 degrees, points up.
    np.testing.assert_allclose(turned(0.0, 1.0, 90.0), (1.0, 0.0), atol=1e-15)


def test_the_origin_lies_at_the_offset() -> None:
    assert PLACED.sky(0.0, 0.0) == (0.3, -1.2)


def test_there_and_back_is_nothing() -> None:
    y, x = np.array([0.3, -2.0]), np.array([1.0, 0.7])
    np.testing.assert_allclose(PLACED.exposure(*PLACED.sky(y, x)), (y, x), atol=1e-15)


def test_no_placement_gives_back_what_came() -> None:
    y, x = np.zeros(2), np.ones(2)
    grid = Grid2D.uniform((2, 3), 0.1)
    for moved in (Placement().sky(y, x), Placement().exposure(y, x)):
        assert moved[0] is y and moved[1] is x
    assert Placement().is_none and Placement().grid(grid) is grid


def test_pixels_and_sub_pixels_of_a_grid_move_together() -> None:
    mask = Mask2D.circular((7, 8), 0.3, 0.1)
    grid = Grid2D.from_mask(mask, over_sample_size=4)
    moved = PLACED.grid(grid)
    assert moved.mask is mask
    values = np.stack(PLACED.sky(*grid.array.T), axis=-1)
    np.testing.assert_array_equal(moved.array, values)
    # The mean of a pixel's sub-pixels is its centre, and stays so.
    centres = moved.over_sampled.array.reshape(-1, 16, 2).mean(axis=1)
    np.testing.assert_allclose(centres, moved.array, atol=1e-14)


@pytest.mark.parametrize(
    "arguments", [{"rotation": "30"}, {"rotation": np.nan}, {"offset": (1.0, np.inf)}]
)
def test_numbers_that_are_none_are_refused(arguments) -> None:
    with pytest.raises(exc.ArrayException, match="is not usable: give"):
        Placement(**arguments)
