"""Over-sampling: a pixel's value as the mean over a sub-grid inside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.numerics.kernel import kernel
from autolens_like.structures.array import Array2D
from autolens_like.structures.mask import Mask2D
from autolens_like.structures.structure import plain
from autolens_like.structures.sub_blocks import SubPixels
from autolens_like.typing import ArrayLike


@dataclass(frozen=True, eq=False)
class Bins:
    """Which consecutive sub-pixels make which pixel.

    Parameters
    ----------
    counts
        (N,) sub-pixels of every pixel, s*s.
    """

    counts: np.ndarray

    @cached_property
    def starts(self) -> np.ndarray:
        """(N,) first sub-pixel of every pixel."""
        return np.cumsum(self.counts) - self.counts

    @cached_property
    def uniform(self) -> int:
        """Sub-pixels of every pixel where all have the same number, else 0."""
        first = int(self.counts[0]) if self.counts.size else 1
        return first if np.all(self.counts == first) else 0

    @cached_property
    def classes(self) -> tuple[tuple[np.ndarray, ...], np.ndarray]:
        """Sub-pixel indexes (n, s*s) of each size, and the order that undoes it."""
        sizes = np.unique(self.counts)
        members = [np.flatnonzero(self.counts == size) for size in sizes]
        gathers = tuple(
            self.starts[pixels][:, None] + np.arange(size)
            for pixels, size in zip(members, sizes, strict=True)
        )
        return gathers, np.argsort(np.concatenate(members))


@kernel
def binned(values: Any, bins: Bins) -> Any:
    """The mean of every pixel over its sub-pixels.

    Parameters
    ----------
    values
        (..., S) values of the sub-pixels.
    bins
        How they belong together.

    Returns
    -------
    (..., N) array
    """
    if bins.uniform == 1:
        return values
    if bins.uniform:
        return values.reshape(*values.shape[:-1], -1, bins.uniform).mean(axis=-1)
    return np.add.reduceat(values, bins.starts, axis=-1) / bins.counts


@binned.implement("jax")
def _binned_jax(values: Any, bins: Bins) -> Any:
    import jax.numpy as jnp

    if bins.uniform:
        return values.reshape(*values.shape[:-1], -1, bins.uniform).mean(axis=-1)
    gathers, order = bins.classes
    means = [values[..., gather].mean(axis=-1) for gather in gathers]
    return jnp.concatenate(means, axis=-1)[..., order]


def sub_sizes_from(over_sample_size: Any, mask: Mask2D) -> np.ndarray:
    """(N,) checked sub-grid side of every pixel.

    Parameters
    ----------
    over_sample_size
        One integer, or one a pixel (slim or native).

    Raises
    ------
    ArrayException
        Not integers of at least one, or of another shape than the mask.
    """
    values = np.asarray(plain(over_sample_size), dtype=float)
    if np.any(values < 1) or np.any(values != np.rint(values)):
        raise exc.ArrayException(
            f"over_sample_size={over_sample_size!r} is not usable: give an integer of "
            "at least 1 (each pixel is split into its square), or one for every pixel."
        )
    values = values.astype(int)
    if values.ndim == 0:
        return np.full(mask.shape_slim, int(values))
    if values.shape == mask.shape_native:
        return values[~mask.array]
    if values.shape == (mask.shape_slim,):
        return values
    raise exc.ArrayException(
        f"over_sample_size of shape {values.shape} does not fit the mask: give one "
        f"integer, shape {mask.shape_native} or shape ({mask.shape_slim},)."
    )


class OverSampler(SubPixels):
    """The sub-grid of a mask and the way back to its pixels.

    Parameters
    ----------
    mask
        The mask whose pixels are split.
    sub_size
        One integer, or one a pixel: s splits a pixel into s x s.

    Attributes
    ----------
    sub_size : (N,) integers
    y, x : (S,) sub-pixel centres [arcsec], pixel after pixel, row-major from the
        top-left inside each.
    """

    def __init__(self, mask: Mask2D, sub_size: Any) -> None:
        self.mask = mask
        self.sub_size = sub_sizes_from(sub_size, mask)
        self.bins = Bins(self.sub_size**2)
        super().__init__(self.bins.counts, *self._sub_pixel_centres())

    def _sub_pixel_centres(self) -> tuple[np.ndarray, np.ndarray]:
        centres = self.mask.derive_grid.unmasked
        repeats = self.bins.counts
        size = np.repeat(self.sub_size, repeats)
        index = np.arange(int(repeats.sum())) - np.repeat(self.bins.starts, repeats)
        row, column = np.divmod(index, size)
        scale_y, scale_x = self.mask.pixel_scales
        y = np.repeat(centres[:, 0], repeats)
        x = np.repeat(centres[:, 1], repeats)
        y += (0.5 - (row + 0.5) / size) * scale_y
        x += ((column + 0.5) / size - 0.5) * scale_x
        return y, x

    def binned_array_2d_from(self, values: Any) -> Any:
        """(..., N) means over the sub-pixels of (..., S) values."""
        return binned(values, self.bins)


def over_sample_size_via_radial_bins_from(
    grid: Any,
    sub_size_list: Sequence[int],
    radial_list: Sequence[float],
    centre_list: Sequence[ArrayLike] | None = None,
) -> Any:
    """Sub-grid sides that fall with the distance from one or more centres.

    Parameters
    ----------
    grid
        The `Grid2D` (or anything with a mask) whose pixels are over-sampled.
    sub_size_list
        The side in each radial bin, one more than there are radii.
    radial_list
        Radii between the bins, increasing [arcsec].
    centre_list
        (y, x) centres [arcsec]; a pixel takes the largest side that any gives it. By
        default the centre of the mask.

    Returns
    -------
    Array2D of integers

    Raises
    ------
    ArrayException
        The lists do not fit together or the radii do not increase.
    """
    radii = np.asarray(radial_list, dtype=float)
    if len(sub_size_list) != radii.size + 1 or np.any(np.diff(radii) <= 0.0):
        raise exc.ArrayException(
            f"{len(sub_size_list)} sub-sizes and radii {list(radial_list)} came; give "
            "increasing radii and one sub-size more than radii."
        )
    mask = grid.mask
    y, x = mask.derive_grid.unmasked.T
    sizes = np.ones(mask.shape_slim, dtype=int)
    for centre_y, centre_x in centre_list or [mask.mask_centre]:
        bins = np.searchsorted(radii, np.hypot(y - centre_y, x - centre_x), "right")
        sizes = np.maximum(sizes, np.asarray(sub_size_list, dtype=int)[bins])
    return Array2D(sizes, mask)
