"""Non-negative least squares with a thousand unknowns: many change sides at once.

Block principal pivoting (Portugal, Júdice & Vicente 1994, Math. Comp. 63, 625; Kim &
Park 2011, SIAM J. Sci. Comput. 33, 3261): guess which unknowns are free, solve for
them, and exchange every one that breaks a condition of the optimum. Where exchanges
of blocks do not settle, one unknown is exchanged at a time, which must end.

The widths of a multi-Gaussian expansion are so alike that exchanges among them hardly
settle (100 factorizations and no end, for 60 of them beside 1,600 pixels). They are
few: each guess about the others is completed with their own positive solution.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.numerics.blocks import one_blas_thread
from autolens_like.numerics.host import on_host
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.nnls import positive_solution

#: Blocks that may fail to lower the number of broken conditions in a row.
_PATIENCE = 5
#: Exchanges of blocks before the slow and certain method takes over.
_LIMIT = 100
#: A condition counts as broken beyond this fraction of the largest right-hand side
#: (of the system scaled to a unit diagonal).
_TOLERANCE = 1e-12

_SINGULAR = (
    "The linear system is singular: some unknowns cannot be told apart by the data. "
    "Raise the coefficient of the regularization, or remove a component."
)


@kernel
def positive_solution_by_blocks(
    matrix: Any, vector: Any, free: Any = None, few: int = 0
) -> Any:
    """The non-negative minimum of ½ xᵀ A x - bᵀ x.

    Parameters
    ----------
    matrix
        (M, M) symmetric positive definite A.
    vector
        (M,) right-hand side b.
    free
        (M,) a guess of which entries are above zero. It saves time when it is good;
        the solution does not depend on it.
    few
        How many of the first entries are solved for anew with every guess about the
        others, because they are nearly alike among themselves.

    Returns
    -------
    (M,) array
        x >= 0 with A x - b >= 0 and x (A x - b) = 0.

    Raises
    ------
    InversionException
        A is singular or holds entries that are not finite.
    """
    diagonal = np.diagonal(matrix)
    if not (np.all(np.isfinite(vector)) and np.all(diagonal > 0.0)):
        raise exc.InversionException(
            "The linear system holds entries that are not finite, or an unknown "
            "without any light or regularization; look at the mapping of the pixels."
        )
    scale = 1.0 / np.sqrt(diagonal)
    scaled = matrix * scale * scale[:, None]
    target = vector * scale
    with one_blas_thread():
        found = _exchanged(scaled, target, free, few)
        if found is None:
            return positive_solution(matrix, vector)
    return scale * found


def _exchanged(
    matrix: np.ndarray, vector: np.ndarray, free: np.ndarray | None, few: int
) -> np.ndarray | None:
    """The solution of the scaled system; None where exchanges do not settle."""
    tolerance = _TOLERANCE * max(float(np.abs(vector).max(initial=0.0)), 1e-300)
    free = np.ones(vector.size, dtype=bool) if free is None else free.copy()
    free[:few] = False
    fewest, patience = vector.size + 1, _PATIENCE
    for _ in range(_LIMIT):
        solution = _solved(matrix, vector, free, few)
        gradient = matrix @ solution - vector
        broken = np.where(free, solution < 0.0, gradient < -tolerance)
        broken[:few] = False
        number = int(np.count_nonzero(broken))
        if number == 0:
            return solution
        if number < fewest:
            fewest, patience = number, _PATIENCE
        elif patience > 0:
            patience -= 1
        else:
            # Murty's rule: the last one alone.
            broken[: np.flatnonzero(broken)[-1]] = False
        free ^= broken
    return None


def _solved(
    matrix: np.ndarray, vector: np.ndarray, free: np.ndarray, few: int
) -> np.ndarray:
    """(M,) the solution of the free entries, and the positive one of the first few."""
    from scipy.linalg.lapack import dpotrf, dtrtrs

    solution = np.zeros(vector.size)
    chosen = np.flatnonzero(free)
    sides = np.column_stack([matrix[chosen, :few], vector[chosen]])
    if chosen.size:
        # The transposed view of a C array is what LAPACK takes without a copy.
        lower, info = dpotrf(
            matrix[np.ix_(chosen, chosen)].T, lower=1, clean=0, overwrite_a=1
        )
        if info != 0 or not np.all(np.isfinite(np.diagonal(lower))):
            raise exc.InversionException(_SINGULAR)
        sides = dtrtrs(lower, sides, lower=1)[0]
    target = sides[:, few]
    if few:
        # What is left for the few once the others follow them (Schur complement).
        left = sides[:, :few]
        reduced = matrix[:few, :few] - left.T @ left
        solution[:few] = positive_solution(reduced, vector[:few] - left.T @ target)
        target = target - left @ solution[:few]
    if chosen.size:
        solution[chosen] = dtrtrs(lower, target, lower=1, trans=1)[0]
    return solution


@positive_solution_by_blocks.implement("jax")
def _positive_solution_by_blocks_jax(
    matrix: Any, vector: Any, free: Any = None, few: int = 0
) -> Any:
    import jax
    import jax.numpy as jnp
    from jax.scipy.linalg import cho_factor, cho_solve

    def on_cpu(matrix: Any, vector: Any) -> Any:
        shape = [(vector.shape, float)]
        system = (matrix, vector)
        return on_host(lambda a, b: [_solution_or_nan(a, b, few)], shape, *system)[0]

    @jax.custom_vjp
    def solution(matrix: Any, vector: Any) -> Any:
        branches = {"cpu": on_cpu, "default": partial(_exchanged_jax, few=few)}
        return jax.lax.platform_dependent(matrix, vector, **branches)

    def forward(matrix: Any, vector: Any) -> tuple[Any, Any]:
        found = solution(matrix, vector)
        return found, (matrix, found)

    def backward(held: tuple[Any, Any], change: Any) -> tuple[Any, Any]:
        # The entries at zero stay there, so that the others are A_ff^-1 b_f.
        matrix, found = held
        free = found > 0.0
        both = free[:, None] & free
        factor = cho_factor(jnp.where(both, matrix, jnp.eye(free.size)), lower=True)
        along = cho_solve(factor, jnp.where(free, change, 0.0))
        return -along[:, None] * found, along

    solution.defvjp(forward, backward)
    scale = 1.0 / jnp.sqrt(jnp.diagonal(matrix))
    return scale * solution(matrix * scale * scale[:, None], vector * scale)


def _solution_or_nan(matrix: np.ndarray, vector: np.ndarray, few: int) -> np.ndarray:
    try:
        return positive_solution_by_blocks(matrix, vector, None, few)
    except exc.InversionException:
        return np.full(vector.size, np.nan)


def _exchanged_jax(matrix: Any, vector: Any, few: int) -> Any:
    """The solution of the scaled system by whole matrices; NaN where there is none."""
    import jax
    import jax.numpy as jnp

    tolerance = _TOLERANCE * jnp.maximum(jnp.abs(vector).max(), 1e-300)
    index = jnp.arange(vector.size)

    def unsolved(state: Any) -> Any:
        return (state[2] > 0) & (state[5] < _LIMIT)

    def step(state: Any) -> Any:
        free, _, _, fewest, patience, count = state
        solution = _solved_jax(matrix, vector, free, few)
        gradient = matrix @ solution - vector
        broken = jnp.where(free, solution < 0.0, gradient < -tolerance) & (index >= few)
        number = broken.sum()
        better = number < fewest
        # Murty's rule when patience is at its end: the last one alone.
        last = index == jnp.where(broken, index, -1).max()
        single = ~better & (patience <= 0)
        free = free ^ jnp.where(single, last, broken)
        patience = jnp.where(better, _PATIENCE, patience - 1)
        fewest = jnp.minimum(number, fewest)
        return free, solution, number, fewest, patience, count + 1

    size = vector.size
    start = (index >= few, jnp.zeros(size), size, size + 1, _PATIENCE, 0)
    _, solution, number, *_ = jax.lax.while_loop(unsolved, step, start)
    return jnp.where(number == 0, solution, jnp.nan)


def _solved_jax(matrix: Any, vector: Any, free: Any, few: int) -> Any:
    """As `_solved`, with rows of the unit matrix for the entries that are not free."""
    import jax.numpy as jnp
    from jax.scipy.linalg import solve_triangular

    chosen = free[few:]
    block = jnp.where(chosen[:, None] & chosen, matrix[few:, few:], 0.0)
    block = block + jnp.diag(jnp.where(chosen, 0.0, 1.0))
    sides = jnp.concatenate([matrix[few:, :few], vector[few:, None]], axis=1)
    lower = jnp.linalg.cholesky(block)
    sides = jnp.where(chosen[:, None], sides, 0.0)
    sides = solve_triangular(lower, sides, lower=True)
    target, first = sides[:, few], jnp.zeros(0)
    if few:
        left = sides[:, :few]
        reduced = matrix[:few, :few] - left.T @ left
        first = positive_solution(reduced, vector[:few] - left.T @ target)
        target = target - left @ first
    rest = solve_triangular(lower, target, lower=True, trans=1)
    return jnp.concatenate([first, jnp.where(chosen, rest, 0.0)])
