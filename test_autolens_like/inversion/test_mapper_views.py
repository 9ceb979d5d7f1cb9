"""Mesh and mapping under the names of scripts."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from autolens_like.inversion.mapper import mapper_from
from autolens_like.structures.over_sampling import OverSampler

MASK = al.Mask2D.circular((9, 9), radius=0.4, pixel_scales=0.1)
SAMPLER = OverSampler(MASK, 2)
MAPPER = mapper_from(
    al.Pixelization(al.mesh.RectangularUniform((4, 5)), al.reg.Constant(2.0)),
    SAMPLER.bins.counts,
    (0.4 * SAMPLER.y, 0.5 * SAMPLER.x),
)


def test_names_lead_to_the_same_things():
    assert MAPPER.params == MAPPER.pixels == 20
    assert MAPPER.mesh_geometry is MAPPER.geometry
    assert MAPPER.mesh is MAPPER.pixelization.mesh
    assert MAPPER.regularization is MAPPER.pixelization.regularization
    assert np.array_equal(MAPPER.source_plane_mesh_grid.array, MAPPER.geometry.centres)
    assert MAPPER.source_plane_data_grid.shape == (SAMPLER.y.size, 2)
    assert MAPPER.pix_indexes_for_sub_slim_index is MAPPER.indices
    assert MAPPER.pix_weights_for_sub_slim_index is MAPPER.weights


def test_neighbours_are_listed_pixel_by_pixel():
    neighbours = MAPPER.neighbors
    assert [sorted(n.tolist()) for n in (neighbours[0], neighbours[6])] == [
        [1, 5],
        [1, 5, 7, 11],
    ]
    assert sum(n.size for n in neighbours) == 2 * len(MAPPER.geometry.neighbours)


def test_sub_pixels_know_their_image_pixel():
    index = MAPPER.slim_index_for_sub_slim_index
    assert index.tolist() == np.repeat(np.arange(MASK.shape_slim), 4).tolist()
    sizes = MAPPER.pix_sizes_for_sub_slim_index
    assert sizes.max() == 4 and sizes.shape == index.shape


def test_image_pixels_of_source_pixels_are_those_that_hold_its_light():
    pixels = [3, 9]
    expected = np.flatnonzero((MAPPER.mapping_matrix[:, pixels] > 0.0).any(axis=1))
    assert MAPPER.slim_indexes_for_pix_indexes(pixels) == expected.tolist()
    groups = MAPPER.slim_indexes_for_pix_indexes([[3], [9]])
    assert sorted({*groups[0], *groups[1]}) == expected.tolist()
    fewer = MAPPER.slim_indexes_for_pix_indexes(pixels, weight_threshold=0.5)
    assert set(fewer) < set(expected.tolist())


def test_weights_add_up_to_the_number_of_sub_pixels():
    total = MAPPER.data_weight_total_for_pix_from()
    assert total.shape == (20,) and total.sum() == pytest.approx(SAMPLER.y.size)


def test_a_constant_image_is_the_same_constant_in_the_source_plane():
    image = al.Array2D(np.full(MASK.shape_slim, 3.0), MASK)
    np.testing.assert_allclose(MAPPER.mapped_to_source_from(image), 3.0)


def test_the_extent_is_a_square_round_what_is_bright():
    x0, x1, y0, y1 = MAPPER.extent_from()
    assert x1 - x0 == pytest.approx(y1 - y0)
    assert x1 - x0 >= MAPPER.geometry.extent[1] - MAPPER.geometry.extent[0] - 1e-12
    values = np.zeros(20)
    values[7] = 1.0
    x0, x1, y0, y1 = MAPPER.extent_from(values)
    y, x = MAPPER.geometry.centres[7]
    assert (0.5 * (y0 + y1), 0.5 * (x0 + x1)) == pytest.approx((y, x))
    assert (x1 - x0) ** 2 == pytest.approx(MAPPER.geometry.areas[7])
    assert MAPPER.extent_from(values, zoom_to_brightest=False) == MAPPER.extent_from()


def test_an_interpolated_plane_is_the_plane():
    y, x = MAPPER.geometry.centres.T
    array = MAPPER.interpolated_array_from(2.0 * y - x, (7, 9))
    assert array.shape_native == (7, 9)
    y, x = array.geometry.coordinates_native().reshape(-1, 2).T
    np.testing.assert_allclose(array.array, 2.0 * y - x, atol=1e-9)
    assert array.geometry.extent == pytest.approx(MAPPER.geometry.extent)


def test_nothing_is_outside_the_mesh():
    array = MAPPER.interpolated_array_from(
        np.ones(20), (10, 10), (-1.0, 1.0, -1.0, 1.0)
    )
    y, x = array.geometry.coordinates_native().reshape(-1, 2).T
    assert np.array_equal(array.array == 1.0, MAPPER.geometry.covers(y, x))
    assert 0 < np.count_nonzero(array.array) < 100


def test_an_empty_extent_is_refused():
    with pytest.raises(exc.GridException, match="is empty"):
        MAPPER.interpolation_grid_from((3, 3), (1.0, -1.0, 0.0, 1.0))
    with pytest.raises(exc.ArrayException, match="shape_native"):
        MAPPER.interpolation_grid_from((0, 3))
