"""A short search finds the lens that was put in, and says so in lens terms."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest

import autolens_like as al
from autolens_like import af, exc
from test_autolens_like.fit.conftest import tracer_of

#: Radius of the circle with the area of the ellipse: Isothermal docstring.
FLATTENING = math.hypot(0.1, 0.05)


def test_the_posterior_holds_the_truth(result) -> None:
    lower, upper = result.samples.values_at_sigma(3.0)[0]
    assert lower < 0.9 < upper


def test_the_best_fit_has_the_likelihood_of_its_sample(result) -> None:
    fit = result.max_log_likelihood_fit
    assert fit.log_likelihood == pytest.approx(result.log_likelihood, rel=1e-12)
    assert isinstance(result.max_log_likelihood_tracer, al.Tracer)
    assert len(result.max_log_likelihood_galaxies) == 2


def test_effective_einstein_radius_is_that_of_the_ellipse(result) -> None:
    median, lower, upper = result.effective_einstein_radius
    parameter = result.samples.median_pdf(as_instance=False)[0]
    # 2 sqrt(q) / (1 + q) = sqrt(1 - f^2); the shear changes it in second order.
    expected = parameter * math.sqrt(1.0 - FLATTENING**2)
    assert median == pytest.approx(expected, rel=5e-3)
    assert lower < median < upper
    assert "effective_einstein_radius [arcsec]" in result.latent_text


def test_positions_likelihood_takes_its_threshold_from_the_best_model(result) -> None:
    positions = [(0.0, 1.0), (0.0, -0.8)]
    wide = result.positions_likelihood_from(factor=2.0, positions=positions)
    tracer = result.analysis.tracer_via_instance_from(result.instance)
    separation = wide.source_plane_separation_from(tracer)
    assert wide.threshold == pytest.approx(max(2.0 * separation, 0.2))
    for limits, expected in (
        ({"factor": 1e-9, "minimum_threshold": 0.3}, 0.3),
        ({"factor": 1e9, "maximum_threshold": 0.4}, 0.4),
    ):
        found = result.positions_likelihood_from(positions=positions, **limits)
        assert found.threshold == pytest.approx(expected)


def test_images_of_the_best_model_are_its_positions(result) -> None:
    tracer = result.max_log_likelihood_tracer
    source = result.source_plane_centre_from().array
    assert tuple(source[0]) == pytest.approx(tracer.galaxies[1].bulge.centre)
    images = result.image_plane_multiple_image_positions()
    assert len(images) >= 2
    y, x = tracer.traced(*images.array.T)[1]
    assert np.hypot(y - source[0, 0], x - source[0, 1]).max() < 1e-7
    found = result.positions_likelihood_from(factor=3.0, minimum_threshold=0.2)
    assert np.array_equal(found.positions.array, images.array)
    assert found.threshold == 0.2
    with pytest.raises(exc.PositionsException, match="no plane"):
        result.image_plane_multiple_image_positions(plane_redshift=3.0)
    with pytest.raises(exc.PositionsException, match="has no light"):
        lens = al.Galaxy(redshift=0.5, mass=al.mp.IsothermalSph())
        dark = {"lens": lens, "source": al.Galaxy(redshift=1.0)}
        result_of(result.analysis, dark).source_plane_centre_from()


def result_of(analysis, galaxies) -> al.ResultImaging:
    """A result whose best instance has these galaxies."""
    instance = SimpleNamespace(galaxies=galaxies)
    samples = SimpleNamespace(max_log_likelihood=lambda as_instance: instance)
    return al.ResultImaging(samples, analysis)


def test_a_pixelized_source_is_centred_on_its_brightest_pixel(analysis) -> None:
    lens = tracer_of().galaxies[0]
    pixelization = al.Pixelization(al.mesh.Rectangular((9, 9)), al.reg.Constant(1.0))
    source = al.Galaxy(redshift=1.0, pixelization=pixelization)
    found = result_of(analysis, {"lens": lens, "source": source})
    (centre,) = found.source_plane_centre_from().array
    # The true one, within two source pixels.
    assert np.hypot(centre[0] - 0.05, centre[1] - 0.08) < 0.4
    assert len(found.image_plane_multiple_image_positions()) >= 2


def test_a_source_outside_the_caustics_is_moved_inwards(analysis) -> None:
    mass = al.mp.IsothermalSph(einstein_radius=0.6)
    bulge = al.lp.ExponentialSph(centre=(0.0, 0.7))
    galaxies = {"lens": al.Galaxy(redshift=0.5, mass=mass),
                "source": al.Galaxy(redshift=1.0, bulge=bulge)}  # fmt: skip
    found = result_of(analysis, galaxies).image_plane_multiple_image_positions()
    # Inside the Einstein radius a point has two images, 2 θ_E apart.
    assert np.ptp(found.array[:, 1]) == pytest.approx(1.2, abs=1e-6)
    none = {
        **galaxies,
        "lens": al.Galaxy(redshift=0.5, mass=al.mp.MassSheet(kappa=0.1)),
    }
    with pytest.raises(exc.PositionsException, match="no multiple images"):
        result_of(analysis, none).image_plane_multiple_image_positions()


def test_maps_of_galaxies_come_by_path(result) -> None:
    maps = result.subtracted_signal_to_noise_map_galaxy_dict
    assert list(maps) == [("galaxies", "lens"), ("galaxies", "source")]


def test_a_folder_gives_its_fit_again(result) -> None:
    agg = af.Aggregator.from_directory(result.paths.folder.parent)
    (fit,) = al.agg.FitImagingAgg(agg).max_log_likelihood_gen_from()
    assert fit.figure_of_merit == result.max_log_likelihood_fit.figure_of_merit
    assert fit.figure_of_merit == pytest.approx(result.log_likelihood, rel=1e-12)
    radius = result.effective_einstein_radius[0]
    latent = agg.latent.effective_einstein_radius
    assert len(agg.query(agg.search.name == "small", latent < radius + 0.01)) == 1
    assert len(agg.query(latent < radius - 0.01)) == 0
