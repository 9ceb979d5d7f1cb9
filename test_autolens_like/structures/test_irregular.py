"""Coordinates and values without a frame."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.structures.irregular import (
    ArrayIrregular,
    Grid2DIrregular,
    pairs_from,
)


def test_lists_of_pairs_and_a_single_pair():
    grid = Grid2DIrregular([(1.0, 2.0), (3, 4)])
    assert grid.in_list == [(1.0, 2.0), (3.0, 4.0)]
    assert Grid2DIrregular((1.0, 2.0)).in_list == [(1.0, 2.0)]
    assert Grid2DIrregular(grid).in_list == grid.in_list
    assert Grid2DIrregular(np.empty((0, 2))).in_list == []


def test_distances():
    grid = Grid2DIrregular([(3.0, 4.0), (0.0, 0.0)])
    assert grid.distances_to_coordinate_from().in_list == [5.0, 0.0]
    assert grid.distances_to_coordinate_from((3.0, 0.0)).in_list == [4.0, 3.0]


def test_arithmetic_keeps_the_form():
    grid = Grid2DIrregular([(1.0, 2.0)]) - np.array([[1.0, 1.0]])
    assert isinstance(grid, Grid2DIrregular) and grid.in_list == [(0.0, 1.0)]


def test_values():
    values = ArrayIrregular([1, 2.5])
    assert values.in_list == [1.0, 2.5]
    assert ArrayIrregular(3.0).in_list == [3.0]
    assert (2.0 * values).in_list == [2.0, 5.0]


@pytest.mark.parametrize(
    "bad", [[1.0, 2.0, 3.0], np.ones((2, 3)), 1.0, np.ones((1,) * 3)]
)
def test_shapes_that_are_no_pairs(bad):
    with pytest.raises(exc.GridException, match=r"list of \(y, x\) pairs"):
        Grid2DIrregular(bad)


def test_pairs_that_are_not_finite():
    bad = [(0.0, 0.0), (np.nan, 1.0), (np.inf, 1.0)]
    with pytest.raises(exc.GridException, match=r"positions hold 2 pairs.*index 1"):
        pairs_from(bad, "positions")
