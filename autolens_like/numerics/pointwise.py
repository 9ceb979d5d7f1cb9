"""Formulas at one point after the other, piece by piece where JAX runs on processors.

Compiled for a processor, every division, root and loop of a formula is a pass of its
own over all points. In short pieces what lies between them stays in cache, and the
value of a formula with twenty divisions takes a quarter of the time.

The gradient of a sum over many points by the numbers of a formula is one sum for each
place where a number stands in it, and every such sum a loop of its own over all points,
with half of the formula in it again. Here a number is a row of equal numbers, one for
every point of a piece, so that all derivatives are element-wise; the rows are summed
once, at the end. Formulas with five numbers or more gain a third to a half of the time
of their gradient, a short one with two loses.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.namespace import is_jax
from autolens_like.numerics.spread import spread

#: Points of a piece: a hundred temporaries of float64 fill half a megabyte of cache.
_PIECE = 512
#: Fewest points of a part in which `computed_again` goes through many: fewer would not
#: be worth a second thread.
_PART = 32768
#: What JAX calls the values of `kept`.
_KEPT = "kept between the value and the gradient"


@kernel
def pointwise(
    function: Callable[..., Any],
    y: Any,
    x: Any,
    numbers: tuple[Any, ...],
    constants: tuple[Any, ...] = (),
) -> Any:
    """`function(y, x, *numbers, *constants)`, a formula of one point at a time.

    Parameters
    ----------
    function
        Takes coordinates and numbers, returns a tuple of arrays of the shape of the
        coordinates. A number may come as an array of that shape. It closes over nothing
        that JAX differentiates.
    y, x
        Coordinates, of one shape.
    numbers
        What the formula is differentiated by.
    constants
        Numbers and arrays that the formula is to get as they are.
    """
    return function(y, x, *numbers, *constants)


@pointwise.implement("jax")
def _pointwise_jax(
    function: Callable[..., Any],
    y: Any,
    x: Any,
    numbers: tuple[Any, ...],
    constants: tuple[Any, ...] = (),
) -> Any:
    import jax
    import jax.numpy as jnp

    y, x = jnp.broadcast_arrays(y, x)
    # An accelerator wants all points at once.
    if y.size <= _PIECE or jax.default_backend() != "cpu":
        return function(y, x, *numbers, *constants)
    width = _width(y.size, range(2 * _PIECE, _PIECE // 2, -1), _PIECE)
    rows = [jnp.full(width, n) if is_jax(n) else n for n in numbers]
    policy = jax.checkpoint_policies.save_only_these_names(_KEPT)

    # The gradient computes a piece again, rather than store its temporaries.
    @functools.partial(jax.checkpoint, prevent_cse=False, policy=policy)
    def step(piece: tuple[Any, Any]) -> Any:
        return function(*piece, *rows, *constants)

    return _one_by_one(step, y, x, width)


def _one_by_one(step: Callable[..., Any], y: Any, x: Any, width: int) -> Any:
    """The results of `step` for `width` points after the other."""
    import jax
    import jax.numpy as jnp

    rest = -y.size % width
    blocks = (jnp.pad(v.reshape(-1), (0, rest), "edge") for v in (y, x))
    results = jax.lax.map(step, tuple(v.reshape(-1, width) for v in blocks))
    return tuple(v.reshape(-1)[: y.size].reshape(y.shape) for v in results)


@kernel
def computed_again(
    function: Callable[..., Any],
    y: Any,
    x: Any,
    numbers: tuple[Any, ...],
    constants: tuple[Any, ...] = (),
    in_parts: bool = False,
) -> Any:
    """As `pointwise`, for a formula between sums that run over all points at a time.

    Its gradient finds what the formula has `kept` and computes the rest again from the
    points, in one loop with the sums of all derivatives, rather than store it.

    Parameters
    ----------
    function, y, x, numbers, constants
        As `pointwise`.
    in_parts
        Whether many points are gone through in parts, each of them on all threads. The
        gradient of a formula of many loops, such as one that looks up a table, halves:
        what it keeps is laid out in memory rather than computed for every sum, and the
        rest is so small that its memory comes back from the call before. Memory that is
        given back to the system and asked for again costs as much as the formula.
    """
    return function(y, x, *numbers, *constants)


@computed_again.implement("jax")
def _computed_again_jax(
    function: Callable[..., Any],
    y: Any,
    x: Any,
    numbers: tuple[Any, ...],
    constants: tuple[Any, ...] = (),
    in_parts: bool = False,
) -> Any:
    import jax

    # Inside, because what goes in is laid out in memory.
    def spreading(y: Any, x: Any, numbers: Any, constants: Any) -> Any:
        return function(y, x, *spread(numbers, y), *constants)

    policy = jax.checkpoint_policies.save_only_these_names(_KEPT)
    if not in_parts or y.size < 2 * _PART or jax.default_backend() != "cpu":
        return jax.checkpoint(spreading, policy=policy)(y, x, numbers, constants)
    again = jax.checkpoint(spreading, policy=policy, prevent_cse=False)

    def step(part: tuple[Any, Any]) -> Any:
        return again(*part, numbers, constants)

    width = _width(y.size, range(_PART, 2 * _PART), _PART)
    return _one_by_one(step, y, x, width)


@kernel
def with_slopes(
    function: Callable[..., Any],
    slope: Callable[..., Any],
    place: Any,
    numbers: tuple[Any, ...],
) -> Any:
    """`function(place, *numbers)`, which is `kept` together with its derivatives.

    For a long formula inside `computed_again` that gives one value for each point, by
    what differs from point to point and by few numbers: its derivatives are taken
    forwards with the value, in which most of it is the same.

    Parameters
    ----------
    function
        Takes an array and numbers, returns an array of the same shape.
    slope
        The derivative by the array, of the value, the array and numbers.
    place
        An array.
    numbers
        Numbers.
    """
    return function(place, *numbers)


@with_slopes.implement("jax")
def _with_slopes_jax(
    function: Callable[..., Any],
    slope: Callable[..., Any],
    place: Any,
    numbers: tuple[Any, ...],
) -> Any:
    import jax
    import jax.numpy as jnp

    free = [i for i, number in enumerate(numbers) if is_jax(number)]

    def whole(given: Any) -> list[Any]:
        changed = dict(zip(free, given, strict=True))
        return [changed.get(i, number) for i, number in enumerate(numbers)]

    # The numbers, and the same spread over the points, for the sums of derivatives.
    @jax.custom_jvp
    def value(place: Any, given: Any, rows: Any) -> Any:
        return function(place, *whole(given))

    @value.defjvp
    def value_jvp(primals: Any, tangents: Any) -> Any:
        place, given, _ = primals
        result, by_numbers = function(place, *whole(given)), []
        for i in range(len(given)):

            def of_one(number: Any, i: int = i) -> Any:
                return function(place, *whole((*given[:i], number, *given[i + 1 :])))

            # With its value, which XLA would compute twice in a loop.
            one = jnp.ones_like(given[i])
            result, by_number = jax.jvp(of_one, (given[i],), (one,))
            by_numbers += kept((by_number,))
        (result,) = kept((result,))
        (by_place,) = kept((slope(result, place, *whole(given)),))
        change = by_place * tangents[0]
        for by_number, tangent in zip(by_numbers, tangents[2], strict=True):
            change = change + by_number * tangent
        return result, change

    place = jnp.asarray(place)
    given = tuple(jnp.asarray(numbers[i]) for i in free)
    return value(place, given, spread(given, place))


def kept(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Values of JAX that the gradient finds again rather than computes.

    For the few numbers of a point in which a long sum ends, inside `pointwise` and
    `computed_again`.
    """
    from jax.ad_checkpoint import checkpoint_name

    return tuple(checkpoint_name(value, _KEPT) for value in values)


def _width(size: int, widths: range, otherwise: int) -> int:
    """Points of a piece: a divisor of the whole where there is one, to copy nothing."""
    return next((width for width in widths if size % width == 0), otherwise)
