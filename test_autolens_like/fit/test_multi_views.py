"""What a joint fit says about exposures, amplitudes and sources."""

from __future__ import annotations

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from test_autolens_like.fit.exposures import PLAIN, linear_tracer, multi


@pytest.fixture(scope="module")
def fit() -> al.FitMultiImaging:
    dataset = multi().with_active(["VIS_1", "NISP"])
    return al.FitMultiImaging(
        dataset, linear_tracer(), "joint", "constant", settings=PLAIN
    )


def test_exposures_are_found_by_name_and_number(fit) -> None:
    assert fit.fit_of("NISP") is fit.fit_of(2) is fit.fits[2]
    with pytest.raises(exc.DatasetException, match="switched off"):
        fit.fit_of("VIS_2")


def test_shared_amplitudes_count_once(fit) -> None:
    assert fit.total_linear_parameters == 4
    assert fit.degrees_of_freedom == fit.dataset.shape_slim - 4
    reduced = fit.chi_squared / fit.degrees_of_freedom
    assert fit.reduced_chi_squared == pytest.approx(reduced)


def test_chi_squared_is_the_sum_over_exposures(fit) -> None:
    one, off, other = fit.chi_squared_list
    assert off is None
    assert fit.chi_squared == one + other
    plain = fit.log_likelihood - fit.log_likelihood_without_normalization
    assert plain == pytest.approx(-0.5 * fit.noise_normalization)


def test_the_error_map_of_a_source_follows_the_covariance(fit) -> None:
    """For one profile it is the error of its amplitude times its image."""
    grid = al.Grid2DIrregular([(0.05, 0.08), (0.3, -0.2), (1.0, 1.0)])
    errors = fit.source_error_map_from(grid)
    profile = fit.tracer.galaxies[1].bulge.with_intensity(1.0)
    sigma = fit.amplitude_error_dict["VIS_1"]["galaxies.1.bulge"]
    expected = sigma * profile.image_2d_from(grid).array
    np.testing.assert_allclose(errors.array, expected, rtol=1e-10)
    by_name = fit.source_error_map_from(grid, "galaxies.1", "NISP")
    np.testing.assert_allclose(by_name.array, expected, rtol=1e-10)
    with pytest.raises(exc.UnknownGalaxyException, match=r"galaxies\.1"):
        fit.source_error_map_from(grid, "galaxies.2")
