"""Edges, borders, blurring regions and indexes of masks."""

import numpy as np
import pytest
from scipy.ndimage import binary_dilation

from autolens_like import exc
from autolens_like.structures.mask import Mask2D

DISC = Mask2D.circular((9, 9), radius=2.5, pixel_scales=1.0)
RING = Mask2D.circular_annular((15, 15), 2.0, 5.0, 1.0)


def test_the_edge_touches_masked_pixels():
    # 21 pixels: a 5 x 5 square without corners; its inner 3 x 3 less corners is whole.
    edge = DISC.derive_mask.edge
    assert edge.shape_slim == 16
    inner = ~DISC.array & edge.array
    assert np.argwhere(inner).tolist() == [[3, 4], [4, 3], [4, 4], [4, 5], [5, 4]]


def test_the_frame_counts_as_masked():
    assert Mask2D.all_false((4, 4), 1.0).derive_mask.edge.shape_slim == 12


def test_the_border_leaves_holes_out():
    edge, border = RING.derive_mask.edge, RING.derive_mask.border
    radius = np.hypot(*RING.derive_grid.edge.T)
    assert radius.min() < 3.0
    assert np.hypot(*RING.derive_grid.border.T).min() > 3.0
    assert 0 < border.shape_slim < edge.shape_slim
    assert np.all(border.array >= edge.array)
    assert np.array_equal(DISC.derive_mask.border.array, DISC.derive_mask.edge.array)


def test_buffed_adds_one_ring():
    buffed = DISC.derive_mask.edge_buffed
    assert buffed.shape_slim == 21 + 24
    assert DISC.derive_mask.all_false.is_all_false


def test_the_blurring_region_of_a_small_disc():
    # 21 pixels and a 3 x 3 kernel: 24 pixels (autolens 2026.10.26.1 gives 24).
    assert DISC.derive_mask.blurring_from((3, 3)).shape_slim == 24


@pytest.mark.parametrize("shape", [(3, 3), (5, 3), (1, 7), (1, 1)])
def test_the_blurring_region_is_what_a_kernel_reaches(shape):
    ragged = np.random.default_rng(5).random((31, 30)) > 0.4
    ragged[:5] = ragged[-5:] = ragged[:, :5] = ragged[:, -5:] = True
    mask = Mask2D(ragged, 0.1)
    around = mask.derive_mask.blurring_from(shape)
    reached = binary_dilation(~ragged, structure=np.ones(shape))
    assert np.array_equal(~around.array, reached & ragged)


def test_frames_are_padded_where_the_kernel_overruns():
    mask = Mask2D.all_false((4, 5), 0.1)
    around = mask.derive_mask.blurring_from((5, 3))
    assert around.shape_native == (8, 9)
    assert around.shape_slim == 8 * 7 - 4 * 5
    corner = Mask2D.from_pixel_coordinates((5, 5), [(0, 2)], 0.1)
    assert corner.derive_mask.blurring_from((3, 3)).shape_native == (7, 7)
    assert corner.derive_mask.blurring_from((3, 3)).shape_slim == 8


@pytest.mark.parametrize("shape", [(2, 3), (3, 2), (4, 4)])
def test_even_kernels_have_no_blurring_region(shape):
    with pytest.raises(exc.KernelException, match="no central pixel"):
        DISC.derive_mask.blurring_from(shape)


def test_indexes_go_back_and_forth():
    indexes = RING.derive_indexes
    rows, columns = indexes.native_for_slim.T
    total = RING.shape_slim
    assert np.array_equal(indexes.slim_for_native[rows, columns], np.arange(total))
    assert np.all(indexes.slim_for_native[RING.array] == -1)
    assert np.array_equal(indexes.flat_for_slim, rows * 15 + columns)
    both = np.concatenate([indexes.unmasked_slim, indexes.masked_slim])
    assert np.array_equal(np.sort(both), np.arange(225))


@pytest.mark.parametrize("name", ["edge", "border"])
def test_slim_and_native_indexes_name_the_same_pixels(name):
    indexes = RING.derive_indexes
    slim = getattr(indexes, f"{name}_slim")
    native = getattr(indexes, f"{name}_native")
    assert np.array_equal(indexes.native_for_slim[slim], native)
    grid = getattr(RING.derive_grid, name)
    assert np.array_equal(RING.derive_grid.unmasked[slim], grid)


def test_grids_are_pixel_centres():
    assert RING.derive_grid.all_false.shape == (225, 2)
    assert RING.derive_grid.unmasked.shape == (RING.shape_slim, 2)
    assert RING.derive_grid.all_false[0].tolist() == [7.0, -7.0]
