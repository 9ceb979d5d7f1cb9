"""Mass from a map: values on pixels, and the smooth surface through them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.numerics.namespace import array_namespace, is_jax
from autolens_like.numerics.smooth_continuation import smooth_continuation
from autolens_like.numerics.spline_surface import FEWEST_POINTS, coefficients_of
from autolens_like.profiles.mass.mass_profile import OriginMassProfile
from autolens_like.structures.array import Array2D
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.mask import Mask2D

#: A point on the outer edge of a pixel belongs to it, whatever the rounding [pixels].
_EDGE = 1e-9


@dataclass(frozen=True, eq=False)
class MapFrame:
    """The smallest rectangle around the unmasked pixels of a mask.

    Parameters
    ----------
    rows, columns
        Of the frame of the mask.
    first
        (y, x) of the centre of its first pixel, the top left one [arcsec].
    pixel_scales
        (y, x) [arcsec].
    known
        (R, C) whether a pixel is unmasked.
    """

    rows: slice
    columns: slice
    first: tuple[float, float]
    pixel_scales: tuple[float, float]
    known: np.ndarray

    @property
    def edges(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The lowest and the highest (y, x) of its pixels [arcsec]."""
        (rows, columns), (scale_y, scale_x) = self.known.shape, self.pixel_scales
        top, left = self.first[0] + 0.5 * scale_y, self.first[1] - 0.5 * scale_x
        return (top - rows * scale_y, left), (top, left + columns * scale_x)

    def lattice(self, y: Any, x: Any) -> tuple[Any, Any]:
        """Continuous (row, column) in the rectangle of sky coordinates [arcsec]."""
        scale_y, scale_x = self.pixel_scales
        return (self.first[0] - y) / scale_y, (x - self.first[1]) / scale_x

    def holds(self, v: Any, u: Any) -> Any:
        """Whether (row, column) lie in unmasked pixels."""
        xp = array_namespace(v, u)
        inside, nearest = True, []
        for place, number in zip((v, u), self.known.shape, strict=True):
            low, high = -0.5 - _EDGE, number - 0.5 + _EDGE
            inside = inside & (place >= low) & (place <= high)
            nearest.append(xp.clip(xp.floor(place + 0.5), 0, number - 1).astype(int))
        return inside & xp.asarray(self.known)[nearest[0], nearest[1]]


@lru_cache(maxsize=32)
def frame_of(mask: Mask2D) -> MapFrame:
    """The rectangle around the unmasked pixels."""
    known = ~mask.array
    rows, columns = (np.flatnonzero(known.any(axis=axis)) for axis in (1, 0))
    row, column = (slice(int(n[0]), int(n[-1]) + 1) for n in (rows, columns))
    y, x = mask.geometry.axes
    return MapFrame(
        row,
        column,
        (float(y[row.start]), float(x[column.start])),
        mask.pixel_scales,
        known[row, column],
    )


@lru_cache(maxsize=32)
def values_in_frame(values: Array2D) -> np.ndarray:
    """(R, C) values of the rectangle, masked ones continued smoothly."""
    frame = frame_of(values.mask)
    native = np.asarray(values.native.array)[frame.rows, frame.columns]
    return smooth_continuation(native, frame.known)


@lru_cache(maxsize=32)
def surface_of(values: Array2D) -> np.ndarray:
    """Coefficients of the surface through the values of a map."""
    return coefficients_of(values_in_frame(values))


def map_from(
    values: Any, image_plane_grid: Any, mask: Any, owner: str, name: str
) -> Array2D:
    """The map that a user gave, as values on a mask.

    Parameters
    ----------
    values
        `Array2D`, or slim or native values.
    image_plane_grid
        The coordinates of the values: a `Grid2D`, (N, 2) coordinates of the pixels of
        `mask`, or None.
    mask
        `Mask2D` of the pixels; None takes that of the values or of the grid.
    owner, name
        Of the profile and of the argument, for messages.

    Raises
    ------
    ProfileException
        Nothing says where the pixels are, the coordinates are not those of the mask, a
        value is not finite, or there are fewer than six rows or columns.
    """
    if mask is None:
        mask = next(
            (s.mask for s in (values, image_plane_grid) if hasattr(s, "mask")), None
        )
    if not isinstance(mask, Mask2D):
        raise exc.ProfileException(
            f"{owner} got mask={mask!r}; give the Mask2D of the pixels, or {name} as "
            "an Array2D, which knows it."
        )
    _check_grid(image_plane_grid, mask, owner)
    if not isinstance(values, Array2D) or values.mask is not mask:
        values = Array2D(getattr(values, "array", values), mask)
    numbers = np.asarray(values.slim.array)
    if not np.all(np.isfinite(numbers)):
        raise exc.ProfileException(
            f"{owner} got {name} with {np.sum(~np.isfinite(numbers))} values that are "
            "not finite; mask their pixels."
        )
    require_enough(mask, owner)
    return values


