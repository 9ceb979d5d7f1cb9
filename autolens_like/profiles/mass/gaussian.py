"""Stellar mass that follows Gaussian light, one of a sum or alone.

κ = Υ I exp(-½ (q R / σ)²), R the major-axis radius.

Parameters
    ``intensity`` I; ``sigma`` σ [arcsec]; ``mass_to_light_ratio`` Υ, κ over surface
    brightness; of `GaussianGradient` a base, a radius and a power of σ.
Radius
    σ is the dispersion along the minor axis, σ / q along the major axis and σ / √q in
    the geometric mean.
Normalization
    Υ I is κ at the centre; the mass is 2 π σ² Υ I / q.
Einstein radius
    No closed form: `einstein_radius_from`.
Limits
    Relative errors below 1e-9; ψ is 0 at the centre.
Elsewhere
    PyAutoLens: the same. lenstronomy: sigma is σ / √q, amp the mass.
"""

from __future__ import annotations

from typing import Any

from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import axis_ratio_from
from autolens_like.profiles.mass.homoeoidal import StellarFormula
from autolens_like.profiles.mass.mass_profile import EllipticalMassProfile

#: Added to σ in the gradient [arcsec], as PyAutoLens does, so that it stays finite.
_SIGMA_OFFSET = 0.01


def gaussian_density(ratio_squared: Any) -> Any:
    """exp(-½ r²), the density of a Gaussian over that at its centre."""
    return array_namespace(ratio_squared).exp(-0.5 * ratio_squared)


class _GaussianFormula(StellarFormula):
    sigma: Any
    _radial = staticmethod(gaussian_density)

    def _check(self) -> None:
        self._require_positive("sigma")
        super()._check()

    def _scale_radius(self) -> Any:
        # (q R)² is q times the squared geometric-mean radius.
        q = axis_ratio_from(self.ell_comps)
        return self.sigma * array_namespace(q).sqrt(1.0 / q)


class Gaussian(_GaussianFormula, EllipticalMassProfile):
    """Mass that follows an elliptical Gaussian.

    κ = mass_to_light_ratio · intensity · exp(-½ (q R / σ)²), R the major-axis radius.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalMassProfile`.
    intensity
        Surface brightness at the centre.
    sigma
        Dispersion along the minor axis [arcsec]; along the major axis it is σ / q.
    mass_to_light_ratio
        κ over surface brightness.

    Raises
    ------
    ProfileException
        `ell_comps` outside the unit disc; `sigma` not above zero.
    """

    intensity: float = 0.1
    sigma: float = 1.0
    mass_to_light_ratio: float = 1.0


class GaussianGradient(_GaussianFormula, EllipticalMassProfile):
    """A `Gaussian` whose mass-to-light ratio is a power law of its own width.

    The ratio is mass_to_light_ratio_base · ((σ + 0.01″) / radius)^gradient: one number
    for one Gaussian, so that a sum of Gaussians has a gradient with radius.

    Parameters
    ----------
    centre, ell_comps, intensity, sigma
        As in `Gaussian`.
    mass_to_light_ratio_base
        The ratio of a Gaussian as wide as `mass_to_light_radius`.
    mass_to_light_gradient
        The power; above zero wide Gaussians weigh more.
    mass_to_light_radius
        The width that has the base ratio [arcsec].

    Raises
    ------
    ProfileException
        As for `Gaussian`; `mass_to_light_radius` not above zero.
    """

    intensity: float = 0.1
    sigma: float = 1.0
    mass_to_light_ratio_base: float = 1.0
    mass_to_light_gradient: float = 0.0
    mass_to_light_radius: float = 1.0

    def _check(self) -> None:
        self._require_positive("mass_to_light_radius")
        super()._check()

    def _amplitude(self) -> Any:
        ratio = (self.sigma + _SIGMA_OFFSET) / self.mass_to_light_radius
        xp = array_namespace(ratio, self.mass_to_light_gradient)
        power = xp.exp(self.mass_to_light_gradient * xp.log(ratio))
        return self.mass_to_light_ratio_base * self.intensity * power
