"""The evidence of a regularized inversion and its terms (Suyu et al. 2006, eq. 19)."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc

_SINGULAR = (
    "The {name} matrix is not positive definite, so that the evidence has no value. "
    "Raise the coefficient of the regularization."
)


def log_determinant(matrix: np.ndarray, name: str) -> float:
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
    from scipy.linalg.lapack import dpotrf

    lower, info = dpotrf(matrix.T, lower=1, clean=0)
    diagonal = np.diagonal(lower)
    if info != 0 or not np.all(np.isfinite(diagonal)):
        raise exc.InversionException(_SINGULAR.format(name=name))
    return 2.0 * float(np.log(diagonal).sum())


def log_determinant_of_neighbours(matrix: np.ndarray, name: str) -> float:
    """ln det of a matrix that couples neighbours alone: as a band, where it is thin.

    Parameters and errors as `log_determinant`.
    """
    from scipy.linalg.lapack import dpbtrf
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import reverse_cuthill_mckee

    rows, columns = np.nonzero(matrix)
    order = reverse_cuthill_mckee(csr_matrix(matrix), symmetric_mode=True)
    place = np.empty_like(order)
    place[order] = np.arange(order.size)
    below = place[rows] - place[columns]
    width = int(below.max(initial=0))
    if 4 * width > matrix.shape[0]:
        return log_determinant(matrix, name)
    band = np.zeros((width + 1, matrix.shape[0]))
    lower = below >= 0
    values = matrix[rows[lower], columns[lower]]
    band[below[lower], place[columns[lower]]] = values
    factor, info = dpbtrf(band, lower=1)
    if info != 0 or not np.all(np.isfinite(factor[0])):
        raise exc.InversionException(_SINGULAR.format(name=name))
    return 2.0 * float(np.log(factor[0]).sum())


def log_evidence_from(
    chi_squared: Any,
    regularization_term: Any,
    log_determinant_curvature_reg: Any,
    log_determinant_regularization: Any,
    noise_normalization: Any,
) -> Any:
    """-½ [χ² + sᵀHs + ln det(F + H) - ln det H + Σ ln 2πσ²].

    Suyu et al. 2006 (MNRAS 371, 983, eq. 19), with H in place of λC.
    """
    return -0.5 * (
        chi_squared
        + regularization_term
        + log_determinant_curvature_reg
        - log_determinant_regularization
        + noise_normalization
    )
