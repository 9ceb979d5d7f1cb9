"""Exposures of one sky: each keeps its own frame, and all keep their places."""

from __future__ import annotations

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.dataset.imaging import Imaging
from autolens_like.dataset.multi_imaging import MultiImaging
from autolens_like.structures.array import Array2D
from autolens_like.structures.mask import Mask2D

from .conftest import NAMES


def test_what_came_is_there_in_plain_numbers(multi, exposures) -> None:
    assert multi.exposures == exposures
    assert multi.names == NAMES
    assert multi.bands == ("optical", "infrared", "infrared")
    assert multi.flux_scaling == (1.0, 0.5, 2.0)
    assert multi.offsets == ((0.0, 0.0), (0.1, -0.2), (0.0, 0.3))
    assert multi.rotations == (0.0, 30.0, 0.0)
    assert multi.active == (True, False, True)
    assert "NIR_Y (infrared, 8 x 5, off)" in repr(multi)


def test_without_arguments_nothing_is_moved_or_scaled(exposures) -> None:
    multi = MultiImaging(exposures)
    assert multi.names == multi.bands == ("exposure_0", "exposure_1", "exposure_2")
    assert multi.flux_scaling == (1.0,) * 3 and all(multi.active)
    assert all(placement.is_none for placement in multi.placements)


class TestMasks:
    def test_each_exposure_has_its_own(self, multi) -> None:
        masks = [Mask2D.circular(e.shape_native, 0.3, e.pixel_scales) for e in multi]
        masked = multi.apply_mask(masks)
        for exposure, mask in zip(masked, masks, strict=True):
            np.testing.assert_array_equal(exposure.mask.array, mask.array)
        assert masked.active == multi.active and masked.offsets == multi.offsets

    def test_a_mapping_leaves_the_others_alone(self, multi) -> None:
        mask = Mask2D.circular((8, 5), 0.5, 0.2)
        masked = multi.apply_mask({"NIR_Y": mask})
        assert masked[0] is multi[0] and masked[1].is_masked

    def test_one_circle_on_the_sky_is_placed_in_every_exposure(self, multi) -> None:
        centre = (0.1, 0.1)
        masks = multi.circular_masks(0.45, centre)
        for mask, placement in zip(masks, multi.placements, strict=True):
            coordinates = mask.geometry.coordinates_native()
            y, x = placement.sky(coordinates[..., 0], coordinates[..., 1])
            inside = np.hypot(y - centre[0], x - centre[1]) < 0.45
            np.testing.assert_array_equal(~mask.array, inside)

    @pytest.mark.parametrize(
        ("mask", "words"),
        [
            (Mask2D.circular((9, 11), 0.3, 0.1), r"Exposure 'NIR_Y'.*\(9, 11\)"),
            ([None, None], "mask=.*for 3 exposures"),
            ({"VIS": Mask2D(np.ones((9, 11)), 0.1)}, "Exposure 'VIS'.*every pixel"),
        ],
    )
    def test_what_does_not_fit_names_its_exposure(self, multi, mask, words) -> None:
        with pytest.raises(exc.InputException, match=words):
            multi.apply_mask(mask)

    def test_nan_counts_inside_a_mask_only(self, exposures) -> None:
        values = np.ones((9, 11))
        values[0, 0] = np.nan
        broken = Imaging(Array2D.no_mask(values, 0.1), exposures[0].noise_map)
        multi = MultiImaging([exposures[1], broken], names=["good", "broken"])
        with pytest.raises(exc.DatasetException, match="Exposure 'broken': data is"):
            multi.check_finite()
        assert multi.with_active("good").check_finite().active_indices == (0,)
        masks = [None, Mask2D.circular((9, 11), 0.3, 0.1)]
        assert multi.apply_mask(masks).check_finite()[1].is_masked
        whole = Mask2D.all_false((9, 11), 0.1)
        with pytest.raises(exc.DatasetException, match="'broken': data is not finite"):
            multi.apply_mask([None, whole])
        inside = multi.apply_mask([None, whole], mask_invalid=True)
        assert inside[1].shape_slim == 9 * 11 - 1


def test_sub_grids_for_all_or_for_some(multi) -> None:
    assert np.all(multi.apply_over_sampling(2)[1].grids.lp.over_sample_size == 2)
    finer = multi.apply_over_sampling({"NIR_H": 8}, [1, 2, 3])
    sizes = [exposure.sizes for exposure in finer]
    assert sizes == [(4, 1), (4, 2), (8, 3)]


def test_the_sparse_operator_is_made_for_what_is_on(multi) -> None:
    masked = multi.apply_mask(multi.circular_masks(0.6)).apply_sparse_operator_cpu()
    made = [exposure.sparse_operator is not None for exposure in masked]
    assert made == list(multi.active)


def test_grids_on_the_sky_are_turned_and_shifted(multi) -> None:
    assert multi.sky_grids_of("VIS").lp is multi[0].grids.lp
    own, sky = multi[1].grids, multi.sky_grids_of(1)
    for name in ("lp", "pixelization", "blurring"):
        y, x = getattr(own, name).array.T
        cosine, sine = np.cos(np.pi / 6.0), 0.5
        expected = np.stack([cosine * y + sine * x + 0.1, cosine * x - sine * y - 0.2])
        np.testing.assert_allclose(getattr(sky, name).array, expected.T, atol=1e-15)
    assert sky.lp.over_sampled.array.shape == own.lp.over_sampled.array.shape


def test_noise_is_scaled_by_exposure(multi) -> None:
    scaled = multi.with_noise_scaled({"VIS": 0.61})
    np.testing.assert_allclose(scaled[0].noise_map.array, 0.305)
    np.testing.assert_array_equal(scaled[2].noise_map.array, 0.5)
    with pytest.raises(exc.DatasetException, match=r"factors\[0\]=0.*above zero"):
        multi.with_noise_scaled([0, 1, 1])


def test_places_and_factors_can_be_given_later(exposures) -> None:
    multi = MultiImaging(exposures).with_placements(rotations=[0.0, 5.0, 0.0])
    moved = multi.with_placements(offsets=[(0.0, 1.0)] * 3)
    assert moved.rotations == (0.0, 5.0, 0.0) and moved.offsets[2] == (0.0, 1.0)
    assert moved.with_flux_scaling([1, 2, 3]).flux_scaling == (1.0, 2.0, 3.0)


def test_the_identity_is_that_of_what_is_on(multi) -> None:
    known = multi.identity()
    assert not any(key.startswith("NIR_Y") for key in known)
    moved = multi.with_placements(offsets=[(0.0, 0.0), (5.0, 5.0), (0.0, 0.3)])
    assert moved.identity() == known
    for other in (
        multi.with_flux_scaling([1.0, 0.5, 3.0]),
        multi.with_placements(rotations=[0.0, 30.0, 1.0]),
        multi.with_noise_scaled([1.0, 1.0, 2.0]),
        multi.with_active("VIS"),
    ):
        assert other.identity() != known
