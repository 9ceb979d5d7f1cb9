"""Mass on similar ellipses with any radial density: three formulas for all of them."""

from __future__ import annotations

from typing import Any, ClassVar

from autolens_like.numerics.homoeoids import homoeoid_sum, order_from
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import MINIMUM_RADIUS, flattening_from, sheared


class HomoeoidalFormula:
    """κ = `_amplitude()` · `_radial`(ρ² / `_scale_radius()`², *`_shape()`).

    ρ = √(q x'² + y'² / q) is the geometric-mean radius. Deflections and potential are
    the series of `numerics/homoeoids`; the potential is 0 at the centre. A subclass
    without `ell_comps` is round and needs one term.
    """

    #: κ of the squared scaled radius, a function of a module.
    _radial: ClassVar[Any]
    ell_comps: Any = (0.0, 0.0)

    def _amplitude(self) -> Any:
        raise NotImplementedError

    def _scale_radius(self) -> Any:
        raise NotImplementedError

    def _shape(self) -> tuple[Any, ...]:
        return ()

    def _ellipse(self, y: Any, x: Any) -> tuple[Any, Any, Any]:
        """ζ (imaginary, real) and ρ² [arcsec²], held off zero."""
        zeta_y, zeta_x = sheared(y, x, self.ell_comps)
        xp = array_namespace(zeta_y, zeta_x)
        area = 1.0 - self.ell_comps[0] ** 2 - self.ell_comps[1] ** 2
        squared = (zeta_y * zeta_y + zeta_x * zeta_x) / area
        return zeta_y, zeta_x, xp.maximum(squared, MINIMUM_RADIUS**2)

    def _sum(self, y: Any, x: Any, quantity: str) -> tuple[Any, ...]:
        """The series of `homoeoid_sum` (imaginary, real), ζ and ρ²."""
        zeta_y, zeta_x, squared = self._ellipse(y, x)
        xp = array_namespace(squared, self._scale_radius(), list(self._shape()))
        e_y, e_x = self.ell_comps
        # w = e* ζ² / |ζ|²
        inverse = 1.0 / ((1.0 - e_y * e_y - e_x * e_x) * squared)
        square_y = 2.0 * zeta_y * zeta_x * inverse
        square_x = (zeta_x * zeta_x - zeta_y * zeta_y) * inverse
        points = (
            0.5 * xp.log(squared * self._scale_radius() ** -2.0),
            e_x * square_y - e_y * square_x,
            e_x * square_x + e_y * square_y,
        )
        sums = homoeoid_sum(
            self._radial,
            self._shape(),
            order_from(flattening_from(self.ell_comps)),
            quantity,
            *(xp.reshape(values, (-1,)) for values in points),
        )
        shape = points[0].shape
        return (
            *(xp.reshape(values, shape) for values in sums),
            zeta_y,
            zeta_x,
            squared,
        )

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        imag, real, zeta_y, zeta_x, _ = self._sum(y, x, "deflections")
        imag, real = self._amplitude() * imag, self._amplitude() * real
        return zeta_x * imag + zeta_y * real, zeta_x * real - zeta_y * imag

    def _convergence(self, y: Any, x: Any) -> Any:
        squared = self._ellipse(y, x)[2]
        ratio = squared * self._scale_radius() ** -2.0
        return self._amplitude() * self._radial(ratio, *self._shape())

    def _potential(self, y: Any, x: Any) -> Any:
        _, real, _, _, squared = self._sum(y, x, "potential")
        return 0.5 * self._amplitude() * squared * real


class StellarFormula(HomoeoidalFormula):
    """A convergence that is light: its intensity times a mass-to-light ratio."""

    intensity: Any
    mass_to_light_ratio: Any

    def _amplitude(self) -> Any:
        return self.mass_to_light_ratio * self.intensity
