"""`Placement`: where the pixel grid of one exposure lies on a common sky."""

from __future__ import annotations

import numbers
from dataclasses import dataclass
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.numerics.namespace import array_namespace
from autolens_like.structures.geometry import origin_from
from autolens_like.structures.grid import Grid2D


def turned(y: Any, x: Any, angle: Any) -> tuple[Any, Any]:
    """Coordinates turned counter-clockwise about the origin.

    Parameters
    ----------
    angle
        [degrees].
    """
    xp = array_namespace(y, x, angle)
    phi = angle * (xp.pi / 180.0)
    cosine, sine = xp.cos(phi), xp.sin(phi)
    return cosine * y + sine * x, cosine * x - sine * y


@dataclass(frozen=True)
class Placement:
    """A turn and a shift that take the coordinates of an exposure to the sky.

    A point θ of the exposure's own pixel grid lies at R(rotation) θ + offset.

    Parameters
    ----------
    offset
        (y, x) of the exposure's origin on the sky [arcsec].
    rotation
        Counter-clockwise angle by which the exposure is turned [degrees].

    Raises
    ------
    ArrayException
        Anything but finite numbers.

    Examples
    --------
    >>> placement = Placement(offset=(0.5, 0.0), rotation=90.0)
    >>> y, x = placement.sky(0.0, 1.0)
    >>> round(float(y), 12), round(float(x), 12)
    (1.5, 0.0)
    """

    offset: tuple[float, float] = (0.0, 0.0)
    rotation: float = 0.0

    def __post_init__(self) -> None:
        rotation = self.rotation
        is_real = isinstance(rotation, numbers.Real) and not isinstance(rotation, bool)
        if not is_real or not np.isfinite(rotation):
            raise exc.ArrayException(
                f"rotation={rotation!r} is not usable: give degrees as one number."
            )
        object.__setattr__(self, "offset", origin_from(self.offset))
        object.__setattr__(self, "rotation", float(rotation))

    @property
    def is_none(self) -> bool:
        """Whether the exposure's own coordinates are those of the sky."""
        return self.offset == (0.0, 0.0) and self.rotation == 0.0

    def sky(self, y: Any, x: Any) -> tuple[Any, Any]:
        """Coordinates of the exposure as coordinates on the sky [arcsec]."""
        if self.is_none:
            return y, x
        y, x = turned(y, x, self.rotation)
        return y + self.offset[0], x + self.offset[1]

    def exposure(self, y: Any, x: Any) -> tuple[Any, Any]:
        """Coordinates on the sky as coordinates of the exposure [arcsec]."""
        if self.is_none:
            return y, x
        return turned(y - self.offset[0], x - self.offset[1], -self.rotation)

    def grid(self, grid: Grid2D) -> Grid2D:
        """The pixels and sub-pixels of an exposure's grid, on the sky."""
        if self.is_none:
            return grid

        def moved(values: Any) -> np.ndarray:
            return np.stack(self.sky(values[:, 0], values[:, 1]), axis=-1)

        return Grid2D(
            moved(grid.slim.array),
            grid.mask,
            over_sampled=moved(grid.over_sampled.array),
            over_sampler=grid.over_sampler,
        )
