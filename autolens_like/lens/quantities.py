"""`LensCalc`: what a lens does to small sources, and where it does it without bound."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.deflection_field.hessian import Deflections
from autolens_like.deflection_field.quantities import LensingQuantities
from autolens_like.galaxy.galaxies import Galaxies
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.lens.tracer import Tracer
from autolens_like.numerics.model_object import ModelObject, static
from autolens_like.numerics.namespace import array_namespace
from autolens_like.structures.array import Array2D
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.irregular import Grid2DIrregular


class LensCalc(LensingQuantities, ModelObject):
    """Quantities that follow from the deflection angles of a lens.

    The same methods are those of mass profiles, `Galaxy`, `Galaxies` and `Tracer`; here
    the planes of a tracer may be chosen, too. Derivatives are those of the deflection
    angles, so that they hold for any mass and any number of planes. Curves and radii
    need no grid: the region is found from the mass.

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
        return cls(Galaxies([Galaxy(0.0, **member.profiles) for member in members]))

    def deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        """Deflection angles (y, x) [arcsec], bare arrays."""
        whole = (self.plane_i, self.plane_j) == (0, -1)
        if whole or not isinstance(self.mass_obj, Tracer):
            return self.mass_obj.deflections(y, x)
        return self.mass_obj.deflections_between_planes(
            y, x, self.plane_i, self.plane_j
        )

    def deflections_yx_scalar(self, y: Any, x: Any, pixel_scales: Any = None) -> Any:
        """(2,) deflection angles (y, x) [arcsec] at one point, for `jax.grad`.

        `pixel_scales` is taken, as in PyAutoLens, and changes nothing.
        """
        angle_y, angle_x = self.deflections(y, x)
        return array_namespace(angle_y, angle_x).stack([angle_y, angle_x])

    def contour_list_from(
        self, grid: Grid2D, contour_array: Array2D
    ) -> list[Grid2DIrregular]:
        """Lines along which an array on a grid changes its sign [arcsec].

        Linear between pixels; critical curves themselves are exact, see
        `tangential_critical_curve_list_from`.

        Parameters
        ----------
        grid
            An unmasked grid.
        contour_array
            The values at its pixels.

        Raises
        ------
        GridException
            The grid has masked pixels.
        """
        if not grid.mask.is_all_false:
            raise exc.GridException(
                f"A grid with {grid.mask.pixels_in_mask} unmasked pixels in a frame of "
                f"{grid.shape_native} came; lines need an unmasked grid, such as "
                "Grid2D.uniform(shape_native=(100, 100), pixel_scales=0.05)."
            )
        import contourpy

        y, x = grid.geometry.axes
        values = np.asarray(contour_array.native.array)
        lines = contourpy.contour_generator(x, y, values).lines(0.0)
        return [Grid2DIrregular(line[:, ::-1]) for line in lines]

    def potential(self, y: Any, x: Any) -> Any:
        """Lensing potential ψ [arcsec²], bare arrays."""
        return self.mass_obj.potential(y, x)

    def fermat_potential(self, y: Any, x: Any) -> Any:
        """½ |θ - β|² - ψ(θ) [arcsec²], bare arrays; see `Tracer.fermat_potential`."""
        if isinstance(self.mass_obj, Tracer):
            if self.plane_i != 0:
                raise exc.RayTracingException(
                    f"plane_i={self.plane_i} came; light is timed from the first plane "
                    "on, so that Fermat potentials need plane_i=0."
                )
            return self.mass_obj.fermat_potential(y, x, self.plane_j)
        return self.mass_obj.fermat_potential(y, x)

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
    def _first_centre(self) -> tuple[Any, Any]:
        return self.mass_obj._first_centre

    @property
    def mass_centres(self) -> list[tuple[float, float]]:
        """(y, x) of every mass, where it is seen [arcsec]."""
        return self.mass_obj.mass_centres

    @property
    def has_several_planes(self) -> bool:
        """Whether more than one plane deflects, so that the mapping may rotate."""
        return self.mass_obj.has_several_planes
