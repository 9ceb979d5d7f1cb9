"""`RectangularRTUAdaptDensity`, `...AdaptImage`: rows and columns by smooth shares."""

from __future__ import annotations

from typing import Any

from autolens_like import exc
from autolens_like.inversion.mesh.distribution import KernelDistribution
from autolens_like.inversion.mesh.rectangular_adapt import (
    RectangularAdaptMesh,
    brightness_weights,
)
from autolens_like.inversion.parameters import check_not_negative
from autolens_like.numerics.model_object import as_parameter, static


class RectangularRTUAdaptDensity(RectangularAdaptMesh):
    """Rows and columns that hold equal shares of traced image pixels, each a Gaussian.

    They are narrow where the lens magnifies, and move smoothly with the mass model, so
    that the evidence has derivatives.

    Parameters
    ----------
    shape
        Rows and columns, each at least 3.
    bandwidth
        Standard deviation of the Gaussians, in rows and columns as wide as if all were
        equal; None is 1.
    n_knots
        Size of the table that the centres of the pixels are read from; None is 64.

    Raises
    ------
    MeshException
        Another shape, or numbers that are too small.
    """

    shape: tuple[int, int] = static((3, 3))
    bandwidth: float | None = static(None)
    n_knots: int | None = static(None)

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_table(self)

    def distribution(
        self, points: Any, weights: Any, number: int
    ) -> KernelDistribution:
        """Shares of points along an axis, each a Gaussian."""
        width = self.bandwidth / number
        return KernelDistribution(points, weights, width, self.n_knots)


class RectangularRTUAdaptImage(RectangularAdaptMesh):
    """Rows and columns that hold equal smooth shares of the light of an earlier image.

    Parameters
    ----------
    shape, bandwidth, n_knots
        As for `RectangularRTUAdaptDensity`.
    weight_power
        Power of the brightness of an image pixel, its weight; 0 weighs all alike.
    weight_floor
        Smallest weight, in units of the image to that power.

    Raises
    ------
    MeshException
        Another shape, or numbers that are too small.
    PixelizationException
        Negative numbers.
    """

    shape: tuple[int, int] = static((3, 3))
    weight_power: float = 1.0
    weight_floor: float = 0.0
    bandwidth: float | None = static(None)
    n_knots: int | None = static(None)

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_table(self)
        check_not_negative(self)

    def distribution(
        self, points: Any, weights: Any, number: int
    ) -> KernelDistribution:
        """Shares of points along an axis, each a Gaussian."""
        width = self.bandwidth / number
        return KernelDistribution(points, weights, width, self.n_knots)

    def point_weights(self, image: Any) -> Any:
        """(N,) weights of the image pixels, of sum 1."""
        return brightness_weights(image, self.weight_power, self.weight_floor, self)


def _check_table(mesh: RectangularAdaptMesh) -> None:
    """Store bandwidth and knots, or refuse them."""
    bandwidth = 1.0 if mesh.bandwidth is None else as_parameter(mesh.bandwidth)
    knots = 64 if mesh.n_knots is None else mesh.n_knots
    name = type(mesh).__name__
    # Narrower ones would need a table of more knots than there are image pixels.
    if not isinstance(bandwidth, float) or not 0.05 <= bandwidth <= 100.0:
        raise exc.MeshException(
            f"{name} got bandwidth={bandwidth!r}; give a number from 0.05 to 100, such "
            "as 1."
        )
    if int(knots) != knots or knots < 2:
        raise exc.MeshException(
            f"{name} got n_knots={knots!r}; give a whole number of at least 2."
        )
    object.__setattr__(mesh, "bandwidth", bandwidth)
    object.__setattr__(mesh, "n_knots", int(knots))
