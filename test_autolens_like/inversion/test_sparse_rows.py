"""Sparse mapping matrices."""

import numpy as np
import pytest

from autolens_like.inversion.sparse_rows import (
    SparseRows,
    binned_rows,
    dense_rows,
    side_by_side,
)
from autolens_like.numerics.convolve import blurred
from test_autolens_like.numerics.kernel_samples import Sample, _window

_random = np.random.default_rng(6)
_COUNTS = np.array([4, 1, 9, 4, 4, 1, 4, 4, 9, 4, 1, 4])
_INDICES = _random.integers(0, 7, size=(_COUNTS.sum(), 3))
_WEIGHTS = _random.random(_INDICES.shape)
_ENTRIES = binned_rows.reference(_INDICES, _WEIGHTS, _COUNTS, 7)
_WINDOW = _window()
_SORTED = np.sort(_random.permuted(np.tile(np.arange(7), (5, 1)), axis=1)[:, :3])

KERNEL_SAMPLES = {
    # Each column once a row and rising, which a JAX program cannot bring about.
    "binned_rows": [
        Sample((_SORTED, _WEIGHTS[:5], np.ones(5, dtype=int), 7), fixed=(2,)),
    ],
    "dense_rows": [Sample((*_ENTRIES, 7), fixed=(0, 1, 2))],
    "row_products": [Sample((*_ENTRIES, _random.random(7)), fixed=(0, 1, 2))],
    "transposed_products": [
        Sample((*_ENTRIES, 7, _random.random((12, 3))), fixed=(0, 1, 2, 3, 4)),
    ],
    "blurred_rows": [
        Sample((*_ENTRIES, 7, _WINDOW, 0, 12), fixed=tuple(range(7))),
        Sample((*_ENTRIES, 7, _WINDOW, 5, 9), fixed=tuple(range(7))),
    ],
}


@pytest.fixture
def rows() -> SparseRows:
    return SparseRows(*_ENTRIES, 7)


def test_a_row_is_the_mean_over_its_sub_pixels(rows):
    expected = np.zeros((_COUNTS.size, 7))
    pixel = np.repeat(np.arange(_COUNTS.size), _COUNTS)
    for sub, (indices, weights) in enumerate(zip(_INDICES, _WEIGHTS, strict=True)):
        np.add.at(expected[pixel[sub]], indices, weights / _COUNTS[pixel[sub]])
    np.testing.assert_allclose(rows.dense(), expected, atol=1e-14)
    assert rows.total_rows == _COUNTS.size


def test_products_are_those_of_the_dense_matrix(rows):
    source, image = _random.normal(size=7), _random.normal(size=12)
    np.testing.assert_allclose(rows.product(source), rows.dense() @ source)
    found = rows.transposed_products(np.stack([image, 2.0 * image]))
    expected = rows.dense().T @ image
    np.testing.assert_allclose(found, [expected, 2.0 * expected])


def test_mappings_side_by_side(rows):
    other = SparseRows(*binned_rows(_INDICES, _WEIGHTS**2, _COUNTS, 9), 9)
    both = side_by_side([rows, other])
    np.testing.assert_array_equal(
        both.dense(), np.hstack([rows.dense(), other.dense()])
    )
    assert side_by_side([rows]) is rows


def test_blocks_are_blurred_columns(rows):
    expected = blurred(rows.dense().T, None, _WINDOW, False).T
    found = rows.blurred_block(_WINDOW, 3, 8)
    np.testing.assert_allclose(found, expected[3:8], atol=1e-13)
    np.testing.assert_allclose(rows.blurred_block(None, 3, 8), rows.dense()[3:8])


def test_dense_rows_of_no_entries():
    empty = np.zeros(0, dtype=int)
    assert dense_rows(np.zeros(3, dtype=int), empty, np.zeros(0), 4).shape == (2, 4)


@pytest.mark.parametrize("total", [7, 300])
def test_columns_rise_along_a_row_of_few_or_many(total):
    random = np.random.default_rng(5)
    counts = np.array([40, 1, 40])
    indices = random.integers(0, total, size=(81, 3))
    weights = random.random((81, 3)) + 0.1
    found = binned_rows(indices, weights, counts, total)
    expected = binned_rows.reference(indices, weights, counts, total)
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-13)
    assert (np.diff(found[0]).max() > 32) == (total == 300)


def test_every_way_to_bin_gives_the_same_matrix(rows):
    jnp = pytest.importorskip("jax.numpy")
    entries = binned_rows(_INDICES, _WEIGHTS, _COUNTS, 7)
    np.testing.assert_allclose(SparseRows(*entries, 7).dense(), rows.dense())
    traced = binned_rows(jnp.asarray(_INDICES), _WEIGHTS, _COUNTS, 7)
    both = side_by_side([SparseRows(*traced, 7), SparseRows(*traced, 7)])
    expected = np.concatenate([rows.dense(), rows.dense()], axis=1)
    np.testing.assert_allclose(both.dense(), expected)
    vector = _random.normal(size=14)
    np.testing.assert_allclose(both.product(vector), expected @ vector)
    image = _random.normal(size=(2, 12))
    np.testing.assert_allclose(both.transposed_products(image), image @ expected)
