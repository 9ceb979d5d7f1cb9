"""Mass on similar ellipses with any radial density: three formulas for all of them."""

from __future__ import annotations

from typing import Any, ClassVar

from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import (
    axis_ratio_from,
    elliptical_radius_squared,
    flattening_from,
)
from autolens_like.profiles.mass.homoeoid_frame import order_from
from autolens_like.profiles.mass.homoeoids import homoeoid_field


class HomoeoidalFormula:
    """κ = `_amplitude()` · `_radial`(ρ² / `_scale_radius()`², *`_shape()`).

    ρ = √(q x'² + y'² / q) is the geometric-mean radius. Deflections and potential are
    the series of `homoeoids`; the potential is 0 at the centre. A subclass without
    `ell_comps` is round and needs one term.
    """

    #: κ of the squared scaled radius, a function of a module.
    _radial: ClassVar[Any]
    centre: Any
    ell_comps: Any = (0.0, 0.0)

    def _amplitude(self) -> Any:
        raise NotImplementedError

    def _scale_radius(self) -> Any:
        raise NotImplementedError

    def _shape(self) -> tuple[Any, ...]:
        return ()

    def _field(
        self,
        y: Any,
        x: Any,
        quantity: str,
        order: int,
        centre: tuple[Any, Any] = (0.0, 0.0),
    ) -> tuple[Any, ...]:
        """`homoeoid_field` at coordinates of any shape."""
        xp = array_namespace(y, x)
        fields = homoeoid_field(
            self._radial,
            self._shape(),
            order,
            quantity,
            xp.reshape(y, (-1,)),
            xp.reshape(x, (-1,)),
            (*centre, *self.ell_comps),
            (self._scale_radius(), self._amplitude()),
        )
        return tuple(xp.reshape(part, xp.shape(y)) for part in fields)

    def _order(self) -> int:
        return order_from(flattening_from(self.ell_comps))

    def deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        """Deflection angles (y, x) [arcsec] at sky coordinates, bare arrays."""
        # With the centre, so that all derivatives are summed where the series is.
        return self._field(y, x, "deflections", self._order(), self.centre)

    def _deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        return self._field(y, x, "deflections", self._order())

    def _convergence(self, y: Any, x: Any) -> Any:
        squared = elliptical_radius_squared(y, x, self.ell_comps)
        ratio = squared * self._scale_radius() ** -2.0
        return self._amplitude() * self._radial(ratio, *self._shape())

    def _potential(self, y: Any, x: Any) -> Any:
        return self._field(y, x, "potential", self._order())[0]


class StellarFormula(HomoeoidalFormula):
    """A convergence that is light: its intensity times a mass-to-light ratio."""

    intensity: Any
    mass_to_light_ratio: Any

    def _amplitude(self) -> Any:
        return self.mass_to_light_ratio * self.intensity


class HaloFormula(HomoeoidalFormula):
    """A halo whose radii lie along the major axis: κ is κ_s times that of R / r_s."""

    kappa_s: Any
    scale_radius: Any

    def _amplitude(self) -> Any:
        return self.kappa_s

    def _scale_radius(self) -> Any:
        # R² = ρ² / q.
        q = axis_ratio_from(self.ell_comps)
        return self.scale_radius * array_namespace(q).sqrt(q)
