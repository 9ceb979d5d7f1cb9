"""Drawn galaxies are what their seed says, and canonical."""

import numpy as np

from autolens_like.learned.canonical_frame import measured_frame
from autolens_like.learned.galaxies import galaxy_stamp

STAMPS = [galaxy_stamp((7, i)) for i in range(12)]


def test_a_seed_is_a_galaxy():
    np.testing.assert_array_equal(galaxy_stamp((7, 3)), STAMPS[3])
    assert np.abs(STAMPS[3] - STAMPS[4]).max() > 1e-3


def test_they_are_canonical():
    for stamp in STAMPS:
        assert stamp.shape == (64, 64)
        assert abs(np.linalg.norm(stamp) - 1.0) < 1e-12
    radii = [measured_frame(stamp).half_light_radius for stamp in STAMPS]
    # What lies outside the stamp is missing, and companions are not the galaxy.
    assert 7.5 < np.median(radii) < 8.2


def test_they_differ_in_shape_and_not_in_noise():
    matrix = np.array(STAMPS).reshape(len(STAMPS), -1)
    assert np.linalg.matrix_rank(matrix) == len(STAMPS)
    # Neighbouring pixels agree: they were blurred.
    jumps = np.diff(np.array(STAMPS), axis=1)
    assert np.sum(jumps**2) < 0.2 * np.sum(matrix**2)
