"""Slices of the line of sight."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.lens.slicing import slice_redshifts_from, sliced_galaxies_from


def test_slices_are_equally_spaced_in_every_gap():
    slices = slice_redshifts_from([1.0], [1, 3], 2.0)
    np.testing.assert_allclose(slices, [0.5, 1.0, 1.25, 1.5, 1.75])
    np.testing.assert_allclose(slice_redshifts_from([1.0, 0.4], [0, 0, 0], 2), [0.4, 1])


def test_galaxies_move_to_the_nearest_slice():
    near = [Galaxy(0.1), Galaxy(0.7), Galaxy(1.3), Galaxy(1.9)]
    moved = sliced_galaxies_from([Galaxy(1.0)], near, [Galaxy(2.0)], [1, 1])
    assert [galaxy.redshift for galaxy in moved] == [0.5, 0.5, 1.5, 1.5]


@pytest.mark.parametrize(
    ("lenses", "planes", "source", "text"),
    [
        ([1.0], [1], 2.0, "came for 1 lens redshifts; give 2 numbers"),
        ([1.0], [1, 1], 0.5, "must lie behind the lens"),
    ],
)
def test_numbers_that_do_not_fit_are_errors(lenses, planes, source, text):
    with pytest.raises(exc.RayTracingException, match=text):
        slice_redshifts_from(lenses, planes, source)


def test_no_source_is_an_error():
    with pytest.raises(exc.RayTracingException, match="No source galaxies"):
        sliced_galaxies_from([Galaxy(1.0)], [], [], [1, 1])
