"""The logarithm of the gamma function of positive numbers, for numpy and JAX alike."""

from __future__ import annotations

import math
from typing import Any

from autolens_like.numerics.namespace import array_namespace

#: Γ(z) = Γ(z + n) / (z (z + 1) ... (z + n - 1)), with n = 9.
_SHIFT = 9
#: B_2k / (2k (2k - 1)) of Stirling's series (DLMF 5.11.1); at 9 the next is 2e-17.
_STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156)


def log_gamma(z: Any) -> Any:
    """ln Γ(z) of real z > 0, to 1e-14 absolute where z < 10."""
    xp = array_namespace(z)
    z = xp.asarray(z, dtype=float)
    product = 1.0 + 0.0 * z
    for k in range(_SHIFT):
        product = product * (z + k)
    far = z + _SHIFT
    inverse = 1.0 / (far * far)
    series = 0.0 * z
    for coefficient in reversed(_STIRLING):
        series = coefficient + inverse * series
    stirling = (far - 0.5) * xp.log(far) - far + 0.5 * math.log(2.0 * math.pi)
    return stirling + series / far - xp.log(product)
