"""`LensDerivatives`: what a deflection field does to small sources, as methods."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np

from autolens_like.deflection_field.hessian import (
    Hessian,
    eigen_values,
    hessian,
    inverse_magnification,
    shear_and_convergence,
    step_beside,
)
from autolens_like.numerics.model_object import in_namespace
from autolens_like.numerics.namespace import array_namespace, namespace_of_door
from autolens_like.structures.coordinates import (
    array_like,
    coordinates_from,
    stacked,
    vector_like,
)
from autolens_like.typing import GridLike, Namespace

Self = TypeVar("Self")


class LensDerivatives:
    """Doors over the derivatives of `deflections`.

    A subclass gives the bare formula and the centres of its masses. With numpy the
    derivatives are fourth-order differences (`deflection_field/hessian.py` states
    their error); with JAX they are exact.
    """

    def deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        raise NotImplementedError

    @property
    def mass_centres(self) -> list[tuple[float, float]]:
        """(y, x) of every mass, where it is seen [arcsec]."""
        raise NotImplementedError

    def _hessian(self, grid: GridLike, xp: Namespace | None) -> Hessian:
        xp = namespace_of_door(xp, self, grid)
        y, x = coordinates_from(grid, xp)
        if xp is not np:
            return hessian(in_namespace(self, xp).deflections, y, x)
        return hessian(self.deflections, y, x, step_beside(self.mass_centres, y, x))

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
        """κ = ½ div α; behind several planes the effective convergence."""
        kappa = shear_and_convergence(self._hessian(grid, xp))[2]
        return array_like(grid, kappa)

    def shear_yx_2d_via_hessian_from(
        self, grid: GridLike, xp: Namespace | None = None
    ) -> Any:
        """Shear as vectors with the columns (γ2, γ1)."""
        gamma_2, gamma_1, *_ = shear_and_convergence(self._hessian(grid, xp))
        return vector_like(grid, stacked(gamma_2, gamma_1, array_namespace(gamma_1)))

    shear_yx_2d_from = shear_yx_2d_via_hessian_from

    def rotation_2d_via_hessian_from(
        self, grid: GridLike, xp: Namespace | None = None
    ) -> Any:
        """ω = ½ (∂α_x/∂y - ∂α_y/∂x), which only several planes make."""
        rotation = shear_and_convergence(self._hessian(grid, xp))[3]
        return array_like(grid, rotation)

    def magnification_2d_from(self, grid: GridLike, xp: Namespace | None = None) -> Any:
        """μ = 1 / det(∂β/∂θ); negative where the image is mirrored."""
        return array_like(grid, 1.0 / inverse_magnification(self._hessian(grid, xp)))

    magnification_2d_via_hessian_from = magnification_2d_from

    def tangential_eigen_value_from(
        self, grid: GridLike, xp: Namespace | None = None
    ) -> Any:
        """1 - κ - |γ|, zero on the tangential critical curve."""
        return array_like(grid, eigen_values(self._hessian(grid, xp))[0])

    def radial_eigen_value_from(
        self, grid: GridLike, xp: Namespace | None = None
    ) -> Any:
        """1 - κ + |γ|, zero on the radial critical curve."""
        return array_like(grid, eigen_values(self._hessian(grid, xp))[1])
