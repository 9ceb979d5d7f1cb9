"""Mass from a map of its deflection angles.

α_y and α_x are quintic splines through the values at the pixel centres, κ = ½ ∇α is
half their divergence, and ψ the potential whose gradient is closest to them.

Parameters
    ``deflections_y``, ``deflections_x`` [arcsec] on the pixels of a ``mask``.
Radius
    None: a map has pixels, which cover the sky up to their outer edges.
Normalization
    As given; ψ has mean zero over the map.
Einstein radius
    No closed form: `einstein_radius_from`, with a grid inside the map.
Limits
    As `input_potential`. A potential exists where the deflections are a gradient to
    1e-3 of the largest of them and no pixel of their rectangle is masked; else it is
    an error, because deflections of several planes have none.
Elsewhere
    PyAutoLens interpolates linearly, goes on outside, and has zero for its potential.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.numerics.model_object import static
from autolens_like.numerics.spline_surface import (
    coefficients_of,
    slope_matrix,
    surface_derivatives,
)
from autolens_like.profiles.mass.pixel_map import (
    MapProfile,
    frame_of,
    map_from,
    surface_of,
    values_in_frame,
)
from autolens_like.structures.array import Array2D
from autolens_like.structures.mask import Mask2D

#: Where the closest potential misses the deflections by more than this part of the
#: largest of them, they are no gradient: pixels of a smooth lens make 1e-5 or less.
_LARGEST_MISS = 1e-3
#: Modes of the least squares with less than this part of the largest weight: the
#: constant, and the chequerboard, which has no slopes at the pixels.
_NO_WEIGHT = 1e-9


@lru_cache(maxsize=32)
def potential_of(deflections_y: Array2D, deflections_x: Array2D) -> tuple[Any, float]:
    """The potential whose gradient is closest to deflections on a full rectangle.

    With the slopes D of a spline along each side, the least squares of D_y ψ = α_y and
    ψ D_xᵀ = α_x are solved by D_yᵀ D_y ψ + ψ D_xᵀ D_x = D_yᵀ α_y + α_x D_x, in the
    eigenvectors of the two.

    Returns
    -------
    coefficients, miss
        Of its surface, with mean zero; and the largest difference from the deflections
        over the largest deflection.
    """
    scale_y, scale_x = frame_of(deflections_y.mask).pixel_scales
    angle_y = -values_in_frame(deflections_y) * scale_y
    angle_x = values_in_frame(deflections_x) * scale_x
    slope_y, slope_x = (slope_matrix(number) for number in angle_y.shape)
    weight_y, modes_y = np.linalg.eigh(slope_y.T @ slope_y)
    weight_x, modes_x = np.linalg.eigh(slope_x.T @ slope_x)
    target = slope_y.T @ angle_y + angle_x @ slope_x
    weight = weight_y[:, None] + weight_x
    seen = weight > _NO_WEIGHT * weight.max()
    parts = (modes_y.T @ target @ modes_x) / np.where(seen, weight, 1.0)
    potential = modes_y @ np.where(seen, parts, 0.0) @ modes_x.T
    misses = (
        np.abs(slope_y @ potential - angle_y).max() / scale_y,
        np.abs(potential @ slope_x.T - angle_x).max() / scale_x,
    )
    largest = max(np.abs(angle_y).max() / scale_y, np.abs(angle_x).max() / scale_x)
    miss = max(misses) / largest if largest > 0.0 else 0.0
    return coefficients_of(potential - potential.mean()), float(miss)


class InputDeflections(MapProfile):
    """A mass whose deflection angles are given on pixels.

    Each component is a quintic spline through its values, the convergence is half the
    divergence of the two. A potential exists where the deflections are a gradient,
    as those of one plane are: it is the one whose gradient is closest, with mean zero.
    Deflections of several planes have a curl and no potential. Masked pixels inside the
    rectangle of the map are filled as smoothly as possible; see `MapProfile` for what
    is outside.

    Parameters
    ----------
    deflections_y, deflections_x
        α_y and α_x [arcsec]: each an `Array2D`, or slim or native values of `mask`.
    image_plane_grid
        Not needed: the pixel centres of the mask, which are compared.
    mask
        `Mask2D` of the pixels; None takes that of an `Array2D`.

    Raises
    ------
    ProfileException
        Nothing says where the pixels are, a value is not finite, or there are fewer
        than six rows or columns. From the potential: the deflections are no gradient,
        or some pixels of their rectangle are masked.
    """

    deflections_y: Any = static()
    deflections_x: Any = static()
    image_plane_grid: Any = static(None)
    mask: Any = static(None)

    def __post_init__(self) -> None:
        mask = self.mask
        for name in ("deflections_y", "deflections_x"):
            owner, values = type(self).__name__, getattr(self, name)
            values = map_from(values, self.image_plane_grid, mask, owner, name)
            object.__setattr__(self, name, values)
            mask = values.mask
        object.__setattr__(self, "image_plane_grid", None)
        object.__setattr__(self, "mask", mask)
        super().__post_init__()

    @classmethod
    def from_vectors(cls, deflections: Any) -> InputDeflections:
        """Of a map of vectors, such as another lens gives on a grid.

        Parameters
        ----------
        deflections
            `VectorYX2D` or `Grid2D` of deflection angles (y, x) [arcsec].
        """
        values = deflections.slim.array
        return cls(values[:, 0], values[:, 1], mask=deflections.mask)

    @property
    def _mask(self) -> Mask2D:
        return self.mask

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        places = self._places(y, x)
        (deflection_y,) = surface_derivatives(
            surface_of(self.deflections_y), *places, [(0, 0)]
        )
        (deflection_x,) = surface_derivatives(
            surface_of(self.deflections_x), *places, [(0, 0)]
        )
        return deflection_y, deflection_x

    def _convergence(self, y: Any, x: Any) -> Any:
        places = self._places(y, x)
        scale_y, scale_x = frame_of(self.mask).pixel_scales
        (along_y,) = surface_derivatives(
            surface_of(self.deflections_y), *places, [(1, 0)]
        )
        (along_x,) = surface_derivatives(
            surface_of(self.deflections_x), *places, [(0, 1)]
        )
        return 0.5 * (along_x / scale_x - along_y / scale_y)

    def _potential(self, y: Any, x: Any) -> Any:
        return surface_derivatives(
            self._potential_coefficients(), *self._places(y, x), [(0, 0)]
        )[0]

    def _potential_coefficients(self) -> Any:
        if not frame_of(self.mask).known.all():
            raise exc.ProfileException(
                "InputDeflections has masked pixels inside the rectangle of its map, "
                "so that its potential is not known: give the deflections on the whole "
                "rectangle, or use InputPotential."
            )
        coefficients, miss = potential_of(self.deflections_y, self.deflections_x)
        if miss > _LARGEST_MISS:
            raise exc.ProfileException(
                "InputDeflections has no potential: the gradient that is closest to "
                f"its deflections misses them by {miss:.2g} of the largest, where "
                f"{_LARGEST_MISS:g} is allowed. They have a curl, as those of several "
                "planes do, or too few pixels: use the tracer itself, or more pixels."
            )
        return coefficients
