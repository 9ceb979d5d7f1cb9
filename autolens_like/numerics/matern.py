"""The Matérn correlation of any smoothness, for numpy and JAX alike.

    M(z) = 2^(1-ν) / Γ(ν) z^ν K_ν(z),  z = √(2ν) d / l

at a distance d with a correlation length l (Rasmussen & Williams 2006, Gaussian
Processes for Machine Learning, sec. 4.2.1). Where 2ν is a known odd number it is a
polynomial times exp(-z). Else the modified Bessel function is the integral

    K_ν(z) = ∫ exp(-z cosh t) cosh(νt) dt over t > 0  (DLMF 10.32.9),

whose integrand is analytic for |Im t| < π/2 and falls faster than any exponential. Its
logarithm bends by √(ν² + z²) at the peak, so that the trapezoidal rule of step h errs
by some exp(-2π² / (h² √(ν² + z²))), and by exp(-π²/h) where that is larger.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.log_gamma import log_gamma
from autolens_like.numerics.namespace import array_namespace, is_concrete

#: Larger ones overflow below; the correlation is a Gaussian to some per cent there.
LARGEST_SMOOTHNESS = 20.0
#: Relative to 1e-14 at ν = 20, and to 1e-8 at z = 40, where M is below 1e-15 itself.
_STEP = 1.0 / 6.0
#: At the last node z cosh t is above 300 for z = 1e-8.
_NODES = np.arange(1, 151) * _STEP


def matern(distance: Any, smoothness: Any) -> Any:
    """M at distances in units of the correlation length, 1 at zero.

    Parameters
    ----------
    distance
        d / l, above zero.
    smoothness
        ν, one number above 0 and at most `LARGEST_SMOOTHNESS`.

    Returns
    -------
    array
        To 1e-10, and to 1e-13 below a smoothness of 6.
    """
    xp = array_namespace(distance, smoothness)
    scaled = xp.sqrt(2.0 * smoothness) * distance
    if is_concrete(smoothness) and (2.0 * smoothness) % 2.0 == 1.0:
        return _of_half_integer(scaled, round(smoothness - 0.5))
    log_constant = (1.0 - smoothness) * math.log(2.0) - log_gamma(smoothness)
    return xp.exp(log_constant) * power_times_bessel(scaled, smoothness)


def _of_half_integer(z: Any, whole: int) -> Any:
    """M for ν = whole + ½ (Rasmussen & Williams 2006, eq. 4.16)."""
    xp = array_namespace(z)
    total = 0.0 * z
    for k in range(whole + 1):
        # (p + k)! p! / (k! (p - k)! (2p)!) (2z)^(p - k), from the highest power down.
        number = math.factorial(whole + k) * math.factorial(whole)
        number /= math.factorial(k) * math.factorial(whole - k)
        total = total + number / math.factorial(2 * whole) * (2.0 * z) ** (whole - k)
    return xp.exp(-z) * total


@kernel
def power_times_bessel(z: Any, order: Any) -> Any:
    """z^ν K_ν(z) of positive z, which is finite as z goes to zero.

    Parameters
    ----------
    z
        Of any shape, above 0.
    order
        ν, one number above 0.
    """
    power = order * np.log(z)
    total = 0.5 * np.exp(power - z)
    term = np.empty_like(total)
    for t in _NODES.tolist():
        np.multiply(z, -math.cosh(t), out=term)
        term += power
        np.exp(term, out=term)
        term *= math.cosh(order * t)
        total += term
    return _STEP * total


@power_times_bessel.implement("jax")
def _power_times_bessel_jax(z: Any, order: Any) -> Any:
    import jax
    import jax.numpy as jnp

    nodes = jnp.asarray(_NODES)

    def sums(z: Any, order: Any, first: Any, second: Any) -> tuple[Any, Any]:
        """z^ν ∫ exp(-z cosh t) f(t) dt of two even functions f."""
        power = order * jnp.log(z)

        def add(j: Any, totals: Any) -> Any:
            t = nodes[j]
            term = jnp.exp(power - z * jnp.cosh(t))
            return totals[0] + first(t) * term, totals[1] + second(t) * term

        start = jnp.exp(power - z)
        ends = (0.5 * first(0.0) * start, 0.5 * second(0.0) * start)
        totals = jax.lax.fori_loop(0, nodes.size, add, ends)
        return _STEP * totals[0], _STEP * totals[1]

    @jax.custom_jvp
    def value(z: Any, order: Any) -> Any:
        return sums(z, order, lambda t: jnp.cosh(order * t), lambda t: 0.0 * t)[0]

    @value.defjvp
    def value_jvp(primals: Any, tangents: Any) -> Any:
        # Without it, a derivative would keep an array for every node.
        # d(z^ν K_ν) / dz = -z^ν K_(ν-1), and dK_ν / dν is under the integral.
        z, order = primals
        found = value(z, order)
        by_z, by_order = sums(
            z,
            order,
            lambda t: jnp.cosh((order - 1.0) * t),
            lambda t: t * jnp.sinh(order * t),
        )
        by_order = by_order + jnp.log(z) * found
        return found, by_order * tangents[1] - by_z * tangents[0]

    return value(jnp.asarray(z, dtype=float), jnp.asarray(order, dtype=float))
