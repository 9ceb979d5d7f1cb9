"""`WeightedImageMesh`: centres that crowd where an image of the source is bright."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.inversion.image_mesh.image_mesh import ImageMesh, require_unmasked
from autolens_like.inversion.parameters import check_not_negative
from autolens_like.numerics.model_object import static
from autolens_like.structures.irregular import Grid2DIrregular
from autolens_like.structures.mask import Mask2D


class WeightedImageMesh(ImageMesh):
    """The base of image meshes that follow an image.

    Parameters
    ----------
    pixels
        M, the number of centres, at least 3; what a search draws is cut to a whole
        number.
    weight_floor
        Smallest weight, between 0 and 1.
    weight_power
        Power of the brightness over its largest, the weight of an image pixel; 0 weighs
        all alike.

    Raises
    ------
    MeshException
        Fewer than three pixels.
    PixelizationException
        Negative numbers.
    """

    pixels: int = static(10)
    weight_floor: float = static(0.0)
    weight_power: float = static(0.0)

    def __post_init__(self) -> None:
        # Centres are numpy's: a JAX program is made for the ones of these numbers.
        check_not_negative(self, ("weight_floor", "weight_power"))
        name, value = type(self).__name__, self.pixels
        known = isinstance(value, (int, float, np.number))
        if not known or not 3 <= value < np.inf:
            raise exc.MeshException(
                f"{name} got pixels={value!r}; give a number of at least 3."
            )
        object.__setattr__(self, "pixels", int(value))

    def image_plane_mesh_grid_from(
        self, mask: Mask2D, adapt_data: Any = None
    ) -> Grid2DIrregular:
        """(M, 2) centres [arcsec]; made once for each image, mask and numbers."""
        return _made_once(_Wish(self, mask, self.image_from(mask, adapt_data)))

    def centres_of(self, mask: Mask2D, image: np.ndarray) -> Grid2DIrregular:
        """(M, 2) centres for an (N,) image [arcsec]."""
        raise NotImplementedError

    def weights(self, image: np.ndarray) -> np.ndarray:
        """Weights of the pixels of an image, from the floor to 1."""
        largest = image.max(initial=0.0)
        if not largest > 0.0:
            return np.ones(image.shape)
        # An absolute value, as in PyAutoLens: what is far below zero is no darkness.
        weights = (np.abs(image) / largest) ** self.weight_power
        return np.maximum(weights, self.weight_floor)

    def image_from(self, mask: Mask2D, adapt_data: Any) -> np.ndarray:
        """(N,) image that the centres follow.

        Raises
        ------
        PixelizationException
            There is none, or it has another number of pixels than the mask.
        """
        require_unmasked(mask)
        values = np.asarray(getattr(adapt_data, "array", adapt_data), dtype=float)
        if adapt_data is None or values.shape != (mask.shape_slim,):
            came = "no image" if adapt_data is None else f"one of shape {values.shape}"
            raise exc.PixelizationException(
                f"{type(self).__name__} follows an image of the source, with the mask "
                f"of the data ({mask.shape_slim} pixels); {came} came. Pass "
                "adapt_images=al.AdaptImages(galaxy_image_dict={galaxy: image})."
            )
        return values


class _Wish:
    """What centres follow from; equal to another one if all its numbers are."""

    def __init__(self, mesh: WeightedImageMesh, mask: Mask2D, image: np.ndarray):
        self.mesh, self.mask, self.image = mesh, mask, image
        numbers = (mesh.pixels, mesh.weight_floor, mesh.weight_power)
        place = (mask.shape_native, mask.pixel_scales, mask.origin)
        arrays = (mask.array.tobytes(), image.tobytes())
        self._key = (type(mesh), *numbers, *place, *arrays)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Wish) and self._key == other._key


@lru_cache(maxsize=8)
def _made_once(wish: _Wish) -> Grid2DIrregular:
    """The centres; a likelihood of a search has those of the one before."""
    return wish.mesh.centres_of(wish.mask, wish.image)
