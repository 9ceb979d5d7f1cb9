"""Errors of a solution, by simulation, and what is said about its unknowns."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from autolens_like.inversion.inversion import Inversion, LinearData
from autolens_like.inversion.results import positive_definite_inverse
from test_autolens_like.inversion.test_inversion import (
    DATA,
    LIGHT,
    NOISE,
    WINDOW,
    inversion,
)

FREE = {"use_positive_only_solver": False}
DRAWS = 1000


@pytest.fixture(scope="module")
def solved() -> Inversion:
    return inversion(LIGHT[:0], **FREE)


def solution_of(solved: Inversion, data: np.ndarray) -> np.ndarray:
    target = LinearData(data, NOISE, None, WINDOW)
    again = Inversion(LIGHT[:0], solved.mappers, target, solved.settings)
    return again.reconstruction


def assert_covariance(samples: np.ndarray, expected: np.ndarray) -> None:
    """Sample covariance = expectation, to five standard deviations of itself."""
    found = samples.T @ samples / len(samples)
    variance = np.diagonal(expected)
    spread = np.sqrt((np.outer(variance, variance) + expected**2) / len(samples))
    assert np.all(np.abs(found - expected) < 5.0 * spread)


def test_errors_are_the_scatter_of_truth_about_the_solution(solved):
    """Sources drawn from the prior, data from the sources: s - ŝ has (F + H)⁻¹."""
    random = np.random.default_rng(1)
    root = np.linalg.cholesky(solved.regularization_matrix)
    samples = []
    for _ in range(DRAWS):
        source = np.linalg.solve(root.T, random.normal(size=20))
        noise = NOISE * random.normal(size=NOISE.size)
        data = solved.operated_mapping_matrix @ source + noise
        samples.append(source - solution_of(solved, data))
    assert_covariance(np.array(samples), solved.reconstruction_covariance_matrix)


def test_new_noise_scatters_the_solution_as_predicted(solved):
    random = np.random.default_rng(2)
    truth = solved.operated_mapping_matrix @ random.random(20)
    centre = solution_of(solved, truth)
    samples = np.array(
        [
            solution_of(solved, truth + NOISE * random.normal(size=NOISE.size)) - centre
            for _ in range(DRAWS)
        ]
    )
    scatter = solved.reconstruction_scatter_matrix
    assert_covariance(samples, scatter)
    errors = solved.reconstruction_covariance_matrix
    assert np.linalg.eigvalsh(errors - scatter).min() > 0.0


def test_good_parameters_are_those_that_the_prior_does_not_fix(solved):
    inverse = solved.reconstruction_covariance_matrix
    expected = 20 - np.trace(inverse @ solved.regularization_matrix)
    assert solved.number_of_good_parameters == pytest.approx(expected)
    assert 0.0 < solved.number_of_good_parameters < 20.0
    zeroed = inversion(LIGHT[:0])
    assert 0.0 < zeroed.number_of_good_parameters < np.count_nonzero(zeroed.solved)


def test_the_data_do_not_see_the_null_space():
    found = inversion(LIGHT, sources=2, **FREE)
    # The second source is the first again: 20 combinations leave no light.
    assert found.rank == 22
    assert found.null_space.shape == (42, 20)
    seen = found.operated_mapping_matrix @ found.null_space
    assert np.abs(seen).max() < 1e-6
    assert np.isfinite(found.condition_number)
    assert "Data alone: rank 22 of 42" in found.conditioning_text


def test_degenerate_light_is_named():
    twins = np.stack([LIGHT[0], LIGHT[1], LIGHT[0]])
    settings = {"no_regularization_add_to_curvature_diag_value": 0.0, **FREE}
    with pytest.raises(exc.InversionException) as caught:
        inversion(twins, **settings).reconstruction  # noqa: B018
    text = str(caught.value)
    assert "linear light profile 0" in text and "linear light profile 2" in text
    assert "linear light profile 1" not in text
    with pytest.raises(exc.InversionException, match="light profile 2"):
        inversion(twins, **settings).reconstruction_covariance_matrix  # noqa: B018


@pytest.mark.parametrize(
    "term",
    ["log_det_curvature_reg_matrix_term", "log_det_regularization_matrix_term"],
)
@pytest.mark.parametrize("shape", [(4, 5), (9, 9)], ids=["whole", "entries"])
def test_a_prior_without_a_determinant_names_its_pixel(shape, term):
    mesh = al.mesh.RectangularUniform(shape)
    found = inversion(pixels=al.Pixelization(mesh, al.reg.Constant(2.0)))
    entries = found._regularization_entries[0]
    assert (entries is None) == (shape == (4, 5))
    if entries is None:
        found._regularization_matrices[0][7, 7] = -1e9
    else:
        entries.values[(entries.rows == 7) & (entries.columns == 7)] = -1e9
    y, x = found.mappers[0].geometry.centres[7]
    with pytest.raises(exc.InversionException, match="source pixel 7 at") as caught:
        getattr(found, term)
    assert f"({y:.3f}, {x:.3f})" in str(caught.value)


def test_a_coefficient_that_drowns_the_rest_is_to_be_lowered():
    huge = al.Pixelization(al.mesh.RectangularUniform((4, 5)), al.reg.Constant(1e12))
    found = inversion(LIGHT[:0], pixels=huge)
    with pytest.raises(exc.InversionException, match="Lower the coeff") as caught:
        found.log_det_regularization_matrix_term  # noqa: B018
    assert "raise" not in str(caught.value)


def test_names_of_several_pixelizations_say_which():
    names = inversion(LIGHT, sources=2).names
    assert names[:2] == ["linear light profile 0", "linear light profile 1"]
    assert names[2].startswith("source pixel 0 of pixelization 0 at (")
    assert names[22].startswith("source pixel 0 of pixelization 1 at (")


def test_the_inverse_is_symmetric_and_exact():
    matrix = inversion().curvature_reg_matrix
    inverse = positive_definite_inverse(matrix)
    np.testing.assert_array_equal(inverse, inverse.T)
    np.testing.assert_allclose(inverse @ matrix, np.eye(22), atol=1e-8)
    with pytest.raises(exc.InversionException, match="no errors"):
        positive_definite_inverse(-np.eye(2))


def test_positive_solutions_on_random_systems_obey_their_conditions():
    """KKT to 1e-8 of the largest term, light and source, many right-hand sides."""
    random = np.random.default_rng(4)
    for _ in range(30):
        data = random.normal(0.2, 0.6, size=DATA.size)
        target = LinearData(data, NOISE, None, WINDOW)
        mappers = inversion().mappers
        settings = al.Settings(use_edge_zeroed_pixels=False)
        found = Inversion(LIGHT, mappers, target, settings)
        values = found.reconstruction
        gradient = found.curvature_reg_matrix @ values - found.data_vector
        largest = np.abs(found.data_vector).max()
        assert values.min() >= 0.0 and gradient.min() > -1e-8 * largest
        assert np.abs(gradient * values).max() < 1e-8 * largest
