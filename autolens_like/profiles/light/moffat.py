"""Moffat profiles, the shape of a star seen through the atmosphere (1969, A&A 3, 455).

I = I_0 (1 + (q R / α)²)^(-β), R the major-axis radius.

Parameters
    ``intensity`` I_0; ``alpha`` α [arcsec]; ``beta`` β.
Radius
    α is the scale along the minor axis, α / q along the major axis.
Normalization
    I_0 is the brightness at the centre; the total is π α² I_0 / (q (β - 1)).
Limits
    Its light is finite for β above 1.
Elsewhere
    PyAutoLens: the same. lenstronomy's class Moffat is the round one.
"""

from __future__ import annotations

from typing import Any

from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import axis_ratio_from
from autolens_like.profiles.light.light_profile import (
    EllipticalLightProfile,
    LightProfile,
)


class _MoffatFormula:
    """I = `intensity` (1 + (q R / α)²)^(-β) with the major-axis radius R.

    Moffat 1969, A&A 3, 455.
    """

    intensity: Any
    alpha: Any
    beta: Any

    def _check(self) -> None:
        self._require_positive("alpha", "beta")
        super()._check()

    def _inverse_scale_squared(self) -> Any:
        """Factor w of 1 + w r², r the radius of the profile's frame."""
        return self.alpha**-2.0

    def _intensity(self, radius_squared: Any) -> Any:
        xp = array_namespace(radius_squared, list(self.dynamic_values()))
        ratio = radius_squared * self._inverse_scale_squared()
        return self.intensity * xp.exp(-self.beta * xp.log1p(ratio))


class Moffat(_MoffatFormula, EllipticalLightProfile):
    """The elliptical Moffat profile.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalLightProfile`.
    intensity
        Surface brightness at the centre.
    alpha
        Scale radius along the minor axis [arcsec]; along the major axis it is α / q.
        The full width at half maximum is 2 α √(2^(1/β) - 1).
    beta
        Half the slope far outside; the light is finite above 1.

    Raises
    ------
    ProfileException
        `ell_comps` outside the unit disc; `alpha` or `beta` not above zero.
    """

    intensity: float = 0.1
    alpha: float = 0.5
    beta: float = 2.0

    def _inverse_scale_squared(self) -> Any:
        """q / α², because (q R)² is q times the squared geometric-mean radius."""
        return axis_ratio_from(self.ell_comps) * super()._inverse_scale_squared()


class MoffatSph(_MoffatFormula, LightProfile):
    """The round Moffat profile; parameters as in `Moffat`, without `ell_comps`."""

    intensity: float = 0.1
    alpha: float = 0.5
    beta: float = 2.0
