"""Exposures evaluated together have the numbers that each has by itself."""

from __future__ import annotations

import numpy as np
import pytest

from test_autolens_like.fit.exposures import multi


def waves(y, x):
    return [np.sin(3.0 * y + x).mean(axis=0)[None], np.stack([y, y * x]).mean(axis=1)]


@pytest.mark.parametrize("sizes", [1, [2, 1, 2], "mixed"], ids=str)
def test_pixels_of_all_exposures_are_where_they_lie_on_the_sky(sizes) -> None:
    if sizes == "mixed":
        sizes = [np.arange(multi()[0].shape_slim) % 3 + 1, 2, 1]
    dataset = multi().apply_over_sampling(sizes)
    found = dataset.sky_samples_of((0, 2)).means(waves, None)
    for index, (inside, around) in zip((0, 2), found, strict=True):
        grids, place = dataset[index].grids, dataset.placements[index]
        for values, grid in ((inside, grids.lp), (around, grids.blurring)):
            sampler = grid.over_sampler
            coordinates = place.sky(sampler.y, sampler.x)
            expected = sampler.means(waves, None, coordinates)
            np.testing.assert_allclose(values, expected, atol=1e-14)


def test_samples_are_remembered() -> None:
    dataset = multi()
    assert dataset.sky_samples_of((0, 1)) is dataset.sky_samples_of((0, 1))
    assert dataset.with_active("NISP").sky_samples_of((2,)) is not None


def test_what_is_not_convolved_has_nothing_around() -> None:
    bare = multi()
    bare = bare._changed(exposures=tuple(one._changed(psf=None) for one in bare))
    assert [around for _, around in bare.sky_samples_of((0, 1)).means(waves, None)] == [
        None,
        None,
    ]
