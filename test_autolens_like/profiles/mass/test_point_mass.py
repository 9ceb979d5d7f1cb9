"""The point mass."""

import numpy as np

from autolens_like.profiles.mass import PointMass
from test_autolens_like.profiles.family import ring


def test_the_deflection_falls_with_the_distance():
    y, x = ring()
    deflection = np.hypot(*PointMass(einstein_radius=1.5).deflections(y, x))
    np.testing.assert_allclose(deflection, 2.25 / np.hypot(y, x))


def test_the_potential_is_a_logarithm():
    y, x = ring()
    potential = PointMass(einstein_radius=1.5).potential(y, x)
    np.testing.assert_allclose(potential, 2.25 * np.log(np.hypot(y, x)))


def test_there_is_no_convergence_and_it_has_the_form_of_its_grid():
    values = PointMass().convergence_2d_from([(0.0, 0.0), (1.0, 2.0)])
    np.testing.assert_array_equal(values, [0.0, 0.0])
