"""`PixelizedFit`: the pixelizations and linear light of a fit, solved for together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.fit.inversion_views import InversionViews
from autolens_like.fit.linear_objects import LinearComponent, names_of
from autolens_like.inversion.inversion import FreeSet, Inversion, LinearData
from autolens_like.inversion.mapper import Mapper
from autolens_like.inversion.pixelization import Pixelization
from autolens_like.inversion.settings import Settings
from autolens_like.inversion.source_reconstruction import (
    INTERPOLATED_SHAPE,
    SourceReconstruction,
)
from autolens_like.numerics.cached import cached_property
from autolens_like.structures.array import Array2D
from autolens_like.structures.irregular import Grid2DIrregular
from autolens_like.structures.mask import Mask2D


@dataclass(frozen=True)
class PixelizedComponent:
    """One pixelization and where it stands in its tracer.

    Parameters
    ----------
    pixelization
        Mesh and regularization.
    plane
        Index of its plane.
    galaxy
        Index of its galaxy among `Tracer.galaxies`.
    """

    pixelization: Pixelization
    plane: int
    galaxy: int


class PixelizedFit(InversionViews, Inversion):
    """The pixelizations and linear light profiles of a fit, solved for together.

    Parameters
    ----------
    components
        Linear light profiles.
    pixelized
        Pixelizations, one a mapper.
    light, mappers, data, settings, adapt_data, free_set
        As for `Inversion`.
    mask
        The mask of the data.
    """

    def __init__(
        self,
        components: list[LinearComponent],
        pixelized: list[PixelizedComponent],
        light: np.ndarray,
        mappers: list[Mapper],
        data: LinearData,
        settings: Settings,
        adapt_data: list[Any],
        free_set: FreeSet | None,
        mask: Mask2D,
    ) -> None:
        super().__init__(light, mappers, data, settings, adapt_data, free_set)
        self.mask = mask
        self.components, self.pixelized = components, pixelized

    @property
    def intensities(self) -> np.ndarray:
        """(L,) solved intensities of the linear light profiles."""
        return self.reconstruction[: self.total_light]

    @property
    def light_names(self) -> list[str]:
        """(L,) what the linear light profiles are called in messages."""
        return names_of(self.components)

    @property
    def reconstruction_dict(self) -> dict[Mapper, np.ndarray]:
        """(M,) brightness of the source pixels, by mapper."""
        return dict(zip(self.mappers, self.reconstructions, strict=True))

    @property
    def reconstruction_noise_map_dict(self) -> dict[Mapper, np.ndarray]:
        """(M,) standard deviation of the source pixels, by mapper."""
        return {source.mapper: source.noise_map for source in self.sources}

    @property
    def reconstruction_signal_to_noise_map_dict(self) -> dict[Mapper, np.ndarray]:
        """(M,) brightness over standard deviation, by mapper."""
        return {source.mapper: source.signal_to_noise_map for source in self.sources}

    @cached_property
    def sources(self) -> list[SourceReconstruction]:
        """Every pixelized source: brightness, errors, fluxes, magnification, files."""
        height, width = self.mask.pixel_scales
        covariance = self.reconstruction_covariance_matrix
        return [
            SourceReconstruction(mapper, values, covariance[own, own], height * width)
            for mapper, values, own in zip(
                self.mappers, self.reconstructions, self.slices, strict=True
            )
        ]

    def _source(self, mapper_index: int) -> SourceReconstruction:
        number = len(self.sources)
        if not -number <= mapper_index < number:
            raise exc.InputException(
                f"mapper_index={mapper_index} came and there are {number} "
                f"pixelizations; give 0 to {number - 1}."
            )
        return self.sources[mapper_index]

    def interpolated_reconstruction_from(
        self,
        grid: Any = None,
        shape_native: tuple[int, int] = INTERPOLATED_SHAPE,
        extent: tuple[float, float, float, float] | None = None,
        mapper_index: int = 0,
    ) -> Any:
        """Brightness of a source at any points of its plane.

        Parameters
        ----------
        grid, shape_native, extent
            As `SourceReconstruction.interpolated_reconstruction_from`.
        mapper_index
            Which pixelization.
        """
        source = self._source(mapper_index)
        return source.interpolated_reconstruction_from(grid, shape_native, extent)

    def magnification_from(self, mapper_index: int = 0) -> float:
        """Flux of a pixelized source in the image over its flux in the source plane."""
        return self._source(mapper_index).magnification

    def max_pixel_list_from(
        self,
        total_pixels: int = 1,
        filter_neighbors: bool = False,
        mapper_index: int = 0,
    ) -> list[list[int]]:
        """The brightest source pixels, as the only entry of a list.

        Parameters
        ----------
        total_pixels
            How many.
        filter_neighbors
            Peaks alone: pixels with no brighter neighbour.
        mapper_index
            Which pixelization.
        """
        source = self._source(mapper_index)
        return [source.max_pixel_list_from(total_pixels, filter_neighbors)]

    def max_pixel_centre(self, mapper_index: int = 0) -> Grid2DIrregular:
        """(1, 2) centre of the brightest source pixel [arcsec]."""
        return Grid2DIrregular([self._source(mapper_index).max_pixel_centre])

    def source_clumps_from(
        self,
        mapper_index: int = 0,
        threshold: float = 0.5,
        min_pixels: int = 3,
        total_clumps: int | None = None,
    ) -> list[np.ndarray]:
        """Groups of neighbouring bright source pixels; see `SourceReconstruction`."""
        source = self._source(mapper_index)
        return source.source_clumps_from(threshold, min_pixels, total_clumps)

    @property
    def mapped_reconstructed_data_dict(self) -> dict[Mapper, Array2D]:
        """Image of every pixelization before convolution, by mapper."""
        images = [Array2D(image, self.mask) for image in self.mapped_images]
        return dict(zip(self.mappers, images, strict=True))

    @property
    def mapped_reconstructed_operated_data_dict(self) -> dict[Mapper, Array2D]:
        """Blurred image of every pixelization, by mapper."""
        images = [Array2D(image, self.mask) for image in self.mapped_operated_images]
        return dict(zip(self.mappers, images, strict=True))

    @property
    def mapped_reconstructed_operated_data(self) -> Array2D:
        """Blurred image of everything that is solved for."""
        return Array2D(self.image, self.mask)

    @property
    def mapped_reconstructed_image(self) -> Array2D:
        """Another name of `mapped_reconstructed_operated_data`."""
        return self.mapped_reconstructed_operated_data

    @property
    def mapped_reconstructed_data(self) -> Array2D:
        """Image of all pixelizations before convolution."""
        return Array2D(sum(self.mapped_images), self.mask)

    @property
    def linear_obj_list(self) -> list[Any]:
        """Linear light profiles, then mappers: everything that is solved for."""
        return [*(part.profile for part in self.components), *self.mappers]

    @property
    def data_subtracted_dict(self) -> dict[Any, Array2D]:
        """What each linear light profile and each mapper is fitted to, by itself.

        The data without light of known intensity and without what is solved for
        besides.
        """
        light = self.reconstruction[: self.total_light, None] * self.light
        images = [*light, *self.mapped_operated_images]
        left = self.linear_data.data - self.image
        return {
            item: Array2D(left + image, self.mask)
            for item, image in zip(self.linear_obj_list, images, strict=True)
        }

    @property
    def regularization_list(self) -> list[Any]:
        """The regularization of each of `linear_obj_list`; None for light profiles."""
        own = [mapper.pixelization.regularization for mapper in self.mappers]
        return [None] * self.total_light + own

    def cls_list_from(self, cls: type, cls_filtered: type | None = None) -> list[Any]:
        """Linear objects and regularizations of a class, such as `al.Mapper`.

        Parameters
        ----------
        cls
            The class.
        cls_filtered
            Those of this class are left out.
        """
        found = [*self.linear_obj_list, *self.regularization_list]
        return [
            item
            for item in found
            if isinstance(item, cls)
            and (cls_filtered is None or not isinstance(item, cls_filtered))
        ]

    def has(self, cls: type) -> bool:
        """Whether something of a class is solved for."""
        return bool(self.cls_list_from(cls))

    @property
    def total_params(self) -> int:
        """K, the number of amplitudes."""
        return self.data_vector.size

    def param_range_list_from(self, cls: type) -> list[list[int]]:
        """[first, last + 1] amplitude of every linear object of a class."""
        ranges = [[i, i + 1] for i in range(self.total_light)]
        ranges += [[own.start, own.stop] for own in self.slices]
        return [
            part
            for item, part in zip(self.linear_obj_list, ranges, strict=True)
            if isinstance(item, cls)
        ]

    def image_of_galaxy(self, galaxy: int) -> np.ndarray:
        """(N,) blurred image of what is solved for in one galaxy."""
        own = np.array([c.galaxy == galaxy for c in self.components], dtype=bool)
        image = (own * self.reconstruction[: self.total_light]) @ self.light
        images = zip(self.pixelized, self.mapped_operated_images, strict=True)
        return image + sum(im for part, im in images if part.galaxy == galaxy)
