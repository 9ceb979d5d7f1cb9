"""`LensCalc`: what a lens does to small sources, and where it does it without bound."""

from __future__ import annotations

from typing import Any

from autolens_like import exc
from autolens_like.galaxy.doors import entered
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.lens.critical_curves import RADIAL, TANGENTIAL
from autolens_like.lens.hessian import (
    Hessian,
    eigen_values,
    hessian,
    inverse_magnification,
    shear_and_convergence,
)
from autolens_like.lens.lens_curves import LensCurves
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
from autolens_like.typing import GridLike, Namespace


class LensCalc(LensCurves, ModelObject):
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

    def time_delay_geometry_term_from(
        self, grid: GridLike, xp: Namespace | None = None
    ) -> Any:
        """½ |θ - β|² [arcsec²], the detour's part of the Fermat potential."""
        this, xp = entered(self, xp, grid)
        y, x = this.deflections(*coordinates_from(grid, xp))
        return array_like(grid, 0.5 * (y * y + x * x))

    def fermat_potential_from(self, grid: GridLike, xp: Namespace | None = None) -> Any:
        """½ |θ - β|² - ψ(θ) [arcsec²].

        Raises
        ------
        RayTracingException
            A tracer of other than two planes.
        """
        this, xp = entered(self, xp, grid)
        y, x = coordinates_from(grid, xp)
        if isinstance(this.mass_obj, Tracer):
            return array_like(grid, this.mass_obj.fermat_potential(y, x))
        angle_y, angle_x = this.deflections(y, x)
        geometry = 0.5 * (angle_y * angle_y + angle_x * angle_x)
        return array_like(grid, geometry - this.mass_obj.potential(y, x))

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
