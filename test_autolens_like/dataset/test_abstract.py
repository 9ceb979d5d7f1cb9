"""`AbstractDataset`: new datasets from old ones."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.dataset.abstract import AbstractDataset
from autolens_like.dataset.imaging import Imaging
from autolens_like.structures.array import Array2D


def test_a_changed_dataset_keeps_the_rest(dataset):
    changed = dataset._changed(data=2.0 * dataset.data)
    assert isinstance(changed, Imaging) and isinstance(changed, AbstractDataset)
    assert np.array_equal(changed.data.array, 2.0 * dataset.data.array)
    assert changed.noise_map is dataset.noise_map
    assert changed.psf.kernel is dataset.psf.kernel


def test_an_unmasked_frame_is_not_gridded_before_it_is_needed():
    image = Array2D.full(1.0, (50, 50), 0.1)
    dataset = Imaging(image, image)
    assert "lp" not in vars(dataset.grids)
    assert dataset.grid.shape == (2500, 2)
    assert "lp" in vars(dataset.grids)


def test_the_check_for_finite_values_is_done_once(dataset, monkeypatch):
    dataset.check_finite()
    monkeypatch.setattr("autolens_like.dataset.checks.require_finite", None)
    assert dataset.check_finite() is dataset


def test_the_inverse_of_a_covariance_is_computed_once():
    image = Array2D.full(1.0, (2, 2), 0.1)
    dataset = Imaging(image, noise_covariance_matrix=4.0 * np.eye(4))
    inverse = dataset.noise_covariance_matrix_inv
    assert inverse == pytest.approx(0.25 * np.eye(4))
    assert dataset.noise_covariance_matrix_inv is inverse


def test_a_covariance_that_is_none_raises():
    image = Array2D.full(1.0, (1, 2), 0.1)
    dataset = Imaging(image, image, noise_covariance_matrix=np.ones((2, 2)))
    with pytest.raises(exc.DatasetException, match="not positive definite"):
        _ = dataset.noise_covariance_matrix_inv
