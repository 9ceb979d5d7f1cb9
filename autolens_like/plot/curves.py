"""Critical curves and caustics of a tracer, as lines to draw."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.lens.quantities import LensCalc
from autolens_like.plot.frame import Box, square_around
from autolens_like.plot.overlay import Line
from autolens_like.structures.grid import Grid2D


@dataclasses.dataclass(frozen=True, eq=False)
class Curves:
    """The curves of a lens; tangential ones are solid and radial ones dashed.

    Parameters
    ----------
    critical
        In the image plane.
    caustics
        In the last plane.
    """

    critical: tuple[Line, ...] = ()
    caustics: tuple[Line, ...] = ()


def curves_of(tracer: Any) -> Curves:
    """The curves of a tracer.

    A lens without mass has none, and one whose curves cannot be found is drawn without.

    Parameters
    ----------
    tracer
        The lens.
    """
    calc = LensCalc.from_tracer(tracer)
    critical = (
        *_lines(calc.tangential_critical_curve_list_from, dashed=False),
        *_lines(calc.radial_critical_curve_list_from, dashed=True),
    )
    return Curves(critical, tuple(_caustic(calc, line) for line in critical))


def curves_over(fit: Any) -> Curves:
    """The curves of a fit, critical ones where its image has them.

    Parameters
    ----------
    fit
        Its image may be displaced and turned against the coordinates of the lens.
    """
    curves, model = curves_of(fit.tracer), fit.dataset_model
    critical = [
        dataclasses.replace(
            line, points=np.stack(model.image_coordinates(*line.points.T), axis=-1)
        )
        for line in curves.critical
    ]
    return dataclasses.replace(curves, critical=tuple(critical))


def _lines(function: Callable[[], Any], dashed: bool) -> list[Line]:
    try:
        curves = function()
    except exc.LensException:
        return []
    return [Line(_closed(np.asarray(curve)), dashed=dashed) for curve in curves]


def _closed(points: np.ndarray) -> np.ndarray:
    """A curve that ends where it begins."""
    return np.concatenate([points, points[:1]])


def _caustic(calc: Any, line: Line) -> Line:
    y, x = line.points.T
    angle_y, angle_x = calc.deflections(y, x)
    points = np.stack([y - angle_y, x - angle_x], axis=-1)
    return dataclasses.replace(line, points=points)


def grid_over(box: Box, pixels: int) -> Grid2D:
    """A square grid of `pixels` by `pixels` around a box, one point a pixel."""
    x0, x1, y0, y1 = square_around(box)
    return Grid2D.uniform(
        (pixels, pixels),
        pixel_scales=(x1 - x0) / pixels,
        origin=(0.5 * (y0 + y1), 0.5 * (x0 + x1)),
        over_sample_size=1,
    )
