"""What a fit says about its pixelized sources."""

import numpy as np
import pytest

import autolens_like as al
from test_autolens_like.fit.test_pixelized_objects import LENS, source


@pytest.fixture(scope="module")
def fit(dataset) -> al.FitImaging:
    return al.FitImaging(dataset, al.Tracer([LENS, source()]))


def test_images_and_values_are_found_by_mapper(fit):
    inversion = fit.inversion
    (mapper,) = inversion.mappers
    image = inversion.mapped_reconstructed_operated_data_dict[mapper]
    np.testing.assert_array_equal(image.array, inversion.image)
    assert inversion.mapped_reconstructed_image.mask is fit.mask
    values = inversion.reconstruction_dict[mapper]
    sharp = mapper.mapping_matrix @ values
    found = inversion.mapped_reconstructed_data_dict[mapper].array
    np.testing.assert_allclose(found, sharp, atol=1e-12)
    noise = inversion.reconstruction_noise_map_dict[mapper]
    assert np.array_equal(np.isnan(noise), mapper.geometry.zeroed)
