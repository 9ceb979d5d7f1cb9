"""A JAX likelihood, compiled and waited for, the same way for every system."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

#: Vectors of a batch.
BATCH = 8


def compiled(
    value: Callable[..., Any], mode: str, jax: Any, *data: Any
) -> Callable[[np.ndarray], Any]:
    """A compiled value, or value and gradient.

    Parameters
    ----------
    value
        A function of a vector, by which it is derived, and of `data`.
    mode
        "jax", "gradient", or "batch": the gradients of `BATCH` vectors at once, which
        come one below the other (a single vector is repeated).
    jax
        The module.
    *data
        Arrays that are the same at every call.

    Raises
    ------
    FloatingPointError
        From the result: a gradient that is not finite is no result to be timed.
    """
    if mode == "jax":
        function = jax.jit(value)
        return lambda vector: float(function(vector, *data))
    both = jax.value_and_grad(value)
    if mode == "batch":
        both = jax.vmap(both, in_axes=(0, *[None] * len(data)))
    both = jax.jit(both)

    def call(vector: np.ndarray) -> Any:
        if mode == "batch" and vector.ndim == 1:
            vector = np.tile(vector, (BATCH, 1))
        result, gradient = jax.block_until_ready(both(vector, *data))
        if not np.all(np.isfinite(gradient)):
            raise FloatingPointError(f"gradient of {np.asarray(gradient)}")
        return np.asarray(result)[()]

    return call
