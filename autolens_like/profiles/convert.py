"""`al.convert`: axis ratios and angles to components, and back.

Angles are degrees counter-clockwise from +x; those of ellipses and shears come back
in [-45°, 135°).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.numerics.namespace import array_namespace, is_concrete

#: The largest flattening (1 - q) / (1 + q) that comes back as an axis ratio.
_LARGEST_FLATTENING = 0.999

_DEGREE = np.pi / 180.0


def _components(length: Any, angle: Any, fold: int) -> tuple[Any, Any]:
    """length · (sin, cos) of `fold` times an angle [degrees]."""
    xp = array_namespace(length, angle)
    phase = fold * angle * _DEGREE
    return length * xp.sin(phase), length * xp.cos(phase)


def _length(sine: Any, cosine: Any) -> Any:
    xp = array_namespace(sine, cosine)
    return xp.sqrt(xp.asarray(sine * sine + cosine * cosine))


def _angle(sine: Any, cosine: Any, fold: int, lowest: float) -> Any:
    """The angle [degrees] whose `fold`-fold phase is in [lowest, lowest + 360)."""
    xp = array_namespace(sine, cosine)
    phase = xp.arctan2(xp.asarray(sine), xp.asarray(cosine)) / _DEGREE
    return xp.where(phase < lowest, phase + 360.0, phase) / fold


def _plain(value: Any) -> Any:
    """A float where numpy made an array of one number."""
    return value if np.ndim(value) or not is_concrete(value) else float(value)


def ell_comps_from(axis_ratio: Any, angle: Any) -> tuple[Any, Any]:
    """Ellipticity components (f sin 2φ, f cos 2φ), f = (1 - q) / (1 + q).

    Parameters
    ----------
    axis_ratio
        q, minor over major axis, above 0 and at most 1.
    angle
        φ, of the major axis [degrees].

    Raises
    ------
    ProfileException
        `axis_ratio` outside its range.
    """
    if is_concrete(axis_ratio):
        ratios = np.asarray(axis_ratio, dtype=float)
        if not np.all((ratios > 0.0) & (ratios <= 1.0)):
            raise exc.ProfileException(
                f"axis_ratio={axis_ratio!r} is not allowed: give the minor axis over "
                "the major axis, above 0 and at most 1; turn the angle by 90 degrees "
                "where the ratio is the other way round."
            )
    comps = _components((1.0 - axis_ratio) / (1.0 + axis_ratio), angle, 2)
    return _plain(comps[0]), _plain(comps[1])


def axis_ratio_from(ell_comps: tuple[Any, Any]) -> Any:
    """q, minor over major axis, of ellipticity components; at least 0.0005."""
    xp = array_namespace(ell_comps)
    flattening = xp.minimum(_length(*ell_comps), _LARGEST_FLATTENING)
    return _plain((1.0 - flattening) / (1.0 + flattening))


def angle_from(ell_comps: tuple[Any, Any]) -> Any:
    """φ of the major axis [degrees], in [-45, 135), of ellipticity components."""
    return _plain(_angle(ell_comps[0], ell_comps[1], 2, -90.0))


def axis_ratio_and_angle_from(ell_comps: tuple[Any, Any]) -> tuple[Any, Any]:
    """Axis ratio q and angle φ [degrees] of ellipticity components."""
    return axis_ratio_from(ell_comps), angle_from(ell_comps)


def shear_gamma_1_2_from(magnitude: Any, angle: Any) -> tuple[Any, Any]:
    """(γ₁, γ₂) = γ (cos 2φ, sin 2φ) of a shear's magnitude and angle [degrees]."""
    gamma_2, gamma_1 = _components(magnitude, angle, 2)
    return _plain(gamma_1), _plain(gamma_2)


def shear_magnitude_from(gamma_1: Any, gamma_2: Any) -> Any:
    """γ = √(γ₁² + γ₂²)."""
    return _plain(_length(gamma_2, gamma_1))


def shear_angle_from(gamma_1: Any, gamma_2: Any) -> Any:
    """φ of a shear [degrees], in [-45, 135)."""
    return _plain(_angle(gamma_2, gamma_1, 2, -90.0))


def shear_magnitude_and_angle_from(gamma_1: Any, gamma_2: Any) -> tuple[Any, Any]:
    """Magnitude γ and angle φ [degrees] of a shear."""
    return shear_magnitude_from(gamma_1, gamma_2), shear_angle_from(gamma_1, gamma_2)


def multipole_comps_from(
    k_m: Any,
    phi_m: Any,
    m: int,
    shape_angle: Any = None,
    ellipse_angle: Any = None,
) -> tuple[Any, Any]:
    """Multipole components k_m (sin m φ_m, cos m φ_m).

    Parameters
    ----------
    k_m
        Strength.
    phi_m
        Angle [degrees]; None takes `ellipse_angle` - `shape_angle`.
    m
        Order of the multipole, 1 or more.
    shape_angle
        From φ_m to the major axis of the ellipse [degrees].
    ellipse_angle
        Of the major axis of the ellipse [degrees].

    Raises
    ------
    ProfileException
        Neither `phi_m` nor both of the other angles.
    """
    if phi_m is None:
        if shape_angle is None or ellipse_angle is None:
            raise exc.ProfileException(
                f"phi_m=None, shape_angle={shape_angle!r} and "
                f"ellipse_angle={ellipse_angle!r} came; give phi_m, or both others."
            )
        phi_m = ellipse_angle - shape_angle
    comps = _components(k_m, phi_m, m)
    return _plain(comps[0]), _plain(comps[1])


def multipole_k_m_and_phi_m_from(
    multipole_comps: tuple[Any, Any], m: int
) -> tuple[Any, Any]:
    """Strength k_m and angle φ_m [degrees], in [-45 / m, 315 / m), of a multipole."""
    strength = _length(*multipole_comps)
    return _plain(strength), _plain(_angle(*multipole_comps, m, -45.0))


def multipole_k_m_phi_m_and_shape_angle_from(
    multipole_comps: tuple[Any, Any],
    m: int,
    ell_comps: tuple[Any, Any] | None = None,
    ellipse_angle: Any = None,
) -> tuple[Any, Any, Any]:
    """Strength k_m, angle φ_m and shape angle [degrees] of a multipole on an ellipse.

    The shape angle φ - φ_m, from the multipole to the major axis, says which shape an
    ellipse gets, whatever its orientation; it is in [-180 / m, 180 / m).

    Parameters
    ----------
    multipole_comps
        Its components.
    m
        Its order.
    ell_comps
        Of the ellipse that it is added to.
    ellipse_angle
        φ, of the major axis of that ellipse [degrees], in place of `ell_comps`.

    Raises
    ------
    ProfileException
        Neither `ell_comps` nor `ellipse_angle`, or both.
    """
    if (ell_comps is None) == (ellipse_angle is None):
        raise exc.ProfileException(
            f"ell_comps={ell_comps!r} and ellipse_angle={ellipse_angle!r} came; give "
            "one of them."
        )
    angle = angle_from(ell_comps) if ellipse_angle is None else ellipse_angle
    k_m, phi_m = multipole_k_m_and_phi_m_from(multipole_comps, m)
    period = 360.0 / m
    shape_angle = (angle - phi_m + 0.5 * period) % period - 0.5 * period
    return k_m, phi_m, _plain(shape_angle)
