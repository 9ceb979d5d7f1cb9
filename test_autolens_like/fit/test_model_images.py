"""The parts of a model image add up to the whole."""

from __future__ import annotations

import numpy as np
import pytest

import autolens_like as al
from test_autolens_like.fit.conftest import tracer_of


@pytest.mark.parametrize("linear", [False, True])
def test_planes_and_galaxies_add_up(dataset, linear: bool) -> None:
    sky = al.DatasetModel(background_sky_level=0.1)
    fit = al.FitImaging(dataset, tracer_of(linear=linear), dataset_model=sky)
    planes = sum(image.array for image in fit.model_images_of_planes_list)
    galaxies = sum(image.array for image in fit.galaxy_model_image_dict.values())
    np.testing.assert_allclose(planes + 0.1, fit.model_data.array, rtol=1e-10)
    np.testing.assert_allclose(galaxies, planes, rtol=1e-10)


def test_subtracted_images_leave_one_part(dataset, tracer) -> None:
    fit = al.FitImaging(dataset, tracer)
    lens, source = fit.model_images_of_planes_list
    without_source, without_lens = fit.subtracted_images_of_planes_list
    np.testing.assert_allclose(
        without_lens.array, fit.data.array - lens.array, rtol=1e-9, atol=1e-12
    )
    np.testing.assert_allclose(
        without_source.array, fit.data.array - source.array, rtol=1e-9, atol=1e-12
    )
    maps = fit.subtracted_signal_to_noise_maps_of_galaxies_dict
    assert list(maps) == list(tracer.galaxies)


def test_linear_light_with_its_intensity_is_the_same_image(dataset) -> None:
    fit = al.FitImaging(dataset, tracer_of(linear=True))
    solved = fit.tracer_linear_light_profiles_to_light_profiles
    again = al.FitImaging(dataset, solved)
    assert again.inversion is None
    np.testing.assert_allclose(again.model_data.array, fit.model_data.array, rtol=1e-10)
    intensities = list(fit.linear_light_profile_intensity_dict.values())
    assert solved.galaxies[0].bulge.intensity == pytest.approx(intensities[0])
    assert type(solved.galaxies[0].bulge) is al.lp.Sersic


def test_profile_subtracted_image_is_what_the_linear_fit_sees(dataset, tracer) -> None:
    fit = al.FitImaging(dataset, tracer)
    np.testing.assert_allclose(
        fit.profile_subtracted_image.array, fit.data.array - fit.blurred_image.array
    )


@pytest.mark.parametrize(
    "tracer",
    [tracer_of(linear=True), al.Tracer([al.Galaxy(0.5)])],
    ids=["linear", "dark"],
)
def test_images_of_a_fit_are_no_memory_of_its_data(dataset, tracer) -> None:
    before = dataset.data.array.copy()
    fit = al.FitImaging(dataset, tracer)
    for image in (fit.profile_subtracted_image, fit.residual_map, fit.model_data):
        image.array[:] = 7.0
    np.testing.assert_array_equal(dataset.data.array, before)


def test_the_unmasked_image_continues_the_masked_one(dataset, tracer) -> None:
    fit = al.FitImaging(dataset, tracer)
    whole = fit.unmasked_blurred_image
    assert whole.native.shape == (15, 15)
    inside = ~dataset.mask.derive_mask.edge_buffed.array
    inside &= ~dataset.mask.array
    # Over-sampling outside of the mask differs, so only pixels away from it agree.
    from scipy.ndimage import binary_erosion

    core = binary_erosion(~dataset.mask.array, iterations=2)
    np.testing.assert_allclose(
        whole.native.array[core], fit.model_data.native.array[core], rtol=1e-9
    )
