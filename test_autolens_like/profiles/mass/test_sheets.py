"""External shear and the mass sheet."""

import numpy as np

from autolens_like.profiles.mass import ExternalShear, MassSheet


def test_shear_stretches_about_the_origin():
    y, x = np.array([0.5]), np.array([2.0])
    assert ExternalShear(gamma_1=0.1).deflections(y, x) == (-0.05, 0.2)
    assert ExternalShear(gamma_2=0.1).deflections(y, x) == (0.2, 0.05)


def test_the_sheet_is_the_same_everywhere():
    sheet = MassSheet(centre=(0.5, 0.0), kappa=0.3)
    y, x = np.array([0.5, 1.5]), np.array([0.0, 2.0])
    np.testing.assert_array_equal(sheet.convergence(y, x), [0.3, 0.3])
    np.testing.assert_allclose(sheet.deflections(y, x), [[0, 0.3], [0, 0.6]])
