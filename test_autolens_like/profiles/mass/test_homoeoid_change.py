"""Changes of a table and the sums over points are transposes, however derived."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from autolens_like.numerics.moment_table import PANELS, place_in_table
from autolens_like.profiles.mass.homoeoid_change import change_along, table_sums
from autolens_like.profiles.mass.homoeoid_series import sums_along
from test_autolens_like.numerics.kernel_samples import Sample

_random = np.random.default_rng(4)
_SHAPE = (PANELS, 5, 9)
_table = _random.normal(size=_SHAPE)
_t = _random.uniform(-27.0, 13.0, 40)
_angle = _random.uniform(0.0, 2.0 * np.pi, 40)
_w = 0.3 * np.sin(_angle), 0.3 * np.cos(_angle)
_cotangents = _random.normal(size=(2, 40))

KERNEL_SAMPLES = {
    "change_along": [Sample((_table, 0.4, _t, *_w))],
    "table_sums": [Sample((*_cotangents, _t, *_w, _SHAPE), fixed=(5,))],
}


def test_each_is_the_transpose_of_the_other() -> None:
    along = change_along(_table, 0.4, _t, *_w)
    table, tail = table_sums(*_cotangents, _t, *_w, _SHAPE)
    assert np.sum(_table * table) + 0.4 * tail == pytest.approx(
        np.sum(_cotangents * np.array(along)), rel=1e-12
    )


def measured(along, table, tail, t, w):
    """A number that is not linear in anything."""
    parts = along(table * jnp.sin(table), tail, t, *w)
    return jnp.sum(parts[0] ** 2 + _cotangents[1] * parts[1] ** 2)


def plain(table, tail, t, w_imag, w_real):
    place = place_in_table(t)
    return sums_along(table, tail, place, (w_imag, w_real), exact=False)[0]


def test_derivatives_of_any_order_are_those_of_plain_operations() -> None:
    scale = 1.0 + 0.1 * jnp.arange(3.0)

    def derivatives(along):
        def function(s):
            moved = _t + 0.01 * s[1], (s[2] * _w[0], s[0] * _w[1])
            return measured(along, s[0] * jnp.asarray(_table), s[1], *moved)

        slope = jax.grad(function)
        several = jax.vmap(slope)(jnp.stack([scale, 0.9 * scale]))
        return slope(scale), several, jax.jacfwd(slope)(scale)

    ours = jax.jit(lambda: derivatives(change_along))()
    for found, expected in zip(
        ours, jax.jit(lambda: derivatives(plain))(), strict=True
    ):
        np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_numbers_that_are_none_lead_nowhere() -> None:
    pull = jax.vjp(lambda table: change_along(table, 0.0, np.inf * _t, *_w), _table)[1]
    (table,) = pull(tuple(jnp.asarray(_cotangents)))
    assert np.all(np.isnan(table))
