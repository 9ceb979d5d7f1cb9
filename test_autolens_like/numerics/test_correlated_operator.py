"""The operator of correlated noise against dense matrices."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from autolens_like import exc
from autolens_like.numerics import memory
from autolens_like.numerics.convolve import blurred
from autolens_like.numerics.correlated_operator import (
    correlated,
    correlated_operator_from,
)
from test_autolens_like.numerics.kernel_samples import Sample
from test_autolens_like.numerics.test_sparse_operator import WINDOW

N = WINDOW.positions.size
_random = np.random.default_rng(12)
_root = _random.normal(size=(N, N))
INVERSE = _root @ _root.T / N + np.eye(N)
KERNEL = blurred(np.eye(N), None, WINDOW, False).T
OPERATOR = correlated_operator_from(INVERSE, WINDOW, batch_size=5)
KERNEL_SAMPLES = {
    "correlated": [Sample((_random.normal(size=(7, N)), WINDOW, 3), fixed=(1, 2))]
}


def test_correlation_is_the_transpose_of_convolution():
    images = _random.normal(size=(7, N))
    found = correlated(images, WINDOW, batch_size=3)
    np.testing.assert_allclose(found, images @ KERNEL, atol=1e-12)


def test_the_matrix_is_that_of_its_definition():
    np.testing.assert_allclose(OPERATOR.matrix, KERNEL.T @ INVERSE @ KERNEL, atol=1e-11)
    assert OPERATOR.nbytes == 8 * N**2


def test_curvature_and_weighted_images_are_products_with_it():
    mapping = csr_matrix(np.where(_random.random((N, 6)) < 0.4, 1.0, 0.0))
    entries = (mapping.indptr, mapping.indices, mapping.data, 6)
    expected = mapping.toarray().T @ OPERATOR.matrix @ mapping.toarray()
    found = OPERATOR.curvature(*entries)
    np.testing.assert_allclose(found, expected, atol=1e-11)
    np.testing.assert_array_equal(found, found.T)
    images = _random.normal(size=(2, N))
    weighted = OPERATOR.weighted(images)
    np.testing.assert_allclose(weighted, images @ INVERSE @ KERNEL, atol=1e-11)


def test_memory_is_estimated_before_it_is_taken(monkeypatch):
    monkeypatch.setattr(memory, "available_memory", lambda: 8 * N**2)
    with pytest.raises(exc.PixelizationException, match=f"operator of {N} pixels"):
        correlated_operator_from(INVERSE, WINDOW)
