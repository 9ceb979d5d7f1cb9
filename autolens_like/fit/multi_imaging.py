"""`FitMultiImaging`: several exposures against the images of one tracer."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.dataset.exposures import in_order_of
from autolens_like.dataset.multi_imaging import MultiImaging
from autolens_like.fit.adapt_images import AdaptImages
from autolens_like.fit.amplitude_sharing import AmplitudeSharing
from autolens_like.fit.component_names import paths_from
from autolens_like.fit.dataset_model import DatasetModel
from autolens_like.fit.exposure_fit import ExposureFit
from autolens_like.fit.exposure_tracers import tracers_of
from autolens_like.fit.fixed_light import FixedLight
from autolens_like.fit.joint_inversion import JointInversion
from autolens_like.fit.multi_views import MultiViews
from autolens_like.fit.statistics import Likelihoods
from autolens_like.inversion.settings import Settings
from autolens_like.lens.tracer import Tracer
from autolens_like.numerics.blocks import one_blas_thread
from autolens_like.numerics.cached import cached_property
from autolens_like.numerics.model_object import ModelObject, in_namespace, static
from autolens_like.numerics.namespace import array_namespace, namespace_of_door
from autolens_like.structures.placement import Placement
from autolens_like.typing import Namespace

#: What is said of an exposure of which nothing is.
_NO_MODEL = DatasetModel()


class FitMultiImaging(MultiViews, Likelihoods, ModelObject):
    """The model images of a tracer compared with several exposures.

    One tracer, and one linear system in which exposures have the amplitudes in common
    that `amplitudes` says. Light of known intensity is the same in all of them, but
    for their flux scaling: brightness in every pixel, and of point sources the sum over
    pixels of the first exposure's size. Everything is computed when it is first asked
    for.

    Parameters
    ----------
    dataset
        The exposures, masked.
    tracer
        The galaxies and their lensing.
    amplitudes, background, background_per, bands, priors
        Which amplitudes are solved for, and what exposures share: as for
        `AmplitudeSharing`, or one of these as `amplitudes`.
    dataset_model
        Sky, registration and flux scaling: a `DatasetModel` for all exposures, a list
        with one an exposure, or a mapping from names; None is none. They come on top
        of what the dataset says.
    adapt_images
        What pixelizations adapt to: `AdaptImages` in the same three ways.
    settings
        How linear amplitudes are solved for. Backgrounds may be negative in any case.
    xp
        `numpy` or `jax.numpy`; None follows the numbers inside the tracer.
    galaxy_paths
        What the galaxies are called in the names of components, such as
        ("galaxies", "source"); None is "galaxies.0", "galaxies.1", ...
    preloads
        By the name of every exposure, what it remembers from one fit to the next;
        numpy only.

    Raises
    ------
    InputException
        An argument of another type, or a name that there is not.
    DatasetException
        Data or noise that are not finite inside a mask.
    """

    dataset: Any = static(None)
    tracer: Any = None
    dataset_models: Any = ()
    sharing: Any = static(None)
    adapt_images: Any = static(None)
    settings: Any = static(None)
    paths: Any = static(None)
    preloads: Any = static(None)

    def __init__(
        self,
        dataset: MultiImaging,
        tracer: Tracer,
        amplitudes: str | Mapping[str, str] | AmplitudeSharing = "joint",
        background: Any = None,
        background_per: str = "exposure",
        bands: Mapping[str, Sequence[str]] | None = None,
        priors: Mapping[str, tuple[float, float]] | None = None,
        dataset_model: Any = None,
        adapt_images: Any = None,
        settings: Settings | None = None,
        xp: Namespace | None = None,
        galaxy_paths: Sequence[Any] | None = None,
        preloads: Mapping[str, FixedLight] | None = None,
    ) -> None:
        _checked(dataset, MultiImaging, "dataset").check_finite()
        _checked(tracer, Tracer, "tracer")
        names = dataset.names
        models = in_order_of(dataset_model, names, "dataset_model", DatasetModel)
        models = tuple(
            _checked(one or _NO_MODEL, DatasetModel, "dataset_model") for one in models
        )
        images = in_order_of(adapt_images, names, "adapt_images", AdaptImages)
        images = [
            one if one is None else _checked(one, AdaptImages, "adapt_images")
            for one in images
        ]
        options = (background, background_per, bands, priors)
        sharing = AmplitudeSharing.of(amplitudes, *options)
        paths = paths_from(tracer, galaxy_paths)
        sharing.check(dataset, tracer, paths)
        library = namespace_of_door(xp, tracer, models)
        if xp is not None and library is not np:
            tracer = in_namespace(tracer, library)
        self.__dict__.update(
            dataset=dataset,
            tracer=tracer,
            dataset_models=models,
            sharing=sharing,
            adapt_images=tuple(
                one if one is None else one.in_order_of(tracer.galaxies)
                for one in images
            ),
            settings=settings or Settings(),
            paths=tuple(paths),
            preloads=preloads if library is np else None,
            # What would be found again in all of these numbers.
            namespace=library,
        )

    @cached_property
    def namespace(self) -> Namespace:
        """The library of the model's numbers: `numpy` or `jax.numpy`."""
        return array_namespace(self.tracer, self.dataset_models)

    @cached_property
    def _joint(self) -> JointInversion:
        # A copy without what this fit works out: were this fit held by its own
        # inversion, the memory of both would wait for the collector of cycles, and
        # the next fit would not find it.
        copy = self.replaced()
        copy.__dict__["namespace"] = self.namespace
        return JointInversion(copy)

    @property
    def inversion(self) -> JointInversion:
        """Everything that is solved for, in all exposures together."""
        # It does not hold the fits of the exposures, which hold it.
        self.fits  # noqa: B018
        return self._joint

    @cached_property
    def fits(self) -> list[ExposureFit | None]:
        """A fit for every exposure, a `FitImaging` in all; None where switched off."""
        return [
            self._joint.exposure(number) if active else None
            for number, active in enumerate(self.dataset.active)
        ]

    @cached_property
    def _tracers(self) -> dict[int, Tracer]:
        """What exposures have of the tracer, one object where they have the same."""
        return tracers_of(self.sharing, self.dataset, self.tracer, self.paths)

    def exposure_of(self, number: int, joint: JointInversion) -> ExposureFit:
        """A new fit of one exposure, with amplitudes of a joint inversion."""
        dataset = self.dataset
        model = self._model_of(number)
        preloads = None
        if self.preloads is not None and model.is_aligned:
            preloads = self.preloads[dataset.names[number]]
        return ExposureFit(
            dataset.exposures[number],
            self._tracers[number],
            model,
            self.adapt_images[number],
            self.settings,
            # Asked of all numbers once, not once an exposure.
            np if self.namespace is np else None,
            preloads,
            background=self.sharing.background_of(dataset, number),
            joint=joint,
            number=number,
        )

    def _model_of(self, number: int) -> DatasetModel:
        """What is said about an exposure, in its own coordinates."""
        dataset, model = self.dataset, self.dataset_models[number]
        calibration = self.sharing.calibration_of(dataset, number)
        scaling = dataset.flux_scaling[number]
        if calibration is not None:
            scaling = scaling * calibration.prior[0]
        first, own = (math.prod(dataset.exposures[i].pixel_scales) for i in (0, number))
        place = (dataset.placements[number], scaling, first / own)
        return _placed_none(*place) if model is _NO_MODEL else _placed(model, *place)

    @property
    def is_regularized(self) -> bool:
        """Whether the figure of merit is an evidence: with pixels or priors."""
        return any(system.is_regularized.any() for system in self.inversion.systems)

    @cached_property
    def chi_squared(self) -> Any:
        """χ², summed over exposures."""
        with one_blas_thread():
            return sum(fit.chi_squared for fit in self.inversion.exposures)

    @property
    def noise_normalization(self) -> float:
        """Σ ln(2πσ²), or ln det(2πC), summed over exposures."""
        return sum(fit.noise_normalization for fit in self.inversion.exposures)

    @property
    def log_likelihood_without_normalization(self) -> Any:
        """-½ χ²."""
        return -0.5 * self.chi_squared

    def _evidence_term(self, name: str) -> Any:
        return sum(getattr(system, name) for system in self.inversion.systems)

    def _prepare_evidence(self) -> None:
        for system in self.inversion.systems:
            system.prepare_evidence()

    @cached_property
    def log_marginal_likelihood(self) -> Any:
        """ln of the likelihood integrated over all amplitudes.

        -½ [χ² + (s - m)ᵀH(s - m) + ln det(F + H) - ln det H + Σ ln 2πσ²], where H is
        of those unknowns that have one. A flat prior has the density 1 / √(2π) per
        unit of its amplitude, which leaves out (2π)^(m/2) for m of them. The integral
        is over amplitudes of any sign, of a positive solution too.
        """
        return self._evidence_with("log_det_whole_term")

    @property
    def marginal_term(self) -> Any:
        """What `log_marginal_likelihood` has beside `log_likelihood`."""
        return self.log_marginal_likelihood - self.log_likelihood


def _placed(
    model: DatasetModel, placement: Placement, scaling: float, area_ratio: float
) -> DatasetModel:
    """A statement about the sky as one about an exposure."""
    model = model.placed(placement).with_flux_scaled(scaling)
    return model.replaced(area_ratio=area_ratio)


@lru_cache(maxsize=256)
def _placed_none(
    placement: Placement, scaling: float, area_ratio: float
) -> DatasetModel:
    """The same of an exposure of which nothing is said, one object in all fits."""
    return _placed(_NO_MODEL, placement, scaling, area_ratio)


def _checked(value: Any, kind: type, name: str) -> Any:
    if isinstance(value, kind):
        return value
    raise exc.InputException(
        f"FitMultiImaging got {name} of type {type(value).__name__}; give an al."
        f"{kind.__name__}."
    )
