"""Numbers of a formula spread over its points: JAX sums all derivatives at once.

The gradient of a sum over many points by a number of a formula is a sum over all
points, and compiled for a processor each such sum is a loop of its own with half of the
formula in it again. Here all numbers are spread by one operation, whose transposition
sums all of them in one loop: the gradient of a Sersic profile's image by its seven
parameters takes 9 ms instead of 15 for 250,000 points, where the value takes 3.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.namespace import is_jax

#: Most parts in which points are summed.
_PARTS = 64


def spread(numbers: tuple[Any, ...], like: Any) -> tuple[Any, ...]:
    """The numbers of a formula, for an array formula that takes them point by point.

    Parameters
    ----------
    numbers
        Numbers, or arrays that the formula is to get as they are.
    like
        An array of the shape of the points.

    Returns
    -------
    tuple
        The numbers of JAX as arrays of the shape of `like`, which cost nothing: they
        are never laid out in memory. All others as they came.
    """
    chosen = [i for i, n in enumerate(numbers) if is_jax(n) and n.shape == ()]
    if not chosen or np.shape(like) == ():
        return numbers
    rows = filled(tuple(numbers[i] for i in chosen), np.shape(like))
    result = list(numbers)
    for i, row in zip(chosen, rows, strict=True):
        result[i] = row
    return tuple(result)


@kernel
def filled(numbers: tuple[Any, ...], shape: tuple[int, ...]) -> tuple[Any, ...]:
    """An array of every number, all of one shape."""
    return tuple(np.full(shape, number) for number in numbers)


@filled.implement("jax")
def _filled_jax(numbers: tuple[Any, ...], shape: tuple[int, ...]) -> tuple[Any, ...]:
    import jax.numpy as jnp

    return tuple(_operation()(*map(jnp.asarray, numbers), shape=shape))


@functools.cache
def _operation() -> Callable[..., list[Any]]:
    """The spreading of scalars over a shape, an operation that JAX can transpose."""
    from jax import lax
    from jax.core import ShapedArray
    from jax.extend.core import Primitive
    from jax.interpreters import ad, batching, mlir

    spreading, summing = Primitive("spread"), Primitive("sums")

    def spread_over(*numbers: Any, shape: tuple[int, ...]) -> list[Any]:
        return [lax.broadcast(number, shape) for number in numbers]

    def sums(*arrays: Any, axes: tuple[int, ...]) -> list[Any]:
        zeros = [np.zeros((), array.dtype) for array in arrays]
        # Some parts of the points, because a single sum does not run on threads.
        parts = math.gcd(arrays[0].size or 1, _PARTS)
        rows = [array.reshape(parts, -1) for array in arrays]
        partial = lax.reduce(rows, zeros, _sum_of_pairs, (1,))
        return list(lax.reduce(list(partial), zeros, _sum_of_pairs, (0,)))

    # An axis of None is none: the value is the same in all cases of the batch.
    def batched_spread(numbers: Any, batched: Any, shape: tuple[int, ...]) -> Any:
        return [
            lax.broadcast(n, shape)
            if axis is None
            else lax.broadcast_in_dim(n, (*n.shape, *shape), (0,))
            for n, axis in zip(numbers, batched, strict=True)
        ], batched

    def batched_sums(arrays: Any, batched: Any, axes: tuple[int, ...]) -> Any:
        return [
            array.sum(tuple(i for i in range(array.ndim) if i != axis))
            for array, axis in zip(arrays, batched, strict=True)
        ], [None if axis is None else 0 for axis in batched]

    def transposed_spread(cotangents: Any, *_: Any, shape: tuple[int, ...]) -> Any:
        whole = map(ad.instantiate_zeros, cotangents)
        return summing.bind(*whole, axes=tuple(range(len(shape))))

    def transposed_sums(cotangents: Any, *arrays: Any, axes: tuple[int, ...]) -> Any:
        whole = map(ad.instantiate_zeros, cotangents)
        return spreading.bind(*whole, shape=arrays[0].aval.shape)

    rules = (
        (spreading, spread_over, lambda numbers, shape: shape, transposed_spread,
         batched_spread),
        (summing, sums, lambda arrays, axes: (), transposed_sums, batched_sums),
    )  # fmt: skip
    for operation, function, shape_of, transposed, batched in rules:
        operation.multiple_results = True
        operation.def_impl(function)
        operation.def_abstract_eval(
            lambda *values, shape_of=shape_of, **options: [
                ShapedArray(shape_of(values, **options), v.dtype) for v in values
            ]
        )
        lowering = mlir.lower_fun(function, multiple_results=True)
        mlir.register_lowering(operation, lowering)
        ad.primitive_jvps[operation] = functools.partial(_linear, operation, ad)
        ad.primitive_transposes[operation] = transposed
        batching.primitive_batchers[operation] = batched
    return spreading.bind


def _sum_of_pairs(first: Any, second: Any) -> list[Any]:
    return [a + b for a, b in zip(first, second, strict=True)]


def _linear(
    operation: Any, ad: Any, values: Any, tangents: Any, **options: Any
) -> tuple[Any, Any]:
    """Values and tangents of a linear operation."""
    whole = map(ad.instantiate_zeros, tangents)
    return operation.bind(*values, **options), operation.bind(*whole, **options)
