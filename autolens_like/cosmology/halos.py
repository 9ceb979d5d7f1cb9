"""Halos by mass: virial radii and mass-concentration relations.

Masses are solar masses, lengths proper kpc, densities solar masses per kpc³. A radius
such as r_200 holds a mean density of 200 times the critical density at its redshift.
"""

from __future__ import annotations

import math
from typing import Any

from autolens_like.cosmology.distances import (
    METRES_PER_PARSEC,
    RADIANS_PER_ARCSEC,
    SOLAR_MASS_PARAMETER,
    SPEED_OF_LIGHT,
    LensingCosmology,
)
from autolens_like.numerics.namespace import array_namespace

#: Newton's constant [kpc (km/s)² / solar mass].
NEWTON = SOLAR_MASS_PARAMETER * 1e-6 / (1e3 * METRES_PER_PARSEC)
#: One solar mass / kpc² in g / cm² (solar mass: IAU GM over CODATA 2018 G).
COLUMN_DENSITY = (SOLAR_MASS_PARAMETER / 6.6743e-11 * 1e3) / (
    1e5 * METRES_PER_PARSEC
) ** 2
#: One km / s in kpc / Gyr (of Julian years).
KPC_PER_GYR = 1e9 * 365.25 * 86400.0 / METRES_PER_PARSEC
#: Scatter of log10 of the concentration at one mass (Duffy et al. 2008, section 3.1:
#: 0.15 for all halos).
CONCENTRATION_SCATTER = 0.15


def lens_scales_from(
    redshift_0: Any, redshift_1: Any, cosmology: LensingCosmology
) -> tuple[Any, Any]:
    """Σ_cr [solar masses / kpc²] and the kpc of an arcsecond at the lens.

    What `LensingCosmology` gives in two methods, from its distances at once.

    Parameters
    ----------
    redshift_0, redshift_1
        Of the lens and of the source.
    """
    xp = array_namespace(redshift_0, redshift_1, cosmology)
    here, lens, source = (xp.asarray(z) for z in (0.0, redshift_0, redshift_1))
    starts, stops = xp.stack([here, here, lens]), xp.stack([lens, source, source])
    distance = cosmology.angular_diameter_distance_between_redshifts
    near, far, between = 1e3 * distance(starts, stops)
    # Inside a trace redshifts in the wrong order are NaN; else a profile refuses them.
    ratio = xp.where(source > lens, far / (between * near), xp.nan)
    kiloparsec, light = 1e3 * METRES_PER_PARSEC, 1e3 * SPEED_OF_LIGHT
    scale = light**2 * kiloparsec / (4.0 * math.pi * SOLAR_MASS_PARAMETER)
    return scale * ratio, RADIANS_PER_ARCSEC * near


def overdensity_radius_from(mass: Any, density: Any) -> Any:
    """Radius of the sphere of a mass and a mean density [kpc].

    Parameters
    ----------
    mass
        [solar masses].
    density
        [solar masses / kpc³].
    """
    xp = array_namespace(mass, density)
    return xp.exp(xp.log(3.0 * mass / (4.0 * math.pi * density)) / 3.0)


def virial_overdensity_from(redshift: Any, cosmology: LensingCosmology) -> Any:
    """Δ_c of a flat universe (Bryan & Norman 1998, ApJ 495, 80).

    18 π² + 82 x - 39 x², x = Ω_m(z) - 1, in units of the critical density.
    """
    x = cosmology.Om(redshift) - 1.0
    return 18.0 * math.pi**2 + 82.0 * x - 39.0 * x * x


def duffy_concentration_from(
    mass: Any, redshift: Any, cosmology: LensingCosmology
) -> Any:
    """c_200 of all halos at redshifts 0 to 2 (Duffy et al. 2008, MNRAS 390, L64).

    Their table 1: 5.71 (M / 2e12 h⁻¹)^-0.084 (1 + z)^-0.47.

    Parameters
    ----------
    mass
        M_200 [solar masses].
    redshift
        Of the halo.
    cosmology
        Gives h.
    """
    xp = array_namespace(mass, redshift, cosmology)
    pivot = 2e12 / (0.01 * cosmology.H0)
    growth = xp.log(xp.asarray(1.0 + redshift))
    return 5.71 * xp.exp(-0.084 * xp.log(mass / pivot) - 0.47 * growth)


def ludlow_concentration_from(
    mass: Any, redshift: Any, cosmology: LensingCosmology
) -> Any:
    """c_200 of Ludlow et al. 2016, MNRAS 460, 1214, appendix C.

    Their fit, for the Planck cosmology, to their model of the relation between the
    mass accretion history and the concentration. Where the model itself is solved for
    `Planck15`, c_200 is larger by 1 to 2.5 percent (the scatter is 40 percent).

    Parameters
    ----------
    mass
        M_200 [solar masses].
    redshift
        Of the halo.
    cosmology
        Gives h and, by its density of matter, the growth of structure in a flat
        universe.
    """
    xp = array_namespace(mass, redshift, cosmology)
    a = 1.0 / (1.0 + xp.asarray(redshift, dtype=float))
    growth = _linear_growth(a, cosmology)
    log_xi = math.log(1e10) - xp.log(mass * (0.01 * cosmology.H0))
    sigma = growth * 22.26 * xp.exp(0.292 * log_xi)
    sigma = sigma / (
        1.0 + 1.53 * xp.exp(0.275 * log_xi) + 3.36 * xp.exp(0.198 * log_xi)
    )
    nu_0 = 4.135 - 0.564 / a - 0.210 / a**2 + 0.0557 / a**3 - 0.00348 / a**4
    # ν / ν_0 with ν = 1.686 / σ and ν_0 over the growth factor.
    log_nu = xp.log(1.686 * growth / (sigma * nu_0))
    start, beta = 3.395 * a**0.215, 0.307 / a**0.540
    inner, outer = 0.628 * a**0.047, 0.317 * a**0.893
    bend = xp.log1p(xp.exp(log_nu / beta))
    return start * xp.exp(-inner * log_nu - beta * (outer - inner) * bend)


def _linear_growth(a: Any, cosmology: LensingCosmology) -> Any:
    """D(a) / D(1) of a flat universe (Ludlow et al. 2016, appendix C)."""
    dark = 1.0 - cosmology.Om0
    matter = cosmology.Om0 / a**3
    total = matter + dark
    now = _growth_shape(cosmology.Om0, dark)
    then = _growth_shape(matter / total, dark / total)
    return a * now / then * (matter / total) / cosmology.Om0


def _growth_shape(matter: Any, dark: Any) -> Any:
    return matter ** (4.0 / 7.0) - dark + (1.0 + 0.5 * matter) * (1.0 + dark / 70.0)
