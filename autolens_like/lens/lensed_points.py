"""How bright the images of a point source are."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.deflection_field.hessian import (
    hessian,
    inverse_magnification,
    step_beside,
)
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.light.lensed_point_source import LensedPointSource
from autolens_like.profiles.light.point_source import PointSource


def images_of_point(
    tracer: Any, point: LensedPointSource, plane: int
) -> list[PointSource]:
    """The images of a point source, each magnified by the masses in front.

    Parameters
    ----------
    tracer
        The masses.
    point
        The source.
    plane
        Number of its plane.
    """

    def angles(y: Any, x: Any) -> tuple[Any, Any]:
        traced_y, traced_x = tracer.traced(y, x)[plane]
        return y - traced_y, x - traced_x

    numbers = [number for pair in point.positions for number in pair]
    xp = array_namespace(numbers, tracer)
    pairs = xp.stack([xp.asarray(number) for number in numbers]).reshape(-1, 2)
    y, x = pairs[:, 0], pairs[:, 1]
    step = step_beside(tracer.mass_centres, y, x) if xp is np else 0.0
    inverse = inverse_magnification(hessian(angles, y, x, step))
    return point.images(1.0 / xp.abs(inverse))
