"""An analysis of a model with a pixelized source."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from autolens_like.search.fitness import RESAMPLE_LOG_LIKELIHOOD, Fitness
from test_autolens_like.analysis.pixelized import (
    POSITIONS,
    SOURCE,
    adapt_image,
    pixelized_model,
)
from test_autolens_like.fit.conftest import dataset_of

GUARD = al.PositionsLH(POSITIONS, threshold=0.5)


def test_the_figure_of_merit_is_the_evidence(simulated):
    analysis = al.AnalysisImaging(simulated, positions_likelihood_list=[GUARD])
    instance = pixelized_model().instance_from_vector([0.9, 1.0])
    expected = analysis.fit_from(instance).log_evidence
    assert analysis.log_likelihood_function(instance) == expected


def test_a_pixelized_source_needs_positions(simulated):
    model = pixelized_model()
    with pytest.raises(exc.PixelizationException, match="positions_likelihood_list"):
        al.AnalysisImaging(simulated).check_model(model)
    al.AnalysisImaging(simulated, positions_likelihood_list=GUARD).check_model(model)
    al.AnalysisImaging(
        simulated, raise_inversion_positions_likelihood_exception=False
    ).check_model(model)
    # Light of the lens is not lensed.
    al.AnalysisImaging(simulated).check_model(pixelized_model(redshift=0.5))


def test_adapt_images_reach_the_galaxy_of_their_path(simulated):
    image = adapt_image(simulated.mask)
    analysis = al.AnalysisImaging(
        simulated,
        adapt_images=al.AdaptImages(galaxy_name_image_dict={SOURCE: image}),
    )
    instance = pixelized_model(al.reg.Adapt).instance_from_vector([0.9, 0.5, 2.0, 0.7])
    tracer = analysis.tracer_via_instance_from(instance)
    expected = al.FitImaging(
        simulated,
        tracer,
        adapt_images=al.AdaptImages({instance.galaxies.source: image}),
    )
    assert analysis.log_likelihood_function(instance) == expected.log_evidence
    assert analysis.fit_from(instance).adapt_images is not analysis.adapt_images


def test_without_their_image_the_need_is_told(simulated):
    analysis = al.AnalysisImaging(simulated)
    instance = pixelized_model(al.reg.Adapt).instance_from_vector([0.9, 0.5, 2.0, 0.7])
    with pytest.raises(exc.PixelizationException, match="adapt_images"):
        analysis.log_likelihood_function(instance)


def test_adapt_images_are_part_of_the_identity(simulated):
    def identity(adapt_images=None):
        return al.AnalysisImaging(simulated, adapt_images=adapt_images).identity()

    image = adapt_image(simulated.mask)
    first, again, other = (
        identity(al.AdaptImages(galaxy_name_image_dict={SOURCE: each}))
        for each in (image, 1.0 * image, 1.01 * image)
    )
    assert first == again != other
    assert {k for k in first if first[k] != other[k]} == {"adapt_images"}
    assert "adapt_images" not in identity()


def test_adapt_images_of_another_kind_or_mask_are_refused(simulated):
    with pytest.raises(exc.InputException, match="from_result"):
        al.AnalysisImaging(simulated, adapt_images={})
    mask = al.Mask2D.circular((15, 15), radius=1.1, pixel_scales=0.2)
    images = al.AdaptImages(galaxy_name_image_dict={SOURCE: adapt_image(mask)})
    with pytest.raises(exc.PixelizationException, match=r"galaxies\.source"):
        al.AnalysisImaging(dataset_of(), adapt_images=images)


def test_a_result_gives_the_images_of_the_next_fit(result):
    images = al.AdaptImages.from_result(result)
    assert list(images.galaxy_name_image_dict) == [("galaxies", "lens"), SOURCE]
    found = images.galaxy_name_image_dict["('galaxies', 'source')"].array
    expected = result.subtracted_signal_to_noise_map_galaxy_dict[SOURCE].array
    np.testing.assert_array_equal(found, np.maximum(expected, 0.01 * expected.max()))
    models = al.galaxy_name_image_dict_via_result_from(result, use_model_images=True)
    model = result.max_log_likelihood_fit.model_images_of_planes_list[1].array
    np.testing.assert_array_equal(
        models["galaxies.source"].array, np.maximum(model, 0.01 * model.max())
    )
    analysis = al.AnalysisImaging(result.analysis.dataset, adapt_images=images)
    instance = pixelized_model(al.reg.Adapt).instance_from_vector([0.9, 0.5, 2.0, 0.7])
    assert np.isfinite(analysis.log_likelihood_function(instance))


def test_a_search_under_jax_draws_again_where_there_is_no_evidence(simulated):
    pytest.importorskip("jax")
    model = pixelized_model(al.reg.Zeroth)
    guard = {"positions_likelihood_list": [GUARD]}
    fitness = [
        Fitness(model, al.AnalysisImaging(simulated, use_jax=use_jax, **guard))
        for use_jax in (True, False)
    ]
    for vector in ([0.9, 1.0], [0.8, 0.3], [0.4, 1.0]):
        compiled, plain = (one(np.array(vector)) for one in fitness)
        assert compiled == pytest.approx(plain, rel=1e-8)
    for one in fitness:
        assert one(np.array([0.9, 0.0])) == RESAMPLE_LOG_LIKELIHOOD
