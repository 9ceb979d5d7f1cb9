"""The public methods that galaxies, their sums and tracers have in common.

Whatever has the four bare formulas (image, convergence, potential, deflections) gets
its doors here: they take any grid, convert to the array library asked for and give
back what belongs to the grid.
"""

from __future__ import annotations

import functools
import math
from typing import Any, TypeVar

import numpy as np

from autolens_like import exc
from autolens_like.deflection_field.quantities import LensingQuantities
from autolens_like.numerics.model_object import in_namespace
from autolens_like.numerics.namespace import array_namespace, namespace_of_door
from autolens_like.profiles.light.operated import OperatedLightProfile
from autolens_like.profiles.light.point_source import point_image
from autolens_like.structures.array import Array2D
from autolens_like.structures.coordinates import (
    array_like,
    coordinates_from,
    over_sampled_values,
    vectors_on,
)
from autolens_like.typing import GridLike, Namespace

Self = TypeVar("Self")


def entered(thing: Self, xp: Namespace | None, grid: GridLike) -> tuple[Self, Any]:
    """`thing` as the array library of a door computes it, and that library."""
    xp = namespace_of_door(xp, thing, grid)
    return (thing if xp is np else in_namespace(thing, xp)), xp


class LightAndMassDoors(LensingQuantities):
    """Doors over the formulas `image`, `convergence`, `potential`, `deflections`."""

    @property
    def point_sources(self) -> list[Any]:
        raise NotImplementedError

    def image(self, y: Any, x: Any, operated_only: bool | None = None) -> Any:
        raise NotImplementedError

    def prepared(self: Self) -> Self:
        """The same with every light profile prepared, see `LightProfile.prepared`."""
        raise NotImplementedError

    def convergence(self, y: Any, x: Any) -> Any:
        raise NotImplementedError

    def potential(self, y: Any, x: Any) -> Any:
        raise NotImplementedError

    def deflections(self, y: Any, x: Any) -> tuple[Any, Any]:
        raise NotImplementedError

    def image_2d_from(
        self,
        grid: GridLike,
        xp: Namespace | None = None,
        operated_only: bool | None = None,
    ) -> Any:
        """The summed image of all light profiles that are not linear.

        Parameters
        ----------
        grid
            Where: a `Grid2D` (the mean over each pixel's sub-grid), a
            `Grid2DIrregular`, or (..., 2) coordinates (y, x) [arcsec].
        xp
            `numpy` or `jax.numpy`; None follows the arrays.
        operated_only
            True for the light that is convolved already, False for the light that is
            not, None for both.

        Returns
        -------
        Array2D, ArrayIrregular or (...) array
        """
        this, xp = entered(self, xp, grid)
        image = functools.partial(this.prepared().image, operated_only=operated_only)
        values = over_sampled_values(grid, image, xp, this)
        if operated_only is not True and this.point_sources:
            values = values + point_image(this.point_sources, grid, xp)
        return array_like(grid, values)

    def convergence_2d_from(self, grid: GridLike, xp: Namespace | None = None) -> Any:
        """Summed convergence κ; parameters and return as `image_2d_from`."""
        this, xp = entered(self, xp, grid)
        return array_like(grid, over_sampled_values(grid, this.convergence, xp, this))

    def potential_2d_from(self, grid: GridLike, xp: Namespace | None = None) -> Any:
        """Summed potential ψ [arcsec²], at the pixel centres of a `Grid2D`."""
        this, xp = entered(self, xp, grid)
        return array_like(grid, this.potential(*coordinates_from(grid, xp)))

    def deflections_yx_2d_from(
        self, grid: GridLike, xp: Namespace | None = None
    ) -> Any:
        """Summed deflection angles [arcsec], at the pixel centres of a `Grid2D`.

        Parameters
        ----------
        grid, xp
            As for `image_2d_from`.

        Returns
        -------
        VectorYX2D, VectorYX2DIrregular or (..., 2) array, y first
        """
        this, xp = entered(self, xp, grid)
        return vectors_on(grid, this.deflections, xp)

    def blurred_image_2d_from(
        self,
        grid: GridLike,
        psf: Any = None,
        blurring_grid: GridLike | None = None,
        xp: Namespace | None = None,
    ) -> Any:
        """The image as a telescope sees it.

        Parameters
        ----------
        grid
            The pixels to see.
        psf
            A `Convolver`; None blurs nothing.
        blurring_grid
            The pixels around them whose light the PSF carries in, see
            `Grid2D.blurring_grid_via_kernel_shape_from`; None where there are none.
        """
        if psf is None:
            return self.image_2d_from(grid, xp)
        image, around = image_to_blur(self, grid, xp, psf), None
        if blurring_grid is not None:
            around = image_to_blur(self, blurring_grid, xp, psf)
        blurred = psf.convolved_image_from(image=image, blurring_image=around)
        return with_operated(self, blurred, grid, xp, psf)


