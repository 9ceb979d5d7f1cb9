"""Parts of an inversion, object by object."""

import numpy as np
import pytest

import autolens_like as al
from test_autolens_like.fit.conftest import tracer_of
from test_autolens_like.fit.test_pixelized_objects import LENS, source


@pytest.fixture(scope="module")
def inversion(dataset):
    """A disc, and a source of pixels."""
    disc = tracer_of(linear=True).galaxies[1].bulge
    return al.FitImaging(dataset, al.Tracer([LENS, source(bulge=disc)])).inversion


def test_the_parts_of_the_matrices_are_the_whole(inversion):
    parts = inversion.operated_mapping_matrix_list
    np.testing.assert_array_equal(
        np.concatenate(parts, axis=1), inversion.operated_mapping_matrix
    )
    (mapper,) = inversion.mappers
    blurred = inversion.mapper_operated_mapping_matrix_dict[mapper]
    np.testing.assert_array_equal(blurred, parts[1])
    np.testing.assert_array_equal(
        inversion.mapping_matrix_list[0], mapper.mapping_matrix
    )


def test_data_and_noise_are_images(inversion, dataset):
    assert inversion.data.mask is dataset.mask
    np.testing.assert_array_equal(inversion.noise_map.array, dataset.noise_map.array)


def test_amplitudes_are_found_by_object(inversion):
    amplitudes = inversion.reconstruction
    found = inversion.source_quantity_dict_from(amplitudes)
    disc, mapper = inversion.linear_obj_list
    assert found[disc] == amplitudes[:1]
    np.testing.assert_array_equal(found[mapper], amplitudes[inversion.mapper_indices])
    assert inversion.no_regularization_index_list == [0]
    dark = np.setdiff1d(np.arange(amplitudes.size), inversion.zeroed_ids_to_keep)
    assert dark.size > 0 and np.all(amplitudes[dark] == 0.0)
    assert inversion.total_regularizations == 1
    assert not inversion.all_linear_obj_have_regularization


def test_regularization_weights_are_coefficients_or_follow_an_image(inversion):
    (mapper,) = inversion.mappers
    coefficient = mapper.regularization.coefficient
    weights = inversion.regularization_weights_mapper_dict[mapper]
    assert weights.tolist() == [coefficient] * mapper.pixels
    np.testing.assert_array_equal(inversion.regularization_weights_from(1), weights)
    np.testing.assert_array_equal(inversion.regularization_weights_from(-1), weights)
    assert inversion.regularization_weights_from(0).tolist() == [0.0]
    with pytest.raises(IndexError):
        inversion.regularization_weights_from(2)


def test_weights_that_follow_an_image_are_smallest_where_it_is_bright(dataset):
    adaptive = al.Pixelization(al.mesh.Rectangular((6, 5)), al.reg.Adapt(0.1, 10.0))
    galaxy = al.Galaxy(redshift=1.0, pixelization=adaptive)
    y, x = dataset.mask.derive_grid.unmasked.T
    image = al.Array2D(np.exp(-4.0 * np.hypot(y, x - 0.3)), dataset.mask)
    images = al.AdaptImages(galaxy_image_dict={galaxy: image})
    fit = al.FitImaging(dataset, al.Tracer([LENS, galaxy]), adapt_images=images)
    ((mapper, weights),) = fit.inversion.regularization_weights_mapper_dict.items()
    signals = mapper.pixel_signals_from(image.array)
    assert np.argmin(weights) == np.argmax(signals)
    assert weights.min() == pytest.approx(0.01) and weights.max() <= 100.0
