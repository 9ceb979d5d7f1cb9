"""`TracerToInversion`, `Inversion`: linear systems without the whole of a fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.dataset.imaging import Imaging
from autolens_like.fit import forward
from autolens_like.fit.adapt_images import AdaptImages
from autolens_like.fit.dataset_model import DatasetModel
from autolens_like.fit.linear_objects import linear_components_of
from autolens_like.fit.pixelized_fit import PixelizedComponent, PixelizedFit
from autolens_like.fit.pixelized_objects import (
    linear_data_of,
    pixelized_components_of,
    pixelized_fit_from,
)
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.inversion.mapper import Mapper
from autolens_like.inversion.settings import Settings
from autolens_like.lens.tracer import Tracer
from autolens_like.numerics.cached import cached_property


class TracerToInversion:
    """The linear light and the pixelizations of a tracer, fitted to a dataset as it is.

    Light of known intensity is not subtracted, which `FitImaging` does first.

    Parameters
    ----------
    dataset
        The image, masked.
    tracer
        Has a pixelization.
    adapt_images
        Images and centres that pixelizations follow.
    settings
        How the system is solved.
    solved
        Makes the solved system, such as that of a fit; by default that of the dataset.

    Raises
    ------
    PixelizationException
        The tracer has no pixelization.
    """

    def __init__(
        self,
        dataset: Imaging,
        tracer: Tracer,
        adapt_images: AdaptImages | None = None,
        settings: Settings | None = None,
        solved: Callable[[], PixelizedFit] | None = None,
    ) -> None:
        self.dataset, self.tracer = dataset, tracer
        self.adapt_images, self.settings = adapt_images, settings or Settings()
        self._solved = solved or self._solved_as_it_is
        self._pixelized = pixelized_components_of(tracer)
        if not self._pixelized:
            raise exc.PixelizationException(
                "TracerToInversion got a tracer without a pixelization; give one of "
                "its galaxies a `pixelization=al.Pixelization(...)`."
            )

    @cached_property
    def inversion(self) -> PixelizedFit:
        """The solved system."""
        return self._solved()

    def _solved_as_it_is(self) -> PixelizedFit:
        components, model = linear_components_of(self.tracer), DatasetModel()
        _, images, _ = forward.light_rows(
            self.dataset, self.tracer, model, components, False
        )
        model = (self.tracer, model, self.adapt_images, self.settings)
        data = self.dataset.data.array
        return pixelized_fit_from(
            components, images, self._pixelized, self.dataset, data, model
        )

    @property
    def linear_obj_list(self) -> list[Any]:
        """Linear light profiles, then mappers."""
        return self.inversion.linear_obj_list

    @property
    def linear_obj_galaxy_dict(self) -> dict[Any, Galaxy]:
        """The galaxy of every linear light profile and mapper."""
        parts = [*self.inversion.components, *self.inversion.pixelized]
        owners = [self.tracer.galaxies[part.galaxy] for part in parts]
        return dict(zip(self.linear_obj_list, owners, strict=True))

    @property
    def mapper_galaxy_dict(self) -> dict[Mapper, Galaxy]:
        """The galaxy of every mapper."""
        owners = self.linear_obj_galaxy_dict.items()
        return {part: own for part, own in owners if isinstance(part, Mapper)}

    @property
    def has_mapper(self) -> bool:
        """True, as there is a pixelization."""
        return True


def Inversion(
    dataset: Imaging,
    linear_obj_list: Sequence[Mapper],
    settings: Settings | None = None,
) -> PixelizedFit:
    """The source pixels of mappers, fitted to a dataset.

    Parameters
    ----------
    dataset
        The image, with the mask that the mappers were made for.
    linear_obj_list
        The mappers, such as those of another inversion. Their regularization may not
        need an adapt image.
    settings
        How the system is solved.

    Raises
    ------
    PixelizationException
        Something else than mappers came.
    """
    mappers = list(linear_obj_list)
    strange = [type(part).__name__ for part in mappers if not isinstance(part, Mapper)]
    if strange or not mappers:
        raise exc.PixelizationException(
            f"al.Inversion got {strange or 'no linear objects'}; give mappers, or "
            "solve for light profiles too by al.TracerToInversion or al.FitImaging."
        )
    pixelized = [
        PixelizedComponent(mapper.pixelization, plane=-1, galaxy=number)
        for number, mapper in enumerate(mappers)
    ]
    data = dataset.data.array
    target = linear_data_of(dataset, data, mappers)
    light, nothing = np.zeros((0, data.size)), [None] * len(mappers)
    return PixelizedFit(
        [], pixelized, light, mappers, target, settings or Settings(), nothing, None,
        dataset.mask,
    )  # fmt: skip
