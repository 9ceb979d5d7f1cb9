"""Linear light and source pixels solved for together."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from autolens_like.inversion.inversion import FreeSet, Inversion, LinearData
from autolens_like.inversion.mapper import mapper_from
from autolens_like.numerics import memory
from autolens_like.structures.over_sampling import OverSampler

MASK = al.Mask2D.circular((9, 9), radius=0.4, pixel_scales=0.1)
SAMPLER = OverSampler(MASK, 2)
N = MASK.shape_slim
PIXELIZATION = al.Pixelization(al.mesh.RectangularUniform((4, 5)), al.reg.Constant(2.0))
_random = np.random.default_rng(31)
LIGHT = _random.random((2, N))
NOISE = _random.uniform(0.1, 0.3, size=N)
DATA = _random.normal(0.3, 0.5, size=N)


def kernel():
    values = _random.random((3, 3))
    return al.Convolver(al.Array2D.no_mask(values / values.sum(), 0.1))


WINDOW = kernel().with_state(MASK).state.window


def inversion(light=LIGHT, sources=1, pixels=PIXELIZATION, **settings) -> Inversion:
    mapper = mapper_from(
        pixels, SAMPLER.bins.counts, (0.4 * SAMPLER.y, 0.5 * SAMPLER.x)
    )
    data = LinearData(DATA, NOISE, None, WINDOW)
    return Inversion(light, [mapper] * sources, data, al.Settings(**settings))


@pytest.mark.parametrize("light", [LIGHT, LIGHT[:0]], ids=["light", "alone"])
def test_the_unconstrained_solution_maximizes_the_posterior(light):
    found = inversion(light, use_positive_only_solver=False)
    system = found.curvature_reg_matrix @ found.reconstruction
    np.testing.assert_allclose(system, found.data_vector, rtol=1e-8, atol=1e-8)
    assert found.reconstruction.size == len(light) + 20


def test_the_positive_solution_obeys_its_conditions():
    found = inversion(use_edge_zeroed_pixels=False)
    values = found.reconstruction
    gradient = found.curvature_reg_matrix @ values - found.data_vector
    largest = np.abs(found.data_vector).max()
    assert np.all(values >= 0.0) and np.any(values == 0.0) and np.any(values > 0.0)
    assert gradient.min() > -1e-8 * largest
    assert np.abs(gradient * values).max() < 1e-8 * largest


def test_the_start_does_not_change_the_solution():
    expected, free_set = inversion().reconstruction, FreeSet()
    assert free_set.guess(22) is None
    free_set.remember(-expected)
    assert free_set.guess(22) is not None and free_set.guess(21) is None
    first = inversion()
    first.free_set = free_set
    np.testing.assert_array_equal(first.reconstruction, expected)
    again = inversion()
    again.free_set = free_set
    np.testing.assert_array_equal(again.reconstruction, expected)


def test_edge_pixels_stay_at_zero_in_a_positive_solution_alone():
    zeroed = inversion().mappers[0].geometry.zeroed
    assert np.all(inversion().reconstruction_reduced[zeroed] == 0.0)
    free = inversion(use_positive_only_solver=False)
    assert np.all(free.reconstruction_reduced[zeroed] != 0.0)
    noise = inversion().reconstruction_noise_map
    assert np.array_equal(np.isnan(noise[2:]), zeroed)


def test_log_determinants_are_of_the_source_pixels_alone():
    found = inversion()
    expected = np.linalg.slogdet(found.curvature_reg_matrix_reduced)[1]
    assert found.log_det_curvature_reg_matrix_term == pytest.approx(expected)
    expected = np.linalg.slogdet(found.regularization_matrix_reduced)[1]
    assert found.log_det_regularization_matrix_term == pytest.approx(expected, abs=1e-6)
    values = found.reconstruction
    term = values @ found.regularization_matrix @ values
    assert found.regularization_term == pytest.approx(term)


def test_the_curvature_matrix_is_the_same_whenever_it_is_asked_for():
    """H is added in its place."""
    mesh = al.mesh.RectangularUniform((9, 9))
    pixels = al.Pixelization(mesh, al.reg.Constant(2.0))
    first, then = (inversion(sources=2, pixels=pixels) for _ in range(2))
    assert all(part is not None for part in first._regularization_entries)
    curvature = first.curvature_matrix
    before = curvature.copy()
    extra = first.settings.no_regularization_add_to_curvature_diag_value
    expected = curvature + first.regularization_matrix
    expected[[0, 1], [0, 1]] += extra
    for found in (first, then):
        assert np.array_equal(found.curvature_reg_matrix, expected)
        assert np.array_equal(found.curvature_matrix, before)
    assert np.array_equal(curvature, before)


def test_terms_side_by_side_are_those_one_after_another():
    together, alone = inversion(), inversion()
    together.prepare_evidence()
    for name in (
        "reconstruction",
        "log_det_curvature_reg_matrix_term",
        "log_det_regularization_matrix_term",
    ):
        assert np.array_equal(together.__dict__[name], getattr(alone, name))


def test_images_are_the_operated_matrix_times_the_reconstruction():
    found = inversion(sources=2)
    image = found.operated_mapping_matrix @ found.reconstruction
    np.testing.assert_allclose(found.image, image, atol=1e-12)
    sharp = found.mapping_matrix @ found.reconstruction_reduced
    np.testing.assert_allclose(sum(found.mapped_images), sharp, atol=1e-12)


def test_errors_are_the_inverse_of_the_posterior_curvature():
    found = inversion(use_positive_only_solver=False)
    product = found.reconstruction_covariance_matrix @ found.curvature_reg_matrix
    np.testing.assert_allclose(product, np.eye(22), atol=1e-6)


def test_a_mesh_beyond_the_memory_is_refused(monkeypatch):
    monkeypatch.setattr(memory, "available_memory", lambda: 1000)
    with pytest.raises(exc.PixelizationException, match="22 source pixels"):
        inversion()


def test_without_light_there_is_a_source_alone():
    found = inversion(LIGHT[:0])
    assert found.total_light == 0
    np.testing.assert_array_equal(found.light_image, np.zeros(N))
