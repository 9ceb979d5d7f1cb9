"""Regularization by covariances."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.inversion.mesh.rectangular_uniform import RectangularGeometry
from autolens_like.inversion.regularization import ExponentialKernel, GaussianKernel
from autolens_like.inversion.regularization.covariance import (
    CovarianceRegularization,
    inverse_covariance,
    pixel_distances,
)
from test_autolens_like.inversion.meshes import CENTRES, GEOMETRIES
from test_autolens_like.numerics.kernel_samples import Sample

_rows = np.random.default_rng(8).normal(size=(9, 6))
KERNEL_SAMPLES = {"inverse_covariance": [Sample((_rows.T @ _rows,), 1e-10)]}


def test_distances_between_pixels():
    distances = pixel_distances(CENTRES, 1e-8)
    expected = np.linalg.norm(CENTRES[:, None] - CENTRES[None], axis=-1)
    np.testing.assert_allclose(distances, np.maximum(expected, 1e-8))


def test_the_matrix_is_the_inverse_of_the_covariance():
    own = ExponentialKernel(coefficient=2.0, scale=0.4)
    product = own.matrix(GEOMETRIES[1]) @ own.covariance(GEOMETRIES[1])
    np.testing.assert_allclose(product, 2.0 * np.eye(12), atol=1e-10)


def test_the_jitter_stands_on_the_diagonal():
    amplitudes = np.linspace(1.0, 2.0, 12)
    plain = ExponentialKernel(jitter=0.0).covariance(GEOMETRIES[1], amplitudes)
    fixed = ExponentialKernel(jitter=0.1).covariance(GEOMETRIES[1], amplitudes)
    np.testing.assert_allclose(fixed - plain, 0.1 * np.eye(12), atol=1e-14)
    relative = ExponentialKernel(jitter=0.1, jitter_relative=True)
    found = relative.covariance(GEOMETRIES[1], amplitudes) - plain
    np.testing.assert_allclose(found, 0.1 * np.diag(amplitudes**2), atol=1e-8)


def test_pixels_too_close_for_the_scale_are_no_likelihood():
    close = RectangularGeometry((12, 12), (0.0, 1e-3, 0.0, 1e-3))
    with pytest.raises(exc.InversionException, match="jitter"):
        GaussianKernel(scale=1.0, jitter=0.0).matrix(close)


def test_the_derivative_in_the_centres_is_finite():
    import jax
    import jax.numpy as jnp

    def total(points):
        return inverse_covariance(jnp.exp(-pixel_distances(points, 1e-8))).sum()

    assert np.isfinite(jax.jit(jax.grad(total))(CENTRES)).all()


def test_bad_numbers_are_refused():
    with pytest.raises(exc.PixelizationException, match="scale"):
        GaussianKernel(scale=0.0)
    with pytest.raises(exc.PixelizationException, match="jitter"):
        GaussianKernel(jitter=-1.0)


def test_the_base_class_has_no_correlation():
    with pytest.raises(NotImplementedError):
        CovarianceRegularization.correlation(GaussianKernel(), 1.0)
