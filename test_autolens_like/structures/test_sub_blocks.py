"""Means over sub-pixels piece by piece: the same numbers, whatever the pieces."""

import numpy as np
import pytest

from autolens_like.numerics import blocks
from autolens_like.structures import sub_blocks
from autolens_like.structures.mask import Mask2D
from autolens_like.structures.over_sampling import OverSampler, binned
from autolens_like.structures.sub_blocks import (
    LateRows,
    SubPixels,
    blocks_from,
    means_over_blocks,
)


def product(y, x):
    return (y * x + y).mean(axis=-2)


#: For `test_kernel_twins`: coordinates in two steps of three pixels.
KERNEL_SAMPLES = {
    "means_over_blocks": [
        (product, *np.random.default_rng(1).normal(size=(2, 2, 4, 3)), None)
    ]
}
MASK = Mask2D.circular(shape_native=(30, 30), pixel_scales=0.1, radius=1.2)
SIZES = np.random.default_rng(2).integers(1, 5, MASK.shape_slim)


def waves(y, x):
    return np.stack([np.sin(3.0 * y + x), y**2 * x, np.ones_like(y)])


@pytest.mark.parametrize("size", [1, 3, SIZES], ids=["one", "three", "mixed"])
@pytest.mark.parametrize("length", [64, 1000, 16384])
def test_pieces_change_nothing(monkeypatch, size, length):
    monkeypatch.setattr(sub_blocks, "BLOCK_SIZE", length)
    sampler = OverSampler(MASK, size)
    expected = binned(waves(sampler.y, sampler.x), sampler.bins)
    assert sampler.evaluated(waves) == pytest.approx(expected, abs=1e-14)


@pytest.mark.parametrize("length", [64, 16384])
def test_rows_may_come_in_several_arrays(monkeypatch, length):
    monkeypatch.setattr(sub_blocks, "BLOCK_SIZE", length)
    pixels = SubPixels(np.full(100, 4), *np.random.default_rng(3).normal(size=(2, 400)))

    def parts(y, x):
        rows = waves(y, x).mean(axis=-2)

        def late(out, first):
            if out is None:
                return rows[1:]
            out[:, first : first + rows.shape[1]] = rows[1:]

        return [rows[:1], LateRows(2, late)]

    np.testing.assert_array_equal(pixels.means(parts), pixels.evaluated(waves))


@pytest.mark.parametrize("threads", ["1", "3"])
def test_threads_change_not_one_bit(monkeypatch, threads):
    monkeypatch.setattr(sub_blocks, "BLOCK_SIZE", 500)
    monkeypatch.setattr(blocks, "SMALL", 0)
    sampler = OverSampler(MASK, 4)
    monkeypatch.setenv("AUTOLENS_LIKE_NUM_THREADS", "2")
    expected = sampler.evaluated(waves)
    monkeypatch.setenv("AUTOLENS_LIKE_NUM_THREADS", threads)
    assert blocks.thread_count() == int(threads)
    assert np.array_equal(sampler.evaluated(waves), expected)


def test_every_sub_pixel_stands_in_one_place():
    counts = np.array([4, 1, 9, 4, 4, 1])
    pieces, order = blocks_from(counts)
    assert np.array_equal(
        np.unique(np.concatenate([piece.ravel() for piece in pieces])),
        np.arange(counts.sum()),
    )
    sizes = np.concatenate(
        [np.full(piece.shape[0] * piece.shape[2], piece.shape[1]) for piece in pieces]
    )
    assert np.array_equal(sizes[order], counts)


def test_no_step_is_much_longer_than_a_block(monkeypatch):
    monkeypatch.setattr(sub_blocks, "BLOCK_SIZE", 100)
    pieces, order = blocks_from(np.full(78, 16))
    assert order is None
    assert [piece.shape for piece in pieces] == [(12, 16, 7)]
    assert pieces[0][-1, 0, -1] == pieces[0][-1, 0, -2] == 77 * 16
    for total in range(1, 1000):
        (piece,), _ = blocks_from(np.ones(total, dtype=int))
        assert piece.shape[2] <= 150 and (piece.shape[0] == 1) == (total <= 100)


@pytest.mark.parametrize("size", [2, SIZES], ids=["two", "mixed"])
def test_jax_value_and_gradient(monkeypatch, size):
    import jax
    import jax.numpy as jnp

    monkeypatch.setattr(sub_blocks, "BLOCK_SIZE", 300)
    sampler = OverSampler(MASK, size)

    def total(scale, xp):
        means = sampler.evaluated(lambda y, x: xp.exp(scale * y * x), scale)
        return (means**2).sum()

    value, slope = jax.jit(jax.value_and_grad(lambda s: total(s, jnp)))(0.7)
    step = 1e-6
    difference = (total(0.7 + step, np) - total(0.7 - step, np)) / (2.0 * step)
    assert float(value) == pytest.approx(total(0.7, np), rel=1e-13)
    assert float(slope) == pytest.approx(difference, rel=1e-7)


def test_coordinates_of_ones_own():
    sampler = OverSampler(MASK, SIZES)
    shifted = (sampler.y + 0.3, 2.0 * sampler.x)
    expected = binned(waves(*shifted), sampler.bins)
    assert sampler.evaluated(waves, None, shifted) == pytest.approx(expected, abs=1e-14)


def test_means_are_means():
    y, x = np.ones((2, 9, 5)), np.full((2, 9, 5), 2.0)
    assert np.array_equal(means_over_blocks(product, y, x, None), np.full(10, 3.0))
