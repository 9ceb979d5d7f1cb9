"""A fit against its definition, against itself in parts, and under JAX."""

from __future__ import annotations

import gc
import math
import weakref

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from test_autolens_like.fit.conftest import dataset_of, tracer_of

jax = pytest.importorskip("jax")


def test_model_image_is_the_convolved_image_of_the_tracer(dataset, tracer) -> None:
    image = tracer.image_2d_from(dataset.grids.lp)
    around = tracer.image_2d_from(dataset.grids.blurring)
    expected = dataset.psf.convolved_image_via_real_space_from(image, around)
    model = al.FitImaging(dataset, tracer).model_data
    np.testing.assert_allclose(model.array, expected.array, rtol=1e-10)


def test_log_likelihood_is_its_definition(dataset, tracer) -> None:
    fit = al.FitImaging(dataset, tracer)
    residual = np.asarray(dataset.data - fit.model_data)
    noise = np.asarray(dataset.noise_map)
    expected = -0.5 * np.sum((residual / noise) ** 2 + np.log(2.0 * math.pi * noise**2))
    assert fit.log_likelihood == pytest.approx(expected, rel=1e-13)
    assert fit.figure_of_merit == fit.log_likelihood
    assert fit.log_evidence is None
    assert fit.reduced_chi_squared == pytest.approx(
        fit.chi_squared_map.sum() / dataset.shape_slim
    )


def test_a_fit_ends_with_its_last_holder_without_the_collector(dataset) -> None:
    linear = al.Galaxy(0.5, bulge=al.lp_linear.Sersic(effective_radius=0.5))
    fit = al.FitImaging(dataset, al.Tracer([linear]))
    assert np.isfinite(fit.figure_of_merit)
    held = [weakref.ref(fit), weakref.ref(fit.inversion)]
    gc.disable()
    try:
        del fit
        assert [one() for one in held] == [None, None]
    finally:
        gc.enable()


def test_true_model_leaves_only_the_noise_normalization(noiseless, tracer) -> None:
    fit = al.FitImaging(noiseless, tracer)
    np.testing.assert_allclose(fit.normalized_residual_map.array, 0.0, atol=1e-9)
    assert fit.log_likelihood == pytest.approx(-0.5 * fit.noise_normalization)


def test_linear_intensities_of_noiseless_data_are_the_true_ones(noiseless) -> None:
    settings = al.Settings(no_regularization_add_to_curvature_diag_value=0.0)
    fit = al.FitImaging(noiseless, tracer_of(linear=True), settings=settings)
    np.testing.assert_allclose(fit.inversion.reconstruction, [1.5, 2.0], rtol=1e-9)
    np.testing.assert_allclose(fit.residual_map.array, 0.0, atol=1e-9)


def test_unconstrained_intensities_may_be_negative(dataset) -> None:
    negative = dataset_of(-np.asarray(dataset.data.native))
    tracer = tracer_of(linear=True)
    free = al.Settings(use_positive_only_solver=False)
    solved = al.FitImaging(negative, tracer, settings=free).inversion.reconstruction
    bounded = al.FitImaging(negative, tracer).inversion.reconstruction
    assert solved.min() < 0.0
    assert bounded.min() >= 0.0


def test_best_intensities_are_better_than_any_other(dataset) -> None:
    best = al.FitImaging(dataset, tracer_of(linear=True)).log_likelihood
    assert best > al.FitImaging(dataset, tracer_of()).log_likelihood


def test_background_sky_is_added_to_the_model(dataset, tracer) -> None:
    plain = al.FitImaging(dataset, tracer).model_data
    sky = al.DatasetModel(background_sky_level=0.3)
    raised = al.FitImaging(dataset, tracer, dataset_model=sky).model_data
    np.testing.assert_allclose(raised.array - plain.array, 0.3, rtol=1e-12)


