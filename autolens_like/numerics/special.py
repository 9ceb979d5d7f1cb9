"""The hypergeometric functions of elliptical power laws, as short rational sums.

For 0 < t < 2 the function F(w) = 2F1(1, t/2; 2 - t/2; -w) is a Stieltjes integral,
∫ dμ(s) / (1 + s w) over 0 < s < 1 with a positive measure μ of total 1. Its Gaussian
quadrature with n nodes,

    F(w) ≈ Σ_j m_j / (1 + x_j w),

is the 2n-th convergent of Gauss's continued fraction (the [n-1/n] Padé approximant).
It needs no other operation than multiply, add and divide, loses no digits because all
m_j and x_j are positive, and its error for |w| ≤ f < 1 is at most

    f ρ^(2n-1) / (1 - f),   ρ = (1 - √(1-f)) / (1 + √(1-f)):

the error of a monomial is positive, so w = -f is worst; there it is below twice the
best polynomial approximation to a pole (Bernstein 1926). At axis ratio 0.67
(f = 0.2), 7 nodes do what takes 23 terms of the power series.
"""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np

from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.namespace import is_concrete

#: Bound on the error of the sums where the parameters are known numbers.
_TOLERANCE = 1e-16
#: Most nodes of a sum; they meet `_TOLERANCE` up to f = 0.993 (axis ratio 0.0035).
_MOST_NODES = 128
#: Nodes where f is traced: error below 1e-10 at f = 0.9, 1e-6 at f = 0.95.
_TRACED_NODES = 20
#: Degree in t of the traced nodes' interpolation: the last coefficients are 1e-15.
_TRACED_DEGREE = 28
#: Nodes of one step of the loops in JAX, each of which reads and writes all its sums.
_UNROLLED = 4
#: Nodes behind the two halvings of the arctangent: 1e-12 at f = 0.98.
_HALVED_NODES = 6


@functools.lru_cache(maxsize=256)
def gauss_rule(exponent: float, number: int) -> tuple[np.ndarray, np.ndarray]:
    """Nodes x and masses m of the quadrature for exponent t (Golub & Welsch 1969).

    The Jacobi matrix is put together from the coefficients k_i of Gauss's continued
    fraction (DLMF 15.7.1 for F(b, 0; c-1; z) / F(b, 1; c; z), whose numerator is 1):
    diagonal k_{2i} + k_{2i+1}, off-diagonal √(k_{2i-1} k_{2i}).
    """
    b, c = exponent / 2.0, 2.0 - exponent / 2.0
    i = np.arange(1, number)
    odd = np.append(b / c, (b + i) * (c - 1 + i) / ((c + 2 * i - 1) * (c + 2 * i)))
    even = i * (c - b + i - 1) / ((c + 2 * i - 2) * (c + 2 * i - 1))
    beside = np.sqrt(odd[:-1] * even)
    diagonal = odd + np.append(0.0, even)
    matrix = np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1)
    nodes, vectors = np.linalg.eigh(matrix)
    return nodes, vectors[0] ** 2


def node_number(modulus: float) -> int:
    """The smallest n whose error bound is below `_TOLERANCE` for |w| ≤ `modulus`."""
    f = min(max(modulus, 1e-12), 1.0 - 1e-12)
    root = math.sqrt(1.0 - f)
    # (1 - √(1-f)) / (1 + √(1-f)) without the cancellation at small f.
    log_rho = math.log(f / (1.0 + root) ** 2)
    needed = (math.log(_TOLERANCE * (1.0 - f) / f) / log_rho + 1.0) / 2.0
    return min(max(1, math.ceil(needed)), _MOST_NODES)


@kernel
def angular_ratio(w_imag: Any, w_real: Any, w_squared: Any, exponent: Any) -> Any:
    """2F1(1, t/2; 2 - t/2; -w) for complex w on a circle inside the unit disc.

    Parameters
    ----------
    w_imag, w_real
        w, of any shape.
    w_squared
        |w|², one number below 1.
    exponent
        t, one number between 0 and 2 (the slope of a power law less one).

    Returns
    -------
    imaginary and real part
        Relative to 1e-14 up to |w| = 0.95. In JAX the number of nodes is fixed: to
        1e-10 up to |w| = 0.9 (axis ratio 0.05), and for a known t = 1 to 1e-12 up to
        |w| = 0.98.
    """
    nodes, masses = gauss_rule(
        float(exponent), node_number(math.sqrt(float(w_squared)))
    )
    w_real = np.asarray(w_real)
    total, moment = np.zeros_like(w_real), np.zeros_like(w_real)
    pole = np.empty_like(w_real)
    for x, m in zip(nodes.tolist(), masses.tolist(), strict=True):
        # m / |1 + x w|²
        np.multiply(w_real, 2.0 * x / m, out=pole)
        pole += (1.0 + x * x * float(w_squared)) / m
        np.reciprocal(pole, out=pole)
        total += pole
        pole *= x
        moment += pole
    # Σ m (1 + x w*) / |1 + x w|²
    return -w_imag * moment, total + w_real * moment


