"""The registration of an image is a shift and a rotation."""

from __future__ import annotations

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from autolens_like.fit.dataset_model import DatasetModel
from autolens_like.structures.placement import Placement
from test_autolens_like.fit.conftest import tracer_of
from test_autolens_like.fit.exposures import pixelized_tracer


def test_without_offsets_coordinates_are_the_same_objects() -> None:
    y, x = np.arange(3.0), np.arange(3.0)
    moved_y, moved_x = DatasetModel(background_sky_level=2.0).coordinates(y, x)
    assert moved_y is y and moved_x is x


def test_sky_and_flux_scaling_come_after_the_light() -> None:
    assert DatasetModel(0.3, flux_scaling=2.0).is_after_light
    assert not DatasetModel(grid_offset=(0.1, 0.0)).is_after_light
    assert not DatasetModel(grid_rotation_angle=1.0).is_after_light


def test_offset_and_rotation_follow_the_api() -> None:
    # autolens 2026.10.26.1: Grid2D.uniform((2, 2), 1.0)
    # .subtracted_and_rotated_from(offset=(0.1, 0.3), angle=30.0)[0]
    model = DatasetModel(grid_offset=(0.1, 0.3), grid_rotation_angle=30.0)
    y, x = model.coordinates(np.array([0.5]), np.array([-0.5]))
    np.testing.assert_allclose([y[0], x[0]], [-0.05358984, -0.89282032], atol=1e-8)


def test_a_rotation_keeps_distances() -> None:
    y, x = np.array([0.3, -1.0]), np.array([2.0, 0.4])
    turned = DatasetModel(grid_rotation_angle=77.0).coordinates(y, x)
    np.testing.assert_allclose(np.hypot(*turned), np.hypot(y, x))


def test_a_misspelt_name_is_suggested() -> None:
    with pytest.raises(exc.ProfileException, match="Did you mean 'grid_offset'"):
        DatasetModel(grid_ofset=(0.0, 0.0))


def test_an_exposure_is_put_on_the_sky_before_the_sky_is_moved() -> None:
    model = DatasetModel(0.5, grid_offset=(0.1, 0.3), grid_rotation_angle=30.0)
    placement = Placement(offset=(-0.4, 1.2), rotation=-12.0)
    y, x = np.array([0.5, 2.0]), np.array([-0.5, 0.1])
    placed = model.placed(placement)
    expected = model.coordinates(*placement.sky(y, x))
    np.testing.assert_allclose(placed.coordinates(y, x), expected, atol=1e-14)
    assert placed.background_sky_level == 0.5
    assert model.placed(Placement()) is model


def test_flux_scaling_multiplies_the_light_and_not_the_sky(dataset, tracer) -> None:
    model = DatasetModel(background_sky_level=0.3, flux_scaling=1.7)
    plain = al.FitImaging(dataset, tracer)
    fit = al.FitImaging(dataset, tracer, dataset_model=model)
    np.testing.assert_allclose(
        fit.model_data.array, 1.7 * plain.model_data.array + 0.3, rtol=1e-12
    )
    images = fit.galaxy_model_image_dict.values()
    np.testing.assert_allclose(
        sum(images).array, 1.7 * plain.model_data.array, rtol=1e-12
    )
    assert DatasetModel().scaled(None) is None
    assert model.with_flux_scaled(2.0).flux_scaling == 3.4


def test_solved_intensities_are_those_before_the_flux_scaling(dataset) -> None:
    """Twice the scaling is half of the intensity, of profiles and source pixels."""
    for tracer in (tracer_of(linear=True), pixelized_tracer(linear=False)):
        settings = al.Settings(no_regularization_add_to_curvature_diag_value=0.0)
        plain, fit = (
            al.FitImaging(dataset, tracer, model, settings=settings)
            for model in (None, DatasetModel(flux_scaling=2.0))
        )
        if tracer.has(al.Pixelization):
            rows = [f.inversion.mappers[0].rows.dense() for f in (plain, fit)]
            np.testing.assert_allclose(rows[1], 2.0 * rows[0], rtol=1e-15)
            continue
        np.testing.assert_allclose(
            2.0 * fit.inversion.intensities, plain.inversion.intensities, rtol=1e-9
        )
        assert fit.log_likelihood == pytest.approx(plain.log_likelihood, rel=1e-12)


def test_the_grid_of_an_image_lies_where_its_light_is_evaluated(dataset) -> None:
    model = DatasetModel(grid_offset=(0.1, 0.3), grid_rotation_angle=30.0)
    own = dataset.grids.lp
    moved = model.grid(own)
    expected = np.stack(model.coordinates(*own.array.T), axis=-1)
    np.testing.assert_allclose(moved.array, expected, atol=1e-15)
    fine = np.stack(model.coordinates(*own.over_sampled.array.T), axis=-1)
    np.testing.assert_allclose(moved.over_sampled.array, fine, atol=1e-15)
    assert DatasetModel().grid(own) is own


def test_there_is_a_way_back_to_the_image() -> None:
    model = DatasetModel(grid_offset=(0.1, 0.3), grid_rotation_angle=30.0)
    y, x = np.array([0.5, -1.0]), np.array([-0.5, 0.2])
    back = model.image_coordinates(*model.coordinates(y, x))
    np.testing.assert_allclose(back, (y, x), atol=1e-15)
    assert DatasetModel().image_coordinates(y, x)[0] is y


def test_dust_lets_through_what_its_optical_depth_says() -> None:
    assert not DatasetModel().has_dust
    y, x = np.array([0.5, -1.0]), np.array([-0.5, 0.2])
    flat = DatasetModel(optical_depth=0.3)
    np.testing.assert_allclose(flat.transmission(y, x), np.exp(-0.3), rtol=1e-15)
    cloud = al.lp.Gaussian(centre=(0.1, 0.2), sigma=0.4, intensity=1.3)
    model = DatasetModel(grid_offset=(0.1, 0.0), optical_depth=cloud)
    expected = np.exp(-cloud.image(y, x))
    np.testing.assert_allclose(model.transmission(y, x), expected, rtol=1e-15)
    placed = model.placed(Placement(offset=(0.3, 0.0)))
    assert placed.optical_depth is cloud and placed.has_dust


@pytest.mark.parametrize(
    ("depth", "message"),
    [
        (-0.1, "at least zero"),
        (al.lp_linear.Gaussian(), "al.lp.Gaussian"),
        (al.mp.Isothermal(), "no light profile"),
        ("thick", "give a number"),
    ],
)
def test_an_optical_depth_that_is_none_is_refused(depth, message) -> None:
    with pytest.raises(exc.LensException, match=message):
        DatasetModel(optical_depth=depth)


@pytest.mark.parametrize("factor", [0.0, -1.0])
def test_light_is_not_scaled_away(factor) -> None:
    with pytest.raises(exc.ParameterException, match="it must be above zero"):
        DatasetModel(flux_scaling=factor)
