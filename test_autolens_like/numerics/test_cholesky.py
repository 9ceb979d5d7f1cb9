"""The Cholesky factor on several threads."""

import numpy as np
import pytest

from autolens_like.numerics.cholesky import cholesky_diagonal


def _matrix(size):
    rows = np.random.default_rng(size).normal(size=(size + 5, size))
    return rows.T @ rows


@pytest.mark.parametrize("size", [1, 7, 128, 129, 700])
def test_the_diagonal_is_that_of_the_factor(size):
    matrix = _matrix(size)
    expected = np.diagonal(np.linalg.cholesky(matrix))
    np.testing.assert_allclose(cholesky_diagonal(matrix), expected, rtol=1e-9)


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
