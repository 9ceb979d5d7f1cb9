"""`DatasetModel`: what a model says about the data set rather than about the sky."""

from __future__ import annotations

from typing import Any

from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.profile import Profile


class DatasetModel(Profile):
    """A background sky level and the registration of the image.

    Parameters
    ----------
    background_sky_level
        Added to the model image, in the units of the data.
    grid_offset
        (y, x) by which the image is displaced from the model's coordinates [arcsec]:
        a pixel at θ is evaluated at θ - grid_offset.
    grid_rotation_angle
        Counter-clockwise angle by which the displaced image coordinates are turned to
        give the model's [degrees].
    """

    background_sky_level: float = 0.0
    grid_offset: tuple[float, float] = (0.0, 0.0)
    grid_rotation_angle: float = 0.0

    @property
    def is_aligned(self) -> bool:
        """Whether image and model coordinates are known to be the same."""
        moves = (*self.grid_offset, self.grid_rotation_angle)
        return all(isinstance(move, float) and move == 0.0 for move in moves)

    def coordinates(self, y: Any, x: Any) -> tuple[Any, Any]:
        """The model coordinates of image coordinates [arcsec]."""
        if self.is_aligned:
            return y, x
        xp = array_namespace(y, x, self)
        y, x = y - self.grid_offset[0], x - self.grid_offset[1]
        phi = self.grid_rotation_angle * (xp.pi / 180.0)
        cosine, sine = xp.cos(phi), xp.sin(phi)
        return cosine * y + sine * x, cosine * x - sine * y
