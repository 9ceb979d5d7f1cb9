"""The images of a fit galaxy by galaxy and plane by plane."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.fit import forward
from autolens_like.fit.linear_objects import with_intensities
from autolens_like.lens.tracer import Tracer
from autolens_like.numerics.cached import cached_property
from autolens_like.numerics.namespace import array_namespace
from autolens_like.structures.array import Array2D


class ModelImages:
    """What `FitImaging` says about the parts of its model image."""

    dataset: Any
    tracer: Any
    dataset_model: Any
    inversion: Any
    _components: list[Any]
    _pixelized: list[Any]

    @property
    def blurred_image(self) -> Array2D:
        """Blurred image of the light whose intensity is known."""
        return self._wrapped(self._lit)

    @property
    def profile_subtracted_image(self) -> Array2D:
        """Data minus known light and sky: what linear components are fitted to."""
        return self._wrapped(self._data - self._known)

    @cached_property
    def _galaxy_images(self) -> Any:
        """(galaxies, N) blurred image of every galaxy, linear light included."""
        images = forward.galaxy_rows(self.dataset, self.tracer, self.dataset_model)
        images = self.dataset_model.scaled(images)
        if self.inversion is None:
            return images
        xp = array_namespace(images, self.inversion.intensities)
        linear = [
            self.inversion.image_of_galaxy(i) for i in range(len(self.tracer.galaxies))
        ]
        return images + xp.stack(linear)

    @property
    def galaxy_model_image_dict(self) -> dict[Any, Array2D]:
        """Blurred image of every galaxy of the tracer."""
        return {
            galaxy: self._wrapped(image)
            for galaxy, image in zip(
                self.tracer.galaxies, self._galaxy_images, strict=True
            )
        }

    galaxy_image_dict = galaxy_model_image_dict

    @property
    def model_images_of_planes_list(self) -> list[Array2D]:
        """Blurred image of every plane, nearest first, without the sky."""
        planes = [self.tracer.plane_index_of(g) for g in self.tracer.galaxies]
        return [
            self._wrapped(
                sum(
                    (
                        image
                        for image, own in zip(self._galaxy_images, planes, strict=True)
                        if own == plane
                    ),
                    0.0 * self._data,
                )
            )
            for plane in range(self.tracer.total_planes)
        ]

    @property
    def subtracted_images_of_planes_list(self) -> list[Array2D]:
        """Data minus sky and all other planes, for every plane."""
        images = self.model_images_of_planes_list
        return [
            self._wrapped(self._data - self._model + image.array) for image in images
        ]

    @property
    def subtracted_images_of_galaxies_dict(self) -> dict[Any, Array2D]:
        """Data minus sky and all other galaxies, for every galaxy."""
        return {
            galaxy: self._wrapped(self._data - self._model + image.array)
            for galaxy, image in self.galaxy_model_image_dict.items()
        }

    @property
    def subtracted_signal_to_noise_maps_of_galaxies_dict(self) -> dict[Any, Array2D]:
        """`subtracted_images_of_galaxies_dict` over the noise."""
        return {
            galaxy: self._wrapped(image.array / self._noise)
            for galaxy, image in self.subtracted_images_of_galaxies_dict.items()
        }

    @property
    def unmasked_blurred_image(self) -> Array2D:
        """Blurred image of all light over the whole frame, masked pixels too."""
        planes = self.unmasked_blurred_image_of_planes_list
        return Array2D(sum(image.array for image in planes), planes[0].mask)

    @property
    def unmasked_blurred_image_of_planes_list(self) -> list[Array2D]:
        """The same for every plane.

        Raises
        ------
        PixelizationException
            A pixelized source, which is known where the data are alone.
        """
        if self._pixelized:
            raise exc.PixelizationException(
                "The image of a pixelized source is known inside the mask alone, so "
                "that there is no unmasked image; use model_images_of_planes_list."
            )
        whole = self.dataset.unmasked
        tracer = self.tracer_linear_light_profiles_to_light_profiles
        images = forward.galaxy_rows(whole, tracer, self.dataset_model)
        images = self.dataset_model.scaled(images)
        planes = np.array([tracer.plane_index_of(g) for g in tracer.galaxies])
        return [
            Array2D(images[planes == plane].sum(axis=0), whole.mask)
            for plane in range(tracer.total_planes)
        ]

    @property
    def linear_light_profile_intensity_dict(self) -> dict[Any, Any]:
        """The solved intensity of every linear light profile."""
        if self.inversion is None:
            return {}
        return {
            component.profile: amplitude
            for component, amplitude in zip(
                self._components, self.inversion.intensities, strict=True
            )
        }

    @cached_property
    def tracer_linear_light_profiles_to_light_profiles(self) -> Tracer:
        """The tracer with every linear light profile given its solved intensity."""
        if self.inversion is None:
            return self.tracer
        return with_intensities(self.tracer, self.linear_light_profile_intensity_dict)

    @property
    def model_obj_linear_light_profiles_to_light_profiles(self) -> Tracer:
        """Another name of `tracer_linear_light_profiles_to_light_profiles`."""
        return self.tracer_linear_light_profiles_to_light_profiles
