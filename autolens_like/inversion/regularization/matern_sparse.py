"""`MaternSparse`: the Matérn prior of ν = 1 by its sparse inverse."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.parameters import check_positive
from autolens_like.inversion.regularization.regularization import SquaredRows
from autolens_like.numerics.model_object import static
from autolens_like.numerics.namespace import array_namespace


class MaternSparse(SquaredRows):
    """H = λ c L², L = 2/l² - ∇², on the rows and columns of a rectangular mesh.

    The Matérn correlation of ν = 1 is that of a source f with L f = white noise
    (Lindgren, Rue & Lindström 2011, J. R. Stat. Soc. B 73, 423), so that its inverse is
    a few differences: as `MaternKernel(nu=1)` inside of the mesh, without a full
    matrix. No light flows over the rim, where the variance is larger for it; c makes
    it 1/λ in the middle. On adaptive rectangles the distances are those of equal ones.

    Parameters
    ----------
    coefficient
        λ, at least 0.
    scale
        l, above 0 [arcsec].
    nu
        ν, which has to be 1.

    Raises
    ------
    PixelizationException
        Other numbers.
    """

    coefficient: float = 1.0
    scale: float = 1.0
    nu: float = static(1.0)

    needs_rows = True

    def __post_init__(self) -> None:
        super().__post_init__()
        check_positive(self, "scale", np.inf)
        if self.nu != 1.0:
            raise exc.PixelizationException(
                f"MaternSparse got nu={self.nu!r}; its inverse is sparse for nu=1 "
                "alone. Use al.reg.MaternKernel for others."
            )

    def squared_rows(
        self, geometry: MeshGeometry, signals: Any
    ) -> tuple[Any, Any, Any, Any]:
        """The rows of L, of weight λ c, and nothing on the diagonal.

        Raises
        ------
        PixelizationException
            The pixels do not stand in rows and columns.
        """
        shape = getattr(geometry, "shape", None)
        if shape is None:
            raise exc.PixelizationException(
                "MaternSparse regularization follows the rows and columns of a "
                "rectangular mesh; use al.reg.MaternKernel for others."
            )
        xp = array_namespace(self.scale, geometry.pixel_scales)
        inverse_squares = [side**-2 for side in geometry.pixel_scales]
        own = 2.0 / self.scale**2
        number = np.pad(np.arange(geometry.pixels).reshape(shape), 1, mode="edge")
        middle = number[1:-1, 1:-1]
        beside = [number[:-2, 1:-1], number[2:, 1:-1], number[1:-1, :-2],
                  number[1:-1, 2:]]  # fmt: skip
        # Beyond the rim a pixel stands beside itself, and no difference is left.
        pixels = np.stack([middle, *beside], axis=-1).reshape(-1, 5)
        weight = xp.stack([xp.asarray(inverse_squares[axis]) for axis in (0, 0, 1, 1)])
        differences = xp.concatenate([weight.sum()[None] + own, -weight])
        weights = xp.broadcast_to(differences, pixels.shape)
        squares = self.coefficient * _middle_variance(shape, inverse_squares, own)
        return pixels, weights, squares, 0.0


def _middle_variance(shape: tuple[int, int], inverse_squares: Any, own: Any) -> Any:
    """c, the variance in the middle of a source f with L f = white noise.

    The sum over the waves along rows and columns that no light flows over the rim for.
    """
    parts = []
    for number in shape:
        order = np.arange(number)
        waves = np.cos(np.pi * order * (number // 2 + 0.5) / number) ** 2
        waves *= np.where(order == 0, 1.0, 2.0) / number
        parts.append((waves, 2.0 - 2.0 * np.cos(np.pi * order / number)))
    (along_y, rise_y), (along_x, rise_x) = parts
    total = own + rise_y[:, None] * inverse_squares[0] + rise_x * inverse_squares[1]
    return (along_y[:, None] * along_x / total**2).sum()
