"""Stellar mass that follows core-Sersic light (Graham et al. 2003, AJ 125, 2951).

The mass-to-light ratio times the light of `al.lp.SersicCore`: a power law inside the
break radius, as merged black holes leave behind, and a Sersic profile outside.

Parameters
    Those of `al.lp.SersicCore`, lengths in arcsec, and ``mass_to_light_ratio``.
Radius
    All radii are geometric means √q R.
Normalization
    ``intensity`` times the ratio is κ at the break radius.
Einstein radius
    No closed form: `einstein_radius_from`.
Limits
    1e-9 of itself for ``alpha`` up to 10; a sharper break is smoothed over an eighth of
    e in radius. ψ is 0 at the centre.
Elsewhere
    PyAutoLens: the same convention.
"""

from __future__ import annotations

from typing import Any

from autolens_like.profiles.light.sersic_core import SersicCoreSph as SersicCoreLight
from autolens_like.profiles.mass.homoeoidal import StellarFormula
from autolens_like.profiles.mass.mass_profile import EllipticalMassProfile, MassProfile


def _light(
    ratio_squared: Any, sersic_index: Any, break_ratio: Any, gamma: Any, alpha: Any
) -> Any:
    """The light over that at the break, radii in units of the effective radius."""
    light = SersicCoreLight(
        effective_radius=1.0,
        sersic_index=sersic_index,
        radius_break=break_ratio,
        intensity=1.0,
        gamma=gamma,
        alpha=alpha,
    )
    return light._intensity(ratio_squared)


class _SersicCoreFormula(StellarFormula):
    effective_radius: Any
    sersic_index: Any
    radius_break: Any
    gamma: Any
    alpha: Any
    _radial = staticmethod(_light)

    def _check(self) -> None:
        self._require_positive(
            "effective_radius", "sersic_index", "radius_break", "alpha"
        )
        super()._check()

    def _scale_radius(self) -> Any:
        return self.effective_radius

    def _shape(self) -> tuple[Any, ...]:
        ratio = self.radius_break / self.effective_radius
        return (self.sersic_index, ratio, self.gamma, self.alpha)


class SersicCore(_SersicCoreFormula, EllipticalMassProfile):
    """Mass that follows an elliptical core-Sersic profile.

    κ = mass_to_light_ratio times the light of `al.lp.SersicCore`; radii are geometric
    means. Deflections and potential are the series of `mass/homoeoids`, to 1e-9
    relative for `alpha` up to 10; a sharper break is smoothed over an eighth of e in
    radius.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalMassProfile`.
    effective_radius
        Effective radius of the outer Sersic profile (geometric mean) [arcsec].
    sersic_index
        n of the outer profile.
    radius_break
        Where the inner power law takes over [arcsec]; 0.01 here, 0.025 for light.
    intensity
        Surface brightness at `radius_break`.
    gamma
        Slope of the inner power law, I ∝ r^-γ; below 2, or the mass is infinite.
    alpha
        Sharpness of the transition.
    mass_to_light_ratio
        κ over surface brightness.

    Raises
    ------
    ProfileException
        `ell_comps` outside the unit disc; `effective_radius`, `sersic_index`,
        `radius_break` or `alpha` not above zero.
    """

    effective_radius: float = 0.6
    sersic_index: float = 4.0
    radius_break: float = 0.01
    intensity: float = 0.05
    gamma: float = 0.25
    alpha: float = 3.0
    mass_to_light_ratio: float = 1.0


class SersicCoreSph(_SersicCoreFormula, MassProfile):
    """Mass that follows a round core-Sersic profile; as `SersicCore`, round."""

    effective_radius: float = 0.6
    sersic_index: float = 4.0
    radius_break: float = 0.01
    intensity: float = 0.05
    gamma: float = 0.25
    alpha: float = 3.0
    mass_to_light_ratio: float = 1.0
