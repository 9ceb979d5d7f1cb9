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

#: Pixels along a side of the grid on which critical curves are looked for.
_GRID_PIXELS = 150


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


def curves_of(tracer: Any, box: Box) -> Curves:
    """The curves of a tracer inside a box of the image plane.

    A lens without mass has none, and one whose curves cannot be found is drawn without.

    Parameters
    ----------
    tracer
        The lens.
    box
        Where critical curves are looked for [arcsec].
    """
    grid = grid_over(box, _GRID_PIXELS)
    calc = LensCalc.from_tracer(tracer)
    critical = (
        *_lines(calc.tangential_critical_curve_list_from, grid, False),
        *_lines(calc.radial_critical_curve_list_from, grid, True),
    )
    caustics = (
        *_lines(calc.tangential_caustic_list_from, grid, False),
        *_lines(calc.radial_caustic_list_from, grid, True),
    )
    return Curves(critical, caustics)


def _lines(function: Callable[..., Any], grid: Any, dashed: bool) -> list[Line]:
    try:
        curves = function(grid=grid)
    except exc.LensException:
        return []
    return [Line(np.asarray(curve), dashed=dashed) for curve in curves]


def grid_over(box: Box, pixels: int) -> Grid2D:
    """A square grid of `pixels` by `pixels` around a box, one point a pixel."""
    x0, x1, y0, y1 = square_around(box)
    return Grid2D.uniform(
        (pixels, pixels),
        pixel_scales=(x1 - x0) / pixels,
        origin=(0.5 * (y0 + y1), 0.5 * (x0 + x1)),
        over_sample_size=1,
    )
