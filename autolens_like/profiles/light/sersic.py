"""Sersic profiles (Sersic 1968; Graham & Driver 2005, PASA 22, 118).

The light of galaxies from discs (n = 1) to ellipticals (n = 4),

    I = I_e exp(-b_n [(r / R_e)^(1/n) - 1]).

Parameters
    ``intensity`` I_e; ``effective_radius`` R_e [arcsec]; ``sersic_index`` n, fixed to 1
    for `Exponential` and to 4 for `DevVaucouleurs`.
Radius
    r = √q R is the geometric mean of the axes: R_e holds half of the light at any q.
Normalization
    I_e is the brightness at R_e; the total is 2 π n Γ(2n) e^b b^(-2n) R_e² I_e.
Limits
    b_n is a series in 1/n: half of the light to 1e-5 at n = 1, 1e-7 at n = 4. Inside
    1e-8 arcsec the radius is held.
Elsewhere
    PyAutoLens: the same. lenstronomy: b_n is a linear fit, the radius the same.
"""

from __future__ import annotations

from typing import Any

from autolens_like.numerics.model_object import static
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.light.light_profile import (
    EllipticalLightProfile,
    LightProfile,
    at_intensity,
)
from autolens_like.typing import Namespace


def sersic_constant_from(sersic_index: Any) -> Any:
    """b_n, for which the effective radius holds half of the light.

    Ciotti & Bertin 1999, A&A 352, 447, an asymptotic series in 1/n. The
    expansion of the median of the gamma distribution has 281 / 3444525 for their
    131 / 1148175, so that b_n is too large by 4e-5 / n³; theirs stands in PyAutoLens
    and elsewhere, and images of the same numbers are to be the same. The light inside
    is one half to 1e-7 at n = 4, 1e-5 at n = 1 and 1e-4 at n = 0.4.
    """
    n = sersic_index
    return (
        2.0 * n
        - 1.0 / 3.0
        + 4.0 / (405.0 * n)
        + 46.0 / (25515.0 * n**2)
        + 131.0 / (1148175.0 * n**3)
        - 2194697.0 / (30690717750.0 * n**4)
    )


class _SersicFormula:
    """I(r) = I_e exp(-b_n [(r / R_e)^(1/n) - 1]), Graham & Driver 2005 eq. 1."""

    intensity: Any
    effective_radius: Any
    sersic_index: Any

    def _check(self) -> None:
        self._require_positive("effective_radius", "sersic_index")
        super()._check()

    def _intensity(self, radius_squared: Any) -> Any:
        xp = array_namespace(radius_squared, self.effective_radius, self.sersic_index)
        power = self._power(radius_squared * self.effective_radius**-2.0, xp)
        constant = sersic_constant_from(self.sersic_index)
        return at_intensity(self.intensity, xp.exp(constant * (1.0 - power)))

    def _power(self, ratio_squared: Any, xp: Namespace) -> Any:
        """(r / R_e)^(1/n) of (r / R_e)²."""
        return xp.exp(xp.log(ratio_squared) * (0.5 / self.sersic_index))


class _ExponentialFormula(_SersicFormula):
    """The same of n = 1, whose root takes a third of the time of a power."""

    def _power(self, ratio_squared: Any, xp: Namespace) -> Any:
        return xp.sqrt(ratio_squared)


class Sersic(_SersicFormula, EllipticalLightProfile):
    """The elliptical Sersic profile.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalLightProfile`.
    intensity
        Surface brightness at the effective radius.
    effective_radius
        Geometric-mean radius of the ellipse that holds half of the light [arcsec].
    sersic_index
        n: 1 is exponential, 4 de Vaucouleurs.

    Raises
    ------
    ProfileException
        `ell_comps` outside the unit disc; `effective_radius` or `sersic_index` not
        above zero.
    """

    intensity: float = 0.1
    effective_radius: float = 0.6
    sersic_index: float = 4.0


class SersicSph(_SersicFormula, LightProfile):
    """The round Sersic profile; parameters as in `Sersic`, without `ell_comps`."""

    intensity: float = 0.1
    effective_radius: float = 0.6
    sersic_index: float = 4.0


class Exponential(_ExponentialFormula, Sersic):
    """The elliptical exponential disc, a `Sersic` with n = 1; parameters as there."""

    sersic_index: float = static(1.0, init=False)


class ExponentialSph(_ExponentialFormula, SersicSph):
    """The round exponential disc, a `SersicSph` with n = 1; parameters as there."""

    sersic_index: float = static(1.0, init=False)


class DevVaucouleurs(Sersic):
    """The elliptical de Vaucouleurs profile, a `Sersic` with n = 4."""

    sersic_index: float = static(4.0, init=False)


class DevVaucouleursSph(SersicSph):
    """The round de Vaucouleurs profile, a `SersicSph` with n = 4."""

    sersic_index: float = static(4.0, init=False)
