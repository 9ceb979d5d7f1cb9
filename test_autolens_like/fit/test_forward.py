"""Rows of light go through one pipeline, whatever they are."""

from __future__ import annotations

import numpy as np
import pytest

import autolens_like as al
from autolens_like.fit import forward
from autolens_like.fit.dataset_model import DatasetModel
from autolens_like.fit.linear_objects import linear_components_of
from test_autolens_like.fit.conftest import dataset_of, tracer_of


def test_a_constant_sky_stays_constant_under_a_normalized_kernel(dataset) -> None:
    rows = forward.blurred_rows(dataset, lambda y, x: np.ones((2, y.shape[-1])), None)
    np.testing.assert_allclose(rows, 1.0, rtol=1e-12)
    assert rows.shape == (2, dataset.shape_slim)


def test_rows_are_known_light_then_components(dataset) -> None:
    y, x = np.linspace(-1, 1, 7), np.linspace(-0.5, 1, 7)
    tracer = tracer_of()
    known = forward.light_function(tracer, DatasetModel(), [])(y[None], x[None])[0]
    assert known.shape == (1, 7)
    linear = tracer_of(linear=True)
    components = linear_components_of(linear)
    rows = forward.light_function(linear, DatasetModel(), components)(y[None], x[None])
    np.testing.assert_allclose(1.5 * rows[0] + 2.0 * rows[1], known, rtol=1e-12)


def test_galaxies_add_up_to_the_known_light(dataset) -> None:
    y, x = np.linspace(-1, 1, 7), np.linspace(-0.5, 1, 7)
    rows = forward.galaxy_function(tracer_of(), DatasetModel())(y[None], x[None])
    [known] = forward.light_function(tracer_of(), DatasetModel(), [])(y[None], x[None])
    np.testing.assert_allclose(rows.sum(axis=0), known[0], rtol=1e-12)


def test_finer_sub_grids_converge(tracer) -> None:
    def image(size):
        rows = forward.blurred_rows(
            dataset_of(over_sample_size=size),
            forward.light_function(tracer, DatasetModel(), []),
            tracer,
        )
        return rows[0]

    coarse, middle, fine = image(2), image(8), image(16)
    assert np.abs(middle - fine).max() < 0.1 * np.abs(coarse - fine).max()


def star_and_disc(kind, linear_kind, **intensities):
    """A disc that is blurred, and a star that is there as it is seen."""
    star = kind.Gaussian(centre=(0.1, 0.0), sigma=0.3, **intensities)
    return al.Tracer(
        [
            al.Galaxy(0.5, star=star, mass=al.mp.IsothermalSph(einstein_radius=0.8)),
            al.Galaxy(1.0, disc=linear_kind.Exponential(effective_radius=0.3)),
        ]
    )


def test_light_that_is_convolved_already_is_not_convolved_again(dataset) -> None:
    tracer = star_and_disc(al.lp_operated, al.lp, intensity=2.0)
    disc = star_and_disc(al.lp_operated, al.lp, intensity=1e-300)
    star = tracer.galaxies[0].star.image_2d_from(dataset.grids.lp).array
    expected = al.FitImaging(dataset, disc).model_data.array + star
    fit = al.FitImaging(dataset, tracer)
    np.testing.assert_allclose(fit.model_data.array, expected, rtol=1e-12)
    images = fit.model_images_of_planes_list
    np.testing.assert_allclose(images[0].array, star, rtol=1e-12)
    np.testing.assert_allclose(
        tracer.blurred_image_2d_from(
            dataset.grids.lp, dataset.psf, dataset.grids.blurring
        ).array,
        expected,
        rtol=1e-12,
    )


@pytest.mark.parametrize("disc", [al.lp, al.lp_linear])
def test_convolved_light_is_solved_for(disc) -> None:
    truth = star_and_disc(al.lp_operated, al.lp, intensity=2.0)
    image = al.FitImaging(dataset_of(), truth).model_data
    tracer = star_and_disc(al.lp_linear_operated, disc)
    fit = al.FitImaging(dataset_of(image.native.array), tracer)
    found = fit.linear_light_profile_intensity_dict[tracer.galaxies[0].star]
    # The solver adds 1e-3 to the diagonal of components without regularization.
    assert found == pytest.approx(2.0, rel=1e-3)
    solved = fit.tracer_linear_light_profiles_to_light_profiles
    assert type(solved.galaxies[0].star) is al.lp_operated.Gaussian
    np.testing.assert_allclose(
        al.FitImaging(fit.dataset, solved).model_data.array,
        fit.model_data.array,
        rtol=1e-10,
    )


def test_jax_gives_the_same_likelihood_with_convolved_light(dataset) -> None:
    import jax

    tracer = star_and_disc(al.lp_operated, al.lp_linear, intensity=2.0)

    def likelihood(tracer):
        return al.FitImaging(dataset, tracer).log_likelihood

    assert jax.jit(likelihood)(tracer) == pytest.approx(likelihood(tracer), rel=1e-9)


