"""Core-Sersic profiles (Graham et al. 2003, AJ 125, 2951).

A Sersic profile outside the break radius, a power law r^-γ inside, as merged black
holes leave behind in the centres of massive galaxies; α says how sharp the break is.

Parameters
    ``effective_radius`` and ``sersic_index`` of the outer profile, ``radius_break``
    [arcsec], ``intensity``, ``gamma`` γ and ``alpha`` α.
Radius
    All radii are geometric means √q R.
Normalization
    ``intensity`` is the brightness at the break radius, not at the effective radius.
Limits
    No α overflows; γ = 0 is a flat core. The brightness is cut off at e^600 of the
    intensity, which only effective radii far inside the break reach.
Elsewhere
    PyAutoLens: the same. lenstronomy's CORE_SERSIC: amp belongs to the outer profile.
"""

from __future__ import annotations

import math
from typing import Any

from autolens_like.numerics.model_object import static
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.light.light_profile import (
    EllipticalLightProfile,
    LightProfile,
)
from autolens_like.profiles.light.sersic import sersic_constant_from

#: Where the effective radius is far inside the break, the brightness at the centre
#: would be no floating-point number; its logarithm over `intensity` ends here.
LARGEST_EXPONENT = 600.0


class _SersicCoreFormula:
    """A power law r^-γ inside r_b that turns into a Sersic profile outside.

    I(r) = I_b 2^(-γ/α) [1 + (r_b / r)^α]^(γ/α)
           exp{b_n (2^(1/α) r_b / R_e)^(1/n) - b_n [(r^α + r_b^α) / R_e^α]^(1/(αn))}

    Graham et al. 2003 and Trujillo et al. 2004, AJ 127, 1917, with their I' written as
    the brightness I_b at r_b.
    """

    intensity: Any
    effective_radius: Any
    sersic_index: Any
    radius_break: Any
    gamma: Any
    alpha: Any

    def _check(self) -> None:
        self._require_positive(
            "effective_radius", "sersic_index", "radius_break", "alpha"
        )
        super()._check()

    def _intensity(self, radius_squared: Any) -> Any:
        xp = array_namespace(radius_squared, list(self.dynamic_values()))
        # t = α ln(r / r_b), and ln(1 + e^t) written so that no α overflows.
        t = 0.5 * self.alpha * xp.log(radius_squared * self.radius_break**-2.0)
        softplus = xp.maximum(t, 0.0) + xp.log(1.0 + xp.exp(-xp.abs(t)))
        power = 1.0 / self.sersic_index
        at_break = (self.radius_break / self.effective_radius) ** power
        cusp = self.gamma * (softplus - t - math.log(2.0))
        fall = 2.0 ** (power / self.alpha) - xp.exp(softplus * (power / self.alpha))
        constant = sersic_constant_from(self.sersic_index) * at_break
        exponent = cusp / self.alpha + constant * fall
        return self.intensity * xp.exp(xp.minimum(exponent, LARGEST_EXPONENT))


class SersicCore(_SersicCoreFormula, EllipticalLightProfile):
    """The elliptical Sersic profile with a core.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalLightProfile`.
    effective_radius
        Effective radius of the outer Sersic profile (geometric mean) [arcsec].
    sersic_index
        n of the outer profile.
    radius_break
        Where the inner power law takes over [arcsec].
    intensity
        Surface brightness at `radius_break`.
    gamma
        Slope of the inner power law, I ∝ r^-γ.
    alpha
        Sharpness of the transition.

    Raises
    ------
    ProfileException
        `ell_comps` outside the unit disc; `effective_radius`, `sersic_index`,
        `radius_break` or `alpha` not above zero.
    """

    effective_radius: float = 0.6
    sersic_index: float = 4.0
    radius_break: float = 0.025
    intensity: float = 0.05
    gamma: float = 0.25
    alpha: float = 3.0


class SersicCoreSph(_SersicCoreFormula, LightProfile):
    """The round core-Sersic profile; parameters as in `SersicCore`, no `ell_comps`.

    Its break is by default at 0.01", not at 0.025", as in PyAutoLens.
    """

    effective_radius: float = 0.6
    sersic_index: float = 4.0
    radius_break: float = 0.01
    intensity: float = 0.05
    gamma: float = 0.25
    alpha: float = 3.0


class ExponentialCore(SersicCore):
    """The elliptical exponential disc with a core, a `SersicCore` with n = 1."""

    sersic_index: float = static(1.0, init=False)
    radius_break: float = 0.01


class ExponentialCoreSph(SersicCoreSph):
    """The round exponential disc with a core, a `SersicCoreSph` with n = 1."""

    sersic_index: float = static(1.0, init=False)
