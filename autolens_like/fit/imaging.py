"""`FitImaging`: a data set against the image of a tracer."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.dataset.imaging import Imaging
from autolens_like.fit import forward, statistics
from autolens_like.fit.adapt_images import AdaptImages
from autolens_like.fit.dataset_model import DatasetModel
from autolens_like.fit.fixed_light import FixedLight
from autolens_like.fit.linear_objects import LinearFit, linear_components_of
from autolens_like.fit.model_images import ModelImages
from autolens_like.fit.pixelized_fit import PixelizedFit
from autolens_like.fit.pixelized_objects import (
    pixelized_components_of,
    pixelized_fit_from,
)
from autolens_like.fit.tracer_inversion import TracerToInversion
from autolens_like.inversion.image_at_solution import SharpRows
from autolens_like.inversion.settings import Settings
from autolens_like.lens.tracer import Tracer
from autolens_like.numerics.cached import cached_property
from autolens_like.numerics.model_object import ModelObject, in_namespace, static
from autolens_like.numerics.namespace import namespace_of_door
from autolens_like.structures.array import Array2D
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.mask import Mask2D
from autolens_like.typing import Namespace


def _checked(value: Any, kind: type, name: str) -> Any:
    if isinstance(value, kind):
        return value
    raise exc.InputException(
        f"FitImaging got {name} of type {type(value).__name__}; give an al."
        f"{kind.__name__}."
    )


def _merged(images: np.ndarray, fixed: dict[int, np.ndarray]) -> np.ndarray:
    """Images with the fixed ones put in at their indexes."""
    merged = np.empty((len(images) + len(fixed), *images.shape[1:]))
    others = np.ones(len(merged), dtype=bool)
    for index, image in fixed.items():
        merged[index], others[index] = image, False
    merged[others] = images
    return merged


class FitImaging(ModelImages, statistics.Likelihoods, ModelObject):
    """The model image of a tracer compared with imaging data.

    Everything is computed when it is first asked for, so that a likelihood costs
    nothing but itself.

    Parameters
    ----------
    dataset
        The data, masked.
    tracer
        The galaxies and their lensing.
    dataset_model
        Background sky and registration; None is no sky and no offset.
    adapt_images
        What pixelizations adapt to, an `AdaptImages`.
    settings
        How linear amplitudes are solved for.
    xp
        `numpy` or `jax.numpy`; None follows the numbers inside the tracer.
    preloads
        Remembers blurred images from one fit to the next; numpy only.

    Raises
    ------
    InputException
        An argument of another type.
    DatasetException
        Data or noise that are not finite inside the mask.
    """

    dataset: Any = static(None)
    tracer: Any = None
    dataset_model: Any = None
    adapt_images: Any = static(None)
    settings: Any = static(None)
    preloads: Any = static(None)

    def __init__(
        self,
        dataset: Imaging,
        tracer: Tracer,
        dataset_model: DatasetModel | None = None,
        adapt_images: Any = None,
        settings: Settings | None = None,
        xp: Namespace | None = None,
        preloads: FixedLight | None = None,
    ) -> None:
        _checked(dataset, Imaging, "dataset").check_finite()
        _checked(tracer, Tracer, "tracer")
        if adapt_images is not None:
            _checked(adapt_images, AdaptImages, "adapt_images")
            adapt_images = adapt_images.in_order_of(tracer.galaxies)
        model = _checked(dataset_model or DatasetModel(), DatasetModel, "dataset_model")
        library = namespace_of_door(xp, tracer, model)
        if xp is not None and library is not np:
            tracer = in_namespace(tracer, library)
        self.__dict__.update(
            dataset=dataset,
            tracer=tracer,
            dataset_model=model,
            adapt_images=adapt_images,
            settings=settings or Settings(),
            preloads=preloads if library is np else None,
        )

    @property
    def mask(self) -> Mask2D:
        """The mask of the data."""
        return self.dataset.mask

    @property
    def data(self) -> Array2D:
        """The data."""
        return self.dataset.data

    @property
    def noise_map(self) -> Array2D:
        """Standard deviation of every pixel."""
        return self.dataset.noise_map

    @property
    def grid(self) -> Grid2D:
        """The coordinates of the data in the model, with their sub-grid."""
        return self.dataset_model.grid(self.dataset.grids.lp)

    @property
    def signal_to_noise_map(self) -> Array2D:
        """Data over noise."""
        return self.dataset.signal_to_noise_map

    @property
    def _data(self) -> Any:
        return self.dataset.data.array

    @property
    def _noise(self) -> Any:
        return self.dataset.noise_map.array

    def _wrapped(self, values: Any) -> Array2D:
        return Array2D(values, self.mask)

    @cached_property
    def _components(self) -> list[Any]:
        return linear_components_of(self.tracer)

    @cached_property
    def _pixelized(self) -> list[Any]:
        return pixelized_components_of(self.tracer)

    @cached_property
    def _rows(self) -> tuple[Any, Any, SharpRows | None]:
        """Blurred known light (N,) and linear images (M, N), each None without any.

        And these before they are blurred, as `forward.light_rows` has them.
        """
        scaled, (light, images, sharp) = (
            self.dataset_model.scaled,
            self._unscaled_rows(),
        )
        sharp = None if sharp is None else sharp.through(scaled)
        return scaled(light), scaled(images), sharp

    def _unscaled_rows(self) -> tuple[Any, Any, SharpRows | None]:
        preloads, (fixed, known) = self.preloads, self._remembered
        light, images, sharp = self._light_rows()
        if known is not None:
            light = known
        elif preloads is not None:
            preloads.remember_known(light)
        if fixed and images is None:
            return light, preloads.stack, None
        return light, _merged(images, fixed) if fixed else images, sharp

    @cached_property
    def _remembered(self) -> tuple[dict[int, Any], Any]:
        """Linear images by index, and known light or None, of the fit before."""
        preloads = self.preloads
        if preloads is None:
            return {}, None
        rows = preloads.rows_of(self.dataset, self._components)
        return rows, preloads.known_of(self.tracer)

    @property
    def _varying(self) -> list[Any]:
        """Linear light whose images are not those of the fit before."""
        fixed = self._remembered[0]
        return [c for i, c in enumerate(self._components) if i not in fixed]

    def _light_rows(self) -> tuple[Any, Any, SharpRows | None]:
        """Known and linear images of what is not remembered."""
        place = (self.dataset, self.tracer, self.dataset_model)
        return forward.light_rows(*place, self._varying, self._remembered[1] is None)

    @property
    def _lit(self) -> Any:
        """(N,) blurred known light."""
        light = self._rows[0]
        return np.zeros_like(self._data) if light is None else light

    @cached_property
    def _known(self) -> Any:
        """(N,) blurred known light and sky."""
        return self._lit + self.dataset_model.background_sky_level

    @cached_property
    def _target(self) -> Any:
        """(N,) data without known light and sky, or the data where there is neither."""
        is_dark = self._rows[0] is None and self.dataset_model.is_without_sky
        return self._data if is_dark else self._data - self._known

    @cached_property
    def inversion(self) -> LinearFit | PixelizedFit | None:
        """The solved linear components; None where there are none."""
        _, images, sharp = self._rows
        if self._pixelized:
            model = (
                self.tracer,
                self.dataset_model,
                self.adapt_images,
                self.settings,
            )
            free_set = None if self.preloads is None else self.preloads.free_set
            light = (self._components, images)
            return pixelized_fit_from(
                *light, self._pixelized, self.dataset, self._target, model, free_set
            )
        if images is None:
            return None
        return LinearFit(
            self._components,
            images,
            self._target,
            self._noise,
            self.dataset.noise_covariance_matrix_inv,
            self.settings,
            sharp=sharp,
        )

    @property
    def tracer_to_inversion(self) -> TracerToInversion:
        """The pixelizations of the tracer, fitted to the data without known light.

        Raises
        ------
        PixelizationException
            The tracer has no pixelization.
        """
        options = (self.adapt_images, self.settings)
        return TracerToInversion(
            self.dataset, self.tracer, *options, lambda: self.inversion
        )

    @cached_property
    def _model(self) -> Any:
        return (
            self._known
            if self.inversion is None
            else (self._known + self.inversion.image)
        )

    def model_data_of(self, reconstruction: np.ndarray) -> np.ndarray:
        """(N,) model image with (K,) amplitudes in place of those of the inversion."""
        return self._known + self.inversion.image_of(reconstruction)

    @cached_property
    def _residual(self) -> Any:
        inversion = self.inversion
        if inversion is None:
            return self._data - self._known
        return self._target - inversion.image

    @property
    def model_data(self) -> Array2D:
        """The model image, blurred, sky included."""
        return self._wrapped(self._model)

    @property
    def residual_map(self) -> Array2D:
        """Data minus model."""
        return self._wrapped(self._residual)

    @property
    def normalized_residual_map(self) -> Array2D:
        """(data - model) / noise [σ]."""
        return self._wrapped(self._residual / self._noise)

    @property
    def chi_squared_map(self) -> Array2D:
        """((data - model) / noise)²."""
        return self._wrapped(
            statistics.chi_squared_map_from(self._residual, self._noise)
        )

    @cached_property
    def chi_squared(self) -> Any:
        """χ²; with a noise covariance matrix (d - m)ᵀ C⁻¹ (d - m)."""
        inverse = self.dataset.noise_covariance_matrix_inv
        if inverse is None:
            return statistics.chi_squared_from(self._residual, self._noise)
        return statistics.chi_squared_with_noise_covariance_from(
            self._residual, inverse
        )

    @property
    def reduced_chi_squared(self) -> Any:
        """χ² over the number of unmasked pixels."""
        return self.chi_squared / self.mask.shape_slim

    @property
    def noise_normalization(self) -> float:
        """Σ ln(2πσ²), or ln det(2πC)."""
        return self.dataset.noise_normalization

    @property
    def is_regularized(self) -> bool:
        """Whether the figure of merit is an evidence: with pixelizations."""
        return bool(self._pixelized)

    def _evidence_term(self, name: str) -> Any:
        return getattr(self.inversion, name)

    def _prepare_evidence(self) -> None:
        self.inversion.prepare_evidence()
