"""Principal components of many stamps."""

from __future__ import annotations

import numpy as np

from autolens_like.numerics.blocks import one_blas_thread

#: More directions than asked for, and passes over the data: with them the components
#: are exact to a thousandth of their variance (Halko et al. 2011, SIAM Rev. 53, 217).
_SURPLUS = 32
_PASSES = 4


def principal_components(
    stamps: np.ndarray, number: int, seed: int = 0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean, orthonormal components and their standard deviations.

    Parameters
    ----------
    stamps
        (N, P), N above `number`.
    number
        Components asked for.
    seed
        Of the random directions from which the search starts.

    Returns
    -------
    (P,), (number, P), (number,) arrays, the largest component first
    """
    mean = stamps.mean(axis=0, dtype=float).astype(stamps.dtype)
    rest = stamps - mean
    directions = np.random.default_rng(seed).standard_normal(
        (stamps.shape[1], min(number + _SURPLUS, *stamps.shape))
    )
    basis = directions.astype(stamps.dtype)
    with one_blas_thread():
        for _ in range(_PASSES):
            basis, _ = np.linalg.qr(rest.T @ (rest @ basis))
        _, values, rows = np.linalg.svd(rest @ basis, full_matrices=False)
        components = rows[:number] @ basis.T
    return mean, components, values[:number] / np.sqrt(len(stamps))
