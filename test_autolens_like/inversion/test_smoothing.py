"""A regularization by its entries is that of its matrix."""

from __future__ import annotations

import numpy as np
import pytest

from autolens_like.inversion.smoothing import Smoothing
from autolens_like.numerics.symmetric_entries import SymmetricEntries


def test_a_smoothing_by_its_entries_is_that_of_the_matrix() -> None:
    smooth = 2.0 * np.eye(20) - np.eye(20, k=1) - np.eye(20, k=-1)
    values = np.arange(20.0) % 7
    forms = [Smoothing(smooth), Smoothing(SymmetricEntries.of(smooth))]
    for part in forms:
        np.testing.assert_array_equal(part.dense, smooth)
        determinant = np.linalg.slogdet(smooth)[1]
        assert part.log_determinant == pytest.approx(determinant)
        expected = values @ smooth @ values
        assert part.quadratic_form(values) == pytest.approx(expected)
