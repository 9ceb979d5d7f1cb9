"""What a fit says about its pixelized sources."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from test_autolens_like.fit.conftest import tracer_of
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


@pytest.fixture(scope="module")
def mixed(noiseless) -> al.FitImaging:
    """A disc and two pixelizations, solved for together."""
    disc = tracer_of(linear=True).galaxies[1].bulge
    haze = al.Galaxy(redshift=0.5, haze=source().pixelization)
    return al.FitImaging(
        noiseless,
        al.Tracer([LENS, haze, source(bulge=disc)]),
        settings=al.Settings(use_positive_only_solver=False),
    )


def test_everything_that_is_solved_for_has_its_own_data(mixed):
    inversion = mixed.inversion
    (disc,) = mixed.linear_light_profile_intensity_dict
    assert inversion.linear_obj_list == [disc, *inversion.mappers]
    images = {
        disc: inversion.intensities[0] * inversion.light[0],
        **{k: v.array for k, v in
           inversion.mapped_reconstructed_operated_data_dict.items()},
    }  # fmt: skip
    for item, found in inversion.data_subtracted_dict.items():
        others = sum(image for other, image in images.items() if other is not item)
        expected = mixed.profile_subtracted_image.array - others
        np.testing.assert_allclose(found.array, expected, atol=1e-10)


def test_linear_objects_are_found_by_class(mixed):
    inversion = mixed.inversion
    assert inversion.cls_list_from(al.Mapper) == inversion.mappers
    assert inversion.has(al.lp_linear.Exponential)
    assert not inversion.has(al.lp.Gaussian)
    assert len(inversion.cls_list_from(al.reg.Constant)) == 2
    assert inversion.regularization_list[0] is None
    assert inversion.cls_list_from(object, al.Mapper) == [
        item for item in (*inversion.linear_obj_list, *inversion.regularization_list)
        if not isinstance(item, al.Mapper)
    ]  # fmt: skip
    assert inversion.total_params == 61
    assert inversion.param_range_list_from(al.Mapper) == [[1, 31], [31, 61]]


def test_every_source_has_its_numbers(mixed):
    inversion = mixed.inversion
    for number, found in enumerate(inversion.sources):
        assert found.mapper is inversion.mappers[number]
        values = inversion.reconstruction_dict[found.mapper]
        np.testing.assert_array_equal(found.reconstruction, values)
        own = inversion.slices[number]
        errors = np.sqrt(np.diagonal(inversion.reconstruction_covariance_matrix)[own])
        np.testing.assert_array_equal(found.noise_map, errors)
        assert found.pixel_area == pytest.approx(0.04)
        ratio = inversion.reconstruction_signal_to_noise_map_dict[found.mapper]
        np.testing.assert_array_equal(ratio, found.signal_to_noise_map)
        image = inversion.interpolated_reconstruction_from(
            shape_native=(9, 9), mapper_index=number
        )
        expected = found.interpolated_reconstruction_from(shape_native=(9, 9))
        np.testing.assert_array_equal(image.array, expected.array)
        if found.source_plane_flux > 0.0:
            assert inversion.magnification_from(number) == found.magnification
        peaks = inversion.max_pixel_list_from(2, True, mapper_index=number)
        assert peaks == [found.max_pixel_list_from(2, True)]
        centre = inversion.max_pixel_centre(number).in_list
        assert centre == [found.max_pixel_centre]
        clumps = inversion.source_clumps_from(number, 0.3, 1)
        assert [c.tolist() for c in clumps] == [
            c.tolist() for c in found.source_clumps_from(0.3, 1)
        ]


def test_the_image_before_convolution_is_that_of_all_sources(mixed):
    images = mixed.inversion.mapped_reconstructed_data_dict.values()
    expected = sum(image.array for image in images)
    found = mixed.inversion.mapped_reconstructed_data.array
    np.testing.assert_array_equal(found, expected)


def test_unknowns_have_names(mixed):
    names = mixed.inversion.names
    assert names[0] == "Exponential 0 of galaxy 2"
    assert len(names) == 61 and names[1].startswith("source pixel 0 of pixelization 0")


def test_a_pixelization_that_is_none_is_refused(mixed):
    with pytest.raises(exc.InputException, match="there are 2 pixelizations"):
        mixed.inversion.max_pixel_centre(mapper_index=2)
    last = mixed.inversion.max_pixel_centre(-1).in_list
    assert last == mixed.inversion.max_pixel_centre(1).in_list
