"""Smooth surfaces through values on a lattice: quintic splines and their derivatives.

A surface is Σ c_ij B(v - i) B(u - j) with the cardinal B-spline of degree five (de Boor
1978, A Practical Guide to Splines), four times continuously differentiable. The lattice
points are at integers v (rows) and u (columns), their number is (R, C), and there are
(R + 4, C + 4) coefficients, the surplus being those of the not-a-knot condition: the
two pieces on either side of the outermost two inner points are one polynomial, so that
polynomials up to degree five in each coordinate are reproduced.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np

from autolens_like.numerics.namespace import array_namespace

_DEGREE = 5
#: As many lattice points must a side have.
FEWEST_POINTS = 6
#: Pieces of the B-spline, each with as many coefficients.
_PIECES = _DEGREE + 1


@cache
def _polynomials(order: int) -> np.ndarray:
    """(6, 6 - order) coefficients of t⁰, t¹, ... of a derivative of each B-spline.

    Row k is that of the spline centred k - 2 points behind the start of a cell, as a
    function of the place t in the cell, from Σ (-1)^j C(6, j) (x + 3 - j)₊⁵ / 5!.
    """
    rows = []
    for k in range(_PIECES):
        total = np.polynomial.Polynomial([0.0])
        for j in range(_PIECES - k):
            shifted = np.polynomial.Polynomial([float(_DEGREE - k - j), 1.0])
            total = total + (-1) ** j * math.comb(_PIECES, j) * shifted**_DEGREE
        rows.append((total / math.factorial(_DEGREE)).deriv(order).coef)
    return np.array(rows)


def _weights(place: Any, order: int) -> list[Any]:
    """The six B-splines of a cell, or their derivatives, at places t in it."""
    values = []
    for row in _polynomials(order):
        value = 0.0 * place + row[-1]
        for coefficient in row[-2::-1]:
            value = value * place + coefficient
        values.append(value)
    return values


@lru_cache(maxsize=32)
def interpolation_matrix(number: int) -> np.ndarray:
    """(number + 4, number) matrix from values at lattice points to coefficients."""
    at_points = _polynomials(0)[:, 0]
    # The jump of the fifth derivative at a point is a sixth difference.
    jump = [(-1.0) ** j * math.comb(_PIECES, j) for j in range(_PIECES + 1)]
    system = np.zeros((number + 4, number + 4))
    for i in range(number):
        system[i, i : i + _DEGREE] = at_points[:_DEGREE]
    for i, start in enumerate((0, 1, number - 4, number - 3)):
        system[number + i, start : start + _PIECES + 1] = jump
    return np.linalg.inv(system)[:, :number]


def coefficients_of(values: Any) -> Any:
    """(R + 4, C + 4) coefficients of the surface through (R, C) values."""
    rows, columns = values.shape
    return interpolation_matrix(rows) @ values @ interpolation_matrix(columns).T


@lru_cache(maxsize=32)
def slope_matrix(number: int) -> np.ndarray:
    """(number, number) matrix from values to the slopes of their spline at the same."""
    at_points = _polynomials(1)[:, 0]
    slopes = np.zeros((number, number + 4))
    for i in range(number):
        slopes[i, i : i + _DEGREE] = at_points[:_DEGREE]
    return slopes @ interpolation_matrix(number)


def surface_derivatives(
    coefficients: Any, v: Any, u: Any, orders: Sequence[tuple[int, int]]
) -> list[Any]:
    """Derivatives of a surface; outside the lattice its outermost pieces go on.

    Parameters
    ----------
    coefficients
        As `coefficients_of` gives them.
    v, u
        Where: along the rows and along the columns, in units of the lattice.
    orders
        How often to differentiate along (v, u), up to four times each.

    Returns
    -------
    list of arrays of the shape of `v`
    """
    xp = array_namespace(coefficients, v, u)
    rows, columns = coefficients.shape
    flat = xp.reshape(xp.asarray(coefficients), (-1,))
    cell_v = xp.clip(xp.floor(v), 0, rows - _PIECES)
    cell_u = xp.clip(xp.floor(u), 0, columns - _PIECES)
    weights_v = {o: _weights(v - cell_v, o) for o in {order for order, _ in orders}}
    weights_u = {o: _weights(u - cell_u, o) for o in {order for _, order in orders}}
    first = cell_v.astype(int) * columns + cell_u.astype(int)
    sums: list[Any] = [0.0] * len(orders)
    for a in range(_PIECES):
        lines = dict.fromkeys(weights_u, 0.0)
        for b in range(_PIECES):
            value = flat[first + (a * columns + b)]
            lines = {o: line + weights_u[o][b] * value for o, line in lines.items()}
        for i, (order_v, order_u) in enumerate(orders):
            sums[i] = sums[i] + weights_v[order_v][a] * lines[order_u]
    return sums
