"""The Cholesky factor on several threads."""

import numpy as np
import pytest

from autolens_like.numerics.cholesky import cholesky_diagonal, first_columns
from test_autolens_like.numerics.kernel_samples import Sample

_LATE = np.array([[1.0, 5.0, 0.0], [0.0, 2.0, 1.0], [0.0, 1.0, 3.0]])
KERNEL_SAMPLES = {"first_columns": [Sample((_LATE,))]}


def _matrix(size):
    rows = np.random.default_rng(size).normal(size=(size + 5, size))
    return rows.T @ rows


@pytest.mark.parametrize("size", [1, 7, 96, 97, 700])
def test_the_diagonal_is_that_of_the_factor(size):
    matrix = _matrix(size)
    expected = np.diagonal(np.linalg.cholesky(matrix))
    np.testing.assert_allclose(cholesky_diagonal(matrix), expected, rtol=1e-9)


@pytest.mark.parametrize("width", [3, 150, 300])
def test_the_zeros_before_a_row_are_left_out(width):
    far = np.abs(np.subtract.outer(np.arange(500), np.arange(500)))
    band = np.where(far < width, _matrix(500), 0.0) + 500.0 * np.eye(500)
    assert first_columns(band)[-1] == 500 - width
    expected = np.diagonal(np.linalg.cholesky(band))
    np.testing.assert_allclose(cholesky_diagonal(band), expected, rtol=1e-12)


def test_it_does_not_depend_on_the_threads(monkeypatch):
    matrix, found = _matrix(600), []
    for threads in ("1", "2", "3"):
        monkeypatch.setenv("AUTOLENS_LIKE_NUM_THREADS", threads)
        found.append(cholesky_diagonal(matrix))
    assert np.array_equal(found[0], found[1])
    assert np.array_equal(found[0], found[2])


@pytest.mark.parametrize("bad", [3, 200])
@pytest.mark.parametrize("value", [-1.0, np.nan])
def test_what_is_not_positive_definite_has_none(bad, value):
    matrix = _matrix(300)
    matrix[bad, bad] = value
    assert cholesky_diagonal(matrix) is None
