"""Sub-pixels in the order in which they are evaluated: piece by piece, each in cache.

An element-wise formula over 250,000 sub-pixels spends most of its time on memory:
each of its temporaries is written to fresh pages and read back. In pieces of some
16,000 points they stay in the level-2 cache, for numpy and for a compiled JAX program
alike (value and gradient of an imaging likelihood become four times faster).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autolens_like.numerics.blocks import BLOCK_SIZE, map_blocks
from autolens_like.numerics.kernel import kernel


def blocks_from(counts: np.ndarray) -> tuple[list[np.ndarray], np.ndarray | None]:
    """Which sub-pixels are evaluated together.

    Parameters
    ----------
    counts
        (N,) sub-pixels of every pixel, s*s; those of a pixel follow each other.

    Returns
    -------
    list of (steps, s*s, n) integers
        One array a sub-grid size; a step is n whole pixels, about `BLOCK_SIZE`
        sub-pixels, the same sub-pixel of all of them side by side. The last step is
        filled up with the last pixel.
    order
        (N,) which of the means, size after size, belongs to which pixel; None where
        all pixels have one size, whose means are in the order of the pixels.
    """
    starts = np.cumsum(counts) - counts
    sizes = np.unique(counts)
    members = [np.flatnonzero(counts == size) for size in sizes]
    steps = [
        -(-m.size * size // BLOCK_SIZE) for m, size in zip(members, sizes, strict=True)
    ]
    widths = [-(-m.size // step) for m, step in zip(members, steps, strict=True)]
    blocks, place, first = [], np.empty(counts.size, dtype=int), 0
    for pixels, size, step, width in zip(members, sizes, steps, widths, strict=True):
        place[pixels] = first + np.arange(pixels.size)
        first += step * width
        filled = np.append(pixels, np.full(step * width - pixels.size, pixels[-1]))
        first_subs = starts[filled].reshape(step, 1, width)
        blocks.append(first_subs + np.arange(size)[:, None])
    return blocks, None if sizes.size == 1 else place


def mean_of(function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """The mean over s*s of a function of (n,) coordinates, for `means_over_blocks`."""

    def means(y: Any, x: Any) -> Any:
        values = function(y.reshape(-1), x.reshape(-1))
        return values.reshape(*values.shape[:-1], *y.shape).mean(axis=-2)

    return means


@kernel
def means_over_blocks(
    function: Callable[[Any, Any], Any], y: Any, x: Any, traced: Any
) -> Any:
    """Means over the sub-pixels of every pixel, a piece of the image at a time.

    Parameters
    ----------
    function
        Takes (s*s, n) coordinates y, x [arcsec], returns (..., n) means over s*s.
    y, x
        (steps, s*s, n) coordinates, see `blocks_from`.
    traced
        What the function closes over that JAX may trace.

    Returns
    -------
    (..., steps * n) array
    """
    steps, _, width = y.shape
    if steps == 1:
        return function(y[0], x[0])
    whole: dict[str, np.ndarray] = {}

    def step(index: int) -> None:
        means = function(y[index], x[index])
        # `setdefault` is atomic: the first thread to get here lays out the result.
        result = np.empty((*means.shape[:-1], steps, width))
        whole.setdefault("means", result)[..., index, :] = means

    map_blocks(step, range(steps))
    return whole["means"].reshape(*whole["means"].shape[:-2], steps * width)


@means_over_blocks.implement("jax")
def _means_over_blocks_jax(
    function: Callable[[Any, Any], Any], y: Any, x: Any, traced: Any
) -> Any:
    import jax
    import jax.numpy as jnp

    if jax.default_backend() != "cpu":
        # An accelerator wants all points at once.
        y, x = (
            jnp.moveaxis(axis, 0, 1).reshape(1, axis.shape[1], -1) for axis in (y, x)
        )

    # The gradient computes a piece again, rather than store its temporaries.
    @jax.checkpoint
    def step(coordinates: tuple[Any, Any]) -> Any:
        return function(*coordinates)

    means = jnp.moveaxis(jax.lax.map(step, (y, x)), 0, -2)
    return means.reshape(*means.shape[:-2], -1)
