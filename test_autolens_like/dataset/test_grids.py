"""`GridsDataset`: where a dataset is evaluated."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.dataset.grids import GridsDataset


def test_lp_and_pixelization_have_their_own_sub_grids(mask):
    grids = GridsDataset(mask, 2, 3)
    assert np.all(grids.lp.over_sample_size == 2)
    assert np.all(grids.pixelization.over_sample_size == 3)
    assert np.array_equal(grids.lp.array, mask.derive_grid.unmasked)
    assert grids.blurring is None and grids.blurring_convolved is None
    assert np.all(grids.over_sample_size_pixelization.array == 3)


def test_equal_sizes_share_one_grid(mask):
    grids = GridsDataset(mask, 2, np.full(mask.shape_native, 2))
    assert grids.pixelization is grids.lp


def test_a_size_for_every_pixel(mask, rng):
    sizes = rng.integers(1, 4, mask.shape_native)
    grids = GridsDataset(mask, sizes)
    assert np.array_equal(grids.lp.over_sample_size, sizes[~mask.array])


def test_blurring_grid_lies_around_and_has_one_point_a_pixel(mask, kernel):
    psf = kernel.with_state(mask)
    grids = GridsDataset(mask, psf=psf).built()
    around = mask.derive_mask.blurring_from(kernel.shape_native)
    assert np.array_equal(grids.blurring.array, around.derive_grid.unmasked)
    assert np.all(grids.blurring.over_sample_size == 1)
    assert grids.lp_convolved is grids.lp
    assert grids.blurring_convolved is grids.blurring


def test_grids_of_a_finer_psf(mask, kernel):
    fine = type(kernel)(kernel.kernel, convolve_over_sample_size=2).with_state(mask)
    grids = GridsDataset(mask, 4, psf=fine)
    assert grids.lp_convolved.shape == (4 * mask.shape_slim, 2)
    assert np.all(grids.lp_convolved.over_sample_size == 2)
    total = fine.state.total_blurring_values
    assert grids.blurring_convolved.shape == (total, 2)
    # The same sub-pixels, in another order.
    coarse = grids.lp.over_sampled.array
    finer = grids.lp_convolved.over_sampled.array
    order = np.lexsort(np.round(coarse, 6).T), np.lexsort(np.round(finer, 6).T)
    assert coarse[order[0]] == pytest.approx(finer[order[1]], abs=1e-12)


def test_a_finer_psf_needs_sub_grids_to_match(mask, kernel):
    fine = type(kernel)(kernel.kernel, convolve_over_sample_size=2).with_state(mask)
    with pytest.raises(exc.DatasetException, match="multiple of; 3 came"):
        _ = GridsDataset(mask, 3, psf=fine).lp_convolved
