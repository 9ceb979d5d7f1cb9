"""`LensCurves`: critical curves, caustics and Einstein radii of a lens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.deflection_field.closed_curves import area_within, is_within
from autolens_like.deflection_field.critical_curves import (
    RADIAL,
    TANGENTIAL,
    critical_curves_from,
)
from autolens_like.deflection_field.hessian import Deflections
from autolens_like.deflection_field.regions import Region
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.irregular import Grid2DIrregular
from autolens_like.typing import GridLike


class LensCurves:
    """Critical curves, caustics and Einstein radii as methods; they need no grid.

    A subclass gives the deflection field and the centres of its masses.
    """

    def deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        raise NotImplementedError

    @property
    def mass_centres(self) -> list[tuple[float, float]]:
        """(y, x) of every mass [arcsec]."""
        raise NotImplementedError

    @property
    def _first_centre(self) -> tuple[Any, Any]:
        """(y, x) of the first mass [arcsec], which JAX may trace."""
        return self.mass_centres[0]

    @property
    def has_several_planes(self) -> bool:
        """Whether more than one plane deflects, so that the mapping may rotate."""
        return False

    @property
    def _formula(self) -> Deflections:
        return self.deflections

    def _critical_curves(
        self,
        kind: int,
        region: Region | None = None,
        places: Sequence[tuple[float, float]] = (),
    ) -> list[Grid2DIrregular]:
        curves = critical_curves_from(
            self._formula,
            [*self.mass_centres, *places],
            kind,
            region,
            self.has_several_planes,
        )
        return [Grid2DIrregular(curve) for curve in curves]

    def _caustics_of(self, curves: Sequence[Grid2DIrregular]) -> list[Grid2DIrregular]:
        caustics = []
        for curve in curves:
            y, x = curve.array.T
            angle_y, angle_x = self.deflections(y, x)
            caustics.append(np.stack([y - angle_y, x - angle_x], axis=-1))
        return [Grid2DIrregular(caustic) for caustic in caustics]

    def tangential_critical_curve_list_from(
        self, grid: GridLike | None = None, pixel_scale: float | None = None
    ) -> list[Grid2DIrregular]:
        """Closed tangential critical curves, the largest first [arcsec].

        Parameters
        ----------
        grid
            Where to look, and how finely; None finds both from the mass.
        pixel_scale
            The side of the cells in which curves are first looked for [arcsec]; by
            default that of the grid. Curves lie on their zeros to 1e-10 with any.

        Raises
        ------
        LensException
            A curve does not close, or leaves the grid.
        """
        return self._critical_curves(TANGENTIAL, region_of(grid, pixel_scale))

    def radial_critical_curve_list_from(
        self, grid: GridLike | None = None, pixel_scale: float | None = None
    ) -> list[Grid2DIrregular]:
        """Closed radial critical curves, the largest first [arcsec].

        An isothermal centre, or a steeper one, has none: what some call its radial
        caustic is a cut, across which an image vanishes without magnification.
        """
        return self._critical_curves(RADIAL, region_of(grid, pixel_scale))

    def tangential_caustic_list_from(
        self, grid: GridLike | None = None, pixel_scale: float | None = None
    ) -> list[Grid2DIrregular]:
        """The tangential critical curves seen in the source plane [arcsec]."""
        return self._caustics_of(
            self._critical_curves(TANGENTIAL, region_of(grid, pixel_scale))
        )

    def radial_caustic_list_from(
        self, grid: GridLike | None = None, pixel_scale: float | None = None
    ) -> list[Grid2DIrregular]:
        """The radial critical curves seen in the source plane [arcsec]."""
        return self._caustics_of(
            self._critical_curves(RADIAL, region_of(grid, pixel_scale))
        )

    def area_within_curve_list_from(self, curve_list: Any) -> list[float]:
        """Area inside each closed curve [arcsec²]."""
        return [area_within(curve) for curve in curve_list]

    def tangential_critical_curve_area_list_from(
        self, grid: GridLike | None = None, pixel_scale: float | None = None
    ) -> list[float]:
        """Area inside each tangential critical curve, the largest first [arcsec²]."""
        curves = self.tangential_critical_curve_list_from(grid, pixel_scale)
        return self.area_within_curve_list_from(curves)

    def radial_critical_curve_area_list_from(
        self, grid: GridLike | None = None, pixel_scale: float | None = None
    ) -> list[float]:
        """Area inside each radial critical curve, the largest first [arcsec²]."""
        curves = self.radial_critical_curve_list_from(grid, pixel_scale)
        return self.area_within_curve_list_from(curves)

    def einstein_radius_list_from(
        self, grid: GridLike | None = None, pixel_scale: float | None = None
    ) -> list[float]:
        """√(area / π) of each tangential critical curve that lies in no other.

        Raises
        ------
        LensException
            There is no tangential critical curve.
        """
        return self._einstein_radii_of(
            self._critical_curves(TANGENTIAL, region_of(grid, pixel_scale))
        )

    def _einstein_radii_of(self, found: Sequence[Grid2DIrregular]) -> list[float]:
        curves = [curve.array for curve in found]
        outer = [
            curve
            for i, curve in enumerate(curves)
            if not any(is_within(curve[0], larger) for larger in curves[:i])
        ]
        if not outer:
            raise exc.LensException(
                "This lens has no tangential critical curve and so no Einstein radius: "
                "its mass is too weak to bend light into a ring around any of "
                f"{self.mass_centres}, or the grid given does not hold it."
            )
        return [float(np.sqrt(area_within(curve) / np.pi)) for curve in outer]

    def einstein_radius_from(
        self, grid: GridLike | None = None, pixel_scale: float | None = None
    ) -> float:
        """The effective Einstein radius [arcsec].

        The radius of the circle with the area inside the tangential critical curve (of
        several separate ones, their total area).

        Parameters
        ----------
        grid
            Where to look, and how finely; None finds both from the mass.
        pixel_scale
            The side of the cells in which curves are first looked for [arcsec]; by
            default that of the grid. Curves lie on their zeros to 1e-10 with any.

        Raises
        ------
        LensException
            There is no tangential critical curve.
        """
        radii = self.einstein_radius_list_from(grid, pixel_scale)
        return float(np.sqrt(np.sum(np.square(radii))))

    def einstein_mass_angular_from(
        self, grid: GridLike | None = None, pixel_scale: float | None = None
    ) -> float:
        """Mass inside the tangential critical curve, in critical densities [arcsec²].

        Its area: the mean convergence inside is 1. Times the critical surface density
        per arcsec² it is a mass.
        """
        return float(np.pi * self.einstein_radius_from(grid, pixel_scale) ** 2)

    def einstein_mass_angular_list_from(
        self, grid: GridLike | None = None, pixel_scale: float | None = None
    ) -> list[float]:
        """As `einstein_mass_angular_from`, of each separate curve."""
        radii = self.einstein_radius_list_from(grid, pixel_scale)
        return [float(np.pi * radius**2) for radius in radii]


def region_of(grid: Any, pixel_scale: float | None = None) -> Region | None:
    """The rectangle of a grid that a user gave, in 15 to 127 cells a side.

    Parameters
    ----------
    grid
        The grid; None is no region.
    pixel_scale
        The side of the cells [arcsec]; None takes the pixels of the grid.

    Raises
    ------
    InputException
        A `pixel_scale` that is not above zero, or one without a grid.
    """
    if pixel_scale is not None and (grid is None or not pixel_scale > 0.0):
        raise exc.InputException(
            f"pixel_scale={pixel_scale!r} came with grid={grid!r}; give the side of a "
            "pixel [arcsec], above zero, and a grid, or neither."
        )
    if grid is None:
        return None
    if isinstance(grid, Grid2D):
        x0, x1, y0, y1 = grid.geometry.extent
        shape = grid.shape_native
    else:
        y, x = np.moveaxis(np.asarray(grid, dtype=float), -1, 0)
        x0, x1, y0, y1 = x.min(), x.max(), y.min(), y.max()
        side = round(np.sqrt(y.size))
        shape = (side, side)
    centre = (0.5 * (y0 + y1), 0.5 * (x0 + x1))
    half_sides = (0.5 * (y1 - y0), 0.5 * (x1 - x0))
    if pixel_scale is not None:
        shape = tuple(round(2.0 * half / pixel_scale) + 1 for half in half_sides)
    cells = (min(max(shape[0], 16), 128) - 1, min(max(shape[1], 16), 128) - 1)
    return Region(centre, half_sides, cells, may_grow=False)
