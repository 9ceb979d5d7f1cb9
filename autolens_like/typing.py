"""Types of the public signatures, and the shape letters of the docstrings.

Shape letters, used in every docstring of the package:

=======  ==============================================
letter   meaning
=======  ==============================================
``N``    image pixels that are not masked
``S``    sub-pixels of the over-sampled grid
``M``    source pixels or linear amplitudes
``K``    side of a convolution kernel, in pixels
``P``    neighbours or vertices of one interpolation
``Z``    planes of a lens system
=======  ==============================================
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeAlias

#: A numpy array, a JAX array, or anything `numpy.asarray` accepts.
ArrayLike: TypeAlias = Any
#: A `Grid2D`, a `Grid2DIrregular`, or (..., 2) coordinates (y, x) [arcsec].
GridLike: TypeAlias = Any
#: Arcseconds per pixel, one number or (y, x).
PixelScales: TypeAlias = float | tuple[float, float]
#: `numpy` or `jax.numpy`.
Namespace: TypeAlias = Any
#: A file on disk.
PathLike: TypeAlias = str | Path
