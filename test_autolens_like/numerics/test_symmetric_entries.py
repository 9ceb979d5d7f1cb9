"""A symmetric matrix by what is not zero of it."""

import numpy as np
import pytest

from autolens_like.numerics.symmetric_entries import SymmetricEntries
from test_autolens_like.numerics.kernel_samples import Sample

KERNEL_SAMPLES = {"lower_entries": [Sample((np.array([[2.0, 0.0], [0.0, 3.0]]),))]}


def _band(size):
    rows = np.random.default_rng(size).normal(size=(size, size))
    far = np.abs(np.subtract.outer(np.arange(size), np.arange(size)))
    return np.where(far < 2, rows + rows.T, 0.0)


def test_entries_say_what_the_matrix_says():
    matrix = _band(60)
    entries = SymmetricEntries.of(matrix)
    assert entries.is_sparse and entries.values.size == 119
    assert not SymmetricEntries.of(_band(4)).is_sparse
    assert np.array_equal(entries.dense(), matrix)
    vector = np.random.default_rng(1).normal(size=60)
    expected = vector @ matrix @ vector
    assert entries.quadratic_form(vector) == pytest.approx(expected, rel=1e-13)


def test_a_sum_is_taken_back_to_the_last_digit():
    matrix, whole = _band(6), np.random.default_rng(2).normal(size=(9, 9))
    whole = whole + whole.T
    summed = whole.copy()
    places, before = SymmetricEntries.of(matrix).added_to(summed, first=2)
    expected = whole.copy()
    expected[2:8, 2:8] += matrix
    assert np.array_equal(summed, expected)
    summed[places] = before
    assert np.array_equal(summed, whole)
