"""Functions of numpy arrays inside a JAX program.

Some steps have no good form as an array program: a triangulation, sparse sums over a
few entries a row, a factorization of the rows and columns that are free. On a CPU they
run in the compiled loops of the numpy path, several times faster than XLA's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autolens_like.numerics.kernel import kernel


@kernel
def on_host(
    function: Callable[..., Sequence[Any]],
    results: Sequence[tuple[tuple[int, ...], Any]],
    *arrays: Any,
) -> tuple[Any, ...]:
    """`function(*arrays)` by numpy, wherever the arrays are.

    The derivative of the results is zero: whoever needs another one defines it round
    this call. Under `jax.vmap` the function is called for one case after another.

    Parameters
    ----------
    function
        Takes numpy arrays, which it may not write to, and returns a sequence of arrays.
        It may not raise inside a JAX program: results without a value are NaN.
    results
        Shape and dtype of every array that it returns.
    *arrays
        What it takes.
    """
    return tuple(
        np.asarray(values, dtype=dtype).reshape(shape)
        for values, (shape, dtype) in zip(function(*arrays), results, strict=True)
    )


@on_host.implement("jax")
def _on_host_jax(
    function: Callable[..., Sequence[Any]],
    results: Sequence[tuple[tuple[int, ...], Any]],
    *arrays: Any,
) -> tuple[Any, ...]:
    import jax

    like = tuple(jax.ShapeDtypeStruct(shape, dtype) for shape, dtype in results)

    def copied(*values: Any) -> tuple[Any, ...]:
        found = function(*(np.asarray(value) for value in values))
        return tuple(
            np.asarray(one, dtype=item.dtype)
            for one, item in zip(found, like, strict=True)
        )

    def by_copies(*values: Any) -> tuple[Any, ...]:
        return jax.pure_callback(copied, like, *values, vmap_method="sequential")

    arguments = jax.lax.stop_gradient(tuple(map(jax.numpy.asarray, arrays)))
    try:
        from jax.experimental.buffer_callback import buffer_callback
    except ImportError:
        return by_copies(*arguments)

    def filled(context: Any, out: Any, *values: Any) -> None:
        for buffer, one in zip(out, copied(*values), strict=True):
            np.asarray(buffer)[...] = one

    # On a CPU a pure callback copies its arguments on a thread that XLA may not have
    # left, and waits for ever on a machine with one core; this one reads them in place.
    in_place = buffer_callback(filled, like, vmap_method="sequential")
    return jax.lax.platform_dependent(*arguments, cpu=in_place, default=by_copies)
