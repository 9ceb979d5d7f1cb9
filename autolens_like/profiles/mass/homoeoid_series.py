"""The series of `homoeoids`, Σ w^k a_k(t), of one table of the a_k or of several.

See there for the symbols. The a_k are polynomials in the panels of a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.moment_table import polynomial
from autolens_like.profiles.mass.homoeoid_frame import TOLERANCE

#: Bound on the relative error of a derivative with respect to a number of the shape.
CHANGE_TOLERANCE = 1e-7


@kernel
def series_sum(
    table: Any, tail: Any, place: tuple[Any, Any, Any], w: tuple[Any, Any]
) -> tuple[Any, Any]:
    """Σ w^k a_k(t), imaginary and real.

    Parameters
    ----------
    table
        (panels, coefficients, K) polynomials a_k.
    tail
        What the sum gains with t beyond the last panel, where it falls as e^-2t.
    place
        Panel, variable in it, and how far t lies beyond the last: (n,) arrays.
    w
        Imaginary and real part, (n,) arrays.
    """
    panel, variable, beyond = place
    w_imag, w_real = w
    imag, real = 0.0 * w_imag, 0.0 * w_real
    for k in reversed(range(table.shape[-1])):
        imag, real = imag * w_real + real * w_imag, real * w_real - imag * w_imag
        real = real + polynomial(table[:, :, k], panel, variable)
    fading = np.exp(-2.0 * beyond)
    return fading * imag, fading * (real + tail * beyond)


@series_sum.implement("jax")
def _series_sum_jax(
    table: Any, tail: Any, place: tuple[Any, Any, Any], w: tuple[Any, Any]
) -> tuple[Any, Any]:
    sums = sums_along(table, tail, place, w)[0]
    return sums if len(sums) == 2 else (0.0 * w[0], *sums)


def _needed(w: tuple[Any, Any], tolerance: float) -> Any:
    """The number of terms K with f^K / (1 - f) below `tolerance`, of traced w."""
    import jax.numpy as jnp

    squares = w[0] * w[0] + w[1] * w[1]
    f = jnp.sqrt(jnp.max(squares, initial=1e-30))
    # Where f is no number below 1 all terms are taken.
    safe = jnp.where(f < 1.0, f, 0.5)
    return jnp.where(
        f < 1.0, jnp.log(tolerance * (1.0 - safe)) / jnp.log(safe), jnp.inf
    )


def sums_along(
    table: Any,
    tail: Any,
    place: tuple[Any, Any, Any],
    w: tuple[Any, Any],
    slope: bool = False,
    changes: Sequence[tuple[Any, Any]] = (),
    exact: bool = True,
) -> list[Any]:
    """(imaginary, real) of Σ w^k a_k(t), of its derivative by w, and of other sums.

    The derivative is empty without `slope`, and one term has no imaginary part.
    `changes` are tables and tails of sums for which `CHANGE_TOLERANCE` is enough, as it
    is for the first where it is not `exact`. Terms beyond what a tolerance needs are
    passed over, in fours: a loop of fixed length, which JAX can turn round. It is the
    recurrence b_k = a_k + 2 Re(w) b_(k+1) - |w|² b_(k+2) of the numba twin; the
    derivative of b_0 - w* b_1 is b_1 + 2 i Im(w) Σ b_(k+2) w^k, a sum of the same kind.
    """
    import jax
    import jax.numpy as jnp

    panel, variable, beyond = place
    tables = [jnp.asarray(table), *(rise for rise, _ in changes)]
    tails = [tail, *(gain for _, gain in changes)]
    order, fading = table.shape[-1], jnp.exp(-2.0 * beyond)
    if order == 1:
        means = [polynomial(rows[:, :, 0], panel, variable) for rows in tables]
        sums = [
            (fading * (mean + gain * beyond),)
            for mean, gain in zip(means, tails, strict=True)
        ]
        return [sums[0], (), *sums[1:]]
    w_imag, w_real = w
    double, square = 2.0 * w_real, w_imag * w_imag + w_real * w_real

    def next_pair(pair: Any, term: Any) -> tuple[Any, Any]:
        return term + double * pair[0] - square * pair[1], pair[0]

    def add(state: Any, rows: Any) -> Any:
        first, *others = state
        new = [next_pair(first, polynomial(rows[0], panel, variable))]
        if slope:
            new.append(next_pair(others.pop(0), first[1]))
        for pair, row in zip(others, rows[1:], strict=True):
            new.append(next_pair(pair, polynomial(row, panel, variable)))
        return new, None

    def add_rows(state: Any, rows: Any) -> Any:
        return jax.lax.scan(add, state, rows, reverse=True, unroll=2)[0]

    main = 1 + slope

    def add_four(state: Any, four: Any) -> Any:
        first, rows = four
        cases = (
            lambda state: state,
            lambda state: [*add_rows(state[:main], rows[:1]), *state[main:]],
            lambda state: add_rows(state, rows),
        )
        case = (first < needed).astype(int) + (first < needed_of_changes).astype(int)
        return jax.lax.switch(case, cases, state), None

    number = min(order, 4)
    fours = []
    for rows in tables:
        rows = jnp.moveaxis(rows, -1, 0)
        missing = order + (-order % number) - rows.shape[0]
        rows = jnp.pad(rows, ((0, missing), (0, 0), (0, 0)))
        fours.append(jnp.reshape(rows, (-1, number, *rows.shape[1:])))
    needed_of_changes = _needed(w, CHANGE_TOLERANCE)
    needed = _needed(w, TOLERANCE) if exact else needed_of_changes
    firsts = number * np.arange(float(fours[0].shape[0]))
    start = [(jnp.zeros_like(w_real),) * 2] * (main + len(changes))
    pairs = jax.lax.scan(add_four, start, (firsts, fours), reverse=True)[0]
    by_w: tuple[Any, ...] = ()
    if slope:
        last, before = pairs.pop(1)
        by_w_imag = 2.0 * w_imag * (last - w_real * before)
        by_w_real = pairs[0][1] - 2.0 * w_imag * w_imag * before
        by_w = fading * by_w_imag, fading * by_w_real
    sums = [
        (
            fading * w_imag * pair[1],
            fading * (pair[0] - w_real * pair[1] + gain * beyond),
        )
        for pair, gain in zip(pairs, tails, strict=True)
    ]
    return [sums[0], by_w, *sums[1:]]
