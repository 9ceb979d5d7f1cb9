"""A JAX likelihood, compiled and waited for, the same way for every system."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def compiled(
    value: Callable[..., Any], mode: str, jax: Any, *data: Any
) -> Callable[[np.ndarray], float]:
    """A compiled value (mode "jax") or value and gradient (mode "gradient").

    Parameters
    ----------
    value
        A function of a vector, by which it is derived, and of `data`.
    mode
        "jax" or "gradient".
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
    both = jax.jit(jax.value_and_grad(value))

    def call(vector: np.ndarray) -> float:
        result, gradient = jax.block_until_ready(both(vector, *data))
        if not np.all(np.isfinite(gradient)):
            raise FloatingPointError(f"gradient of {np.asarray(gradient)}")
        return float(result)

    return call
