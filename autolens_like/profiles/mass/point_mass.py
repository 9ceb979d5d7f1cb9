"""The point mass.

Mass without extent, α = θ_E² / r towards it and ψ = θ_E² ln r.

Parameters
    ``einstein_radius`` θ_E [arcsec].
Radius
    r is the distance from the centre.
Normalization
    The mass is π θ_E² Σ_cr.
Einstein radius
    θ_E itself.
Limits
    κ is zero but at the point, where α is softened inside 1e-8 arcsec.
Elsewhere
    PyAutoLens and lenstronomy: the same.
"""

from __future__ import annotations

from typing import Any

from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import circular_radius_squared
from autolens_like.profiles.mass.mass_profile import MassProfile


def point_deflections(y: Any, x: Any, squared: Any) -> tuple[Any, Any]:
    """α (y, x) [arcsec] at coordinates about a point of θ_E² [arcsec²]."""
    scale = squared / circular_radius_squared(y, x)
    return scale * y, scale * x


class PointMass(MassProfile):
    """All mass in one point, α = θ_E² / r.

    Its convergence is zero everywhere but at the point, where it is a delta function
    that no finite number describes; there, too, zero is returned, so that sums over
    profiles stay finite. Deflection and potential at the point are those of a core of
    1e-8 arcsec.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    einstein_radius
        θ_E [arcsec].
    """

    _is_short = True

    einstein_radius: float = 1.0

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        return point_deflections(y, x, self.einstein_radius**2)

    def _convergence(self, y: Any, x: Any) -> Any:
        return 0.0 * (y + x)

    def _potential(self, y: Any, x: Any) -> Any:
        squared = circular_radius_squared(y, x)
        xp = array_namespace(squared)
        return 0.5 * self.einstein_radius**2 * xp.log(squared)
