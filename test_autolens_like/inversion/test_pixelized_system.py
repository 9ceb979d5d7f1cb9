"""Curvature matrix and data vector of pixelized sources."""

import numpy as np
import pytest

from autolens_like.inversion import pixelized_system
from autolens_like.inversion.sparse_rows import SparseRows
from autolens_like.numerics.sparse_operator import sparse_operator_from
from test_autolens_like.inversion import test_sparse_rows as sparse
from test_autolens_like.numerics.kernel_samples import Sample

_random = np.random.default_rng(9)
LIGHT = _random.random((2, 12))
DATA, NOISE = _random.normal(size=12), _random.uniform(0.5, 2.0, size=12)
WINDOW = sparse._WINDOW
_SOURCES = [SparseRows(*sparse._ENTRIES, 7), SparseRows(*sparse._ENTRIES, 7)]
_INVERSE = np.diag(NOISE**-2.0) + 0.01

KERNEL_SAMPLES = {
    "pixelized_curvature_and_data_vector": [
        Sample((LIGHT, _SOURCES, WINDOW, DATA, NOISE), fixed=(1, 2)),
        Sample((LIGHT, _SOURCES, WINDOW, DATA, NOISE, _INVERSE), fixed=(1, 2)),
        Sample((LIGHT[:0], _SOURCES, None, DATA, NOISE), fixed=(1, 2)),
    ],
    "bordered": [
        Sample((np.ones((5, 5)), np.full((2, 2), 3.0), _random.random((2, 3))))
    ],
}


@pytest.fixture
def sources():
    return [SparseRows(*sparse._ENTRIES, 7), SparseRows(*sparse._ENTRIES, 7)]


@pytest.mark.parametrize("window", [WINDOW, None], ids=["blurred", "sharp"])
def test_the_system_is_that_of_the_dense_matrix(sources, window, monkeypatch):
    monkeypatch.setattr(pixelized_system, "_PIXELS_AT_ONCE", 2)
    matrix = pixelized_system.blurred_mapping_matrix(LIGHT, sources, window)
    assert matrix.shape == (12, 2 + 7 + 7)
    whitened = matrix / NOISE[:, None]
    curvature, vector = pixelized_system.pixelized_curvature_and_data_vector(
        LIGHT, sources, window, DATA, NOISE
    )
    np.testing.assert_allclose(curvature, whitened.T @ whitened, atol=1e-13)
    np.testing.assert_array_equal(curvature, curvature.T)
    np.testing.assert_allclose(vector, whitened.T @ (DATA / NOISE), atol=1e-13)


def test_a_diagonal_covariance_is_the_noise_map(sources):
    inputs = (LIGHT, sources, WINDOW, DATA, NOISE)
    found = pixelized_system.pixelized_curvature_and_data_vector(
        *inputs, np.diag(NOISE**-2.0)
    )
    expected = pixelized_system.pixelized_curvature_and_data_vector(*inputs)
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-12)


@pytest.mark.parametrize("light", [LIGHT, LIGHT[:0]], ids=["light", "alone"])
def test_the_sparse_operator_gives_the_same_system(sources, light):
    inputs = (light, sources, WINDOW, DATA, NOISE)
    expected = pixelized_system.pixelized_curvature_and_data_vector(*inputs)
    operator = sparse_operator_from(NOISE, WINDOW)
    fixed = light.copy()
    fixed.flags.writeable = False
    # The last time light that cannot change comes again.
    for images in (light, fixed, fixed):
        found = pixelized_system.curvature_and_data_vector_by_operator(
            images, sources, operator, DATA, NOISE
        )
        for one, other in zip(found, expected, strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("light", [LIGHT, LIGHT[:0]], ids=["light", "alone"])
def test_the_sparse_operator_gives_the_same_system_in_a_jax_program(sources, light):
    jnp = pytest.importorskip("jax.numpy")
    inputs = (light, sources, WINDOW, DATA, NOISE)
    expected = pixelized_system.pixelized_curvature_and_data_vector(*inputs)
    traced = [
        SparseRows(s.starts, s.columns, jnp.asarray(s.values), 7) for s in sources
    ]
    found = pixelized_system.curvature_and_data_vector_by_operator(
        light, traced, sparse_operator_from(NOISE, WINDOW), DATA, NOISE
    )
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-12)
