"""`LensingQuantities`: all that deflection angles and their potential tell."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.deflection_field.derivatives import LensDerivatives
from autolens_like.deflection_field.zero_contour import ZeroContours
from autolens_like.numerics.model_object import in_namespace
from autolens_like.numerics.namespace import array_namespace, namespace_of_door
from autolens_like.structures.coordinates import array_like, coordinates_from
from autolens_like.typing import GridLike, Namespace

#: Points on a circle for its mean; the mean of a periodic function converges as fast
#: as its Fourier coefficients fall.
_CIRCLE_POINTS = 720


class LensingQuantities(LensDerivatives, ZeroContours):
    """The lensing quantities of profiles, galaxies, tracers and `LensCalc`.

    A subclass gives `deflections`, `potential` and `mass_centres`.
    """

    def deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        raise NotImplementedError

    def potential(self, y: Any, x: Any) -> Any:
        raise NotImplementedError

    @property
    def mass_centres(self) -> list[tuple[float, float]]:
        """(y, x) of every mass, where it is seen [arcsec]."""
        raise NotImplementedError

    def fermat_potential(self, y: Any, x: Any) -> Any:
        """½ (θ - β)² - ψ(θ) [arcsec²], bare arrays."""
        angle_y, angle_x = self.deflections(y, x)
        return 0.5 * (angle_y**2 + angle_x**2) - self.potential(y, x)

    def fermat_potential_from(self, grid: GridLike, xp: Namespace | None = None) -> Any:
        """½ (θ - β)² - ψ(θ) [arcsec²], at the pixel centres of a `Grid2D`.

        Of a tracer of several planes it is the arrival time over D_Δt / c of the
        first plane with mass and the last, see `lens/arrival_time.py`.
        """
        xp = namespace_of_door(xp, self, grid)
        this = in_namespace(self, xp) if xp is not np else self
        return array_like(grid, this.fermat_potential(*coordinates_from(grid, xp)))

    def time_delay_geometry_term_from(
        self, grid: GridLike, xp: Namespace | None = None
    ) -> Any:
        """½ (θ - β)² [arcsec²], the detour's part of the Fermat potential."""
        xp = namespace_of_door(xp, self, grid)
        this = in_namespace(self, xp) if xp is not np else self
        y, x = this.deflections(*coordinates_from(grid, xp))
        return array_like(grid, 0.5 * (y * y + x * x))

    def mass_angular_within_circle_from(
        self, radius: Any, centre: tuple[float, float] | None = None
    ) -> Any:
        """Mass inside a circle, ∫ κ dA, in critical densities [arcsec²].

        Half the flux of the deflection angles through the circle (Gauss), so that
        singular centres and point masses count in full.

        Parameters
        ----------
        radius
            Of the circle [arcsec].
        centre
            (y, x) [arcsec]; by default the centre of the first mass.

        Raises
        ------
        InputException
            A radius that is not above zero.
        """
        if isinstance(radius, (int, float)) and not radius > 0.0:
            raise exc.InputException(
                f"radius={radius!r} came; give the radius of a circle [arcsec], above "
                "zero."
            )
        centre_y, centre_x = self.mass_centres[0] if centre is None else centre
        xp = array_namespace(self, radius, centre)
        phi = 2.0 * np.pi * (np.arange(_CIRCLE_POINTS) + 0.5) / _CIRCLE_POINTS
        sine, cosine = np.sin(phi), np.cos(phi)
        y, x = centre_y + radius * sine, centre_x + radius * cosine
        angle_y, angle_x = self.deflections(xp.asarray(y), xp.asarray(x))
        outwards = xp.mean(angle_y * sine + angle_x * cosine)
        mass = np.pi * radius * outwards
        return float(mass) if xp is np else mass