def require_enough(mask: Mask2D, owner: str) -> None:
    """Raise where the unmasked pixels are too few for a surface.

    Raises
    ------
    ProfileException
        Fewer than six rows or columns of pixels.
    """
    if mask.is_all_true or min(frame_of(mask).known.shape) < FEWEST_POINTS:
        raise exc.ProfileException(
            f"{owner} got a map of {mask.shape_slim} unmasked pixels in a frame of "
            f"{mask.shape_native}; it needs {FEWEST_POINTS} rows and columns or more."
        )


def _check_grid(image_plane_grid: Any, mask: Mask2D, owner: str) -> None:
    if image_plane_grid is None:
        return
    expected = np.asarray(Grid2D.from_mask(mask, over_sample_size=1).slim.array)
    given = getattr(image_plane_grid, "slim", image_plane_grid)
    given = np.asarray(getattr(given, "array", given), dtype=float)
    tolerance = 1e-6 * min(mask.pixel_scales)
    same = given.shape == expected.shape
    if not same or not np.allclose(given, expected, rtol=0.0, atol=tolerance):
        raise exc.ProfileException(
            f"{owner} got an image_plane_grid of shape {given.shape} that is not the "
            f"{expected.shape} pixel centres of its mask; leave it out, or give "
            "Grid2D.from_mask(mask)."
        )


def _shown(value: Any) -> str:
    if isinstance(value, Array2D):
        return f"<Array2D of {value.shape_slim} pixels>"
    return repr(value)


class MapProfile(OriginMassProfile):
    """Mass from a map of square or rectangular pixels.

    The map covers its unmasked pixels up to their outer edges. Beyond them nothing is
    known: coordinates there are an error, or NaN where JAX computes. (PyAutoLens goes
    on with the nearest value or with zeros, in which the deflections are not the
    gradient of the potential.)
    """

    def __repr__(self) -> str:
        # The values of a map are no line of code.
        names = [field.name for field in dataclasses.fields(self) if field.init]
        shown = ", ".join(f"{name}={_shown(getattr(self, name))}" for name in names)
        return f"{type(self).__name__}({shown})"

    @property
    def _mask(self) -> Mask2D:
        raise NotImplementedError

    @property
    def mass_centres(self) -> list[tuple[float, float]]:
        """[(y, x)] of the middle of the map [arcsec]."""
        low, high = frame_of(self._mask).edges
        return [(0.5 * (low[0] + high[0]), 0.5 * (low[1] + high[1]))]

    def _places(self, y: Any, x: Any) -> tuple[Any, Any]:
        """(row, column) in the lattice of the map; NaN, or an error, outside.

        Raises
        ------
        GridException
            Coordinates that are known and outside.
        """
        frame = frame_of(self._mask)
        xp = array_namespace(self, y, x)
        v, u = frame.lattice(xp.asarray(y), xp.asarray(x))
        inside = frame.holds(v, u)
        if not is_jax(inside) and not np.all(inside):
            self._refuse(y, x, inside)
        return xp.where(inside, v, xp.nan), xp.where(inside, u, xp.nan)

    def _refuse(self, y: Any, x: Any, inside: np.ndarray) -> None:
        low, high = frame_of(self._mask).edges
        first = np.flatnonzero(~np.ravel(inside))[0]
        y, x = (np.ravel(np.broadcast_to(c, np.shape(inside)))[first] for c in (y, x))
        raise exc.GridException(
            f"{np.sum(~inside)} of {np.size(inside)} coordinates lie outside the map "
            f"of {type(self).__name__}, the first at (y, x) = ({y:.6g}, {x:.6g}). It "
            f"covers y from {low[0]:.6g} to {high[0]:.6g} and x from {low[1]:.6g} to "
            f"{high[1]:.6g}, but for its masked pixels: give a larger map, or "
            "coordinates inside; to methods of critical curves a grid inside."
        )
