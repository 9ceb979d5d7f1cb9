"""The part of the source plane in which a source is corrected."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.inversion.mesh.geometry import MeshGeometry


def half_light_circle(
    light: Any, geometry: MeshGeometry
) -> tuple[tuple[float, float], float]:
    """Middle of the light on a mesh, and the radius about it that has half of it."""
    y, x = geometry.centres.T
    weight = np.maximum(light.image(y, x), 0.0) * geometry.areas
    total = weight.sum()
    middle = float((weight * y).sum() / total), float((weight * x).sum() / total)
    radius = np.hypot(y - middle[0], x - middle[1])
    order = np.argsort(radius)
    half = np.interp(0.5 * total, np.cumsum(weight[order]), radius[order])
    return middle, float(half)


def box_about(
    middle: tuple[float, float], reach: float, geometry: MeshGeometry
) -> tuple[float, float, float, float]:
    """The part of a mesh that is no further from a point in y and x."""
    low_x, high_x, low_y, high_y = geometry.extent
    y, x = middle
    return (
        max(low_y, y - reach),
        min(high_y, y + reach),
        max(low_x, x - reach),
        min(high_x, x + reach),
    )
