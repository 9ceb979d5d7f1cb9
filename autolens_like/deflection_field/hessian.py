"""Derivatives of a deflection field, and what lensing calls them.

Everything here takes a formula `deflections(y, x) -> (y, x)` of bare arrays, so that it
serves a profile, a galaxy or a whole multi-plane tracer. With numpy the derivatives are
differences; with JAX they are exact, and may be differentiated again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.namespace import array_namespace

#: Takes (y, x), gives deflection angles (y, x): of a plane, or of a whole lens.
Deflections: TypeAlias = Callable[[Any, Any], tuple[Any, Any]]

#: Distance h of the nearest neighbours [arcsec]. The fourth-order difference leaves
#: h⁴ |α⁽⁵⁾| / 30 of truncation, which is 5e-14 (1" / r)⁵ beside an isothermal centre,
#: and 1.5 ε |α| / h = 7e-13 of rounding.
STEP = 5e-4
#: (offset in steps, weight) of the fourth-order first derivative.
_STENCIL = (
    (-2.0, 1.0 / 12.0),
    (-1.0, -2.0 / 3.0),
    (1.0, 2.0 / 3.0),
    (2.0, -1.0 / 12.0),
)

#: A step is at most this part of the distance to a centre, where derivatives grow.
_STEP_OVER_DISTANCE = 0.01
#: Below this step [arcsec] coordinates of 1 arcsec are rounded by 2e-9 of it.
_SMALLEST_STEP = 1e-7
#: Keeps the derivative of a root finite where the root is zero.
_TINY = 1e-300

Hessian: TypeAlias = tuple[Any, Any, Any, Any]


def step_beside(centres: Sequence[tuple[float, float]], y: Any, x: Any) -> np.ndarray:
    """Steps of differences [arcsec] that shrink towards the centres of masses.

    Parameters
    ----------
    centres
        (y, x) of the masses [arcsec].
    y, x
        Coordinates, numpy arrays [arcsec].
    """
    step = np.full(np.shape(y), STEP)
    for centre_y, centre_x in centres:
        distance = np.hypot(y - centre_y, x - centre_x)
        step = np.minimum(step, _STEP_OVER_DISTANCE * distance)
    return np.maximum(step, _SMALLEST_STEP)


@kernel
def hessian(deflections: Deflections, y: Any, x: Any, step: Any = STEP) -> Hessian:
    """(∂α_y/∂y, ∂α_x/∂y, ∂α_y/∂x, ∂α_x/∂x); fourth-order central differences.

    Parameters
    ----------
    deflections
        The field.
    y, x
        Where, of any one shape [arcsec].
    step
        Distance of the nearest neighbours [arcsec], a number or one a coordinate. The
        derivatives of JAX have no step.
    """
    xp = array_namespace(y, x)
    along_y = [(y + offset * step, x) for offset, _ in _STENCIL]
    along_x = [(y, x + offset * step) for offset, _ in _STENCIL]
    # All eight neighbours in one call: small grids are dominated by the calls.
    all_y = xp.stack([pair[0] for pair in (*along_y, *along_x)])
    all_x = xp.stack([pair[1] for pair in (*along_y, *along_x)])
    flat = deflections(all_y.reshape(-1), all_x.reshape(-1))
    angle_y, angle_x = (angle.reshape(all_y.shape) for angle in flat)

    def difference(values: Any) -> Any:
        terms = [weight * values[i] for i, (_, weight) in enumerate(_STENCIL)]
        return (terms[0] + terms[1] + terms[2] + terms[3]) / step

    return (
        difference(angle_y[:4]),
        difference(angle_x[:4]),
        difference(angle_y[4:]),
        difference(angle_x[4:]),
    )


@hessian.implement("jax")
def _hessian_jax(deflections: Deflections, y: Any, x: Any, step: Any = STEP) -> Hessian:
    import jax

    xp = jax.numpy
    y, x = xp.asarray(y, dtype=float), xp.asarray(x, dtype=float)
    one, zero = xp.ones_like(y), xp.zeros_like(y)
    # Each point depends on its own coordinates alone: two directions are the whole
    # matrix of all points.
    _, (yy, xy) = jax.jvp(deflections, (y, x), (one, zero))
    _, (yx, xx) = jax.jvp(deflections, (y, x), (zero, one))
    return yy, xy, yx, xx


def shear_and_convergence(derivatives: Hessian) -> tuple[Any, Any, Any, Any]:
    """(γ2, γ1, κ, ω) of a Hessian; ω is the rotation that several planes make."""
    yy, xy, yx, xx = derivatives
    return 0.5 * (xy + yx), 0.5 * (xx - yy), 0.5 * (xx + yy), 0.5 * (xy - yx)


def inverse_magnification(derivatives: Hessian) -> Any:
    """det(1 - ∂α/∂θ)."""
    yy, xy, yx, xx = derivatives
    return (1.0 - yy) * (1.0 - xx) - xy * yx


def eigen_values(derivatives: Hessian) -> tuple[Any, Any]:
    """(tangential, radial) factors of the inverse magnification.

    1 - κ ∓ |γ|, the eigenvalues of the Jacobian. Behind several planes, where it
    rotates, 1 - κ is replaced by ±√((1 - κ)² + ω²): their product stays the
    determinant, so that both vanish on the critical curves exactly.
    """
    gamma_2, gamma_1, kappa, rotation = shear_and_convergence(derivatives)
    xp = array_namespace(kappa)
    length = xp.sqrt((1.0 - kappa) ** 2 + rotation**2 + _TINY)
    isotropic = xp.where(kappa > 1.0, -length, length)
    shear = xp.sqrt(gamma_1**2 + gamma_2**2 + _TINY)
    return isotropic - shear, isotropic + shear
