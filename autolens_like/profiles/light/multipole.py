"""Light profiles whose isophotes depart from ellipses.

The radius of a Sersic or Gaussian profile times 1 + Σ (c_m cos mφ' + s_m sin mφ') with
m = 3 and 4 (Bender & Moellenhoff 1987, A&A 177, 71): discs and boxes.

Parameters
    Those of `Sersic` or `Gaussian`; ``multipole_3_comps`` and ``multipole_4_comps``,
    (c_m, s_m): the cosine comes first, other than in `PowerLawMultipole`.
Radius
    That of the profile, the geometric mean or the minor axis; φ' is counted from the
    major axis.
Normalization
    Brightness along φ' falls where the sum is positive.
Limits
    The sum has to stay above -1.
Elsewhere
    PyAutoLens: the same.
"""

from __future__ import annotations

from typing import Any

from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import MINIMUM_RADIUS, along_axes, shifted
from autolens_like.profiles.light.gaussian import Gaussian
from autolens_like.profiles.light.sersic import Sersic


class _MultipoleFrame:
    """The radius of a profile times 1 + Σ_m (c_m cos mφ' + s_m sin mφ'), m = 3, 4.

    φ' is counted from the major axis (from +x where the profile is round), as the
    coefficients of isophotes are (Bender & Moellenhoff 1987, A&A 177, 71): with c_4
    below zero they stand out along both axes, as of a disc, above zero they are boxes.
    """

    multipole_3_comps: tuple[Any, Any]
    multipole_4_comps: tuple[Any, Any]

    @classmethod
    def frame_names(cls) -> tuple[str, ...]:
        """The fields that `frame` depends on."""
        return (*super().frame_names(), "multipole_3_comps", "multipole_4_comps")

    def radius_squared(self, y: Any, x: Any) -> Any:
        """Square of the radius that the multipoles have changed [arcsec²]."""
        factor = 1.0 + self._departure(*shifted(y, x, self.centre))
        return super().radius_squared(y, x) * factor**2

    def _departure(self, y: Any, x: Any) -> Any:
        y, x = along_axes(y, x, self.ell_comps)
        xp = array_namespace(y, x)
        length = xp.sqrt(xp.maximum(y * y + x * x, MINIMUM_RADIUS**2))
        sine, cosine = y / length, x / length
        sine_3, cosine_3 = _tripled(sine, cosine)
        cosine_4 = cosine_3 * cosine - sine_3 * sine
        sine_4 = sine_3 * cosine + cosine_3 * sine
        (c_3, s_3), (c_4, s_4) = self.multipole_3_comps, self.multipole_4_comps
        return c_3 * cosine_3 + s_3 * sine_3 + c_4 * cosine_4 + s_4 * sine_4


def _tripled(sine: Any, cosine: Any) -> tuple[Any, Any]:
    """(sin 3φ, cos 3φ) of (sin φ, cos φ)."""
    return (
        (3.0 * cosine**2 - sine**2) * sine,
        (cosine**2 - 3.0 * sine**2) * cosine,
    )


class SersicMultipole(_MultipoleFrame, Sersic):
    """The Sersic profile on isophotes with multipoles of order three and four.

    Parameters
    ----------
    centre, ell_comps, intensity, effective_radius, sersic_index
        As in `Sersic`.
    multipole_3_comps, multipole_4_comps
        (c_m, s_m): the radius is multiplied by 1 + Σ (c_m cos mφ' + s_m sin mφ'), φ'
        counted from the major axis. The cosine comes first, other than in the mass
        profile `PowerLawMultipole`, and brightness along φ' falls where it is positive.

    Raises
    ------
    ProfileException
        As in `Sersic`.
    """

    multipole_3_comps: tuple[float, float] = (0.0, 0.0)
    multipole_4_comps: tuple[float, float] = (0.0, 0.0)


class GaussianMultipole(_MultipoleFrame, Gaussian):
    """The Gaussian on isophotes with multipoles of order three and four.

    Parameters
    ----------
    centre, ell_comps, intensity, sigma
        As in `Gaussian`.
    multipole_3_comps, multipole_4_comps
        As in `SersicMultipole`.

    Raises
    ------
    ProfileException
        As in `Gaussian`.
    """

    multipole_3_comps: tuple[float, float] = (0.0, 0.0)
    multipole_4_comps: tuple[float, float] = (0.0, 0.0)
