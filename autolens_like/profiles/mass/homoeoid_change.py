"""What a change of the table does to the series of `homoeoids`, and the reverse.

The sum is linear in its table. Backwards, every point adds to its panel of the table
what it contributes to each coefficient of each term: a pass over the points for which
XLA, which adds one number at a time, takes ten times as long as the loops here.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from autolens_like.numerics.blocks import map_blocks
from autolens_like.numerics.host import on_host
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.moment_table import place_in_table
from autolens_like.profiles.mass.homoeoid_series import (
    CHANGE_TOLERANCE,
    series_sum,
    sums_along,
)

#: Parts of the points that are summed apart, whatever the number of threads, so that
#: the result does not depend on it.
_PARTS = 4


@kernel
def change_along(
    rise: Any, gain: Any, log_radius: Any, w_imag: Any, w_real: Any
) -> tuple[Any, Any]:
    """(imaginary, real) of Σ w^k a_k(t), of more than one term, of a change of a table.

    Parameters
    ----------
    rise, gain
        (panels, coefficients, K) polynomials a_k, and their tail.
    log_radius
        (n,) t.
    w_imag, w_real
        (n,) w.
    """
    return series_sum(rise, gain, place_in_table(log_radius), (w_imag, w_real))


@change_along.implement("jax")
def _change_along_jax(
    rise: Any, gain: Any, log_radius: Any, w_imag: Any, w_real: Any
) -> tuple[Any, Any]:
    import jax.numpy as jnp

    arguments = map(jnp.asarray, (rise, gain, log_radius, w_imag, w_real))
    return tuple(_operation()(*arguments))


@kernel
def table_sums(
    imag: Any,
    real: Any,
    log_radius: Any,
    w_imag: Any,
    w_real: Any,
    shape: tuple[int, int, int],
) -> tuple[Any, Any]:
    """The transpose of `change_along`: sums over points, for each number of the table.

    Parameters
    ----------
    imag, real
        (n,) what multiplies the two parts of the sum.
    log_radius, w_imag, w_real
        As for `change_along`.
    shape
        Of the table.

    Returns
    -------
    array of `shape`, and one number for the tail
    """
    panel, variable, beyond = place_in_table(log_radius)
    fading = np.exp(-2.0 * beyond)
    imag, real = fading * imag, fading * real
    table, power = np.zeros(shape), (np.zeros_like(w_imag), np.ones_like(w_real))
    for k in range(shape[2]):
        part = imag * power[0] + real * power[1]
        for c in range(shape[1]):
            table[:, c, k] = np.bincount(panel, part * variable**c, shape[0])
        power = (
            power[0] * w_real + power[1] * w_imag,
            power[1] * w_real - power[0] * w_imag,
        )
    return table, (real * beyond).sum()


def _table_sums_arguments(
    imag: Any,
    real: Any,
    log_radius: Any,
    w_imag: Any,
    w_real: Any,
    shape: tuple[int, int, int],
) -> tuple[Any, ...]:
    panel, variable, beyond = place_in_table(log_radius)
    fading = np.exp(-2.0 * beyond)
    panels, coefficients, order = shape
    # With the coefficients of a term side by side.
    table = np.zeros((panels, order, coefficients))
    return fading * imag, fading * real, panel, variable, beyond, w_imag, w_real, table


@table_sums.implement("numba", arguments=_table_sums_arguments)
def _table_sums_numba(
    imag: Any,
    real: Any,
    panel: Any,
    variable: Any,
    beyond: Any,
    w_imag: Any,
    w_real: Any,
    table: Any,
) -> Any:
    tail, powers = 0.0, np.empty(table.shape[2])
    for i in range(panel.size):
        tail += real[i] * beyond[i]
        rows, v, power = table[panel[i]], variable[i], 1.0
        for c in range(powers.size):
            powers[c] = power
            power *= v
        # Re(c w^k) by the recurrence of the cosine, c = real - i imag.
        double = 2.0 * w_real[i]
        square = w_real[i] * w_real[i] + w_imag[i] * w_imag[i]
        part, last = real[i], 0.0
        following = real[i] * w_real[i] + imag[i] * w_imag[i]
        for k in range(rows.shape[0]):
            for c in range(powers.size):
                rows[k, c] += part * powers[c]
            last, part = part, following
            following = double * part - square * last
    return np.ascontiguousarray(table.transpose((0, 2, 1))), tail


@table_sums.implement("jax")
def _table_sums_jax(
    imag: Any,
    real: Any,
    log_radius: Any,
    w_imag: Any,
    w_real: Any,
    shape: tuple[int, int, int],
) -> tuple[Any, Any]:
    import jax

    points = (imag, real, log_radius, w_imag, w_real)

    def on_cpu(*points: Any) -> Any:
        def function(*points: np.ndarray) -> list[Any]:
            return _sums_or_nan(points, shape)

        return on_host(function, [(shape, float), ((), float)], *points)

    def anywhere(*points: Any) -> Any:
        return tuple(_transposed(shape, *points))

    branches = {"cpu": on_cpu, "default": anywhere}
    return jax.lax.platform_dependent(*points, **branches)


def _sums_or_nan(points: tuple[Any, ...], shape: tuple[int, int, int]) -> list[Any]:
    _, _, log_radius, w_imag, w_real = points
    # Compiled loops, which check nothing, may run over numbers alone.
    if not all(np.all(np.isfinite(values)) for values in points[2:]):
        return [np.full(shape, np.nan), np.nan]
    needed = _terms(w_imag, w_real, shape[2])
    edges = np.linspace(0, log_radius.size, _PARTS + 1).astype(int)

    def part(number: int) -> tuple[Any, Any]:
        own = slice(edges[number], edges[number + 1])
        some = (values[own] for values in points)
        return table_sums(*some, (*shape[:2], needed))

    parts = map_blocks(part, range(_PARTS))
    table = np.zeros(shape)
    table[:, :, :needed] = sum(rows for rows, _ in parts)
    return [table, sum(tail for _, tail in parts)]


def _terms(w_imag: np.ndarray, w_real: np.ndarray, order: int) -> int:
    """Terms that matter to `CHANGE_TOLERANCE`, as in `sums_along`."""
    f = float(np.sqrt(np.max(w_imag**2 + w_real**2, initial=1e-30)))
    if f >= 1.0:
        return order
    return min(order, 4 + int(np.log(CHANGE_TOLERANCE * (1.0 - f)) / np.log(f)))


def _plain(rise: Any, gain: Any, *points: Any) -> list[Any]:
    """The sum by operations of JAX alone, which it can derive by its points."""
    log_radius, *w = points
    place = place_in_table(log_radius)
    return list(sums_along(rise, gain, place, tuple(w), exact=False)[0])


def _transposed(
    shape: tuple[int, int, int], imag: Any, real: Any, *points: Any
) -> list[Any]:
    """The transpose by operations of JAX alone."""
    import jax
    import jax.numpy as jnp

    none = (jnp.zeros(shape), jnp.zeros(()))
    _, pull = jax.vjp(lambda *table: _plain(*table, *points), *none)
    return list(pull([imag, real]))


@functools.cache
def _operation() -> Callable[..., list[Any]]:
    """`change_along`, as an operation whose transpose JAX knows."""
    import jax
    from jax.core import ShapedArray
    from jax.extend.core import Primitive
    from jax.interpreters import ad, batching, mlir

    along, sums = Primitive("change_along"), Primitive("table_sums")

    def transposed_along(cotangents: Any, rise: Any, gain: Any, *points: Any) -> Any:
        whole = map(ad.instantiate_zeros, cotangents)
        found = sums.bind(*whole, *points, shape=rise.aval.shape)
        return [*found, None, None, None]

    def transposed_sums(
        cotangents: Any, imag: Any, real: Any, *points: Any, shape: Any
    ) -> Any:
        whole = map(ad.instantiate_zeros, cotangents)
        return [*along.bind(*whole, *points), None, None, None]

    def plain_sums(*values: Any, shape: Any) -> list[Any]:
        return _transposed(shape, *values)

    def fast_sums(*values: Any, shape: Any) -> list[Any]:
        return list(table_sums(*values, shape))

    rules = (
        (along, _plain, _plain, lambda rise, gain, t, *w: (t.shape, t.shape),
         transposed_along),
        (sums, fast_sums, plain_sums, lambda *values, shape: (shape, ()),
         transposed_sums),
    )  # fmt: skip
    for operation, function, plain, shapes, transposed in rules:
        operation.multiple_results = True
        operation.def_impl(function)
        operation.def_abstract_eval(
            lambda *values, shapes=shapes, **options: [
                ShapedArray(shape, values[0].dtype)
                for shape in shapes(*values, **options)
            ]
        )
        lowering = mlir.lower_fun(function, multiple_results=True)
        mlir.register_lowering(operation, lowering)
        ad.primitive_transposes[operation] = transposed
        ad.primitive_jvps[operation] = functools.partial(_changed, operation, plain, ad)
        batching.primitive_batchers[operation] = functools.partial(_batched, jax, plain)
    return along.bind


def _changed(
    operation: Any, plain: Any, ad: Any, values: Any, tangents: Any, **options: Any
) -> tuple[Any, Any]:
    """Values and tangents: linear in the first two, and in JAX's own way in others."""
    import jax

    found = operation.bind(*values, **options)
    whole = list(map(ad.instantiate_zeros, tangents))
    change = operation.bind(*whole[:2], *values[2:], **options)
    if any(type(tangent) is not ad.Zero for tangent in tangents[2:]):

        def of_points(*points: Any) -> Any:
            return plain(*values[:2], *points, **options)

        more = jax.jvp(of_points, tuple(values[2:]), tuple(whole[2:]))[1]
        change = [one + other for one, other in zip(change, more, strict=True)]
    return found, change


def _batched(jax: Any, plain: Any, values: Any, axes: Any, **options: Any) -> Any:
    function = functools.partial(plain, **options)
    found = jax.vmap(lambda *case: function(*case), in_axes=axes)(*values)
    return found, [0] * len(found)
