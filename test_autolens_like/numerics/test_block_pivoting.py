"""Non-negative least squares by exchanges of blocks."""

import numpy as np
import pytest
from scipy.optimize import nnls

from autolens_like import exc
from autolens_like.numerics import block_pivoting
from autolens_like.numerics.block_pivoting import (
    _Scaled,
    positive_solution_by_blocks,
)
from test_autolens_like.numerics.kernel_samples import Sample


def system(size=60, seed=1, extra=0):
    random = np.random.default_rng(seed)
    rows = random.random((size + 30, size)) ** 4
    if extra:
        # Nearly equal columns, as of an expansion in Gaussians.
        rows[:, :extra] = rows[:, :1] + 1e-4 * random.random((size + 30, extra))
    target = rows @ random.normal(size=size) + random.normal(size=size + 30)
    return rows, target


def _sample():
    rows, target = system(size=20)
    return rows.T @ rows, rows.T @ target


_ALLOWED = np.arange(len(_sample()[1])) % 3 > 0
KERNEL_SAMPLES = {
    "positive_solution_by_blocks": [
        Sample(_sample(), 1e-9),
        Sample((*_sample(), None, 0, _ALLOWED), 1e-9, fixed=(4,)),
    ],
    "row_products": [(_sample()[0], np.array([0, 2, 5]), _sample()[1])],
}


def test_what_is_not_allowed_stays_at_zero():
    matrix, vector = _sample()
    keep = np.flatnonzero(_ALLOWED)
    block = positive_solution_by_blocks(matrix[np.ix_(keep, keep)], vector[keep])
    for free in (None, np.ones(vector.size, dtype=bool)):
        found = positive_solution_by_blocks(matrix, vector, free, 0, _ALLOWED)
        np.testing.assert_allclose(found[keep], block, rtol=1e-9, atol=1e-12)
        assert not found[~_ALLOWED].any()


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("extra", [0, 8])
def test_it_is_the_solution_of_scipy(seed, extra):
    rows, target = system(seed=seed, extra=extra)
    expected = nnls(rows, target)[0]
    found = positive_solution_by_blocks(rows.T @ rows, rows.T @ target)
    np.testing.assert_allclose(rows @ found, rows @ expected, atol=1e-6)
    assert np.all(found >= 0.0)


@pytest.mark.parametrize("seed", range(4))
def test_the_first_few_are_solved_for_anew_with_every_guess(seed):
    rows, target = system(seed=seed, extra=8)
    matrix, vector = rows.T @ rows, rows.T @ target
    expected = nnls(rows, target)[0]
    for few in (8, 1, 60):
        found = positive_solution_by_blocks(matrix, vector, few=few)
        np.testing.assert_allclose(rows @ found, rows @ expected, atol=1e-6)
        assert np.all(found >= 0.0)


@pytest.mark.parametrize("seed", range(3))
def test_the_guess_does_not_change_the_solution(seed):
    rows, target = system(seed=seed)
    matrix, vector = rows.T @ rows, rows.T @ target
    expected = positive_solution_by_blocks(matrix, vector)
    random = np.random.default_rng(seed)
    for free in (np.zeros(60, bool), random.random(60) < 0.5, expected > 0.0):
        before = free.copy()
        found = positive_solution_by_blocks(matrix, vector, free)
        np.testing.assert_allclose(found, expected, atol=1e-10)
        assert np.array_equal(free, before)


def test_the_conditions_hold_for_many_unknowns():
    rows, target = system(size=300)
    matrix, vector = rows.T @ rows + 0.1 * np.eye(300), rows.T @ target
    found = positive_solution_by_blocks(matrix, vector)
    gradient = matrix @ found - vector
    limit = 1e-8 * np.abs(vector).max()
    assert gradient.min() > -limit and np.abs(gradient * found).max() < limit


def test_exchanges_that_do_not_settle_give_way_to_the_certain_method(monkeypatch):
    rows, target = system()
    matrix, vector = rows.T @ rows, rows.T @ target
    expected = positive_solution_by_blocks(matrix, vector)
    monkeypatch.setattr(block_pivoting, "_LIMIT", 1)
    found = positive_solution_by_blocks(matrix, vector)
    np.testing.assert_allclose(found, expected, atol=1e-9)