@angular_ratio.implement("jax")
def _angular_ratio_jax(w_imag: Any, w_real: Any, w_squared: Any, exponent: Any) -> Any:
    return _differentiable_angular_ratio()(
        w_imag, w_real, w_squared, exponent, *traced_rule(exponent)
    )


def traced_rule(exponent: Any) -> tuple[Any, ...]:
    """Nodes and masses of the sum for JAX and their derivatives by t; () for a known 1.

    For callers that find them once for many pieces.
    """
    import jax

    if is_concrete(exponent) and exponent == 1.0:
        return ()
    exponent = jax.numpy.asarray(exponent, dtype=float)
    one = (jax.numpy.ones_like(exponent),)
    rule, changes = jax.jvp(_traced_rule_jax, (exponent,), one)
    return *rule, *changes


def traced_angular_ratio(
    w_imag: Any, w_real: Any, w_squared: Any, exponent: Any, *rule: Any
) -> tuple[Any, Any]:
    """`angular_ratio` for JAX from the rule of t: without derivatives.

    |w|² and t may be arrays of equal numbers.
    """
    if not rule:
        return _halved_arctan_ratio(w_imag, w_real, w_squared)
    return _pole_sums(w_imag, w_real, w_squared, *rule[:2])


def angular_ratio_and_derivatives(
    w_imag: Any, w_real: Any, w_squared: Any, exponent: Any, *rule: Any
) -> tuple[tuple[Any, Any], tuple[Any, Any], tuple[Any, Any] | None]:
    """`traced_angular_ratio`, dF/dw and ∂F/∂t, None where t is a known 1."""
    if rule:
        value, bend = _sums_and_bends(w_imag, w_real, w_squared, *rule)
    else:
        value, bend = _halved_arctan_ratio(w_imag, w_real, w_squared), None
    return value, _derivative(*value, w_imag, w_real, exponent), bend


@functools.cache
def _differentiable_angular_ratio() -> Any:
    """`angular_ratio` for JAX, with derivatives that keep no array per node."""
    import jax

    ratio = jax.custom_jvp(traced_angular_ratio)

    @ratio.defjvp
    def ratio_jvp(primals: Any, tangents: Any) -> Any:
        # The tangents of the rule, which follows from t, are part of that of t.
        value, slope, bend = angular_ratio_and_derivatives(*primals)
        change = product(*slope, tangents[0], tangents[1])
        if bend is not None:
            change = tuple(
                part + along * tangents[3]
                for part, along in zip(change, bend, strict=True)
            )
        return value, change

    return ratio


def product(a_imag: Any, a_real: Any, b_imag: Any, b_real: Any) -> tuple[Any, Any]:
    """Imaginary and real part of a b."""
    return a_real * b_imag + a_imag * b_real, a_real * b_real - a_imag * b_imag


def _pole_sums(
    w_imag: Any, w_real: Any, w_squared: Any, nodes: Any, masses: Any
) -> tuple[Any, Any]:
    """Σ m / (1 + x w), in a loop: wholly unrolled, XLA does not vectorise it."""
    import jax

    def add(j: Any, sums: Any) -> Any:
        x = nodes[j]
        pole = masses[j] / (1.0 + x * (2.0 * w_real + x * w_squared))
        return sums[0] + pole, sums[1] + x * pole

    zero = 0.0 * w_real
    number = nodes.shape[0]
    total, moment = jax.lax.fori_loop(0, number, add, (zero, zero), unroll=_UNROLLED)
    return -w_imag * moment, total + w_real * moment


def _sums_and_bends(
    w_imag: Any,
    w_real: Any,
    w_squared: Any,
    nodes: Any,
    masses: Any,
    node_changes: Any,
    mass_changes: Any,
) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """F = Σ m p and ∂F/∂t = Σ m' p - m x' w p², with p = 1 / (1 + x w).

    Because of x w p = 1 - p the second is Σ (m' - m x' / x) p + (m x' / x) p². With the
    real P = 1 / |1 + x w|² it is p = P (1 + x w*): all sums are of P or P² times
    numbers of the node, each a loop of little work.
    """
    import jax
    import jax.numpy as jnp

    squared_part = masses * node_changes / nodes
    plain_part = mass_changes - squared_part
    powers = jnp.stack([jnp.ones_like(nodes), nodes, nodes * nodes])
    of_poles = (*(masses * powers[:2]), *(plain_part * powers[:2]))
    of_squares = tuple(squared_part * powers)

    def add(j: Any, sums: Any) -> Any:
        x = nodes[j]
        pole = 1.0 / (1.0 + x * (2.0 * w_real + x * w_squared))
        square = pole * pole
        terms = [factor[j] * pole for factor in of_poles]
        terms += [factor[j] * square for factor in of_squares]
        return [a + b for a, b in zip(sums, terms, strict=True)]

    zeros = [0.0 * w_real] * (len(of_poles) + len(of_squares))
    sums = jax.lax.fori_loop(0, nodes.shape[0], add, zeros, unroll=_UNROLLED)
    total, moment, plain, plain_moment, none, one, two = sums
    # With p² = P² (1 + 2 x w* + x² w*²), and of w*² the parts -2 Re w Im w and
    # (Re w)² - (Im w)².
    inner_real = 2.0 * one + plain_moment + w_real * two
    bend_imag = -w_imag * (inner_real + w_real * two)
    bend_real = plain + none + w_real * inner_real - w_imag * w_imag * two
    value = -w_imag * moment, total + w_real * moment
    return value, (bend_imag, bend_real)


