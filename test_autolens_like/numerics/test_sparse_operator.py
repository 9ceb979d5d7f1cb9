"""The noise-weighted point spread function as a sparse matrix."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.numerics import memory
from autolens_like.numerics.convolve import blur_window_from, blurred
from autolens_like.numerics.sparse_operator import sparse_operator_from

_random = np.random.default_rng(12)


def _window(taps=(3, 5), side=9, room=(3, 4)):
    """A ragged region with a hole, far enough from the rim for the kernel."""
    random = np.random.default_rng(13)
    inside = np.zeros((side + 7, side + 9), dtype=bool)
    own = inside[room[0] :, room[1] :][:side, :side]
    own[:] = random.random((side, side)) < 0.8
    own[3:5, 3:5] = False
    return blur_window_from(inside, np.zeros_like(inside), random.random(taps))


WINDOW = _window()
N = int(WINDOW.inside.sum())
NOISE = _random.uniform(0.5, 2.0, size=N)
_OPERATOR = sparse_operator_from(NOISE, WINDOW)
#: Two entries a row of six columns.
_MAPPING = (
    2 * np.arange(N + 1),
    np.tile([0, 3, 1, 4, 2, 5], N)[: 2 * N],  # Rising in every row.
    _random.random(2 * N),
)


@pytest.mark.parametrize("taps", [(3, 5), (5, 3), (1, 1)])
def test_the_curvature_is_that_of_the_blurred_mapping(taps):
    _assert_curvature(_window(taps), NOISE, _MAPPING)


def test_a_kernel_reaches_tiles_beyond_the_next():
    window = _window((7, 9), side=31, room=(4, 5))
    number = int(window.inside.sum())
    noise = np.random.default_rng(2).uniform(0.5, 2.0, size=number)
    values = np.random.default_rng(3).random(2 * number)
    columns = np.tile([0, 3, 1, 4, 2, 5], number)[: 2 * number]
    _assert_curvature(window, noise, (2 * np.arange(number + 1), columns, values))


def _assert_curvature(window, noise, entries):
    mapping = np.zeros((noise.size, 6))
    mapping[np.repeat(np.arange(noise.size), 2), entries[1]] = entries[2]
    whitened = blurred(mapping.T, None, window, False) / noise
    found = sparse_operator_from(noise, window).curvature(*entries, 6)
    np.testing.assert_allclose(found, whitened @ whitened.T, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("threads", ["1", "2", "5"])
def test_the_curvature_does_not_depend_on_the_threads(threads, monkeypatch):
    expected = _OPERATOR.curvature(*_MAPPING, 6)
    monkeypatch.setenv("AUTOLENS_LIKE_NUM_THREADS", threads)
    assert np.array_equal(_OPERATOR.curvature(*_MAPPING, 6), expected)


def test_images_are_carried_back():
    images = _random.normal(size=(3, N))
    blur = blurred(np.eye(N), None, WINDOW, False)
    expected = (images / NOISE**2) @ blur.T
    np.testing.assert_allclose(_OPERATOR.weighted(images), expected, atol=1e-12)


def test_every_pair_of_tiles_is_kept_once():
    tiles, values = _OPERATOR.tiles, _OPERATOR.values
    blur = blurred(np.eye(N), None, WINDOW, False)
    coupled = blur @ blur.T > 1e-12
    within = coupled & (tiles.tile[:, None] == tiles.tile)
    expected = np.count_nonzero(np.triu(coupled)) + np.count_nonzero(np.triu(within, 1))
    assert np.count_nonzero(values) == expected
    assert _OPERATOR.nbytes > 8 * values.size == 8 * tiles.total


def test_an_operator_beyond_the_memory_is_refused(monkeypatch):
    monkeypatch.setattr(memory, "available_memory", lambda: 1000)
    with pytest.raises(exc.PixelizationException, match="smaller mask"):
        sparse_operator_from(NOISE, WINDOW)


def test_images_that_cannot_change_are_carried_back_once():
    images = _random.normal(size=(2, N))
    first = _OPERATOR.weighted(images)
    assert _OPERATOR.weighted(images) is not first
    images.flags.writeable = False
    kept = _OPERATOR.weighted(images)
    assert _OPERATOR.weighted(images) is kept
    np.testing.assert_array_equal(kept, first)
