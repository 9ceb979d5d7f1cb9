"""`LensedPointSource`: a quasar whose images share one intensity.

The images of one point of a source plane, where they are seen. How bright each of them
is follows from the masses in front: its intensity times the magnification there.

Parameters
    ``positions`` of the images [arcsec]; ``intensity``, the flux without a lens.
Radius
    None: it has no extent.
Normalization
    The sum over the pixels is the flux times the sum of the magnifications.
Limits
    Flux outside the image is lost; without masses in front every image has the flux.
    Positions are those of the data: that they trace back to one point is for a
    likelihood of positions.
Elsewhere
    lenstronomy's point source of the kind LENSED_POSITION with
    ``fixed_magnification_list=[True]``. Images of free brightness are one
    ``PointSource`` each, in the galaxy of the lens.
"""

from __future__ import annotations

from typing import Any

from autolens_like import exc
from autolens_like.numerics.model_object import static
from autolens_like.numerics.namespace import is_jax
from autolens_like.profiles.light.point_source import PointSource


class LensedPointSource(PointSource):
    """The images of a point behind masses, as bright as they are magnified.

    A component of the galaxy in the source plane; the magnification of each image is
    that of all masses before this plane.

    Parameters
    ----------
    positions
        (n, 2) where the images are seen, (y, x) [arcsec]; by default one at the origin.
    intensity
        Flux of the source without a lens, as the sum over the pixels of an image.

    Raises
    ------
    ProfileException
        No pairs of finite numbers.
    """

    centre: tuple[float, float] = static((0.0, 0.0), init=False)
    positions: Any = ((0.0, 0.0),)

    def __post_init__(self) -> None:
        given = self.positions
        try:
            pairs = tuple(tuple(pair) for pair in given)
        except TypeError:
            pairs = ()
        if not pairs or any(len(pair) != 2 for pair in pairs):
            raise exc.ProfileException(
                f"{type(self).__name__} got positions={given!r}; give (y, x) of one "
                "image at least, such as [(1.0, 0.2), (-0.8, 0.1)]."
            )
        object.__setattr__(self, "positions", pairs)
        super().__post_init__()
        for number in (number for pair in self.positions for number in pair):
            if not is_jax(number):
                self._check_number("positions", number)

    def image(self, y: Any, x: Any) -> Any:
        """Zero: there is no surface brightness at a coordinate."""
        return 0.0 * (y + x)

    def images(self, magnifications: Any) -> list[PointSource]:
        """A point source for every image.

        Parameters
        ----------
        magnifications
            (n,) without sign.
        """
        pairs = zip(self.positions, magnifications, strict=True)
        return [
            PointSource(centre=position, intensity=self.intensity * magnification)
            for position, magnification in pairs
        ]

    def pixel_image(self, y: Any, x: Any, pixel_scales: tuple[float, float]) -> Any:
        """The flux in pixels without a lens, see `PointSource.pixel_image`."""
        points = self.images((1.0,) * len(self.positions))
        images = [point.pixel_image(y, x, pixel_scales) for point in points]
        return sum(images[1:], images[0])
