"""`PointSource`: the light of something that no telescope resolves.

A star or a quasar in front of no lens. It has no surface brightness at a coordinate;
its image exists on pixels, where its flux is shared by the four nearest.

Parameters
    ``intensity``, its flux; ``centre`` [arcsec].
Radius
    None: it has no extent.
Normalization
    The sum over the pixels is the flux.
Limits
    Flux outside the image is lost; the image changes smoothly with the centre.
Elsewhere
    PyAutoLens gives all flux to the nearest pixel.
"""

from __future__ import annotations

from typing import Any

from autolens_like import exc
from autolens_like.numerics.model_object import in_namespace
from autolens_like.numerics.namespace import array_namespace, namespace_of_door
from autolens_like.profiles.frames import shifted
from autolens_like.profiles.light.light_profile import LightProfile
from autolens_like.structures.array import Array2D
from autolens_like.structures.coordinates import coordinates_from
from autolens_like.structures.grid import Grid2D
from autolens_like.typing import GridLike, Namespace


class PointSource(LightProfile):
    """Light without extent, such as a star or a quasar in front of no lens.

    It has no surface brightness at a coordinate, so that `image` is zero; its image
    exists on pixels, where it is shared by the four nearest in proportion to how near
    they are (bilinear weights). That keeps its flux and its centre, and changes
    smoothly as it moves.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    intensity
        Flux, as the sum over the pixels of an image that it lies in.

    Notes
    -----
    PyAutoLens 2026.10.26.1 gives all flux to the nearest pixel, which a fit cannot
    follow; the images are equal where the centre is that of a pixel.
    """

    intensity: float = 0.1

    def frame(self, y: Any, x: Any) -> tuple[Any, Any]:
        """(y, x) relative to the centre [arcsec]."""
        return shifted(y, x, self.centre)

    def _intensity(self, frame: tuple[Any, Any]) -> Any:
        return 0.0 * (frame[0] + frame[1])

    def pixel_image(self, y: Any, x: Any, pixel_scales: tuple[float, float]) -> Any:
        """The flux in pixels, bare arrays.

        Parameters
        ----------
        y, x
            Centres of pixels of one lattice [arcsec].
        pixel_scales
            Their height and width [arcsec].
        """
        y, x = shifted(y, x, self.centre)
        xp = array_namespace(y, x)
        beside = xp.maximum(1.0 - xp.abs(y) / pixel_scales[0], 0.0)
        return (
            self.intensity * beside * xp.maximum(1.0 - xp.abs(x) / pixel_scales[1], 0.0)
        )

    def image_2d_from(self, grid: GridLike, xp: Namespace | None = None) -> Array2D:
        """The image of the point on the pixels of a `Grid2D`.

        Raises
        ------
        GridException
            A grid without pixels.
        """
        xp = namespace_of_door(xp, self, grid)
        return Array2D(point_image(in_namespace([self], xp), grid, xp), grid.mask)


def point_image(points: list[PointSource], grid: GridLike, xp: Namespace) -> Any:
    """(N,) summed flux of point sources in the pixels of a grid.

    Raises
    ------
    GridException
        A grid without pixels.
    """
    if not isinstance(grid, Grid2D) or not grid.is_pixel_centres:
        raise exc.GridException(
            f"The image of a PointSource was asked for on {type(grid).__name__} "
            "coordinates that are not the pixels of an image; a point has none there. "
            "Give an al.Grid2D that is not traced."
        )
    y, x = coordinates_from(grid, xp)
    images = [point.pixel_image(y, x, grid.pixel_scales) for point in points]
    return sum(images[1:], images[0])
