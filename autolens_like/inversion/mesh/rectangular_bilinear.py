"""`RectangularBilinearAdaptDensity`, `...AdaptImage`: rows and columns by rank."""

from __future__ import annotations

from typing import Any

from autolens_like.inversion.mesh.distribution import RankDistribution
from autolens_like.inversion.mesh.rectangular_adapt import (
    RectangularAdaptMesh,
    brightness_weights,
)
from autolens_like.inversion.parameters import check_not_negative
from autolens_like.numerics.model_object import static


class RectangularBilinearAdaptDensity(RectangularAdaptMesh):
    """Rows and columns that hold equal numbers of traced image pixels.

    They are narrow where the lens magnifies. A change of the mass model moves pixels
    past each other, so that the evidence has kinks, and small steps where another pixel
    becomes the outermost: its derivative is right between them, and of no use to a
    search. `RectangularRTUAdaptDensity` has neither.

    Parameters
    ----------
    shape
        Rows and columns, each at least 3.

    Raises
    ------
    MeshException
        Another shape.
    """

    shape: tuple[int, int] = static((3, 3))

    def distribution(self, points: Any, weights: Any, number: int) -> RankDistribution:
        """Shares of points along an axis, by counting."""
        return RankDistribution(points, weights)


class RectangularBilinearAdaptImage(RectangularBilinearAdaptDensity):
    """Rows and columns that hold equal shares of the light of an earlier image.

    Where two image pixels of unequal brightness pass each other the evidence jumps; its
    derivative is right between the jumps and says nothing of them.
    `RectangularRTUAdaptImage` has none.

    Parameters
    ----------
    shape
        Rows and columns, each at least 3.
    weight_power
        Power of the brightness of an image pixel, its weight; 0 weighs all alike.
    weight_floor
        Smallest weight, in units of the image to that power.

    Raises
    ------
    MeshException
        Another shape.
    PixelizationException
        Negative numbers.
    """

    weight_power: float = 1.0
    weight_floor: float = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        check_not_negative(self)

    def point_weights(self, image: Any) -> Any:
        """(N,) weights of the image pixels, of sum 1."""
        return brightness_weights(image, self.weight_power, self.weight_floor, self)
