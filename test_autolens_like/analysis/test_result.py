"""A short search finds the lens that was put in, and says so in lens terms."""

from __future__ import annotations

import math

import pytest

import autolens_like as al

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
    wide = result.positions_likelihood_from(positions, factor=2.0)
    tracer = result.analysis.tracer_via_instance_from(result.instance)
    separation = wide.source_plane_separation_from(tracer)
    assert wide.threshold == pytest.approx(max(2.0 * separation, 0.2))
    assert result.positions_likelihood_from(
        positions, factor=1e-9, minimum_threshold=0.3
    ).threshold == pytest.approx(0.3)


def test_maps_of_galaxies_come_by_path(result) -> None:
    maps = result.subtracted_signal_to_noise_map_galaxy_dict
    assert list(maps) == [("galaxies", "lens"), ("galaxies", "source")]
