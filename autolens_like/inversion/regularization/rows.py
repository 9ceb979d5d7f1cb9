"""Differences along the rows and columns of a rectangular mesh."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.inversion.mesh.geometry import MeshGeometry


def stencil_rows(
    geometry: MeshGeometry, stencil: tuple[float, ...], owner: Any
) -> tuple[np.ndarray, np.ndarray]:
    """A stencil laid along every row and column, wherever it touches a pixel.

    Outside of the mesh the source is dark. Where the stencil reaches over the rim its
    outer part therefore drops out, at both ends alike.

    Parameters
    ----------
    geometry
        A rectangular mesh.
    stencil
        P numbers, such as (1, -1).
    owner
        The regularization, named in the error.

    Returns
    -------
    (K, P) pixels and (K, P) numbers that multiply them

    Raises
    ------
    PixelizationException
        The pixels do not stand in rows and columns.
    """
    shape = getattr(geometry, "shape", None)
    if shape is None:
        raise exc.PixelizationException(
            f"{type(owner).__name__} regularization follows the rows and columns of a "
            "rectangular mesh; use al.reg.Constant or al.reg.ConstantSplit for others."
        )
    reach = len(stencil) - 1
    numbers = np.pad(np.arange(shape[0] * shape[1]).reshape(shape), reach,
                     constant_values=-1)  # fmt: skip
    lines = []
    for grid in (numbers[reach:-reach], numbers[:, reach:-reach].T):
        windows = np.lib.stride_tricks.sliding_window_view(grid, len(stencil), axis=1)
        lines.append(windows.reshape(-1, len(stencil)))
    pixels = np.concatenate(lines)
    weights = np.where(pixels >= 0, np.asarray(stencil), 0.0)
    return np.maximum(pixels, 0), weights
