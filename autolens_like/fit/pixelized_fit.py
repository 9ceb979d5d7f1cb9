"""`PixelizedFit`: the pixelizations and linear light of a fit, solved for together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from autolens_like.fit.linear_objects import LinearComponent
from autolens_like.inversion.inversion import FreeSet, Inversion, LinearData
from autolens_like.inversion.mapper import Mapper
from autolens_like.inversion.pixelization import Pixelization
from autolens_like.inversion.settings import Settings
from autolens_like.structures.array import Array2D
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


class PixelizedFit(Inversion):
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
    def reconstruction_dict(self) -> dict[Mapper, np.ndarray]:
        """(M,) brightness of the source pixels, by mapper."""
        return dict(zip(self.mappers, self.reconstructions, strict=True))

    @property
    def reconstruction_noise_map_dict(self) -> dict[Mapper, np.ndarray]:
        """(M,) standard deviation of the source pixels, by mapper."""
        noise = self.reconstruction_noise_map
        parts = [noise[own] for own in self.slices]
        return dict(zip(self.mappers, parts, strict=True))

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

    def image_of_galaxy(self, galaxy: int) -> np.ndarray:
        """(N,) blurred image of what is solved for in one galaxy."""
        own = np.array([c.galaxy == galaxy for c in self.components], dtype=bool)
        image = (own * self.intensities) @ self.light
        images = zip(self.pixelized, self.mapped_operated_images, strict=True)
        return image + sum(im for part, im in images if part.galaxy == galaxy)
