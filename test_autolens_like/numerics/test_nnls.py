"""The positive solution obeys the conditions of Karush, Kuhn and Tucker."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import nnls

from autolens_like import exc
from autolens_like.numerics.nnls import positive_solution

jax = pytest.importorskip("jax")


def system(seed: int, size: int, rows: int, noise: float = 1.0):
    """A random least-squares problem as A = GᵀG, b = Gᵀd, with G and d."""
    rng = np.random.default_rng(seed)
    design = rng.normal(size=(rows, size)) + 0.3
    data = design @ rng.normal(size=size) + noise * rng.normal(size=rows)
    return design.T @ design, design.T @ data, design, data


def gaussian_expansion(seed: int):
    """40 nested Gaussians on a radius: a condition number near 1e10."""
    rng = np.random.default_rng(seed)
    radius = np.linspace(0.0, 3.0, 400)
    images = np.exp(-0.5 * (radius / np.geomspace(0.01, 3.0, 40)[:, None]) ** 2)
    data = 50.0 * np.exp(-radius / 0.6) + 0.5 * rng.normal(size=radius.size)
    images, data = images / 0.5, data / 0.5
    return images @ images.T + 1e-3 * np.eye(40), images @ data


def assert_optimal(matrix, vector, solution, tolerance=1e-9):
    scale = 1.0 / np.sqrt(np.diagonal(matrix))
    gradient = scale * (matrix @ solution - vector)
    size = np.abs(scale * vector).max()
    assert np.all(solution >= 0.0)
    assert gradient.min() >= -tolerance * size
    assert np.abs(gradient[solution > 0.0]).max(initial=0.0) <= tolerance * size


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), size=st.integers(1, 25))
def test_conditions_hold_for_random_systems(seed: int, size: int) -> None:
    matrix, vector, _, _ = system(seed, size, size + 5)
    assert_optimal(matrix, vector, positive_solution(matrix, vector))


@pytest.mark.parametrize("seed", range(3))
def test_conditions_hold_for_nearly_equal_components(seed: int) -> None:
    matrix, vector = gaussian_expansion(seed)
    assert_optimal(matrix, vector, positive_solution(matrix, vector))
    twin = np.asarray(positive_solution(jax.numpy.asarray(matrix), vector))
    assert_optimal(matrix, vector, twin)


def two_expansions(seed: int):
    """Two groups of 40 Gaussians on a line, many of them narrower than its steps."""
    rng = np.random.default_rng(seed)
    line = np.linspace(-3.5, 3.5, 700) - rng.normal(0.0, 1e-3)
    widths = np.geomspace(1e-4, 3.5, 40)[:, None]
    groups = [np.exp(-0.5 * (line / (factor * widths)) ** 2) for factor in (1.0, 1.1)]
    images = np.concatenate(groups) * rng.uniform(5.0, 50.0)
    amplitudes = np.where(rng.random(80) < 0.2, rng.exponential(size=80), 0.0)
    data = amplitudes @ images + rng.normal(size=line.size)
    return images @ images.T + 1e-3 * np.eye(80), images @ data


# Of the first, scipy 1.17 gives a solution that leaves 0.005 of the right-hand side.
@pytest.mark.parametrize("seed", [237, 0, 1])
def test_conditions_hold_where_scipy_stops_early(seed: int) -> None:
    matrix, vector = two_expansions(seed)
    solution = positive_solution(matrix, vector)
    assert_optimal(matrix, vector, solution, tolerance=1e-13)
    twin = positive_solution(jax.numpy.asarray(matrix), vector)
    value = 0.5 * solution @ matrix @ solution - vector @ solution
    other = 0.5 * twin @ matrix @ twin - vector @ twin
    assert value == pytest.approx(float(other), rel=1e-13)


def test_it_is_the_least_squares_solution_of_scipy() -> None:
    matrix, vector, design, data = system(3, 20, 50)
    np.testing.assert_allclose(
        positive_solution(matrix, vector), nnls(design, data)[0], atol=1e-10
    )


def test_without_active_constraints_it_is_the_plain_solution() -> None:
    matrix = np.array([[2.0, 0.5], [0.5, 1.0]])
    expected = np.array([1.0, 3.0])
    np.testing.assert_allclose(
        positive_solution(matrix, matrix @ expected), expected, rtol=1e-14
    )


def test_units_of_the_components_do_not_matter() -> None:
    matrix, vector, _, _ = system(5, 12, 30)
    units = np.geomspace(1e-6, 1e6, 12)
    scaled = positive_solution(matrix * units * units[:, None], vector * units)
    np.testing.assert_allclose(
        scaled * units, positive_solution(matrix, vector), rtol=1e-8
    )


def test_gradient_is_that_of_central_differences() -> None:
    matrix, vector, _, _ = system(7, 10, 30)

    def total(factor):
        return positive_solution(matrix * factor, vector * 1.0 + 0.0 * factor).sum()

    step = 1e-6
    difference = (total(1.0 + step) - total(1.0 - step)) / (2.0 * step)
    assert jax.grad(total)(1.0) == pytest.approx(difference, rel=1e-6)


def test_vmap_solves_each_system() -> None:
    systems = [system(seed, 8, 20)[:2] for seed in range(3)]
    matrices = np.stack([matrix for matrix, _ in systems])
    vectors = np.stack([vector for _, vector in systems])
    solutions = jax.vmap(positive_solution)(matrices, vectors)
    for (matrix, vector), solution in zip(systems, solutions, strict=True):
        np.testing.assert_allclose(
            solution, positive_solution(matrix, vector), atol=1e-10
        )


@pytest.mark.parametrize(
    ("matrix", "text"),
    [
        (np.ones((2, 2)), "two linear components have the same image"),
        (np.diag([1.0, 0.0]), "a component without any light"),
        (np.diag([1.0, np.nan]), "not finite"),
    ],
)
def test_unsolvable_systems_say_why(matrix, text: str) -> None:
    with pytest.raises(exc.InversionException, match=text):
        positive_solution(matrix, np.ones(2))
