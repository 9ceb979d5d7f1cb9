"""Aᵀ W A and its derivative by A."""

import numpy as np
import pytest

from autolens_like.inversion import operator_curvature as module
from autolens_like.numerics.correlated_operator import correlated_operator_from
from autolens_like.numerics.sparse_operator import sparse_operator_from
from test_autolens_like.inversion import test_sparse_rows as sparse
from test_autolens_like.numerics.kernel_samples import Sample

_random = np.random.default_rng(12)
NOISE = _random.uniform(0.5, 2.0, size=12)
OPERATOR = sparse_operator_from(NOISE, sparse._WINDOW)
ENTRIES = (*sparse._ENTRIES, 7)
_half = _random.normal(size=(7, 7))
WEIGHTS = _half + _half.T
#: The entries as a JAX program has them: several of one column, in no order.
LOOSE = (
    np.concatenate([[0], np.cumsum(3 * sparse._COUNTS)]),
    sparse._INDICES.reshape(-1),
    (sparse._WEIGHTS / np.repeat(sparse._COUNTS, sparse._COUNTS)[:, None]).reshape(-1),
)

KERNEL_SAMPLES = {
    "operator_curvature": [
        Sample((OPERATOR, *ENTRIES), fixed=(0, 1, 2)),
        Sample(
            (correlated_operator_from(np.eye(12) + 0.1, sparse._WINDOW), *ENTRIES),
            fixed=(0, 1, 2),
        ),
    ],
    "half_slopes": [
        Sample(
            (OPERATOR.tiles, OPERATOR.values, *sparse._ENTRIES, WEIGHTS, *part),
            fixed=tuple(range(8)),
        )
        for part in ((0, 1), (1, 2))
    ],
    "values_of_entries": [
        Sample((*ENTRIES[:3], *LOOSE[:2], 7), fixed=tuple(range(6))),
    ],
}


def test_entries_of_one_column_are_summed_up():
    for found, expected in zip(
        module.merged_rows(*LOOSE, 7), sparse._ENTRIES, strict=True
    ):
        np.testing.assert_allclose(found, expected, atol=1e-14)


def test_the_slopes_are_differences():
    starts, columns, values = sparse._ENTRIES
    move, step = _random.normal(size=values.size), 1e-5

    def total(entries):
        curvature = OPERATOR.curvature(starts, columns, entries, 7)
        return 0.5 * np.sum(WEIGHTS * curvature)

    slope = (total(values + step * move) - total(values - step * move)) / (2.0 * step)
    found = module.curvature_slopes(OPERATOR, starts, columns, values, WEIGHTS)
    assert found @ move == pytest.approx(slope, rel=1e-8)


def test_whole_matrices_and_loops_have_the_same_derivative(monkeypatch):
    jax = pytest.importorskip("jax")
    starts, columns, values = LOOSE

    def total(entries):
        found = module.operator_curvature(OPERATOR, starts, columns, entries, 7)
        return (found * _half).sum()

    value, slope = jax.value_and_grad(total)(values)
    monkeypatch.setattr(
        jax.lax, "platform_dependent", lambda *given, cpu, default: default(*given)
    )
    expected, expected_slope = jax.value_and_grad(total)(values)
    assert value == pytest.approx(float(expected), rel=1e-12)
    np.testing.assert_allclose(slope, expected_slope, atol=1e-12)


@pytest.mark.parametrize("change", [(0, np.nan), (1, 7), (1, -1)])
def test_entries_that_no_loop_may_touch_are_not_touched(change):
    jax = pytest.importorskip("jax")
    which, wrong = change
    starts, columns, values = (array.copy() for array in LOOSE)
    (values, columns)[which][4] = wrong
    values = jax.numpy.asarray(values)
    found, pull = jax.vjp(
        lambda entries: module.operator_curvature(
            OPERATOR, starts, columns, entries, 7
        ),
        values,
    )
    assert np.all(np.isnan(found)) and np.all(np.isnan(pull(found)[0]))
