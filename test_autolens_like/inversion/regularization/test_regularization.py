"""The laws of every regularization on every mesh."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.inversion import regularization
from autolens_like.inversion.regularization.regularization import (
    Regularization,
    difference_matrix,
)
from test_autolens_like.inversion.meshes import GEOMETRIES
from test_autolens_like.numerics.kernel_samples import Sample

_PAIRS = np.array([[0, 1], [1, 2], [3, 3]])
KERNEL_SAMPLES = {
    "difference_matrix": [
        (4, _PAIRS, 2.0, 0.5),
        Sample((4, _PAIRS, np.array([2.0, 3.0, 7.0])), fixed=(1,)),
    ]
}

CLASSES = [getattr(regularization, name) for name in regularization.__all__]


def signals(geometry):
    values = np.random.default_rng(2).random(geometry.pixels)
    return values / values.max()


@pytest.mark.parametrize("geometry", GEOMETRIES, ids=lambda g: type(g).__name__)
@pytest.mark.parametrize("cls", CLASSES)
def test_the_matrix_is_symmetric_and_positive_definite(cls, geometry):
    matrix = cls().matrix(geometry, signals(geometry))
    assert matrix.shape == (geometry.pixels, geometry.pixels)
    np.testing.assert_array_equal(matrix, matrix.T)
    assert np.linalg.eigvalsh(matrix).min() > 0.0


@pytest.mark.parametrize("cls", CLASSES)
def test_negative_numbers_are_refused(cls):
    for name in cls.dynamic_names():
        for value in (-1.0, float("nan"), "1"):
            with pytest.raises(exc.PixelizationException, match=name):
                cls(**{name: value})


def test_the_matrix_of_differences():
    pairs = np.array([[0, 1], [1, 2]])
    matrix = difference_matrix(3, pairs, [2.0, 3.0], diagonal=0.0)
    values = np.array([1.0, 4.0, -2.0])
    assert values @ matrix @ values == pytest.approx(2.0 * 9.0 + 3.0 * 36.0)
    np.testing.assert_allclose(matrix.sum(axis=1), 0.0)


def test_the_base_class_has_no_matrix():
    with pytest.raises(NotImplementedError):
        Regularization().matrix(GEOMETRIES[0])
