"""The angular part of the deflection by an elliptical power law.

Tessore & Metcalf 2015, A&A 580, A79, eq. 13: with t = slope - 1, major-axis radius R
and elliptical angle φ in the rotated frame, α ∝ R^(1-t) e^{iφ} F(f e^{2iφ}), where
F(w) = 2F1(1, t/2; 2 - t/2; -w). In the frame of the sky e^{iφ} becomes the direction
u of ζ = z - e z*, and f e^{2iφ} becomes e* u²: no rotation and no angle is needed.
"""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np

from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.namespace import array_namespace
from autolens_like.numerics.pointwise import kept, pointwise
from autolens_like.numerics.special import (
    angular_ratio,
    angular_ratio_and_derivatives,
    gauss_rule,
    node_number,
    product,
    traced_angular_ratio,
    traced_rule,
)
from autolens_like.profiles.frames import MINIMUM_RADIUS, sheared_direction


@kernel
def elliptical_deflection(
    y: Any, x: Any, ell_comps: tuple[Any, Any], exponent: Any, amplitude: Any
) -> tuple[Any, Any]:
    """amplitude |ζ|^(1 - t) u F(w), imaginary and real, at coordinates of any shape.

    Parameters
    ----------
    y, x
        Coordinates about the centre [arcsec], of one shape.
    ell_comps
        e, imaginary and real part.
    exponent
        t, between 0 and 2.
    amplitude
        All factors [arcsec^t]: one that is multiplied to the result afterwards costs
        the gradient by JAX another pass over the points.
    """
    direction_y, direction_x, length = elliptical_direction(y, x, ell_comps, exponent)
    size = _size(length, exponent, amplitude)
    return size * direction_y, size * direction_x


def _size(length: Any, exponent: Any, amplitude: Any) -> Any:
    xp = array_namespace(length, exponent, amplitude)
    return amplitude * xp.exp((1.0 - exponent) * xp.log(length))


def elliptical_direction(
    y: Any, x: Any, ell_comps: tuple[Any, Any], exponent: Any
) -> tuple[Any, Any, Any]:
    """u F(w) (imaginary, real) and |ζ| [arcsec] at coordinates of any shape.

    Parameters as of `elliptical_deflection`.
    """
    shape = np.shape(y)
    if len(shape) == 1:
        return angular_deflection(y, x, ell_comps, exponent)
    xp = array_namespace(y, x)
    flat_y, flat_x = xp.reshape(y, (-1,)), xp.reshape(x, (-1,))
    results = angular_deflection(flat_y, flat_x, ell_comps, exponent)
    return tuple(xp.reshape(values, shape) for values in results)


@kernel
def angular_deflection(
    y: Any, x: Any, ell_comps: tuple[Any, Any], exponent: Any
) -> tuple[Any, Any, Any]:
    """u F(w) (imaginary, real) and |ζ| [arcsec]; see `elliptical_direction`.

    Parameters
    ----------
    y, x
        (n,) coordinates about the centre [arcsec].
    ell_comps, exponent
        As there.
    """
    u_y, u_x, length = sheared_direction(y, x, ell_comps)
    w = _squared_direction(u_y, u_x, *ell_comps)
    f_y, f_x = angular_ratio(*w, ell_comps[0] ** 2 + ell_comps[1] ** 2, exponent)
    return *product(u_y, u_x, f_y, f_x), length


def _squared_direction(u_y: Any, u_x: Any, e_y: Any, e_x: Any) -> tuple[Any, Any]:
    """w = e* u², imaginary and real part."""
    return product(*product(u_y, u_x, u_y, u_x), -e_y, e_x)


@angular_deflection.implement("jax")
def _angular_deflection_jax(
    y: Any, x: Any, ell_comps: tuple[Any, Any], exponent: Any
) -> tuple[Any, Any, Any]:
    direction, rule = _differentiable_direction(), traced_rule(exponent)
    return pointwise(direction, y, x, (*ell_comps, exponent), rule)


@elliptical_deflection.implement("jax")
def _elliptical_deflection_jax(
    y: Any, x: Any, ell_comps: tuple[Any, Any], exponent: Any, amplitude: Any
) -> tuple[Any, Any]:
    numbers = (*ell_comps, exponent, amplitude)
    return pointwise(_deflection_of_rule, y, x, numbers, traced_rule(exponent))


def _deflection_of_rule(
    y: Any, x: Any, e_y: Any, e_x: Any, exponent: Any, amplitude: Any, *rule: Any
) -> tuple[Any, Any]:
    direction = _differentiable_direction()
    along_y, along_x, length = direction(y, x, e_y, e_x, exponent, *rule)
    size = _size(length, exponent, amplitude)
    return size * along_y, size * along_x


