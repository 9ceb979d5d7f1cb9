"""Values put into their places in a larger array, or summed up there."""

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


@kernel
def sums_at(index: Any, values: Any, size: int) -> Any:
    """The sum of the values that belong to every place.

    Parameters
    ----------
    index
        Integers of any shape, the place of every value.
    values
        Of the same shape.
    size
        Number of places.

    Returns
    -------
    (size,) array
    """
    return np.bincount(index.reshape(-1), values.reshape(-1), minlength=size)


@sums_at.implement("jax")
def _sums_at_jax(index: Any, values: Any, size: int) -> Any:
    import jax.numpy as jnp

    flat = jnp.asarray(values).reshape(-1)
    return jnp.zeros(size, flat.dtype).at[index.reshape(-1)].add(flat)