def test_a_grid_offset_moves_the_image(dataset) -> None:
    light = al.lp.Gaussian(centre=(0.1, 0.2), sigma=0.3, intensity=1.0)
    moved = al.lp.Gaussian(centre=(0.3, 0.1), sigma=0.3, intensity=1.0)
    model = al.DatasetModel(grid_offset=(0.2, -0.1))
    with_offset = al.FitImaging(
        dataset, al.Tracer([al.Galaxy(0.5, light=light)]), dataset_model=model
    )
    without = al.FitImaging(dataset, al.Tracer([al.Galaxy(0.5, light=moved)]))
    np.testing.assert_allclose(
        with_offset.model_data.array, without.model_data.array, rtol=1e-9
    )


def test_a_diagonal_covariance_changes_nothing(tracer) -> None:
    plain = dataset_of()
    whole = al.Array2D.no_mask(np.zeros((15, 15)), pixel_scales=0.2)
    noise = np.random.default_rng(11)
    noise.normal(0.5, 0.2, size=(15, 15))
    variance = noise.uniform(0.1, 0.3, size=whole.shape_slim) ** 2
    covariant = dataset_of(noise_covariance_matrix=np.diag(variance))
    for linear in (False, True):
        expected = al.FitImaging(plain, tracer_of(linear=linear)).log_likelihood
        value = al.FitImaging(covariant, tracer_of(linear=linear)).log_likelihood
        assert value == pytest.approx(expected, rel=1e-10)


def test_a_fit_without_light_is_zero(dataset) -> None:
    mass_only = al.Tracer([al.Galaxy(0.5, mass=al.mp.IsothermalSph())])
    fit = al.FitImaging(dataset, mass_only)
    np.testing.assert_array_equal(fit.model_data.array, 0.0)


@pytest.mark.parametrize("linear", [False, True])
def test_jit_grad_and_vmap_without_a_step_by_the_user(dataset, linear) -> None:
    def log_likelihood(tracer):
        return al.FitImaging(dataset, tracer).log_likelihood

    tracer = tracer_of(linear=linear)
    expected = log_likelihood(tracer)
    # One program, because each takes seconds to compile.
    program = jax.jit(jax.vmap(jax.value_and_grad(log_likelihood)))
    stacked = jax.tree_util.tree_map(lambda leaf: jax.numpy.stack([leaf, leaf]), tracer)
    values, gradient = program(stacked)
    np.testing.assert_allclose(values, expected, rtol=1e-10)

    step = 1e-6
    difference = (
        log_likelihood(tracer_of(0.9 + step, linear))
        - log_likelihood(tracer_of(0.9 - step, linear))
    ) / (2.0 * step)
    slopes = gradient.galaxies[0].mass.einstein_radius
    np.testing.assert_allclose(slopes, [difference, difference], rtol=1e-5)


def test_a_whole_fit_passes_through_jit(dataset, tracer) -> None:
    fit = al.FitImaging(dataset, tracer)
    value = jax.jit(lambda fit: fit.log_likelihood)(al.FitImaging(dataset, tracer))
    assert value == pytest.approx(fit.log_likelihood, rel=1e-10)


def test_the_xp_door_gives_jax_arrays(dataset, tracer) -> None:
    fit = al.FitImaging(dataset, tracer, xp=jax.numpy)
    assert isinstance(fit.log_likelihood, jax.Array)
    assert fit.log_likelihood == pytest.approx(
        al.FitImaging(dataset, tracer).log_likelihood, rel=1e-10
    )


def test_wrong_arguments_are_named(dataset, tracer) -> None:
    with pytest.raises(
        exc.InputException, match=r"dataset of type Tracer.*al\.Imaging"
    ):
        al.FitImaging(tracer, tracer)
    with pytest.raises(exc.InputException, match="tracer of type list"):
        al.FitImaging(dataset, [])
    with pytest.raises(exc.InputException, match=r"numpy, jax\.numpy"):
        al.FitImaging(dataset, tracer, xp=math)


def test_data_that_are_not_finite_are_found() -> None:
    data = np.ones((5, 5))
    data[1, 2] = np.nan
    dataset = al.Imaging(
        data=al.Array2D.no_mask(data, pixel_scales=0.2),
        noise_map=al.Array2D.ones((5, 5), pixel_scales=0.2),
    )
    with pytest.raises(exc.DatasetException, match=r"1 .*\(1, 2\)"):
        al.FitImaging(dataset, tracer_of())