def _derivative(
    f_imag: Any, f_real: Any, w_imag: Any, w_real: Any, exponent: Any
) -> tuple[Any, Any]:
    """dF/dw from F: w (1 + w) F' = 1 - t/2 - (1 - t/2 + t w / 2) F.

    This equation follows from the power series Σ r_k (-w)^k, r_k = (b)_k / (c)_k with
    b = t/2 and c = 2 - t/2. Near w = 0, where it cancels, the series itself is used.
    """
    import jax.numpy as jnp

    b, c = exponent / 2.0, 2.0 - exponent / 2.0
    near = w_imag * w_imag + w_real * w_real < 4e-6
    ratios = [b / c]
    for k in range(1, 6):
        ratios.append(ratios[-1] * (b + k) / (c + k))
    series_imag, series_real = 0.0 * w_imag, 0.0 * w_real + 6.0 * ratios[5]
    for k in (5, 4, 3, 2, 1):
        series_imag, series_real = product(series_imag, series_real, -w_imag, -w_real)
        series_real = series_real + k * ratios[k - 1]
    imag, real = product(b * w_imag, c - 1.0 + b * w_real, f_imag, f_real)
    below_imag, below_real = product(w_imag, w_real, w_imag, 1.0 + w_real)
    below_real = jnp.where(near, 1.0, below_real)
    scale = 1.0 / (below_imag * below_imag + below_real * below_real)
    far_imag, far_real = product(
        -imag, c - 1.0 - real, -below_imag * scale, below_real * scale
    )
    return jnp.where(near, -series_imag, far_imag), jnp.where(
        near, -series_real, far_real
    )


@functools.cache
def _traced_rule_coefficients() -> np.ndarray:
    """Chebyshev coefficients (degree, 2n) of nodes and masses as functions of t."""
    points = np.cos(
        np.pi * (np.arange(_TRACED_DEGREE + 1) + 0.5) / (1 + _TRACED_DEGREE)
    )
    rules = [np.concatenate(gauss_rule(1.0 + p, _TRACED_NODES)) for p in points]
    return np.polynomial.chebyshev.chebfit(points, np.array(rules), _TRACED_DEGREE)


def _traced_rule_jax(exponent: Any) -> tuple[Any, Any]:
    """The rule with `_TRACED_NODES` nodes for a traced t.

    Nodes are eigenvalues; as polynomials in t they need no eigenvalue solver inside
    the trace, which is slow on a GPU.
    """
    import jax.numpy as jnp

    polynomials = [1.0, exponent - 1.0]
    for _ in range(_TRACED_DEGREE - 1):
        polynomials.append(2.0 * (exponent - 1.0) * polynomials[-1] - polynomials[-2])
    values = jnp.stack([jnp.asarray(p, dtype=float) for p in polynomials])
    rule = values @ jnp.asarray(_traced_rule_coefficients())
    return rule[:_TRACED_NODES], rule[_TRACED_NODES:]


def _halved_arctan_ratio(w_imag: Any, w_real: Any, w_squared: Any) -> tuple[Any, Any]:
    """The ratio of exponent 1, g(w) = arctan(√w) / √w, with few nodes.

    It is arctan s = 2 arctan(s / (1 + √(1 + s²))), used twice: with r = √(1 + w) and
    p = 2 / (1 + r) that is g(w) = p g(1 - p), and after two steps |w| = 0.98 has become
    0.34.
    """
    import jax.numpy as jnp

    factor = (0.0, 1.0)
    for _ in range(2):
        shifted = 1.0 + w_real
        length = jnp.sqrt(shifted * shifted + w_imag * w_imag)
        root_real = jnp.sqrt(0.5 * (length + shifted))
        root_imag = 0.5 * w_imag / root_real
        scale = 2.0 / ((1.0 + root_real) ** 2 + root_imag**2)
        p = (-scale * root_imag, scale * (1.0 + root_real))
        factor = product(*factor, *p)
        w_imag, w_real = -p[0], 1.0 - p[1]
    squared = w_imag * w_imag + w_real * w_real
    total = moment = 0.0
    for x, m in zip(*(a.tolist() for a in gauss_rule(1.0, _HALVED_NODES)), strict=True):
        pole = m / (1.0 + x * (2.0 * w_real + x * squared))
        total, moment = total + pole, moment + x * pole
    return product(*factor, -w_imag * moment, total + w_real * moment)
