"""Values put into their places in a larger array."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.numerics.kernel import kernel


@kernel
def scattered(values: Any, index: np.ndarray, size: int) -> Any:
    """An array of `size` rows that holds `values` at `index` and zero elsewhere.

    Parameters
    ----------
    values
        (N, ...) rows.
    index
        (N,) where each belongs, no place twice.
    size
        Rows of the result.

    Returns
    -------
    (size, ...) array
    """
    rows = np.zeros((size, *values.shape[1:]), dtype=values.dtype)
    rows[index] = values
    return rows


@scattered.implement("jax")
def _scattered_jax(values: Any, index: np.ndarray, size: int) -> Any:
    import jax.numpy as jnp

    rows = jnp.zeros((size, *values.shape[1:]), dtype=values.dtype)
    return rows.at[index].set(values)
