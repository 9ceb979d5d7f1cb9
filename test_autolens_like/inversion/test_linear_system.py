"""The linear system is the normal equation of a weighted least-squares fit."""

from __future__ import annotations

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.inversion import linear_system
from autolens_like.inversion.settings import Settings
from autolens_like.numerics import blocks

RNG = np.random.default_rng(1)
BLURRED = RNG.normal(size=(4, 30))
DATA = RNG.normal(size=30)
NOISE = RNG.uniform(0.5, 2.0, size=30)
KERNEL_SAMPLES = {
    "curvature_and_data_vector": [
        (BLURRED, DATA, NOISE),
        (BLURRED, DATA, NOISE, np.diag(NOISE**-2.0)),
    ],
    "with_regularization": [
        (np.ones((5, 5)), [np.eye(2), np.full((1, 1), 3.0)], 0.5),
        (np.ones((3, 3)), [np.eye(3)], 0.5),
    ],
}


def test_amplitudes_minimize_chi_squared() -> None:
    system = linear_system.curvature_and_data_vector(BLURRED, DATA, NOISE)
    plain = Settings(
        use_positive_only_solver=False,
        no_regularization_add_to_curvature_diag_value=0.0,
    )
    amplitudes = linear_system.amplitudes_from(*system, plain)
    expected = np.linalg.lstsq((BLURRED / NOISE).T, DATA / NOISE, rcond=None)[0]
    np.testing.assert_allclose(amplitudes, expected, rtol=1e-10)


def test_a_diagonal_covariance_is_the_noise_map() -> None:
    plain = linear_system.curvature_and_data_vector(BLURRED, DATA, NOISE)
    inverse = np.diag(NOISE**-2.0)
    covariant = linear_system.curvature_and_data_vector(BLURRED, DATA, NOISE, inverse)
    for left, right in zip(plain, covariant, strict=True):
        np.testing.assert_allclose(left, right, rtol=1e-12)


def test_pieces_and_threads_change_nothing(monkeypatch) -> None:
    whole = linear_system.curvature_and_data_vector(BLURRED, DATA, NOISE)
    monkeypatch.setattr(linear_system, "_NUMBERS_AT_ONCE", 1)
    monkeypatch.setattr(linear_system, "_PIXELS_AT_LEAST", 7)
    monkeypatch.setattr(blocks, "SMALL", 0)
    found = []
    for threads in ("1", "3"):
        monkeypatch.setenv("AUTOLENS_LIKE_NUM_THREADS", threads)
        found.append(linear_system.curvature_and_data_vector(BLURRED, DATA, NOISE))
    for one, other, expected in zip(*found, whole, strict=True):
        assert np.array_equal(one, other)
        np.testing.assert_allclose(one, expected, rtol=1e-12, atol=1e-12)


def test_settings_add_to_the_diagonal() -> None:
    matrix, vector = np.diag([1.0, 2.0]), np.array([1.0, 1.0])
    settings = Settings(no_regularization_add_to_curvature_diag_value=1.0)
    amplitudes = linear_system.amplitudes_from(matrix, vector, settings)
    np.testing.assert_allclose(amplitudes, [1 / 2, 1 / 3])


def test_positive_solver_is_a_switch() -> None:
    matrix, vector = np.eye(2), np.array([1.0, -1.0])
    free = Settings(use_positive_only_solver=False)
    assert linear_system.amplitudes_from(matrix, vector, free)[1] < 0.0
    assert linear_system.amplitudes_from(matrix, vector, Settings())[1] == 0.0


def test_twin_of_the_plain_solution() -> None:
    jax = pytest.importorskip("jax")
    system = linear_system.curvature_and_data_vector(BLURRED, DATA, NOISE)
    twin = linear_system.solution(*map(jax.numpy.asarray, system))
    np.testing.assert_allclose(twin, linear_system.solution(*system), rtol=1e-10)


def test_a_singular_system_names_the_remedy() -> None:
    with pytest.raises(exc.InversionException, match="cannot be told apart"):
        linear_system.solution(np.ones((2, 2)), np.ones(2))