def image_to_blur(light: Any, grid: GridLike, xp: Namespace | None, psf: Any) -> Any:
    """The image of the light that is not convolved yet, on the pixels of a kernel.

    Where those are finer than the image's, of which each is the mean of its s * s, a
    point has s * s times its flux in them.
    """
    image = light.image_2d_from(grid, xp, operated_only=False)
    if not light.point_sources or psf.convolve_over_sample_size == 1:
        return image
    finer = psf.convolve_over_sample_size**2 - 1
    this, xp = entered(light, xp, grid)
    points = point_image(this.point_sources, grid, xp)
    return Array2D(image.slim.array + finer * points, image.mask)


def with_operated(
    light: Any, blurred: Any, grid: GridLike, xp: Namespace | None, psf: Any
) -> Any:
    """A blurred image and the light that is convolved already.

    The grid has the pixels of the image, or the finer ones of the kernel.
    """
    if not light.has(OperatedLightProfile):
        return blurred
    values = light.image_2d_from(grid, xp, operated_only=True).slim.array
    if values.shape != blurred.slim.array.shape:
        values = psf.state.binned(values)
    return Array2D(blurred.slim.array + values, blurred.mask)


def centres_of(profiles: Any) -> list[tuple[float, float]]:
    """(y, x) of mass profiles, each once; the origin where there are none."""
    centres = [centre for p in profiles for centre in p.mass_centres]
    return list(dict.fromkeys(centres)) or [(0.0, 0.0)]


def first_centre_of(profiles: Any) -> tuple[Any, Any]:
    """(y, x) of the first mass profile; the origin where there is none."""
    return next((p.centre for p in profiles), (0.0, 0.0))


def total(values: Any, template: Any) -> Any:
    """The sum of an iterable of arrays; zeros like `template` where it is empty."""
    result = None
    for value in values:
        result = value if result is None else result + value
    return 0.0 * template if result is None else result


def total_pairs(pairs: Any, y: Any, x: Any) -> tuple[Any, Any]:
    """The sum of an iterable of (y, x) arrays; zeros where it is empty."""
    sum_y = sum_x = None
    for part_y, part_x in pairs:
        sum_y = part_y if sum_y is None else sum_y + part_y
        sum_x = part_x if sum_x is None else sum_x + part_x
    return (0.0 * y, 0.0 * x) if sum_y is None else (sum_y, sum_x)


def extracted(values: list[Any]) -> Any:
    """Numbers as `ArrayIrregular`, pairs as `Grid2DIrregular`, nothing as None."""
    from autolens_like.structures.irregular import ArrayIrregular, Grid2DIrregular

    if not values:
        return None
    is_pair = isinstance(values[0], tuple)
    xp = array_namespace(values)
    if xp is np:
        array = np.asarray(values)
    elif is_pair:
        array = xp.stack([xp.stack([xp.asarray(v) for v in pair]) for pair in values])
    else:
        array = xp.stack([xp.asarray(value) for value in values])
    return Grid2DIrregular(array) if is_pair else ArrayIrregular(array)


def require_redshift(redshift: Any, owner: str) -> float:
    """A checked redshift.

    Raises
    ------
    GalaxyException
        Not a finite number of at least 0, or a number that is being traced.
    """
    import numbers

    from autolens_like.numerics.namespace import is_jax

    if type(redshift) is float and 0.0 <= redshift < math.inf:
        return redshift
    if is_jax(redshift):
        raise exc.GalaxyException(
            f"{owner} got a redshift that JAX traces ({redshift!r}). Redshifts decide "
            "the order of the planes and stay fixed in a trace: give a float, and fit "
            "free redshifts with use_jax=False."
        )
    number = isinstance(redshift, numbers.Real) and not isinstance(redshift, bool)
    if isinstance(redshift, np.ndarray) and redshift.ndim == 0:
        number = redshift.dtype.kind in "fiu"
    if not number or not np.isfinite(redshift) or redshift < 0.0:
        raise exc.GalaxyException(
            f"{owner} got redshift={redshift!r}; give a number of at least 0."
        )
    return float(redshift)
