"""The evidence and its log determinants."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.inversion import evidence
from autolens_like.inversion.mesh.rectangular_uniform import RectangularGeometry
from autolens_like.inversion.regularization import Constant, Zeroth
from test_autolens_like.numerics.kernel_samples import Sample

_SYSTEM = np.array([[2.0, 1.0], [1.0, 3.0]])
KERNEL_SAMPLES = {
    name: [Sample((_SYSTEM, "test"), fixed=(1,))]
    for name in ("log_determinant", "log_determinant_of_neighbours")
}
WIDE = RectangularGeometry((4, 30), (0.0, 1.0, 0.0, 1.0))
BOTH = [evidence.log_determinant, evidence.log_determinant_of_neighbours]


@pytest.mark.parametrize("function", BOTH)
def test_log_determinants(function):
    for matrix in (
        Constant(2.0).matrix(WIDE),
        Zeroth(1.5).matrix(WIDE),
        _SYSTEM,
    ):
        expected = np.linalg.slogdet(matrix)[1]
        assert function(matrix, "test") == pytest.approx(expected, abs=1e-6)


def test_a_band_is_found_whatever_the_order_of_the_pixels():
    order = np.random.default_rng(3).permutation(WIDE.pixels)
    matrix = Constant(2.0).matrix(WIDE)[np.ix_(order, order)]
    found = evidence.log_determinant_of_neighbours(matrix, "test")
    assert found == pytest.approx(np.linalg.slogdet(matrix)[1], abs=1e-6)


@pytest.mark.parametrize("function", BOTH)
def test_a_matrix_without_determinant_is_no_likelihood(function):
    singular = Zeroth(1.0).matrix(WIDE)
    singular[5, 5] = 0.0
    with pytest.raises(exc.InversionException, match="smoothing matrix"):
        function(singular, "smoothing")


def test_the_evidence_is_the_integral_over_all_sources():
    """One source pixel s with prior variance 1/H: d ~ N(0, σ² + 1/H)."""
    data, noise, smoothing = 1.3, 0.4, 2.5
    curvature = noise**-2
    source = data * noise**-2 / (curvature + smoothing)
    found = evidence.log_evidence_from(
        ((data - source) / noise) ** 2,
        smoothing * source**2,
        np.log(curvature + smoothing),
        np.log(smoothing),
        np.log(2.0 * np.pi * noise**2),
    )
    variance = noise**2 + 1.0 / smoothing
    expected = -0.5 * (data**2 / variance + np.log(2.0 * np.pi * variance))
    assert found == pytest.approx(expected, rel=1e-12)


def test_the_derivative_of_a_log_determinant_is_the_inverse():
    jax = pytest.importorskip("jax")
    matrix = jax.numpy.asarray(Constant(2.0).matrix(WIDE) + np.eye(120))
    for function in BOTH:
        gradient = jax.grad(lambda m, f=function: f(m, "test"))(matrix)
        np.testing.assert_allclose(gradient, np.linalg.inv(matrix), atol=1e-10)
        assert np.isnan(function(matrix - 2.0 * np.eye(120), "test"))
