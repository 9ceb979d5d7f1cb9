"""The isothermal ellipsoid (Kormann, Schneider & Bartelmann 1994, A&A 284, 285)."""

from __future__ import annotations

from typing import Any

from autolens_like.numerics.kernel import select
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import (
    MINIMUM_RADIUS,
    circular_radius_squared,
    flattening_from,
    sheared,
)
from autolens_like.profiles.mass.mass_profile import EllipticalMassProfile, MassProfile

#: Below this flattening the power series of `_arctan_ratio` replaces its closed form,
#: whose two parts cancel there; eight terms leave f⁸ / 17 = 6e-18 of error.
_NEARLY_ROUND = 1e-2
_SERIES_TERMS = 8


def _arctan_ratio_series(w_imag: Any, w_real: Any) -> tuple[Any, Any]:
    """arctan(√w) / √w = Σ (-w)^n / (2n + 1) by Horner's rule, for small |w|."""
    real = 1.0 / (2 * _SERIES_TERMS - 1) + 0.0 * w_real
    imag = 0.0 * w_imag
    for n in reversed(range(_SERIES_TERMS - 1)):
        real, imag = (
            1.0 / (2 * n + 1) - (real * w_real - imag * w_imag),
            -(real * w_imag + imag * w_real),
        )
    return imag, real


class Isothermal(EllipticalMassProfile):
    """The singular isothermal ellipsoid, κ = θ_E / ((1 + q) R).

    R = √(x'² + y'² / q²) is the major-axis radius. The circle with the area inside the
    critical curve has the radius 2 √q / (1 + q) · `einstein_radius`.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalMassProfile`.
    einstein_radius
        θ_E [arcsec].

    Raises
    ------
    ProfileException
        `ell_comps` outside the unit disc.
    """

    einstein_radius: float = 1.0

    def _lengths(self, y: Any, x: Any) -> tuple[Any, Any, Any]:
        """z - e z* (imaginary, real) and its length, held off zero."""
        flat_y, flat_x = sheared(y, x, self.ell_comps)
        xp = array_namespace(flat_y, flat_x)
        length = xp.sqrt(
            xp.maximum(flat_y * flat_y + flat_x * flat_x, MINIMUM_RADIUS**2)
        )
        return flat_y, flat_x, length

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        # Tessore & Metcalf 2015, A&A 580, A79, eq. 13 with t = 1, where their 2F1 is
        # arctan(√w)/√w with w = f e^{2iφ}; written for z - e z* it needs no rotation.
        flat_y, flat_x, length = self._lengths(y, x)
        u_y, u_x = flat_y / length, flat_x / length
        g_y, g_x = self._arctan_ratio(u_y, u_x)
        e_y, e_x = self.ell_comps
        scale = self.einstein_radius * (1.0 - e_y**2 - e_x**2)
        return scale * (u_x * g_y + u_y * g_x), scale * (u_x * g_x - u_y * g_y)

    def _arctan_ratio(self, u_y: Any, u_x: Any) -> tuple[Any, Any]:
        """g(w) = arctan(√w) / √w (imaginary, real) for w = e* u², |u| = 1."""
        flattening = flattening_from(self.ell_comps)
        return select(
            flattening < _NEARLY_ROUND,
            lambda: self._series(u_y, u_x),
            lambda: self._closed_form(u_y, u_x),
        )

    def _series(self, u_y: Any, u_x: Any) -> tuple[Any, Any]:
        e_y, e_x = self.ell_comps
        square_x, square_y = u_x * u_x - u_y * u_y, 2.0 * u_x * u_y
        w_real = e_x * square_x + e_y * square_y
        w_imag = e_x * square_y - e_y * square_x
        return _arctan_ratio_series(w_imag, w_real)

    def _closed_form(self, u_y: Any, u_x: Any) -> tuple[Any, Any]:
        """g from s = √w = √(e*) u, whose square has the length f.

        arctan s = ½ atan2(2 Re s, 1 - |s|²) + (i/2) artanh(2 Im s / (1 + |s|²)).
        """
        e_y, e_x = self.ell_comps
        xp = array_namespace(u_y, u_x, e_y, e_x)
        # A round ellipse never gets here, but a trace looks at both branches.
        round_ = e_y**2 + e_x**2 < _NEARLY_ROUND**2 / 4
        e_x = xp.where(round_, 0.5, e_x)
        f = xp.sqrt(e_y**2 + e_x**2)
        # √(e*) by the half angle; the sign of the root cancels in g.
        half = xp.arctan2(-e_y, e_x) / 2.0
        root_x, root_y = xp.sqrt(f) * xp.cos(half), xp.sqrt(f) * xp.sin(half)
        s_x, s_y = root_x * u_x - root_y * u_y, root_x * u_y + root_y * u_x
        angle = 0.5 * xp.arctan(2.0 * s_x / (1.0 - f))
        height = 0.5 * xp.arctanh(2.0 * s_y / (1.0 + f))
        # (angle + i height) / s = (angle + i height) s* / f
        return (
            (height * s_x - angle * s_y) / f,
            (angle * s_x + height * s_y) / f,
        )

    def _convergence(self, y: Any, x: Any) -> Any:
        # R = |z - e z*| / (1 - f) and 1 + q = 2 / (1 + f).
        e_y, e_x = self.ell_comps
        area = 1.0 - e_y**2 - e_x**2
        return 0.5 * area * self.einstein_radius / self._lengths(y, x)[2]

    def _potential(self, y: Any, x: Any) -> Any:
        # κ is homogeneous of degree -1, hence ψ = θ · α.
        deflection_y, deflection_x = self._deflections(y, x)
        return y * deflection_y + x * deflection_x


class IsothermalSph(MassProfile):
    """The singular isothermal sphere, κ = θ_E / (2 r).

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    einstein_radius
        θ_E, the radius of the critical circle [arcsec].
    """

    einstein_radius: float = 1.0

    def _radius(self, y: Any, x: Any) -> Any:
        radius_squared = circular_radius_squared(y, x)
        return array_namespace(radius_squared).sqrt(radius_squared)

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        scale = self.einstein_radius / self._radius(y, x)
        return scale * y, scale * x

    def _convergence(self, y: Any, x: Any) -> Any:
        return 0.5 * self.einstein_radius / self._radius(y, x)

    def _potential(self, y: Any, x: Any) -> Any:
        return self.einstein_radius * self._radius(y, x)
