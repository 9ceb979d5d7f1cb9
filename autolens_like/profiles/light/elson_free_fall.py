"""Elson-Fall-Freeman profiles of star clusters (1987, ApJ 323, 54).

I = I_0 (1 + r² / a²)^(-η): flat inside a, a power law outside.

Parameters
    ``intensity`` I_0; ``effective_radius`` a [arcsec]; ``eta`` η.
Radius
    r = √q R is the geometric mean. Despite its name ``effective_radius`` is the scale
    a; a √(2^(1 / (η - 1)) - 1) holds half of the light.
Normalization
    I_0 is the brightness at the centre; the total is π a² I_0 / (η - 1).
Limits
    Its light is finite for η above 1.
Elsewhere
    PyAutoLens: the same.
"""

from __future__ import annotations

from typing import Any

from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.light.light_profile import (
    EllipticalLightProfile,
    LightProfile,
)


class _ElsonFreeFallFormula:
    """I = `intensity` (1 + r² / a²)^(-η) (Elson, Fall & Freeman 1987, ApJ 323, 54)."""

    intensity: Any
    effective_radius: Any
    eta: Any

    def _check(self) -> None:
        self._require_positive("effective_radius", "eta")
        super()._check()

    def _intensity(self, radius_squared: Any) -> Any:
        xp = array_namespace(radius_squared, self.effective_radius, self.eta)
        ratio = radius_squared * self.effective_radius**-2.0
        return self.intensity * xp.exp(-self.eta * xp.log1p(ratio))


class ElsonFreeFall(_ElsonFreeFallFormula, EllipticalLightProfile):
    """The elliptical Elson-Fall-Freeman profile.

    Its light is finite for η > 1, where the ellipse of geometric-mean radius
    a √(2^(1/(η-1)) - 1) holds half of it.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalLightProfile`.
    intensity
        Surface brightness at the centre.
    effective_radius
        a, the scale of the geometric-mean radius [arcsec]; despite its name it holds
        half of the light for η = 2 only.
    eta
        η, half the slope far outside.

    Raises
    ------
    ProfileException
        `ell_comps` outside the unit disc; `effective_radius` or `eta` not above zero.
    """

    intensity: float = 0.1
    effective_radius: float = 0.6
    eta: float = 1.5


class ElsonFreeFallSph(_ElsonFreeFallFormula, LightProfile):
    """The round Elson-Fall-Freeman profile; as `ElsonFreeFall`, no `ell_comps`."""

    intensity: float = 0.1
    effective_radius: float = 0.6
    eta: float = 1.5
