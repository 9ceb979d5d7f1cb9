"""The base of mass profiles: up to three formulas make a profile."""

from __future__ import annotations

from typing import Any, ClassVar

from autolens_like.deflection_field.quantities import LensingQuantities
from autolens_like.numerics.model_object import in_namespace, static
from autolens_like.numerics.namespace import namespace_of_door
from autolens_like.numerics.spread import spread
from autolens_like.profiles.frames import shifted
from autolens_like.profiles.profile import Profile
from autolens_like.structures.coordinates import (
    array_like,
    coordinates_from,
    over_sampled_values,
    vectors_on,
)
from autolens_like.typing import GridLike, Namespace


class MassProfile(LensingQuantities, Profile):
    """A projected mass distribution in units of the critical surface density.

    A subclass gives `_deflections`, `_convergence` and `_potential` of coordinates
    (y, x) relative to its centre; it keeps the orientation of the sky.

    Parameters
    ----------
    centre
        (y, x) [arcsec].

    Raises
    ------
    ProfileException
        A negative `einstein_radius` or `b0`: radii of circles, whose powers do not
        exist below zero.
    """

    #: Whether the deflections are a short formula, whose derivatives by JAX cost less
    #: where all its numbers are spread over the points.
    _is_short: ClassVar[bool] = False

    centre: tuple[float, float] = (0.0, 0.0)

    def _check(self) -> None:
        for name in ("einstein_radius", "b0"):
            if name in self.dynamic_names():
                self._require_not_negative(name)
        super()._check()

    def _about_centre(self, y: Any, x: Any) -> tuple[Any, Any]:
        return shifted(y, x, spread(self.centre, y))

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        raise NotImplementedError

    def _convergence(self, y: Any, x: Any) -> Any:
        raise NotImplementedError

    def _potential(self, y: Any, x: Any) -> Any:
        raise NotImplementedError

    @property
    def mass_centres(self) -> list[tuple[float, float]]:
        """[(y, x)] of the centre [arcsec]."""
        y, x = self.centre
        return [(float(y), float(x))]

    @property
    def _first_centre(self) -> tuple[Any, Any]:
        return self.centre

    def deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        """Deflection angles (y, x) [arcsec] at sky coordinates, bare arrays."""
        this = self.spread_over(y) if self._is_short else self
        return this._deflections(*this._about_centre(y, x))

    def convergence(self, y: Any, x: Any) -> Any:
        """κ at sky coordinates, bare arrays."""
        return self._convergence(*shifted(y, x, self.centre))

    def potential(self, y: Any, x: Any) -> Any:
        """Lensing potential ψ [arcsec²] at sky coordinates, bare arrays."""
        return self._potential(*shifted(y, x, self.centre))

    def deflections_yx_2d_from(
        self, grid: GridLike, xp: Namespace | None = None
    ) -> Any:
        """Deflection angles α = ∇ψ.

        Parameters
        ----------
        grid
            Where: a `Grid2D`, a `Grid2DIrregular`, or (..., 2) coordinates (y, x)
            [arcsec]. A `Grid2D` is evaluated at its pixel centres.
        xp
            `numpy` or `jax.numpy`; None follows the arrays.

        Returns
        -------
        VectorYX2D, VectorYX2DIrregular or (..., 2) array [arcsec]
        """
        xp = namespace_of_door(xp, self, grid)
        profile = in_namespace(self, xp)
        return vectors_on(grid, profile.deflections, xp)

    def convergence_2d_from(self, grid: GridLike, xp: Namespace | None = None) -> Any:
        """Convergence κ = Σ / Σ_cr; on a `Grid2D` the mean over each pixel.

        Parameters and return as `LightProfile.image_2d_from`.
        """
        xp = namespace_of_door(xp, self, grid)
        profile = in_namespace(self, xp)
        values = over_sampled_values(grid, profile.convergence, xp, profile)
        return array_like(grid, values)

    def potential_2d_from(self, grid: GridLike, xp: Namespace | None = None) -> Any:
        """Lensing potential ψ [arcsec²], at the pixel centres of a `Grid2D`.

        Parameters and return as `LightProfile.image_2d_from`.
        """
        xp = namespace_of_door(xp, self, grid)
        profile = in_namespace(self, xp)
        return array_like(grid, profile.potential(*coordinates_from(grid, xp)))


class EllipticalMassProfile(MassProfile):
    """A mass profile on ellipses.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        (f sin 2φ, f cos 2φ) with f = (1 - q) / (1 + q), q the axis ratio of κ and φ
        the angle of its major axis counter-clockwise from +x.
    """

    ell_comps: tuple[float, float] = (0.0, 0.0)

    def _check(self) -> None:
        self._require_in_unit_disc()
        super()._check()


class OriginMassProfile(MassProfile):
    """A mass profile about the origin of the sky, without a centre to choose."""

    centre: tuple[float, float] = static((0.0, 0.0), init=False)

    def _about_centre(self, y: Any, x: Any) -> tuple[Any, Any]:
        return y, x
