"""External shear and the mass sheet."""

import numpy as np

from autolens_like.profiles.mass import ExternalPotential, ExternalShear, MassSheet

Y, X = np.random.default_rng(4).normal(size=(2, 3, 5))
KERNEL_SAMPLES = {
    "tidal_deflections": [(Y, X, 0.1, -0.2), (Y.T, np.arange(15).reshape(5, 3), 0.3, 0)]
}


def test_shear_stretches_about_the_origin():
    y, x = np.array([0.5]), np.array([2.0])
    assert ExternalShear(gamma_1=0.1).deflections(y, x) == (-0.05, 0.2)
    assert ExternalShear(gamma_2=0.1).deflections(y, x) == (0.2, 0.05)


def test_the_sheet_is_the_same_everywhere():
    sheet = MassSheet(centre=(0.5, 0.0), kappa=0.3)
    y, x = np.array([0.5, 1.5]), np.array([0.0, 2.0])
    np.testing.assert_array_equal(sheet.convergence(y, x), [0.3, 0.3])
    np.testing.assert_allclose(sheet.deflections(y, x), [[0, 0.3], [0, 0.6]])


def test_the_terms_of_the_external_potential():
    y, x = np.array([0.5]), np.array([2.0])
    shear = ExternalPotential(centre=(0.2, 0.0), gamma_1=0.1, gamma_2=0.2)
    expected = ExternalShear(gamma_1=0.1, gamma_2=0.2).deflections(y - 0.2, x)
    np.testing.assert_allclose(shear.deflections(y, x), expected, atol=1e-15)
    gradient = ExternalPotential(tau_1=0.1, tau_2=-0.2)
    assert gradient.convergence(y, x) == 0.1 * 2.0 - 0.2 * 0.5
    third = ExternalPotential(delta_1=0.6)
    np.testing.assert_allclose(third.potential(y, x), 0.1 * ((2 + 0.5j) ** 3).real)
