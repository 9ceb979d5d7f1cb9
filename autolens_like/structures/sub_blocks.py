"""Sub-pixels in the order in which they are evaluated: piece by piece, each in cache.

An element-wise formula over 250,000 sub-pixels spends most of its time on memory:
each of its temporaries is written to fresh pages and read back. In pieces of some
16,000 points they stay in the level-2 cache, for numpy and for a compiled JAX program
alike (value and gradient of an imaging likelihood become four times faster).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from autolens_like.numerics.blocks import BLOCK_SIZE, map_blocks
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.memory import recycled
from autolens_like.numerics.namespace import array_namespace

#: So many pieces are parts of a JAX program, more of them a loop in it.
_FEW_STEPS = 4


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
    # Several of them are the nearest even number, which two threads share, if all have
    # pixels.
    sub_totals = [m.size * size for m, size in zip(members, sizes, strict=True)]
    steps = [
        2 * max(1, round(total / (2 * BLOCK_SIZE))) if total > BLOCK_SIZE else 1
        for total in sub_totals
    ]
    widths = [-(-m.size // step) for m, step in zip(members, steps, strict=True)]
    steps = [-(-m.size // width) for m, width in zip(members, widths, strict=True)]
    blocks, place, first = [], np.empty(counts.size, dtype=int), 0
    for pixels, size, step, width in zip(members, sizes, steps, widths, strict=True):
        place[pixels] = first + np.arange(pixels.size)
        first += step * width
        filled = np.append(pixels, np.full(step * width - pixels.size, pixels[-1]))
        first_subs = starts[filled].reshape(step, 1, width)
        blocks.append(first_subs + np.arange(size)[:, None])
    return blocks, None if sizes.size == 1 else place


def sub_pixel_mean(values: Any) -> Any:
    """(..., n) mean of (..., s*s, n) values over the sub-pixels.

    As a product it takes half as long in numpy, and leaves to JAX what it is the mean
    of: XLA writes down all that a reduction on a processor reads.
    """
    xp, count = array_namespace(values), values.shape[-2]
    return xp.full(count, 1.0 / count) @ values


def mean_of(function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """The mean over s*s of a function of (n,) coordinates, for `means_over_blocks`."""

    def means(y: Any, x: Any) -> Any:
        values = function(y.reshape(-1), x.reshape(-1))
        return sub_pixel_mean(values.reshape(*values.shape[:-1], *y.shape))

    return means


@dataclass(frozen=True, eq=False)
class LateRows:
    """Means of many rows, worked out when it is known where they belong.

    To copy the images of 66 shapelets takes as long as to work them out.

    Parameters
    ----------
    total
        How many rows.
    function
        Takes an array (total, at least n), or None, and the first column of it that is
        theirs; writes them there, or returns them as an array (total, n).
    """

    total: int
    function: Callable[[Any, int], Any]

    def __len__(self) -> int:
        return self.total


def _one_array(means: Any) -> Any:
    """Rows that came in several arrays, one after the other."""
    if not isinstance(means, list):
        return means
    parts = [
        part.function(None, 0) if isinstance(part, LateRows) else part for part in means
    ]
    return parts[0] if len(parts) == 1 else array_namespace(parts).concatenate(parts)


@kernel
def means_over_blocks(
    function: Callable[[Any, Any], Any], y: Any, x: Any, traced: Any, rows: int = 1
) -> Any:
    """Means over the sub-pixels of every pixel, a piece of the image at a time.

    Parameters
    ----------
    function
        Takes (s*s, n) coordinates y, x [arcsec], returns (..., n) means over s*s, or
        a list of several arrays (rows, n) or `LateRows`, one after the other.
    y, x
        (steps, s*s, n) coordinates, see `blocks_from`.
    traced
        What the function closes over that JAX may trace.
    rows
        How many rows there are, which says whether a second thread pays.

    Returns
    -------
    (..., steps * n) array
    """
    steps, _, width = y.shape
    if steps == 1:
        return _one_array(function(y[0], x[0]))
    whole: dict[str, np.ndarray] = {}

    def step(index: int) -> None:
        means = function(y[index], x[index])
        several = isinstance(means, list)
        shape = (sum(map(len, means)),) if several else means.shape[:-1]
        # `setdefault` is atomic: the first thread to get here lays out the result.
        result = whole.get("means")
        if result is None:
            result = whole.setdefault("means", recycled((*shape, steps, width)))
        if not several:
            result[..., index, :] = means
            return
        first = 0
        for part in means:
            rows = result[first : first + len(part)]
            if isinstance(part, LateRows):
                part.function(rows.reshape(len(part), -1), index * width)
            else:
                rows[:, index] = part
            first += len(part)

    map_blocks(step, range(steps), size=rows * y.size)
    return whole["means"].reshape(*whole["means"].shape[:-2], steps * width)


@means_over_blocks.implement("jax")
def _means_over_blocks_jax(
    function: Callable[[Any, Any], Any], y: Any, x: Any, traced: Any, rows: int = 1
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
        return _one_array(function(*coordinates))

    if len(y) <= _FEW_STEPS:
        # As a loop they would take twice as long: what is in it has one thread.
        means = jnp.stack([step((y[i], x[i])) for i in range(len(y))], axis=-2)
    else:
        means = jnp.moveaxis(jax.lax.map(step, (y, x)), 0, -2)
    return means.reshape(*means.shape[:-2], -1)


class SubPixels:
    """The sub-pixels of some pixels, on which functions are averaged pixel by pixel.

    Parameters
    ----------
    counts
        (N,) sub-pixels of every pixel, s*s; those of a pixel follow each other.
    y, x
        (S,) their centres [arcsec].
    """

    def __init__(self, counts: np.ndarray, y: np.ndarray, x: np.ndarray) -> None:
        self.counts, self.y, self.x = counts, y, x

    @property
    def sub_total(self) -> int:
        """S, the number of sub-pixels."""
        return self.y.size

    @cached_property
    def _blocks(self) -> tuple[list[np.ndarray], np.ndarray | None]:
        """(steps, s*s, n) sub-pixels of each size, and the order that undoes it."""
        return blocks_from(self.counts)

    @cached_property
    def _block_coordinates(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """The grid's own coordinates, laid out as `_blocks`."""
        return [(self.y[subs], self.x[subs]) for subs in self._blocks[0]]

    def evaluated(
        self,
        function: Callable[..., Any],
        traced: Any = None,
        coordinates: Sequence[Any] | None = None,
    ) -> Any:
        """`function(y, x)` on the sub-grid, binned to pixels, block by block.

        Parameters
        ----------
        function
            Takes (n,) arrays of coordinates, returns (..., n) values.
        traced
            Whatever the function closes over that JAX may trace.
        coordinates
            Sub-pixel coordinates other than the grid's own, each (S,).

        Returns
        -------
        (..., N) array
        """
        return self.means(mean_of(function), traced, coordinates)

    def means(
        self,
        function: Callable[..., Any],
        traced: Any = None,
        coordinates: Sequence[Any] | None = None,
        rows: int = 1,
    ) -> Any:
        """A function that takes means itself, for every pixel.

        Parameters
        ----------
        function
            Takes (s*s, n) coordinates of the sub-pixels of n pixels, returns (..., n)
            means over the s*s.
        traced, coordinates
            As for `evaluated`.
        rows
            How many rows of means there are, which says whether a second thread pays.

        Returns
        -------
        (..., N) array
        """
        if self.sub_total == 0:
            return _one_array(function(self.y[None], self.x[None]))
        blocks, order = self._blocks
        pairs = self._block_coordinates
        if coordinates is not None:
            pairs = [tuple(axis[subs] for axis in coordinates) for subs in blocks]
        parts = [means_over_blocks(function, y, x, traced, rows) for y, x in pairs]
        if order is None:
            return parts[0][..., : self.counts.size]
        return array_namespace(*parts).concatenate(parts, axis=-1)[..., order]
