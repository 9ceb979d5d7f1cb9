"""Mass from a map of its lensing potential.

ψ is a quintic spline through the values at the pixel centres; α = ∇ψ and κ = ½ ∇²ψ are
its derivatives, so that all laws of lensing hold between the pixels.

Parameters
    ``lensing_potential`` [arcsec²] on the pixels of a ``mask``.
Radius
    None: a map has pixels, which cover the sky up to their outer edges.
Normalization
    As given. A constant and a gradient of ψ have no convergence.
Einstein radius
    No closed form: `einstein_radius_from`, with a grid inside the map.
Limits
    Six rows and columns or more. Of a smooth ψ the errors of ψ, α and κ fall with the
    powers 6, 5 and 4 of the pixel size; a singular centre is smeared over its pixel.
    Coordinates outside the map are an error, and NaN in a trace.
Elsewhere
    PyAutoLens interpolates linearly between ψ, its differences and their differences,
    so that α is not the gradient of ψ, and goes on outside. lenstronomy's INTERPOL is
    bicubic, or takes all derivatives as maps.
"""

from __future__ import annotations

from typing import Any

from autolens_like.numerics.model_object import static
from autolens_like.numerics.spline_surface import surface_derivatives
from autolens_like.profiles.mass.pixel_map import (
    MapProfile,
    frame_of,
    map_from,
    surface_of,
)
from autolens_like.structures.mask import Mask2D


class PotentialSurface(MapProfile):
    """Potential, deflection angles and convergence of one quintic surface."""

    def _coefficients(self) -> Any:
        raise NotImplementedError

    def _derivatives(self, y: Any, x: Any, *orders: tuple[int, int]) -> list[Any]:
        """∂^n / ∂y^n ∂^m / ∂x^m of ψ for each (n, m), on the sky."""
        scale_y, scale_x = frame_of(self._mask).pixel_scales
        places = self._places(y, x)
        values = surface_derivatives(self._coefficients(), *places, orders)
        return [
            value / ((-scale_y) ** n * scale_x**m)
            for value, (n, m) in zip(values, orders, strict=True)
        ]

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        deflection_y, deflection_x = self._derivatives(y, x, (1, 0), (0, 1))
        return deflection_y, deflection_x

    def _convergence(self, y: Any, x: Any) -> Any:
        return 0.5 * sum(self._derivatives(y, x, (2, 0), (0, 2)))

    def _potential(self, y: Any, x: Any) -> Any:
        return self._derivatives(y, x, (0, 0))[0]


class InputPotential(PotentialSurface):
    """A mass whose lensing potential is given on pixels.

    The surface through the values is a quintic spline; deflection angles and
    convergence are its derivatives, ∇ψ and ½ ∇²ψ, exactly, so that all laws of lensing
    hold between the pixels. For a smooth potential the convergence has an error of the
    fourth order in the pixel size. Masked pixels inside the rectangle of the map are
    filled as smoothly as possible; see `MapProfile` for what is outside.

    Parameters
    ----------
    lensing_potential
        ψ [arcsec²]: an `Array2D`, or slim or native values of `mask`.
    image_plane_grid
        Not needed: the pixel centres of the mask, which are compared.
    mask
        `Mask2D` of the pixels; None takes that of an `Array2D`.

    Raises
    ------
    ProfileException
        Nothing says where the pixels are, a value is not finite, or there are fewer
        than six rows or columns.
    """

    lensing_potential: Any = static()
    image_plane_grid: Any = static(None)
    mask: Any = static(None)

    def __post_init__(self) -> None:
        values = map_from(
            self.lensing_potential,
            self.image_plane_grid,
            self.mask,
            type(self).__name__,
            "lensing_potential",
        )
        object.__setattr__(self, "lensing_potential", values)
        object.__setattr__(self, "image_plane_grid", None)
        object.__setattr__(self, "mask", values.mask)
        super().__post_init__()

    @property
    def _mask(self) -> Mask2D:
        return self.mask

    def _coefficients(self) -> Any:
        return surface_of(self.lensing_potential)
