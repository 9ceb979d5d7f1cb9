"""A stamp at any place: bicubic convolution, with no light outside.

The interpolation of Catmull & Rom (1974), the cubic convolution of Keys (1981, IEEE
Trans. ASSP 29, 1153) with a = -1/2: it goes through the pixels, reproduces parabolas
and has a continuous slope, also where the stamp ends.
"""

from __future__ import annotations

from typing import Any

from autolens_like.numerics.namespace import array_namespace

#: Pixels of zeros around a stamp: with as many, no neighbour of a place is missing.
_BORDER = 3


def _weights(t: Any) -> tuple[Any, Any, Any, Any]:
    """The four weights of cubic convolution at places 0 <= t < 1 of a cell."""
    return (
        t * (-0.5 + t * (1.0 - 0.5 * t)),
        1.0 + t * t * (-2.5 + 1.5 * t),
        t * (0.5 + t * (2.0 - 1.5 * t)),
        t * t * (-0.5 + 0.5 * t),
    )


def sampled(stamp: Any, rows: Any, columns: Any) -> Any:
    """The values of a stamp at places between its pixels.

    Parameters
    ----------
    stamp
        (R, C).
    rows, columns
        Where, in pixels: the first pixel's centre is (0, 0).

    Returns
    -------
    array of the shape of `rows`
        Zero further than two pixels outside.
    """
    xp = array_namespace(stamp, rows, columns)
    bordered = xp.pad(xp.asarray(stamp), _BORDER)
    height, width = bordered.shape
    # Places far outside are held in the border, where all is zero and flat.
    rows = xp.clip(rows + _BORDER, 1.0, height - 2.0)
    columns = xp.clip(columns + _BORDER, 1.0, width - 2.0)
    first_row = xp.clip(xp.floor(rows), 1.0, height - 3.0)
    first_column = xp.clip(xp.floor(columns), 1.0, width - 3.0)
    of_rows = _weights(rows - first_row)
    of_columns = _weights(columns - first_column)
    corner = (first_row.astype(int) - 1) * width + first_column.astype(int) - 1
    flat = xp.reshape(bordered, (-1,))
    total = 0.0
    for i in range(4):
        line = 0.0
        for j in range(4):
            line = line + of_columns[j] * flat[corner + (i * width + j)]
        total = total + of_rows[i] * line
    return total
