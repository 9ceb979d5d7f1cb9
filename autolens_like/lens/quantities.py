"""`LensCalc`: what a lens does to small sources, and where it does it without bound."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.galaxy.doors import entered
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.lens.critical_curves import (
    RADIAL,
    TANGENTIAL,
    Region,
    area_within,
    critical_curves_from,
    is_within,
)
from autolens_like.lens.hessian import (
    Hessian,
    eigen_values,
    hessian,
    inverse_magnification,
    shear_and_convergence,
)
from autolens_like.lens.ray_tracing import Deflections
from autolens_like.lens.tracer import Tracer
from autolens_like.numerics.model_object import ModelObject, static
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.mass.mass_profile import MassProfile
from autolens_like.structures.coordinates import (
    array_like,
    coordinates_from,
    stacked,
    vector_like,
)
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.irregular import Grid2DIrregular
from autolens_like.typing import GridLike, Namespace


class LensCalc(ModelObject):
    """Quantities that follow from the deflection angles of a lens.

    Derivatives are fourth-order differences of the deflection angles (see
    `lens/hessian.py` for their error), so that they hold for any mass and any number
    of planes. Curves and radii need no grid: the region is found from the mass.

    Parameters
    ----------
    mass_obj
        A mass profile, `Galaxy`, `Galaxies` or `Tracer`.
    plane_i, plane_j
        The planes between which a `Tracer` is taken.

    Raises
    ------
    RayTracingException
        `mass_obj` has no deflection angles.
    """

    mass_obj: Any
    plane_i: int = static(0)
    plane_j: int = static(-1)

    def __post_init__(self) -> None:
        if isinstance(self.mass_obj, type) or not hasattr(self.mass_obj, "deflections"):
            raise exc.RayTracingException(
                f"LensCalc got {self.mass_obj!r}, which has no deflection angles; give "
                "an instance of a mass profile, Galaxy, Galaxies or Tracer."
            )

    @classmethod
    def from_mass_obj(cls, mass_obj: Any) -> LensCalc:
        """Of a mass profile or galaxy, whose source plane is infinitely thin behind."""
        return cls(mass_obj)

    @classmethod
    def from_tracer(
        cls,
        tracer: Tracer,
        use_multi_plane: bool = True,
        plane_i: int = 0,
        plane_j: int = -1,
    ) -> LensCalc:
        """Of a tracer.

        Parameters
        ----------
        tracer
            The lens system.
        use_multi_plane
            False sums the deflection angles of all galaxies as if in one plane.
        plane_i, plane_j
            The planes between which light is followed.
        """
        if use_multi_plane:
            return cls(tracer, plane_i, plane_j)
        members = (*tracer.galaxies, *tracer.fields)
        return cls(Tracer([Galaxy(0.0, **member.profiles) for member in members]))

    def deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        """Deflection angles (y, x) [arcsec], bare arrays."""
        whole = (self.plane_i, self.plane_j) == (0, -1)
        if whole or not isinstance(self.mass_obj, Tracer):
            return self.mass_obj.deflections(y, x)
        return self.mass_obj.deflections_between_planes(
            y, x, self.plane_i, self.plane_j
        )

    def _hessian(self, grid: GridLike, xp: Namespace | None) -> Hessian:
        this, xp = entered(self, xp, grid)
        return hessian(this.deflections, *coordinates_from(grid, xp))

    def hessian_from(
        self, grid: GridLike, xp: Namespace | None = None
    ) -> tuple[Any, Any, Any, Any]:
        """(yy, xy, yx, xx) = (∂α_y/∂y, ∂α_x/∂y, ∂α_y/∂x, ∂α_x/∂x).

        Parameters
        ----------
        grid
            Where; at the pixel centres of a `Grid2D`.
        xp
            `numpy` or `jax.numpy`; None follows the arrays.

        Returns
        -------
        four of Array2D, ArrayIrregular or arrays
        """
        yy, xy, yx, xx = (array_like(grid, part) for part in self._hessian(grid, xp))
        return yy, xy, yx, xx

    def jacobian_from(
        self, grid: GridLike, xp: Namespace | None = None
    ) -> list[list[Any]]:
        """∂β/∂θ as [[xx, xy], [yx, yy]], where xy is ∂β_x/∂y."""
        yy, xy, yx, xx = self._hessian(grid, xp)
        rows = [[1.0 - xx, -xy], [-yx, 1.0 - yy]]
        return [[array_like(grid, part) for part in row] for row in rows]

    def convergence_2d_via_hessian_from(
        self, grid: GridLike, xp: Namespace | None = None
    ) -> Any:
        """κ = ½ div α; with several planes the effective convergence."""
        kappa = shear_and_convergence(self._hessian(grid, xp))[2]
        return array_like(grid, kappa)

    def shear_yx_2d_via_hessian_from(
        self, grid: GridLike, xp: Namespace | None = None
    ) -> Any:
        """Shear as vectors with the columns (γ2, γ1)."""
        gamma_2, gamma_1, *_ = shear_and_convergence(self._hessian(grid, xp))
        return vector_like(grid, stacked(gamma_2, gamma_1, array_namespace(gamma_1)))

    def magnification_2d_from(self, grid: GridLike, xp: Namespace | None = None) -> Any:
        """μ = 1 / det(∂β/∂θ); negative where the image is mirrored."""
        return array_like(grid, 1.0 / inverse_magnification(self._hessian(grid, xp)))

    magnification_2d_via_hessian_from = magnification_2d_from

    def tangential_eigen_value_from(
        self, grid: GridLike, xp: Namespace | None = None
    ) -> Any:
        """1 - κ - |γ|, zero on the tangential critical curve."""
        return array_like(grid, eigen_values(self._hessian(grid, xp))[TANGENTIAL])

    def radial_eigen_value_from(
        self, grid: GridLike, xp: Namespace | None = None
    ) -> Any:
        """1 - κ + |γ|, zero on the radial critical curve."""
        return array_like(grid, eigen_values(self._hessian(grid, xp))[RADIAL])

    @property
    def _formula(self) -> Deflections:
        """The deflection field; of two planes that of the first, without overhead."""
        whole = (self.plane_i, self.plane_j) == (0, -1)
        if whole and isinstance(self.mass_obj, Tracer):
            first, *others = self.mass_obj.plane_deflections()
            if len(others) == 1 and first is not None:
                return first
        return self.deflections

    @property
    def mass_centres(self) -> list[tuple[float, float]]:
        """(y, x) of every mass [arcsec]."""
        if isinstance(self.mass_obj, MassProfile):
            profiles: list[Any] = [self.mass_obj]
        else:
            profiles = self.mass_obj.cls_list_from(MassProfile)
        found = [p.centre for p in profiles if hasattr(p, "centre")]
        centres = [(float(y), float(x)) for y, x in found]
        return centres or [(0.0, 0.0)]

    def _critical_curves(self, kind: int, grid: Any) -> list[Grid2DIrregular]:
        curves = critical_curves_from(
            self._formula, self.mass_centres, kind, _region_of(grid)
        )
        return [Grid2DIrregular(curve) for curve in curves]

    def _caustics(self, kind: int, grid: Any) -> list[Grid2DIrregular]:
        caustics = []
        for curve in self._critical_curves(kind, grid):
            y, x = curve.array.T
            angle_y, angle_x = self.deflections(y, x)
            caustics.append(np.stack([y - angle_y, x - angle_x], axis=-1))
        return [Grid2DIrregular(caustic) for caustic in caustics]

    def tangential_critical_curve_list_from(
        self, grid: GridLike | None = None
    ) -> list[Grid2DIrregular]:
        """Closed tangential critical curves, the largest first [arcsec].

        Parameters
        ----------
        grid
            Where to look, and how finely; None finds both from the mass.

        Raises
        ------
        LensException
            A curve does not close, or leaves the grid.
        """
        return self._critical_curves(TANGENTIAL, grid)

    def radial_critical_curve_list_from(
        self, grid: GridLike | None = None
    ) -> list[Grid2DIrregular]:
        """Closed radial critical curves, the largest first [arcsec].

        An isothermal centre, or a steeper one, has none: what some call its radial
        caustic is a cut, across which an image vanishes without magnification.
        """
        return self._critical_curves(RADIAL, grid)

    def tangential_caustic_list_from(
        self, grid: GridLike | None = None
    ) -> list[Grid2DIrregular]:
        """The tangential critical curves seen in the source plane [arcsec]."""
        return self._caustics(TANGENTIAL, grid)

    def radial_caustic_list_from(
        self, grid: GridLike | None = None
    ) -> list[Grid2DIrregular]:
        """The radial critical curves seen in the source plane [arcsec]."""
        return self._caustics(RADIAL, grid)

    def area_within_curve_list_from(self, curve_list: Any) -> list[float]:
        """Area inside each closed curve [arcsec²]."""
        return [area_within(curve) for curve in curve_list]

    def tangential_critical_curve_area_list_from(
        self, grid: GridLike | None = None
    ) -> list[float]:
        """Area inside each tangential critical curve, the largest first [arcsec²]."""
        curves = self.tangential_critical_curve_list_from(grid)
        return self.area_within_curve_list_from(curves)

    def radial_critical_curve_area_list_from(
        self, grid: GridLike | None = None
    ) -> list[float]:
        """Area inside each radial critical curve, the largest first [arcsec²]."""
        curves = self.radial_critical_curve_list_from(grid)
        return self.area_within_curve_list_from(curves)

    def einstein_radius_list_from(self, grid: GridLike | None = None) -> list[float]:
        """√(area / π) of each tangential critical curve that lies in no other.

        Raises
        ------
        LensException
            There is no tangential critical curve.
        """
        curves = [c.array for c in self.tangential_critical_curve_list_from(grid)]
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

    def einstein_radius_from(self, grid: GridLike | None = None) -> float:
        """The effective Einstein radius [arcsec].

        The radius of the circle with the area inside the tangential critical curve (of
        several separate ones, their total area).

        Parameters
        ----------
        grid
            Where to look, and how finely; None finds both from the mass.

        Raises
        ------
        LensException
            There is no tangential critical curve.
        """
        return float(np.sqrt(np.sum(np.square(self.einstein_radius_list_from(grid)))))

    def einstein_mass_angular_from(self, grid: GridLike | None = None) -> float:
        """Mass inside the tangential critical curve, in critical densities [arcsec²].

        Its area: the mean convergence inside is 1. Times the critical surface density
        per arcsec² it is a mass.
        """
        return float(np.pi * self.einstein_radius_from(grid) ** 2)

    def einstein_mass_angular_list_from(
        self, grid: GridLike | None = None
    ) -> list[float]:
        """As `einstein_mass_angular_from`, of each separate curve."""
        return [float(np.pi * r**2) for r in self.einstein_radius_list_from(grid)]


def _region_of(grid: Any) -> Region | None:
    """The rectangle of a grid that a user gave, with nodes as dense as its pixels."""
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
    nodes = (max(shape[0], 16), max(shape[1], 16))
    return Region(centre, half_sides, nodes, may_grow=False)
