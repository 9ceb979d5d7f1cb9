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

from functools import cached_property, partial
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.numerics.blocks import one_blas_thread
from autolens_like.numerics.cholesky import cholesky_factor, narrow_order
from autolens_like.numerics.host import on_host
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.nnls import positive_solution
from autolens_like.numerics.scatter import scattered

#: Blocks that may fail to lower the number of broken conditions in a row.
_PATIENCE = 5
#: Exchanges of blocks before the slow and certain method takes over.
_LIMIT = 100
#: A condition counts as broken beyond this fraction of the largest right-hand side
#: (of the system scaled to a unit diagonal).
_TOLERANCE = 1e-12

_SINGULAR = (
    "The linear system is singular: some unknowns cannot be told apart by the data."
)


@kernel
def positive_solution_by_blocks(
    matrix: Any, vector: Any, free: Any = None, few: int = 0, allowed: Any = None
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
    allowed
        (M,) False for entries that stay at zero, none of the few among them; None for
        none at all.

    Returns
    -------
    (M,) array
        x >= 0 with A x - b >= 0 and x (A x - b) = 0 where allowed.

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
    if allowed is None:
        allowed = np.ones(vector.size, dtype=bool)
    start = allowed if free is None else free & allowed
    with one_blas_thread():
        found = _exchanged(_Scaled(matrix, vector, few), start, allowed)
        if found is None:
            keep = np.flatnonzero(allowed)
            values = positive_solution(matrix[np.ix_(keep, keep)], vector[keep])
            return scattered(values, keep, vector.size)
    return found


class _Scaled:
    """A system scaled to a unit diagonal, of which no scaled copy is made.

    Parameters
    ----------
    matrix, vector, few
        As for `positive_solution_by_blocks`.
    """

    def __init__(self, matrix: np.ndarray, vector: np.ndarray, few: int) -> None:
        self.matrix, self.few = matrix, few
        self.scale = 1.0 / np.sqrt(np.diagonal(matrix))
        self.vector = vector * self.scale
        self._few = np.arange(few)
        #: (M,) what was free when the factor was made, None without one.
        self._base: np.ndarray | None = None

    def gradient(self, solution: np.ndarray, wanted: np.ndarray) -> np.ndarray:
        """(M,) A x - b of the scaled system where it is wanted, zero elsewhere."""
        rows, gradient = np.flatnonzero(wanted), np.zeros(solution.size)
        products = row_products(self.matrix, rows, self.scale * solution)
        gradient[rows] = self.scale[rows] * products - self.vector[rows]
        return gradient

    def solved(self, free: np.ndarray) -> np.ndarray:
        """(M,) the solution of the free entries, and the positive one of the few.

        Few entries are free that were not in the factorization before, or the reverse:
        then the factor stays and the system has a border, of columns for the new ones
        and of conditions that the others are zero.
        """
        few, solution = self.few, np.zeros(self.vector.size)
        if self._base is None or _is_far(self._base, free):
            self._factorize(free)
        changed = np.flatnonzero(self._base ^ free)
        added, border = ~self._base[changed], self._border(changed)
        pairs = self._entries(changed, changed) * (added[:, None] & added)
        known = np.column_stack(
            [self._entries(changed, self._few), self.vector[changed]]
        )
        outer = known * added[:, None] - border.T @ self._sides
        inner = np.linalg.solve(pairs - border.T @ border, outer)
        weights = np.ones(few + 1)
        if few:
            # What is left for the few once the others follow them (Schur complement).
            left, over = self._sides[:, :few], outer[:, :few].T
            own = self._entries(self._few, self._few) - left.T @ left
            own -= over @ inner[:, :few]
            target = self.vector[:few] - left.T @ self._sides[:, few]
            target -= over @ inner[:, few]
            solution[:few] = positive_solution(0.5 * (own + own.T), target)
            weights[:few] = -solution[:few]
        beside = inner @ weights
        half = self._sides @ weights - border @ beside
        solution[self._chosen] = self._half_solved(half, trans=1)
        solution[changed] = np.where(added, beside, 0.0)
        return solution

    def is_own(self, free: np.ndarray) -> bool:
        """Whether the solution of free entries came from their own factorization.

        Where it did not, the next one will: its last digits then depend on which
        entries are free and not on where the search for them began.
        """
        own = np.array_equal(self._base, free)
        self._base = self._base if own else None
        return own

    def _entries(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        scale = self.scale[rows, None] * self.scale[columns]
        return self.matrix[np.ix_(rows, columns)] * scale

    def _factorize(self, free: np.ndarray) -> None:
        self._base, self._chosen = free.copy(), self._order[free[self._order]]
        self._columns: dict[int, np.ndarray] = {}
        scale = self.scale[self._chosen]
        left = self._entries(self._few, self._chosen)
        sides = np.vstack([left, self.vector[self._chosen]]).T
        factor = cholesky_factor(self.matrix, self._chosen, scale, sides)
        if factor is None:
            self._base = None
            raise exc.InversionException(_SINGULAR)
        self._lower, self._sides = np.vsplit(factor, [self._chosen.size])
        self._sides = self._sides.T

    @cached_property
    def _order(self) -> np.ndarray:
        """(M - few,) the order in which the factor of the others is short."""
        few = self.few
        return few + narrow_order(self.matrix[few:, few:] if few else self.matrix)

    def _half_solved(self, sides: np.ndarray, trans: int = 0) -> np.ndarray:
        from scipy.linalg.lapack import dtrtrs

        if sides.size == 0:
            return sides
        # The transposed view of a C array is what LAPACK takes without a copy.
        return dtrtrs(self._lower.T, sides, lower=0, trans=1 - trans)[0]

    def _border(self, changed: np.ndarray) -> np.ndarray:
        """(m, k) columns of the border, half solved; those met before are kept."""
        new = np.array([i for i in changed if int(i) not in self._columns], dtype=int)
        if new.size:
            # Rows of the symmetric matrix, which lie in one piece in the memory.
            unit = (new[:, None] == self._chosen).astype(float)
            entries = self._entries(new, self._chosen)
            sides = np.where(self._base[new, None], unit, entries)
            solved = self._half_solved(sides.T).T
            self._columns |= dict(zip(new.tolist(), solved, strict=True))
        columns = [self._columns[i] for i in changed.tolist()]
        return np.reshape(columns, (changed.size, self._chosen.size)).T


def _is_far(base: np.ndarray, free: np.ndarray) -> bool:
    """Whether a factorization costs less than a border of all that is different."""
    return bool(8 * np.count_nonzero(base ^ free) > np.count_nonzero(base))


def _exchanged(
    system: _Scaled, free: np.ndarray, allowed: np.ndarray
) -> np.ndarray | None:
    """The solution of the system; None where exchanges do not settle."""
    few, size = system.few, system.vector.size
    largest = float(np.abs(system.vector[allowed]).max(initial=0.0))
    tolerance = _TOLERANCE * max(largest, 1e-300)
    free = free.copy()
    free[:few] = False
    fewest, patience = size + 1, _PATIENCE
    for _ in range(_LIMIT):
        solution = system.solved(free)
        gradient = system.gradient(solution, allowed & ~free)
        broken = np.where(free, solution < 0.0, gradient < -tolerance)
        broken[:few] = False
        number = int(np.count_nonzero(broken))
        if number == 0:
            if system.is_own(free):
                return system.scale * solution
            continue
        if number < fewest:
            fewest, patience = number, _PATIENCE
        elif patience > 0:
            patience -= 1
        else:
            # Murty's rule: the last one alone.
            broken[: np.flatnonzero(broken)[-1]] = False
        free ^= broken
    return None


@kernel
def row_products(matrix: Any, chosen: Any, vector: Any) -> Any:
    """(m,) some rows of a matrix times a vector.

    Parameters
    ----------
    matrix
        (M, M).
    chosen
        (m,) which rows.
    vector
        (M,).
    """
    return matrix[chosen] @ vector


@row_products.implement("numba")
def _row_products_numba(matrix: Any, chosen: Any, vector: Any) -> Any:
    result = np.empty(chosen.size)
    for k in range(chosen.size):
        result[k] = np.dot(matrix[chosen[k]], vector)
    return result


@positive_solution_by_blocks.implement("jax")
def _positive_solution_by_blocks_jax(
    matrix: Any, vector: Any, free: Any = None, few: int = 0, allowed: Any = None
) -> Any:
    import jax
    import jax.numpy as jnp
    from jax.scipy.linalg import cho_factor, cho_solve

    if allowed is not None:
        keep = np.flatnonzero(allowed)
        block = (matrix[np.ix_(keep, keep)], vector[keep])
        return scattered(
            positive_solution_by_blocks(*block, None, few), keep, len(allowed)
        )

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