@functools.cache
def _differentiable_direction() -> Any:
    """u F(w) and |ζ| for JAX, with a derivative that computes no sum again.

    With w = e* u², that of u F is (F + 2 w F') du + u³ F' de* + u ∂F/∂t dt.
    """
    import jax

    def frame(y: Any, x: Any, e_y: Any, e_x: Any) -> Any:
        return sheared_direction(y, x, (e_y, e_x))

    @jax.custom_jvp
    def direction(y: Any, x: Any, e_y: Any, e_x: Any, exponent: Any, *rule: Any) -> Any:
        u_y, u_x, length = frame(y, x, e_y, e_x)
        w = _squared_direction(u_y, u_x, e_y, e_x)
        f_y, f_x = traced_angular_ratio(*w, e_y * e_y + e_x * e_x, exponent, *rule)
        return *product(u_y, u_x, f_y, f_x), length

    @direction.defjvp
    def direction_jvp(primals: Any, tangents: Any) -> Any:
        # The tangents of the rule, which follows from t, are part of that of t.
        e_y, e_x, exponent, *rule = primals[2:]
        (*u, length), (*du, change) = jax.jvp(frame, primals[:4], tangents[:4])
        w = _squared_direction(*u, e_y, e_x)
        ratio, by_w, by_exponent = angular_ratio_and_derivatives(
            *w, e_y * e_y + e_x * e_x, exponent, *rule
        )
        turned = product(*w, *by_w)
        by_u = kept((ratio[0] + 2.0 * turned[0], ratio[1] + 2.0 * turned[1]))
        by_e = kept(product(*product(*product(*u, *u), *u), *by_w))
        parts = product(*by_u, *du), product(*by_e, -tangents[2], tangents[3])
        if by_exponent is not None:
            by_t = kept(product(*u, *by_exponent))
            parts = (*parts, (by_t[0] * tangents[4], by_t[1] * tangents[4]))
        # u F once more, from what is kept: u (F + 2 w F') - 2 e* (u³ F').
        whole, part = product(*u, *by_u), product(-e_y, e_x, *by_e)
        result = whole[0] - 2.0 * part[0], whole[1] - 2.0 * part[1]
        return (*result, length), (*map(sum, zip(*parts, strict=True)), change)

    return direction


def _numba_arguments(
    y: Any, x: Any, ell_comps: tuple[Any, Any], exponent: Any
) -> tuple[Any, ...]:
    e_y, e_x = float(ell_comps[0]), float(ell_comps[1])
    number = node_number(math.hypot(e_y, e_x))
    rule = gauss_rule(float(exponent), number)
    # One memory layout, so that one compiled version serves all.
    y, x = np.ascontiguousarray(y, float), np.ascontiguousarray(x, float)
    return y, x, e_y, e_x, *rule, MINIMUM_RADIUS


@angular_deflection.implement("numba", arguments=_numba_arguments)
def _angular_deflection_numba(
    y: Any, x: Any, e_y: float, e_x: float, nodes: Any, masses: Any, shortest: float
) -> Any:
    # In runs of 256 points, whose intermediate values stay in the first-level cache
    # while the loop over the nodes passes over them: three times faster than numpy on
    # one thread and five on two, from which numpy's short operations gain nothing.
    result_y, result_x = np.empty(y.size), np.empty(y.size)
    length = np.empty(y.size)
    u_y, u_x, w_real = np.empty(256), np.empty(256), np.empty(256)
    total, moment = np.empty(256), np.empty(256)
    w_squared = e_x * e_x + e_y * e_y
    for first in range(0, y.size, 256):
        number = min(256, y.size - first)
        for i in range(number):
            at_y, at_x = y[first + i], x[first + i]
            flat_y = (1.0 + e_x) * at_y - e_y * at_x
            flat_x = (1.0 - e_x) * at_x - e_y * at_y
            distance = np.sqrt(flat_y * flat_y + flat_x * flat_x)
            distance = distance if distance > shortest else shortest
            inverse = 1.0 / distance
            u_y[i], u_x[i] = flat_y * inverse, flat_x * inverse
            length[first + i] = distance
            w_real[i] = e_x * (u_x[i] ** 2 - u_y[i] ** 2) + 2.0 * e_y * u_x[i] * u_y[i]
            total[i] = 0.0
            moment[i] = 0.0
        # Two and two, because a division takes as long as all else of a node.
        for j in range(0, nodes.size - 1, 2):
            k = j + 1
            step, next_step = 2.0 * nodes[j] / masses[j], 2.0 * nodes[k] / masses[k]
            start = (1.0 + nodes[j] * nodes[j] * w_squared) / masses[j]
            next_start = (1.0 + nodes[k] * nodes[k] * w_squared) / masses[k]
            for i in range(number):
                one, two = start + step * w_real[i], next_start + next_step * w_real[i]
                pole = 1.0 / (one * two)
                total[i] += (one + two) * pole
                moment[i] += (nodes[j] * two + nodes[k] * one) * pole
        for j in range(nodes.size - nodes.size % 2, nodes.size):
            step = 2.0 * nodes[j] / masses[j]
            start = (1.0 + nodes[j] * nodes[j] * w_squared) / masses[j]
            for i in range(number):
                pole = 1.0 / (start + step * w_real[i])
                total[i] += pole
                moment[i] += nodes[j] * pole
        for i in range(number):
            w_imag = 2.0 * e_x * u_x[i] * u_y[i] - e_y * (u_x[i] ** 2 - u_y[i] ** 2)
            g_y, g_x = -w_imag * moment[i], total[i] + w_real[i] * moment[i]
            result_y[first + i] = u_x[i] * g_y + u_y[i] * g_x
            result_x[first + i] = u_x[i] * g_x - u_y[i] * g_y
    return result_y, result_x, length
