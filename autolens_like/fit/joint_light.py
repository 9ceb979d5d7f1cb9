"""`JointLight`: the light of several exposures, evaluated at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from autolens_like.dataset.multi_imaging import MultiImaging
from autolens_like.fit import forward
from autolens_like.fit.dataset_model import DatasetModel
from autolens_like.fit.exposure_fit import ExposureFit
from autolens_like.fit.linear_objects import LinearComponent, linear_components_of
from autolens_like.fit.pixelized_fit import PixelizedComponent
from autolens_like.fit.pixelized_objects import pixelized_components_of
from autolens_like.lens.tracer import Tracer


class JointLight:
    """The blurred light of the exposures of a `FitMultiImaging`.

    Exposures that see the same light, and of which nothing but their places on the
    sky is known, are rays of one bundle: three exposures of 100 x 100 pixels cost
    little more Python than one, and JAX compiles a third of the program.

    Parameters
    ----------
    dataset, dataset_models
        Of the `FitMultiImaging`.
    """

    def __init__(
        self, dataset: MultiImaging, dataset_models: Sequence[DatasetModel]
    ) -> None:
        self._dataset, self._models = dataset, dataset_models
        self._means: dict[int, tuple[Any, Any]] | None = None
        self._components: dict[int, tuple[Tracer, list[LinearComponent]]] = {}
        self._pixelized: dict[int, tuple[Tracer, list[PixelizedComponent]]] = {}

    def components_of(self, tracer: Tracer) -> list[LinearComponent]:
        """The linear light of a tracer, which exposures have in common."""
        if id(tracer) not in self._components:
            # With the tracer, which keeps its identity from being given to another.
            self._components[id(tracer)] = (tracer, linear_components_of(tracer))
        return self._components[id(tracer)][1]

    def pixelized_of(self, tracer: Tracer) -> list[PixelizedComponent]:
        """The pixelizations of a tracer, likewise."""
        if id(tracer) not in self._pixelized:
            self._pixelized[id(tracer)] = (tracer, pixelized_components_of(tracer))
        return self._pixelized[id(tracer)][1]

    def rows_of(
        self, exposure: ExposureFit, exposures: Callable[[], Sequence[ExposureFit]]
    ) -> tuple[Any, Any, Any] | None:
        """`forward.light_rows` of an exposure; None if it has to be seen by itself.

        Of every exposure once: what is blurred is given away, because it is as large as
        all images together.

        Parameters
        ----------
        exposure
            One of them.
        exposures
            Gives all that are switched on.
        """
        means = self.means_of(exposures).pop(exposure.number, None)
        if means is None:
            return None
        place = (exposure.dataset, exposure.dataset_model)
        return forward.seen_light_rows(means, *place, *exposure.light)

    def means_of(
        self, exposures: Callable[[], Sequence[ExposureFit]]
    ) -> dict[int, tuple[Any, Any]]:
        """The light of exposures before it is blurred, by their numbers.

        Of those that are seen together, in the pixels and in those around; worked out
        when it is first asked for.
        """
        if self._means is None:
            self._means = self._means_from(exposures())
        return self._means

    def _means_from(
        self, exposures: Sequence[ExposureFit]
    ) -> dict[int, tuple[Any, Any]]:
        groups: dict[Any, list[ExposureFit]] = {}
        for exposure in exposures:
            if self._models[exposure.number].is_after_light:
                groups.setdefault(exposure.light_key, []).append(exposure)
        means: dict[int, tuple[Any, Any]] = {}
        for some in groups.values():
            light = (some[0].tracer, some[0].components)
            if len(some) > 1 and not forward.has_operated_light(*light):
                numbers = tuple(one.number for one in some)
                samples = self._dataset.sky_samples_of(numbers)
                found = forward.joint_light_means(samples, *some[0].light)
                means |= dict(zip(numbers, found, strict=True))
        return means
