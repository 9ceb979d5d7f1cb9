"""The Cholesky factor on several threads."""

import numpy as np
import pytest

from autolens_like.numerics.cholesky import (
    cholesky_diagonal,
    cholesky_factor,
    narrow_order,
    ordered_rows,
)
from test_autolens_like.numerics.kernel_samples import Sample

_LATE = np.array([[1.0, 5.0, 0.0], [5.0, 2.0, 1.0], [0.0, 1.0, 3.0]])
KERNEL_SAMPLES = {
    "coupled_places": [
        Sample((_LATE, np.array([2, 0, 1]), 1)),
        Sample((_LATE, np.array([1, 2, 0]), 2)),
    ],
    "ordered_rows": [
        Sample((_LATE, np.array([0, 1, 2]), np.ones(3), 0, 3)),
        Sample((_LATE, np.array([2, 0, 1]), np.array([0.5, 1.0, -2.0]), 1, 3)),
        Sample((_LATE, np.array([2, 0]), np.ones(2), 0, 2)),
        Sample((np.zeros((3, 3)), np.array([2, 0, 1]), np.ones(3), 1, 2)),
    ],
}


def _matrix(size):
    rows = np.random.default_rng(size).normal(size=(size + 5, size))
    return rows.T @ rows


def _band(size, width):
    far = np.abs(np.subtract.outer(np.arange(size), np.arange(size)))
    return np.where(far < width, _matrix(size), 0.0) + size * np.eye(size)


def _first(matrix, order):
    return ordered_rows(matrix, order, np.ones(order.size), 0, order.size)[1]


def _log_determinant(matrix):
    return np.log(np.diagonal(np.linalg.cholesky(matrix))).sum()


@pytest.mark.parametrize("size", [1, 7, 96, 97, 700])
def test_the_diagonal_is_that_of_the_factor(size):
    matrix = _matrix(size)
    order = narrow_order(matrix)
    expected = np.diagonal(np.linalg.cholesky(matrix[np.ix_(order, order)]))
    np.testing.assert_allclose(cholesky_diagonal(matrix), expected, rtol=1e-9)


def test_some_rows_and_columns_have_a_factor_of_their_own():
    matrix, random = _matrix(250), np.random.default_rng(3)
    order, scale = random.permutation(250)[:200], random.random(200) + 0.5
    lower = cholesky_factor(matrix, order, scale)
    expected = scale[:, None] * matrix[np.ix_(order, order)] * scale
    np.testing.assert_allclose(lower @ lower.T, expected, atol=1e-10)
    assert not np.triu(lower, 1).any()
    sides = random.normal(size=(200, 100))
    both = cholesky_factor(matrix, order, scale, sides)
    assert np.array_equal(both[:200], lower)
    np.testing.assert_allclose(lower @ both[200:].T, sides, atol=1e-10)
    assert cholesky_factor(matrix, order[:0], scale[:0], sides[:0]).shape == (100, 0)


@pytest.mark.parametrize("width", [3, 150, 300])
def test_the_zeros_before_a_row_are_left_out(width):
    band = _band(500, width)
    assert _first(band, np.arange(500))[-1] == 500 - width
    found = np.log(cholesky_diagonal(band)).sum()
    np.testing.assert_allclose(found, _log_determinant(band), rtol=1e-13)


def test_an_order_finds_a_hidden_band():
    # Shaken, as pixels of a source are that is narrower than its mesh.
    band = _band(480, 60)
    shaken = np.arange(480) + np.random.default_rng(1).uniform(-100.0, 100.0, 480)
    mixed = np.argsort(shaken)
    hidden = band[np.ix_(mixed, mixed)]
    plain = _first(hidden, np.arange(480))
    first = _first(hidden, narrow_order(hidden))
    length = np.arange(480) - first
    assert np.sum(length**2) < 0.7 * np.sum((np.arange(480) - plain) ** 2)
    found = np.log(cholesky_diagonal(hidden)).sum()
    np.testing.assert_allclose(found, _log_determinant(band), rtol=1e-13)


@pytest.mark.parametrize("size", [1, 5, 100])
def test_an_order_has_every_unknown_once(size):
    order = narrow_order(_band(size, 2))
    assert np.array_equal(np.sort(order), np.arange(size))


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