def test_a_point_is_the_kernel_where_it_lies(dataset) -> None:
    # The pixel at (0.2, -0.4); the kernel is 3 x 3 and not symmetric.
    centre = (0.2, -0.4)
    tracer = al.Tracer([al.Galaxy(0.5, star=al.lp.PointSource(centre, intensity=3.0))])
    image = al.FitImaging(dataset, tracer).model_data.native.array
    y, x = 7 - round(0.2 / 0.2), 7 + round(-0.4 / 0.2)
    kernel = dataset.psf.kernel.native.array
    np.testing.assert_allclose(
        image[y - 1 : y + 2, x - 1 : x + 2], 3 * kernel, rtol=1e-12
    )
    simulator = al.SimulatorImaging(
        100.0,
        psf=dataset.psf,
        add_poisson_noise_to_data=False,
        include_poisson_noise_in_noise_map=False,
    )
    grid = al.Grid2D.uniform((15, 15), 0.2)
    seen = simulator.via_tracer_from(tracer, grid).data.native.array
    inside = ~dataset.mask.array
    np.testing.assert_allclose(seen[inside], image[inside], rtol=1e-12, atol=1e-15)
    for image_2d in (
        tracer.image_2d_list_from(grid)[0],
        tracer.galaxy_image_2d_dict_from(grid)[tracer.galaxies[0]],
    ):
        assert image_2d.array.sum() == pytest.approx(3.0)


def test_a_point_is_solved_for(dataset) -> None:
    star = al.lp.PointSource((0.13, -0.25), intensity=3.0)
    image = al.FitImaging(dataset, al.Tracer([al.Galaxy(0.5, star=star)])).model_data
    linear = al.lp_linear.PointSource((0.13, -0.25))
    fit = al.FitImaging(
        dataset_of(image.native.array), al.Tracer([al.Galaxy(0.5, star=linear)])
    )
    found = fit.linear_light_profile_intensity_dict[linear]
    assert found == pytest.approx(3.0, rel=1e-3)


@pytest.mark.parametrize("kind", [al.lp, al.lp_linear])
def test_a_point_behind_mass_is_refused(dataset, kind) -> None:
    lens = al.Galaxy(0.5, mass=al.mp.IsothermalSph())
    tracer = al.Tracer([lens, al.Galaxy(1.0, star=kind.PointSource())])
    with pytest.raises(al.exc.RayTracingException, match="lies behind mass"):
        al.FitImaging(dataset, tracer).model_data  # noqa: B018


def test_a_finer_kernel_sees_the_same_point_and_the_same_convolved_light() -> None:
    # A kernel of one finer pixel: nothing is blurred, whatever the pixels.
    one = al.Convolver.no_blur(pixel_scales=0.1)
    finer = al.Convolver(one.kernel, convolve_over_sample_size=2)
    dataset = al.Imaging(
        data=al.Array2D.no_mask(np.ones((15, 15)), pixel_scales=0.2),
        noise_map=al.Array2D.no_mask(np.ones((15, 15)), pixel_scales=0.2),
        psf=finer,
        convolve_over_sample_size_lp=2,
        convolve_over_sample_size_pixelization=2,
    )
    star = al.lp.PointSource(centre=(0.2, -0.4), intensity=3.0)
    glow = al.lp_operated.Gaussian(sigma=0.3)
    tracer = al.Tracer([al.Galaxy(0.5, star=star), al.Galaxy(0.5, glow=glow)])
    grid = dataset.grids.lp
    expected = glow.image_2d_from(grid).array + star.image_2d_from(grid).array
    image = al.FitImaging(dataset, tracer).model_data.array
    # The centre of a pixel is the corner of its four finer ones.
    np.testing.assert_allclose(image, expected, rtol=1e-12, atol=1e-14)
    seen = tracer.blurred_image_2d_from(dataset.grids.lp_convolved, dataset.psf)
    np.testing.assert_allclose(seen.array, expected, rtol=1e-12, atol=1e-14)


def test_a_point_keeps_its_flux_among_turned_pixels(dataset) -> None:
    tracer = al.Tracer([al.Galaxy(0.5, star=al.lp.PointSource((0.3, -0.2), 3.0))])
    turned = al.DatasetModel(grid_offset=(0.05, -0.1), grid_rotation_angle=35.0)
    image = al.FitImaging(dataset, tracer, dataset_model=turned).model_data
    assert np.sum(image.array) == pytest.approx(3.0, rel=1e-12)
    y, x = dataset.mask.derive_grid.unmasked.T
    found = [np.sum(image.array * axis) / 3.0 for axis in (y, x)]
    kernel = dataset.psf.kernel.native.array
    rows = 0.2 * (1 - np.arange(3))
    shift = [kernel.sum(axis=1) @ rows, -kernel.sum(axis=0) @ rows]
    expected = np.add(turned.image_coordinates(0.3, -0.2), shift)
    np.testing.assert_allclose(found, expected, atol=1e-12)
