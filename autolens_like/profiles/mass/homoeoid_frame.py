"""The frame of the series of `homoeoids`: its variables, its length, and what it gives.

See there for the symbols.
"""

from __future__ import annotations

import math
from typing import Any

from autolens_like.numerics.floor import held_above
from autolens_like.numerics.moment_table import MOST_TERMS
from autolens_like.numerics.namespace import array_namespace, is_concrete
from autolens_like.profiles.frames import MINIMUM_RADIUS, sheared

#: Bound on the relative error of the series where f is a known number.
TOLERANCE = 1e-11
#: Terms come in eights, which fill the registers of a processor.
EIGHT = 8
#: Most terms where f is traced: 6e-11 at f = 0.6 (axis ratio 0.25), 2e-7 at f = 0.7.
TRACED_TERMS = 48


def order_from(flattening: Any, most: int = MOST_TERMS) -> int:
    """The number of terms K with f^K / (1 - f) below `TOLERANCE`: 1, or eights."""
    if not is_concrete(flattening):
        return TRACED_TERMS
    f = min(max(float(flattening), 0.0), 1.0 - 1e-12)
    if f == 0.0:
        return 1
    needed = math.log(TOLERANCE * (1.0 - f)) / math.log(f)
    return min(EIGHT * max(math.ceil(needed / EIGHT), 1), most)


def homoeoid_frame(
    y: Any, x: Any, ell_comps: Any, scale_radius: Any
) -> tuple[Any, ...]:
    """ζ (imaginary, real), ρ² held off zero, t = ln(ρ / r) and w (imaginary, real)."""
    e_y, e_x = ell_comps
    zeta_y, zeta_x = sheared(y, x, ell_comps)
    area = 1.0 - e_y * e_y - e_x * e_x
    squared = (zeta_y * zeta_y + zeta_x * zeta_x) / area
    squared = held_above(squared, MINIMUM_RADIUS**2)
    xp = array_namespace(squared, scale_radius)
    # w = e* ζ² / |ζ|²
    inverse = 1.0 / (area * squared)
    square_y = 2.0 * zeta_y * zeta_x * inverse
    square_x = (zeta_x * zeta_x - zeta_y * zeta_y) * inverse
    log_radius = 0.5 * xp.log(squared * scale_radius**-2.0)
    w_imag = e_x * square_y - e_y * square_x
    w_real = e_x * square_x + e_y * square_y
    return zeta_y, zeta_x, squared, log_radius, w_imag, w_real


def field_of_sum(
    quantity: str, frame: tuple[Any, ...], factor: Any, imag: Any, real: Any
) -> tuple[Any, ...]:
    """From the series (imaginary, real) to the quantity; `factor` is one of κ.

    Where there is one term `imag` may be None.
    """
    zeta_y, zeta_x, squared = frame[:3]
    real = factor * real
    if quantity == "deflections":
        if imag is None:
            return zeta_y * real, zeta_x * real
        imag = factor * imag
        return zeta_x * imag + zeta_y * real, zeta_x * real - zeta_y * imag
    if quantity == "potential":
        return (0.5 * squared * real,)
    return (real,)
