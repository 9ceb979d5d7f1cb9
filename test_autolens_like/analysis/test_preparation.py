"""What is found in a simulated lens is what was put into it."""

from __future__ import annotations

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from test_autolens_like.analysis.lens_images import (
    CENTRE,
    PIXEL_SCALE,
    RADIUS,
    lens_image,
    true_tracer,
)


@pytest.fixture(scope="module")
def image() -> al.Imaging:
    return lens_image()


@pytest.fixture(scope="module")
def found(image) -> al.preparation.Preparation:
    return al.preparation.prepare(image)


def test_the_centre_and_radius_of_the_lens(found) -> None:
    assert found.light_centre == pytest.approx(CENTRE, abs=0.1 * PIXEL_SCALE)
    assert found.einstein_radius == pytest.approx(RADIUS, rel=0.06)


def test_images_come_from_the_true_source(found) -> None:
    assert len(found.positions) == 2
    penalty = found.positions_likelihood(threshold=0.3)[0]
    assert penalty.source_plane_separation_from(true_tracer()) < 0.2
    assert found.source_centre == pytest.approx((0.1, 0.15), abs=0.1)


def test_arcs_are_where_the_source_is_seen(found, image) -> None:
    source = al.Galaxy(redshift=1.0, light=true_tracer().galaxies[1].light)
    mass = al.Galaxy(redshift=0.5, mass=true_tracer().galaxies[0].mass)
    seen = al.Tracer([mass, source]).image_2d_from(image.grids.lp).native.array
    bright = seen > 0.5 * seen.max()
    arcs = ~found.arcs.array
    assert arcs[bright].mean() > 0.9
    # The filter widens what it finds by the width of the PSF, not more.
    assert not arcs[seen < 1e-4 * seen.max()].any()


def test_the_mask_is_a_circle_of_two_radii(found) -> None:
    area = found.mask.pixels_in_mask * PIXEL_SCALE**2
    assert area == pytest.approx(np.pi * (2 * found.einstein_radius) ** 2, rel=0.02)
    assert found.mask_radius == pytest.approx(2 * found.einstein_radius, abs=0.1)


def test_over_sampling_falls_outwards(found) -> None:
    sizes = found.over_sample_size.native.array
    assert sizes[30, 30] == 8
    assert sizes[30, 38] == 2
    assert sizes[0, 0] == 1


def test_the_prepared_dataset_has_mask_and_over_sampling(found, image) -> None:
    dataset = found.prepared(image)
    assert np.array_equal(dataset.mask.array, found.mask.array)
    sizes = found.over_sample_size.native.array[~found.mask.array]
    assert np.array_equal(dataset.grids.lp.over_sample_size, sizes)


def test_what_is_given_is_not_looked_for(image) -> None:
    given = al.preparation.prepare(
        image,
        einstein_radius=0.9,
        positions=[(0.0, 1.0), (0.0, -0.9)],
        light_centre=(0.0, 0.0),
        mask_radius=1.5,
    )
    assert given.einstein_radius == 0.9
    assert given.positions.in_list == [(0.0, 1.0), (0.0, -0.9)]
    assert given.light_centre == (0.0, 0.0)
    assert given.mask_radius < 1.5


def test_no_arcs_is_an_error_that_says_what_to_give() -> None:
    dark = lens_image(source_intensity=0.0)
    with pytest.raises(exc.PositionsException, match="give einstein_radius and pos"):
        al.preparation.prepare(dark)
    positions = [(0.0, 1.0), (0.0, -0.9)]
    given = al.preparation.prepare(dark, einstein_radius=1.0, positions=positions)
    assert given.einstein_radius == 1.0


def test_one_image_is_no_penalty(image) -> None:
    one = al.preparation.prepare(image, positions=[(0.0, 1.0)])
    assert one.positions_likelihood() == []


def test_a_masked_dataset_is_refused(found, image) -> None:
    with pytest.raises(exc.MaskException, match="before apply_mask"):
        al.preparation.prepare(found.prepared(image))


def test_info_says_everything(found) -> None:
    for word in ("centre", "PSF", "scatter", "Einstein radius", "images", "pixels"):
        assert word in found.info