def test_one_exchange_at_a_time_ends_as_well(monkeypatch):
    monkeypatch.setattr(block_pivoting, "_PATIENCE", 0)
    rows, target = system(size=20)
    matrix, vector = rows.T @ rows, rows.T @ target
    found = positive_solution_by_blocks(matrix, vector)
    np.testing.assert_allclose(found, nnls(rows, target)[0], atol=1e-9)


def test_nothing_to_explain_is_zero():
    assert np.all(positive_solution_by_blocks(np.eye(3), -np.ones(3)) == 0.0)


@pytest.mark.parametrize(
    ("matrix", "vector"),
    [
        (np.ones((3, 3)), np.ones(3)),
        (np.eye(2), np.array([1.0, np.nan])),
        (np.diag([1.0, 0.0]), np.ones(2)),
    ],
    ids=["singular", "nan", "dark"],
)
def test_systems_without_a_solution(matrix, vector):
    with pytest.raises(exc.InversionException):
        positive_solution_by_blocks(matrix, vector)


@pytest.mark.parametrize("few", [0, 8])
def test_an_accelerator_finds_the_same_with_whole_matrices(few):
    """What runs where numpy is far away, called on this machine."""
    jax = pytest.importorskip("jax")
    rows, target = system(seed=3, extra=few)
    matrix, vector = rows.T @ rows + 1e-3 * np.eye(60), rows.T @ target
    expected = positive_solution_by_blocks(matrix, vector)
    exchanged = jax.jit(block_pivoting._exchanged_jax, static_argnums=2)
    np.testing.assert_allclose(exchanged(matrix, vector, few), expected, atol=1e-8)
    assert np.all(np.isnan(exchanged(-matrix, vector, few)))


def test_an_accelerator_that_does_not_settle_says_nan(monkeypatch):
    jax = pytest.importorskip("jax")
    rows, target = system(size=20)
    monkeypatch.setattr(block_pivoting, "_LIMIT", 1)
    system_ = [jax.numpy.asarray(part) for part in (rows.T @ rows, rows.T @ target)]
    assert np.all(np.isnan(block_pivoting._exchanged_jax(*system_, 0)))


def test_the_derivative_is_that_of_the_free_entries():
    jax = pytest.importorskip("jax")
    rows, target = system(size=20)
    rows, target = jax.numpy.asarray(rows), jax.numpy.asarray(target)

    def brightness(factor):
        stretched = rows * (1.0 + factor * jax.numpy.arange(20.0))
        found = positive_solution_by_blocks(
            stretched.T @ stretched, stretched.T @ target
        )
        return found @ np.arange(20.0)

    step = 1e-6
    slope = float(brightness(step) - brightness(-step)) / (2.0 * step)
    assert jax.grad(brightness)(0.0) == pytest.approx(slope, rel=1e-6)
    assert np.isnan(positive_solution_by_blocks(jax.numpy.ones((3, 3)), np.ones(3))[0])


@pytest.mark.parametrize("few", [0, 5])
@pytest.mark.parametrize("changes", [1, 3])
def test_a_guess_that_is_nearly_right_takes_its_factorization_and_that_of_the_end(
    changes, few, monkeypatch
):
    random = np.random.default_rng(8)
    rows = random.normal(size=(1500, 400))
    matrix, vector = rows.T @ rows, rows.T @ random.normal(size=1500)
    expected = positive_solution_by_blocks(matrix, vector, None, few)
    guess = expected > 0.0
    # Some that are above zero, and some that are not, the wrong way round.
    for kind in (True, False):
        guess[np.flatnonzero((expected > 0.0) == kind)[few : few + changes]] ^= True
    made = []
    factorize = _Scaled._factorize
    monkeypatch.setattr(
        _Scaled, "_factorize", lambda *args: (made.append(1), factorize(*args))
    )
    found = positive_solution_by_blocks(matrix, vector, guess, few)
    np.testing.assert_array_equal(found, expected)
    assert len(made) == 2


def test_the_last_digits_do_not_depend_on_the_guess():
    rng = np.random.default_rng(8)
    images = rng.normal(size=(60, 40))
    matrix, vector = images.T @ images + np.eye(40), images.T @ rng.normal(size=60)
    expected = positive_solution_by_blocks(matrix, vector)
    free = expected > 0.0
    for changed in ([], [3], [3, 17, 30], list(range(40))):
        guess = free.copy()
        guess[changed] ^= True
        found = positive_solution_by_blocks(matrix, vector, guess)
        np.testing.assert_array_equal(found, expected)
