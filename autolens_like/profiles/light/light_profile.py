"""The bases of light profiles: one image formula makes a profile."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.numerics.model_object import in_namespace
from autolens_like.numerics.namespace import array_namespace, namespace_of_door
from autolens_like.profiles.frames import (
    centred_radius_squared,
    circular_radius_squared,
    elliptical_radius_squared,
    shifted,
)
from autolens_like.profiles.profile import Profile
from autolens_like.structures.coordinates import array_like, over_sampled_values
from autolens_like.typing import GridLike, Namespace


def at_intensity(intensity: Any, image: Any) -> Any:
    """An image at unit intensity with another one; linear light has no other."""
    if isinstance(intensity, float) and intensity == 1.0:
        return image
    return intensity * image


class LightProfile(Profile):
    """A surface brightness on the sky around a centre.

    A subclass gives `_intensity(radius_squared)`, or, where the radius is not all it
    depends on, a `frame(y, x)` of its own and `_intensity(frame)`.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    """

    centre: tuple[float, float] = (0.0, 0.0)

    def radius_squared(self, y: Any, x: Any) -> Any:
        """Square of the profile's radius at sky coordinates [arcsec²]."""
        return circular_radius_squared(*shifted(y, x, self.centre))

    def frame(self, y: Any, x: Any) -> Any:
        """What `_intensity` takes of sky coordinates [arcsec].

        It depends on the fields `frame_names()` only, so that profiles in which those
        are equal share it.
        """
        return self.radius_squared(y, x)

    @classmethod
    def frame_names(cls) -> tuple[str, ...]:
        """The fields that `frame` depends on."""
        return ("centre",)

    def _intensity(self, frame: Any) -> Any:
        raise NotImplementedError

    def image(self, y: Any, x: Any) -> Any:
        """Surface brightness at sky coordinates [arcsec], bare arrays in and out."""
        profile = self.spread_over(y)
        return profile._intensity(profile.frame(y, x))

    def prepared(self) -> LightProfile:
        """The profile with what no coordinate enters worked out, once for all of them.

        Images are evaluated piece by piece; whoever does so prepares first.
        """
        return self

    def image_2d_from(self, grid: GridLike, xp: Namespace | None = None) -> Any:
        """The image of the profile.

        Parameters
        ----------
        grid
            Where: a `Grid2D` (the mean over each pixel's sub-grid), a
            `Grid2DIrregular`, or (..., 2) coordinates (y, x) [arcsec].
        xp
            `numpy` or `jax.numpy`; None follows the arrays.

        Returns
        -------
        Array2D, ArrayIrregular or (...) array
            Surface brightness in the units of `intensity`.
        """
        xp = namespace_of_door(xp, self, grid)
        profile = in_namespace(self, xp).prepared()
        return array_like(grid, over_sampled_values(grid, profile.image, xp, profile))


class EllipticalLightProfile(LightProfile):
    """A light profile on ellipses; its radius is the geometric mean √q R.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        (f sin 2φ, f cos 2φ) with f = (1 - q) / (1 + q), q the axis ratio and φ the
        angle of the major axis counter-clockwise from +x.
    """

    ell_comps: tuple[float, float] = (0.0, 0.0)

    def _check(self) -> None:
        self._require_in_unit_disc()
        super()._check()

    @classmethod
    def frame_names(cls) -> tuple[str, ...]:
        """The fields that `frame` depends on."""
        return (*super().frame_names(), "ell_comps")

    def radius_squared(self, y: Any, x: Any) -> Any:
        """q x'² + y'² / q in the frame of the ellipse [arcsec²]."""
        if np.shape(y) != np.shape(x):
            y, x = shifted(y, x, self.centre)
            return elliptical_radius_squared(y, x, self.ell_comps)
        if np.ndim(y) > 0:
            return centred_radius_squared(y, x, self.centre, self.ell_comps)
        # A point, so that it has the very number that it has among others.
        xp = array_namespace(y, x)
        y, x = xp.reshape(y, (1,)), xp.reshape(x, (1,))
        return centred_radius_squared(y, x, self.centre, self.ell_comps)[0]
