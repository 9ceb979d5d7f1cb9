"""`Hilbert`: centres along a curve that fills the image."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np

from autolens_like.inversion.image_mesh.weighted import WeightedImageMesh
from autolens_like.structures.irregular import Grid2DIrregular
from autolens_like.structures.mask import Mask2D

#: Cells on a side of the square that the curve fills, as in PyAutoLens.
_CURVE_LENGTH = 193


class Hilbert(WeightedImageMesh):
    """Centres at equal steps of the weight along a curve that fills the mask.

    Neighbours on a Hilbert curve are neighbours in the image, so that the centres are
    spread evenly, densely where the image is bright. The mask may have any shape.

    Parameters
    ----------
    pixels, weight_floor, weight_power
        As for `WeightedImageMesh`.
    """

    def centres_of(self, mask: Mask2D, image: np.ndarray) -> Grid2DIrregular:
        """(M, 2) centres for an (N,) image, in the order of the curve [arcsec]."""
        y, x, values = _along_curve(mask, image)
        weights = self.weights(values)
        shares = np.cumsum(weights / weights.sum())
        shares[0] = 0.0
        places = np.interp(
            np.linspace(0.0, 0.99999999, self.pixels), shares, np.arange(shares.size)
        )
        steps = np.arange(shares.size)
        found = [np.interp(places, steps, axis) for axis in (y, x)]
        return Grid2DIrregular(np.stack(found, axis=-1))


def _along_curve(
    mask: Mask2D, image: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """y, x and brightness along the part of the curve that lies in unmasked pixels."""
    from scipy.interpolate import RegularGridInterpolator

    points = np.asarray(mask.derive_grid.unmasked)
    scale_y, scale_x = mask.pixel_scales
    centre_y, centre_x = mask.mask_centre
    half = 0.5 * max(np.ptp(points[:, 0]) + scale_y, np.ptp(points[:, 1]) + scale_x)
    curve = 2.0 * half * (curve_of_square(_CURVE_LENGTH) / _CURVE_LENGTH - 0.5)
    y, x = curve[:, 1] + centre_y, curve[:, 0] + centre_x
    rows, columns = (
        0.5 * (number - 1) + sign * (axis - origin) / scale
        for number, sign, axis, origin, scale in zip(
            mask.shape_native, (-1.0, 1.0), (y, x), mask.origin, mask.pixel_scales,
            strict=True,
        )
    )  # fmt: skip
    native = np.zeros(mask.shape_native)
    native[~mask.array] = image
    places = np.stack([rows, columns], axis=-1)
    nearest = np.rint(places).astype(int)
    top = np.array(mask.shape_native) - 1
    inside = np.all((nearest >= 0) & (nearest <= top), axis=1)
    inside[inside] &= ~mask.array[tuple(nearest[inside].T)]
    read = RegularGridInterpolator(
        tuple(np.arange(n) for n in mask.shape_native), native, bounds_error=False,
        fill_value=0.0,
    )  # fmt: skip
    return y[inside], x[inside], read(places[inside])


@lru_cache(maxsize=4)
def curve_of_square(length: int) -> np.ndarray:
    """(length², 2) cells of a square, x and y, along a curve from cell to neighbour.

    The generalized Hilbert curve, which needs no power of two (Červený, 2018,
    github.com/jakubcerveny/gilbert).
    """
    cells = np.array(list(_block(np.zeros(2, int), np.array([length, 0]),
                                 np.array([0, length]))))  # fmt: skip
    cells.flags.writeable = False
    return cells


def _block(corner: Any, along: Any, across: Any) -> Iterator[tuple[int, int]]:
    """Cells of a parallelogram of cells, from a corner to the end of `along`."""
    width, height = np.abs(along).sum(), np.abs(across).sum()
    step, side = np.sign(along), np.sign(across)
    if height == 1 or width == 1:
        one = step if height == 1 else side
        for i in range(max(width, height)):
            yield tuple(corner + i * one)
        return
    half, halved = along // 2, across // 2
    if 2 * width > 3 * height:
        # Long: two parts one after the other; the first of an even length.
        if np.abs(half).sum() % 2 and width > 2:
            half = half + step
        yield from _block(corner, half, across)
        yield from _block(corner + half, along - half, across)
        return
    # Up, along, and down again.
    if np.abs(halved).sum() % 2 and height > 2:
        halved = halved + side
    yield from _block(corner, halved, half)
    yield from _block(corner + halved, along, across - halved)
    last = corner + along - step + halved - side
    yield from _block(last, -halved, -(along - half))
