"""`DatasetModel`: what a model says about the data set rather than about the sky."""

from __future__ import annotations

from typing import Any

from autolens_like import exc
from autolens_like.numerics.model_object import static
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.light.light_profile import LightProfile
from autolens_like.profiles.light.linear import LinearLightProfile
from autolens_like.profiles.profile import Profile
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.placement import Placement, turned


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
    flux_scaling
        By what the light of the model is multiplied, the sky not: a zero point or
        transparency that is not known.
    optical_depth
        τ of dust in front of everything that the first plane lenses, whose light is
        dimmed by exp(-τ); light of the first plane is not. A number, or a light
        profile whose image on the sky is τ, such as `al.lp.Gaussian`. In every
        exposure or band it is another one.

    Raises
    ------
    ProfileException, ParameterException
        An optical depth that is neither, or below zero; a flux scaling that is not
        above zero.
    """

    background_sky_level: float = 0.0
    grid_offset: tuple[float, float] = (0.0, 0.0)
    grid_rotation_angle: float = 0.0
    flux_scaling: float = 1.0
    optical_depth: Any = 0.0
    #: Area of a pixel in whose units point sources are over that of a pixel here:
    #: light without extent is a sum over pixels, of which small ones are more.
    area_ratio: float = static(1.0, init=False)

    def _check(self) -> None:
        depth = self.optical_depth
        if isinstance(depth, LinearLightProfile) or (
            isinstance(depth, Profile) and not isinstance(depth, LightProfile)
        ):
            raise exc.ProfileException(
                f"DatasetModel got optical_depth={depth!r}, which is no light profile "
                "with an intensity of its own; give a number or al.lp.Gaussian(...) or "
                "its like, whose intensity is the optical depth."
            )
        self._require_not_negative("optical_depth")
        self._require_positive("flux_scaling")
        super()._check()

    @property
    def has_dust(self) -> bool:
        """Whether light may be dimmed."""
        depth = self.optical_depth
        return not (isinstance(depth, float) and depth == 0.0)

    def transmission(self, y: Any, x: Any) -> Any:
        """exp(-τ) at the model's coordinates [arcsec]: what dust lets through."""
        depth = self.optical_depth
        if isinstance(depth, LightProfile):
            depth = depth.image(y, x)
        xp = array_namespace(depth, y, x)
        return xp.exp(-depth) + 0.0 * y

    @property
    def is_aligned(self) -> bool:
        """Whether image and model coordinates are known to be the same."""
        moves = (*self.grid_offset, self.grid_rotation_angle)
        return all(isinstance(move, float) and move == 0.0 for move in moves)

    @property
    def is_after_light(self) -> bool:
        """Whether it is known to change light only by a factor and a sky behind it."""
        return self.is_aligned and not self.has_dust

    def coordinates(self, y: Any, x: Any) -> tuple[Any, Any]:
        """The model coordinates of image coordinates [arcsec]."""
        if self.is_aligned:
            return y, x
        y, x = y - self.grid_offset[0], x - self.grid_offset[1]
        return turned(y, x, self.grid_rotation_angle)

    def image_coordinates(self, y: Any, x: Any) -> tuple[Any, Any]:
        """The image coordinates of model coordinates [arcsec], the way back."""
        if self.is_aligned:
            return y, x
        y, x = turned(y, x, -self.grid_rotation_angle)
        return y + self.grid_offset[0], x + self.grid_offset[1]

    def placed(self, placement: Placement) -> DatasetModel:
        """The same statement about one exposure, in the exposure's own coordinates.

        The exposure is put on the sky first; this model then moves the sky as it
        moves an image. With a registration of one exposure as parameters it is that
        exposure's correction, in arcseconds and degrees on the sky.

        Parameters
        ----------
        placement
            Where the pixel grid of the exposure lies on the sky.
        """
        if placement.is_none:
            return self
        # R₂(R₁θ + o₁ - o₂) = R₂R₁(θ - R₁⁻¹(o₂ - o₁))
        offset = placement.exposure(*self.grid_offset)
        angle = self.grid_rotation_angle + placement.rotation
        return self.replaced(grid_offset=offset, grid_rotation_angle=angle)

    def grid(self, grid: Grid2D) -> Grid2D:
        """The pixels and sub-pixels of an image's grid in the model's coordinates."""
        if self.is_aligned:
            return grid
        y, x = turned(*self.grid_offset, self.grid_rotation_angle)
        offset = (-float(y), -float(x))
        return Placement(offset, float(self.grid_rotation_angle)).grid(grid)

    def scaled(self, light: Any) -> Any:
        """Light of the model as the image has it; None stays None."""
        factor = self.flux_scaling
        if light is None or (isinstance(factor, float) and factor == 1.0):
            return light
        return factor * light

    @property
    def is_without_sky(self) -> bool:
        """Whether it is known that there is no sky."""
        sky = self.background_sky_level
        return isinstance(sky, float) and sky == 0.0

    def with_flux_scaled(self, factor: float) -> DatasetModel:
        """The same with the light of the model multiplied by another factor as well."""
        return self.replaced(flux_scaling=factor * self.flux_scaling)


class Dust:
    """What lies in front of all planes but the first.

    Parameters
    ----------
    dataset_model
        Has the optical depth.
    planes
        Coordinates of every plane, those of the first on the sky.
    """

    def __init__(self, dataset_model: DatasetModel, planes: list[Any]) -> None:
        self.seen = None
        if dataset_model.has_dust:
            self.seen = dataset_model.transmission(*planes[0])

    def dimmed(self, image: Any, plane: int) -> Any:
        """Brightness of one plane as it is seen."""
        return image if self.seen is None or plane == 0 else self.seen * image

    def means(self, stack: Any, coordinates: Any, plane: int) -> Any:
        """(rows, n) images of an `ImageStack` in one plane, means over sub-pixels."""
        y, x = coordinates
        if self.seen is None or plane == 0:
            return stack.late(y, x)
        rows = stack(y.reshape(-1), x.reshape(-1)).reshape(-1, *y.shape)
        return (rows * self.seen).mean(axis=1)
