"""Vector fields on the sky: (y, x) components for every coordinate."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from autolens_like import exc
from autolens_like.numerics.namespace import array_namespace, is_jax
from autolens_like.structures.array import Array2D, MaskedStructure, slim_from
from autolens_like.structures.irregular import ArrayIrregular, pairs_from
from autolens_like.structures.mask import Mask2D
from autolens_like.structures.structure import Structure, plain
from autolens_like.typing import ArrayLike


class VectorYX2D(MaskedStructure):
    """A vector (y, x) for every unmasked pixel, such as deflection angles.

    Parameters
    ----------
    values
        (N, 2) slim or (rows, columns, 2) native components, y first.
    mask
        The mask that says which pixels they are.

    Raises
    ------
    GridException
        The last axis is not (y, x).
    ArrayException
        The values fit neither shape of the mask.
    """

    axes: ClassVar[int] = 1

    def __init__(self, values: ArrayLike, mask: Mask2D) -> None:
        array = plain(values)
        array = array if is_jax(array) else np.asarray(array, dtype=float)
        if array.shape[-1:] != (2,):
            raise exc.GridException(
                f"Vectors of shape {array.shape} came; their last axis must be (y, x)."
            )
        object.__setattr__(self, "array", slim_from(array, mask, self.axes))
        object.__setattr__(self, "mask", mask)

    @property
    def y(self) -> Array2D:
        """The y components."""
        return Array2D(self.array[..., 0], self.mask)

    @property
    def x(self) -> Array2D:
        """The x components."""
        return Array2D(self.array[..., 1], self.mask)

    @property
    def magnitudes(self) -> Array2D:
        """The lengths of the vectors."""
        return Array2D(_lengths(self.array), self.mask)


class VectorYX2DIrregular(Structure):
    """A vector (y, x) for every coordinate of an irregular grid.

    Parameters
    ----------
    values
        (n, 2) components, y first.
    grid
        (n, 2) coordinates that the vectors belong to [arcsec].
    """

    grid: Any = None

    def __init__(self, values: ArrayLike, grid: Any = None) -> None:
        array = plain(values)
        array = array if is_jax(array) else pairs_from(array, "vectors")
        object.__setattr__(self, "array", array)
        object.__setattr__(self, "grid", plain(grid))

    @property
    def magnitudes(self) -> ArrayIrregular:
        """The lengths of the vectors."""
        return ArrayIrregular(_lengths(self.array))


def _lengths(array: Any) -> Any:
    xp = array_namespace(array)
    return xp.sqrt(xp.sum(array**2, axis=-1))
