"""The noise-weighted point spread function as a sparse matrix."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.numerics import memory
from autolens_like.numerics.convolve import blur_window_from, blurred
from autolens_like.numerics.sparse_operator import sparse_operator_from

_random = np.random.default_rng(12)


def _window(taps=(3, 5)):
    """A ragged region with a hole, far enough from the rim for the kernel."""
    random = np.random.default_rng(13)
    inside = np.zeros((16, 18), dtype=bool)
    inside[3:12, 4:13] = random.random((9, 9)) < 0.8
    inside[6:8, 7:9] = False
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
    window = _window(taps)
    mapping = np.zeros((N, 6))
    mapping[np.repeat(np.arange(N), 2), _MAPPING[1]] = _MAPPING[2]
    whitened = blurred(mapping.T, None, window, False) / NOISE
    found = sparse_operator_from(NOISE, window).curvature(*_MAPPING, 6)
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


def test_only_the_upper_half_is_kept():
    # Beside the entries there are zeros.
    assert np.count_nonzero(_OPERATOR.values) <= _OPERATOR.count.sum()
    assert np.array_equal(_OPERATOR.first[:, 0], np.arange(N))
    assert _OPERATOR.nbytes > 8 * _OPERATOR.values.size


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
