"""Round profiles from a table of the projected mass, interpolated smoothly.

For densities whose projection has no closed form. The table holds m(x) = ∫₀ˣ S t dt of
S, the projected density, and its two derivatives in u = ln x at equidistant u; between
them stands a polynomial of degree five (Hermite). The deflection is m / x, the
convergence its divergence and the potential its integral, so that they fit each other
exactly, and the error of m is below h⁶ |m⁽⁶⁾| / 46080.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from autolens_like.numerics.namespace import array_namespace

#: Coefficients in powers of s = (u - u_i) / h of the polynomial with given value, slope
#: and curvature at s = 0 and s = 1; rows: powers 0 to 5, columns (f, f', f'') at both.
_HERMITE = np.array(
    [
        [1.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        [0.0, 1.0, 0.0, 0.0, 0.0, 0.0],
        [0.0, 0.0, 0.5, 0.0, 0.0, 0.0],
        [-10.0, -6.0, -1.5, 10.0, -4.0, 0.5],
        [15.0, 8.0, 1.5, -15.0, 7.0, -1.0],
        [-6.0, -3.0, -0.5, 6.0, -3.0, 0.5],
    ]
)


class RadialTable:
    """Projected mass, projected density and their potential as functions of ln x.

    Parameters
    ----------
    start
        u of the first knot.
    step
        h, the distance of knots.
    mass, density, density_slope
        (K,) m, S and dS/du at the knots.
    """

    def __init__(
        self, start: Any, step: float, mass: Any, density: Any, density_slope: Any
    ) -> None:
        self.start, self.step, self.size = start, step, np.shape(mass)[0]
        xp = array_namespace(start, mass, density)
        x_squared = xp.exp(2.0 * (start + step * np.arange(self.size)))
        first = step * x_squared * density
        second = step**2 * x_squared * (2.0 * density + density_slope)
        ends = [mass[:-1], first[:-1], second[:-1], mass[1:], first[1:], second[1:]]
        self.coefficients = _HERMITE @ xp.stack(ends)
        powers = 1.0 / np.arange(1.0, 7.0)
        cells = step * (powers @ self.coefficients)
        # Below the first knot m ∝ x², above the last it is constant.
        below = xp.asarray(0.5 * mass[:1])
        self.integrals = xp.concatenate([below, below + xp.cumsum(cells)])
        self.last = mass[-1]

    def __call__(self, u: Any) -> tuple[Any, Any, Any]:
        """m(x), S(x) and ∫ m du from x = 0, at u = ln x."""
        xp = array_namespace(u, self.coefficients)
        place = (u - self.start) / self.step
        cell = xp.clip(xp.floor(place), 0, self.size - 2).astype(int)
        s = xp.clip(place - cell, 0.0, 1.0)
        a = [row[cell] for row in self.coefficients]
        mass = functools.reduce(lambda total, c: total * s + c, a[::-1])
        slope = functools.reduce(
            lambda total, k: total * s + k * a[k], (4, 3, 2, 1), 5.0 * a[5]
        )
        area = functools.reduce(
            lambda total, k: total * s + a[k] / (k + 1), (4, 3, 2, 1, 0), a[5] / 6.0
        )
        integral = self.integrals[cell] + self.step * s * area
        # A distance from the table in u; zero inside it.
        under = xp.minimum(u - self.start, 0.0)
        over = xp.maximum(u - self.start - self.step * (self.size - 1), 0.0)
        shrink = xp.exp(2.0 * under)
        density = slope / self.step * xp.exp(-2.0 * (u - under))
        density = xp.where(over > 0.0, 0.0, density)
        return mass * shrink, density, integral * shrink + self.last * over
