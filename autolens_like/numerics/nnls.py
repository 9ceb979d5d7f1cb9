"""Least squares with solutions that may not be negative.

    minimize ½ xᵀ A x - bᵀ x    subject to x >= 0

by the active-set method of Lawson & Hanson 1974 (Solving Least Squares Problems, ch.
23). Multi-Gaussian expansions give matrices with condition numbers of 1e10, on which
block exchanges cycle; this method lowers the sum of squares at every step and cannot.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.numerics.kernel import kernel

#: An entry enters the solution when its gradient exceeds this fraction of the largest
#: right-hand side (of the system scaled to a unit diagonal).
_TOLERANCE = 1e-13
_STEPS_PER_ENTRY = 10
#: A solution is checked to this fraction of the largest right-hand side: of 1,000 drawn
#: Gaussian expansions scipy's holds to 1e-15 for 999.
_ROUNDING = 1e-10


@kernel
def positive_solution(matrix: Any, vector: Any) -> Any:
    """The non-negative minimum of ½ xᵀ A x - bᵀ x.

    Parameters
    ----------
    matrix
        (M, M) symmetric positive definite A.
    vector
        (M,) right-hand side b.

    Returns
    -------
    (M,) array
        x >= 0 with A x - b >= 0 and x (A x - b) = 0.

    Raises
    ------
    InversionException
        A is singular, holds entries that are not finite, or no solution was found.
    """
    from scipy.linalg import solve_triangular
    from scipy.optimize import nnls

    diagonal = np.diagonal(matrix)
    if not (np.all(np.isfinite(vector)) and np.all(diagonal > 0.0)):
        raise exc.InversionException(
            "The linear system holds entries that are not finite, or a component "
            "without any light; look at the images of the linear components."
        )
    # A unit diagonal makes the tolerance of the pivots one of relative size.
    scale = 1.0 / np.sqrt(diagonal)
    system = matrix * scale * scale[:, None], vector * scale
    try:
        lower = np.linalg.cholesky(system[0])
        target = solve_triangular(lower, system[1], lower=True)
        found = nnls(lower.T, target, maxiter=_STEPS_PER_ENTRY * vector.size)[0]
        return scale * (
            found if _is_optimal(*system, found) else _gone_on(*system, found)
        )
    except np.linalg.LinAlgError as error:
        raise exc.InversionException(
            "The linear system is singular: two linear components have the same image. "
            "Remove one, or raise "
            "Settings.no_regularization_add_to_curvature_diag_value."
        ) from error
    except RuntimeError as error:
        raise exc.InversionException(
            f"No positive solution of the linear system was found: {error}. Raise "
            "Settings.no_regularization_add_to_curvature_diag_value."
        ) from error


@positive_solution.implement("jax")
def _positive_solution_jax(matrix: Any, vector: Any) -> Any:
    # The free set is piecewise constant in the parameters, so the gradient is that of
    # the linear solve on the free set found.
    import jax
    import jax.numpy as jnp

    scale = 1.0 / jnp.sqrt(jnp.diagonal(matrix))
    scaled, target = matrix * scale * scale[:, None], vector * scale
    free, is_solved = _free_set_jax(*jax.lax.stop_gradient((scaled, target)))
    values = scale * _solution_where_jax(free, scaled, target)
    return jnp.where(is_solved, values, jnp.nan)


@kernel
def solution_of_free(free: Any, matrix: Any, vector: Any) -> Any:
    """(M,) x with A x = b in the free entries, zero in the others.

    Parameters
    ----------
    free
        (M,) which entries are free.
    matrix
        (M, M) symmetric positive definite A.
    vector
        (M,) right-hand side b.
    """
    from scipy.linalg import solve

    values = np.zeros_like(vector)
    own = np.ix_(free, free)
    values[free] = solve(matrix[own], vector[free], assume_a="pos")
    return values


@solution_of_free.implement("jax")
def _solution_of_free_jax(free: Any, matrix: Any, vector: Any) -> Any:
    import jax.numpy as jnp

    scale = 1.0 / jnp.sqrt(jnp.diagonal(matrix))
    scaled = matrix * scale * scale[:, None]
    return scale * _solution_where_jax(free, scaled, vector * scale)


def _solution_where_jax(free: Any, matrix: Any, vector: Any) -> Any:
    """The unconstrained solution of the free entries; the others are zero."""
    import jax.numpy as jnp
    from jax.scipy.linalg import cho_factor, cho_solve

    both = free[:, None] & free[None, :]
    masked = jnp.where(both, matrix, jnp.eye(vector.size))
    values = cho_solve(cho_factor(masked, lower=True), jnp.where(free, vector, 0.0))
    return jnp.where(free, values, 0.0)


def _free_set_jax(matrix: Any, vector: Any) -> tuple[Any, Any]:
    """(M,) which entries are above zero, and whether they were found in time."""
    import jax
    import jax.numpy as jnp

    size = vector.size
    take = functools.partial(_step, jnp, _solution_where_jax, matrix, vector)

    def unsolved(state: Any) -> Any:
        return ~state[2] & (state[3] < _STEPS_PER_ENTRY * size)

    start = (jnp.zeros(size), jnp.zeros(size, dtype=bool), jnp.asarray(False), 0)
    return jax.lax.while_loop(unsolved, take, start)[1:3]


def _is_optimal(matrix: Any, vector: Any, solution: Any) -> bool:
    """Whether the conditions of Karush, Kuhn and Tucker hold but for rounding."""
    descent = vector - matrix @ solution
    wrong = np.where(solution > 0.0, np.abs(descent), descent)
    return bool(wrong.max() <= _ROUNDING * np.abs(vector).max())


def _gone_on(matrix: Any, vector: Any, solution: Any) -> Any:
    """The solution of the scaled system, from one that has not reached it.

    Of one in some hundred Gaussian expansions scipy's nnls (1.17) stops short of it, at
    a log likelihood that is up to a few units too low.
    """
    state = (solution, solution > 0.0, False, 0)
    while not state[2]:
        if state[3] == _STEPS_PER_ENTRY * vector.size:
            raise RuntimeError(f"{state[3]} steps did not end at one")
        state = _step(np, solution_of_free.reference, matrix, vector, state)
    return state[0]


def _step(xp: Any, solve: Any, matrix: Any, vector: Any, state: Any) -> Any:
    """A step of Lawson & Hanson from a solution and its free entries: those after it,
    whether they are the best, and a count of the steps.

    Parameters
    ----------
    xp
        numpy or `jax.numpy`.
    solve
        Gives the solution of free entries, of a matrix and a vector.
    matrix, vector
        Scaled to a unit diagonal.
    state
        What the step before gave.
    """
    solution, free, _, count = state
    index = xp.arange(vector.size)
    trial = solve(free, matrix, vector)
    negative = free & (trial <= 0.0)
    blocked = negative.any()
    # Blocked: walk towards the trial until the first entry reaches zero.
    fall = xp.where(negative, solution - trial, 1.0)
    ratio = xp.where(negative, solution / xp.where(fall > 0, fall, 1.0), xp.inf)
    fraction = xp.where(blocked, xp.min(ratio), 1.0)
    moved = solution + fraction * (trial - solution)
    dropped = negative & (ratio <= fraction)
    kept = free & ~dropped
    # Not blocked: let the entry with the steepest descent in.
    descent = xp.where(free, -xp.inf, vector - matrix @ trial)
    best = xp.argmax(descent)
    solved = ~blocked & (descent[best] <= _TOLERANCE * xp.abs(vector).max())
    grown = free | ((index == best) & ~solved)
    return (
        xp.where(blocked, xp.where(kept, moved, 0.0), trial),
        xp.where(blocked, kept, grown),
        solved,
        count + 1,
    )
