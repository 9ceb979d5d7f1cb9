"""The evidence of a regularized inversion and its terms (Suyu et al. 2006)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.numerics.cholesky import cholesky_diagonal
from autolens_like.numerics.host import on_host
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.symmetric_entries import SymmetricEntries

_SINGULAR = (
    "The {name} matrix is not positive definite, so that the evidence has no value."
)


@kernel
def log_determinant(matrix: Any, name: str) -> Any:
    """ln det of a symmetric positive definite (M, M) matrix.

    Parameters
    ----------
    matrix
        The matrix.
    name
        What it is called in the error.

    Raises
    ------
    InversionException
        It is not positive definite.
    """
    diagonal = cholesky_diagonal(matrix)
    if diagonal is None:
        raise exc.InversionException(_SINGULAR.format(name=name))
    return 2.0 * float(np.log(diagonal).sum())


@log_determinant.implement("jax")
def _log_determinant_jax(matrix: Any, name: str) -> Any:
    return _traced_log_determinant(matrix, log_determinant)


@kernel
def log_determinant_of_neighbours(matrix: Any, name: str) -> Any:
    """ln det of a matrix that couples neighbours alone: as a band, where it is thin.

    Parameters and errors as `log_determinant`; a numpy matrix may be given by its
    `SymmetricEntries`.
    """
    from scipy.linalg.lapack import dpbtrf

    entries = matrix
    if not isinstance(matrix, SymmetricEntries):
        entries = SymmetricEntries.of(matrix)
    size, rows, columns = entries.size, entries.rows, entries.columns
    if 4 * int(np.max(rows - columns, initial=0)) > size:
        place = _places_along_a_band(rows, columns, size)
        one, other = place[rows], place[columns]
        rows, columns = np.maximum(one, other), np.minimum(one, other)
    width = int(np.max(rows - columns, initial=0))
    if 4 * width > size:
        return log_determinant(entries.dense(), name)
    band = np.zeros((width + 1, size))
    band[rows - columns, columns] = entries.values
    factor, info = dpbtrf(band, lower=1)
    if info != 0 or not np.all(np.isfinite(factor[0])):
        raise exc.InversionException(_SINGULAR.format(name=name))
    return 2.0 * float(np.log(factor[0]).sum())


def _places_along_a_band(
    rows: np.ndarray, columns: np.ndarray, size: int
) -> np.ndarray:
    """(M,) new place of every unknown, those that are coupled near each other."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import reverse_cuthill_mckee

    one, other = np.concatenate([rows, columns]), np.concatenate([columns, rows])
    graph = csr_matrix((np.ones(one.size), (one, other)), shape=(size, size))
    place = np.empty(size, dtype=np.int64)
    place[reverse_cuthill_mckee(graph, symmetric_mode=True)] = np.arange(size)
    return place


@log_determinant_of_neighbours.implement("jax")
def _log_determinant_of_neighbours_jax(matrix: Any, name: str) -> Any:
    return _traced_log_determinant(matrix, log_determinant_of_neighbours)


def _traced_log_determinant(matrix: Any, by_numpy: Callable[..., float]) -> Any:
    """ln det in a JAX program, NaN where there is none; its gradient is the inverse."""
    import jax
    import jax.numpy as jnp
    from jax.scipy.linalg import cho_solve

    # On a CPU by numpy, whose factorization and inverse take half the time of XLA's.
    def on_cpu(matrix: Any) -> Any:
        return on_host(lambda m: [_or_nan(by_numpy, m)], [((), float)], matrix)[0]

    def elsewhere(matrix: Any) -> Any:
        return 2.0 * jnp.log(jnp.diagonal(jnp.linalg.cholesky(matrix))).sum()

    def inverse_on_cpu(matrix: Any) -> Any:
        return on_host(lambda m: [_inverse(m)], [(matrix.shape, float)], matrix)[0]

    def inverse_elsewhere(matrix: Any) -> Any:
        factor = jnp.linalg.cholesky(matrix)
        return cho_solve((factor, True), jnp.eye(matrix.shape[0]))

    @jax.custom_vjp
    def value(matrix: Any) -> Any:
        return jax.lax.platform_dependent(matrix, cpu=on_cpu, default=elsewhere)

    def backward(matrix: Any, change: Any) -> tuple[Any]:
        branches = {"cpu": inverse_on_cpu, "default": inverse_elsewhere}
        return (change * jax.lax.platform_dependent(matrix, **branches),)

    value.defvjp(lambda matrix: (value(matrix), matrix), backward)
    return value(jnp.asarray(matrix))


def _or_nan(function: Callable[..., float], matrix: np.ndarray) -> float:
    try:
        return function(matrix, "")
    except exc.InversionException:
        return np.nan


def _inverse(matrix: np.ndarray) -> np.ndarray:
    """The inverse of a symmetric positive definite matrix, NaN where there is none."""
    from scipy.linalg.lapack import dpotrf, dpotri

    lower, info = dpotrf(matrix.T, lower=1, clean=1)
    if info == 0:
        lower, info = dpotri(lower, lower=1, overwrite_c=1)
    if info != 0:
        return np.full(matrix.shape, np.nan)
    return np.tril(lower) + np.tril(lower, -1).T


def log_evidence_from(
    chi_squared: Any,
    regularization_term: Any,
    log_determinant_curvature_reg: Any,
    log_determinant_regularization: Any,
    noise_normalization: Any,
) -> Any:
    """-½ [χ² + sᵀHs + ln det(F + H) - ln det H + Σ ln 2πσ²].

    Suyu et al. 2006 (MNRAS 371, 983), with H in place of λC.
    """
    return -0.5 * (
        chi_squared
        + regularization_term
        + log_determinant_curvature_reg
        - log_determinant_regularization
        + noise_normalization
    )
