"""`AnalysisMultiImaging`: the likelihood of a lens model given several exposures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.analysis import output
from autolens_like.analysis.imaging import AnalysisImaging, whitened
from autolens_like.analysis.latent import LATENT_FUNCTIONS, ONCE, LatentLens
from autolens_like.analysis.lens import member_of, named_galaxies_from
from autolens_like.analysis.multi_result import ResultMultiImaging
from autolens_like.analysis.positions import PositionsLH
from autolens_like.dataset.exposures import in_order_of
from autolens_like.dataset.multi_imaging import MultiImaging
from autolens_like.fit.adapt_images import AdaptImages
from autolens_like.fit.amplitude_sharing import AmplitudeSharing
from autolens_like.fit.backgrounds import order_from
from autolens_like.fit.dataset_model import DatasetModel
from autolens_like.fit.fixed_light import FixedLight
from autolens_like.fit.multi_imaging import FitMultiImaging
from autolens_like.inversion.settings import Settings
from autolens_like.search import configuration
from autolens_like.search.identity import digest
from autolens_like.search.summary import described


class AnalysisMultiImaging(AnalysisImaging):
    """What a search maximizes: the figure of merit of a `FitMultiImaging`.

    A model may have a `dataset_model`: an `al.DatasetModel` for all exposures, or an
    `af.Collection` with one for some of them, by name. Components are named by the
    path of their galaxy in the model, such as "galaxies.source.bulge".

    Parameters
    ----------
    dataset
        The exposures, masked.
    amplitudes, background, background_per, bands, priors
        Which amplitudes are solved for, and what exposures share: as for
        `FitMultiImaging`.
    positions_likelihood_list
        `PositionsLH` penalties, with positions on the common sky.
    adapt_images
        An `AdaptImages` for all exposures, a list with one an exposure, or a mapping
        from names, such as `ResultMultiImaging.adapt_images_from()`.
    cosmology, settings, raise_inversion_positions_likelihood_exception, title_prefix, \
use_jax
        As for `AnalysisImaging`.

    Raises
    ------
    InputException
        An argument of another type.
    """

    result_class = ResultMultiImaging

    def __init__(
        self,
        dataset: MultiImaging,
        amplitudes: str | Mapping[str, str] | AmplitudeSharing = "joint",
        background: Any = None,
        background_per: str = "exposure",
        bands: Mapping[str, Sequence[str]] | None = None,
        priors: Mapping[str, tuple[float, float]] | None = None,
        positions_likelihood_list: list[PositionsLH] | PositionsLH | None = None,
        adapt_images: Any = None,
        cosmology: Any = None,
        settings: Settings | None = None,
        raise_inversion_positions_likelihood_exception: bool = True,
        title_prefix: str | None = None,
        use_jax: bool = False,
    ) -> None:
        options = (background, background_per, bands, priors)
        self.sharing = AmplitudeSharing.of(amplitudes, *options)
        super().__init__(
            dataset,
            positions_likelihood_list,
            adapt_images,
            cosmology,
            settings,
            raise_inversion_positions_likelihood_exception,
            title_prefix,
            use_jax,
        )

    @staticmethod
    def _checked(dataset: Any, adapt_images: Any) -> Any:
        """One `AdaptImages` or None an exposure, where all is what it has to be."""
        if not isinstance(dataset, MultiImaging):
            raise exc.DatasetException(
                f"AnalysisMultiImaging got a {type(dataset).__name__}; give an "
                "al.MultiImaging, or one al.Imaging to al.AnalysisImaging."
            )
        names = dataset.check_finite().names
        images = in_order_of(adapt_images, names, "adapt_images", AdaptImages)
        for number in dataset.active_indices:
            if images[number] is not None:
                images[number].check_mask(dataset.exposures[number].mask)
        return images

    def _empty_preloads(self) -> dict[str, FixedLight]:
        return {name: FixedLight() for name in self.dataset.names}

    @property
    def _active(self) -> list[Any]:
        return [self.dataset.exposures[i] for i in self.dataset.active_indices]

    @property
    def _noise_normalization(self) -> float:
        return sum(exposure.noise_normalization for exposure in self._active)

    def _whitened_data(self) -> Any:
        parts = [whitened(one, one.data.array) for one in self._active]
        return np.concatenate(parts)

    def _whitened_residuals(self, fit: FitMultiImaging) -> Any:
        maps = [fit.residual_map_list[i].array for i in self.dataset.active_indices]
        pairs = zip(self._active, maps, strict=True)
        return np.concatenate([whitened(one, values) for one, values in pairs])

    def dataset_model_via_instance_from(self, instance: Any) -> Any:
        """The `DatasetModel` of an instance, or a dictionary of them by exposure."""
        model = member_of(instance, "dataset_model")
        if model is None or isinstance(model, DatasetModel):
            return model
        return dict(model.items())

    def fit_from(self, instance: Any) -> FitMultiImaging:
        """The fit of a model instance to the exposures."""
        galaxies = named_galaxies_from(instance)
        dataset_model = self.dataset_model_via_instance_from(instance)
        return FitMultiImaging(
            self.dataset,
            self.tracer_via_instance_from(instance),
            self.sharing,
            dataset_model=dataset_model,
            adapt_images=[
                one if one is None else one.of_galaxies(galaxies)
                for one in self.adapt_images
            ],
            settings=self.settings,
            galaxy_paths=list(galaxies),
            preloads=self._preloads if dataset_model is None else None,
        )

    def check_model(self, model: Any) -> None:
        """Refuse a pixelized source without a positions likelihood, and components
        that no galaxy of the model has.

        Raises
        ------
        PixelizationException, InputException
            There is one.
        """
        super().check_model(model)
        self.fit_from(model.instance_from_prior_medians(ignore_assertions=True))

    def _identity_of_data(self) -> dict[str, str]:
        return self.dataset.identity() | {"sharing": digest(vars(self.sharing))}

    def save_attributes(self, paths: Any) -> None:
        """Write what the likelihood needs beside its results, so that a
        `FitMultiImaging` can be made again from the folder alone.

        Every exposure has a folder of its name, those that are switched off too.
        """
        for number, name in enumerate(self.dataset.names):
            folder = output.exposure_folder(paths.image, name)
            exposure = self.dataset.exposures[number]
            output.write_dataset(exposure, folder / "dataset.fits")
            if self.adapt_images[number] is not None:
                path = folder / "adapt_images.fits"
                output.write_adapt_images(self.adapt_images[number], path)
        parts = ("names", "bands", "flux_scaling", "offsets", "rotations", "active")
        dataset = {part: getattr(self.dataset, part) for part in parts}
        sharing = {
            one.name: getattr(self.sharing, one.name) for one in fields(self.sharing)
        } | {"background": order_from(self.sharing.background)}
        both = {"dataset": dataset, "amplitudes": sharing}
        paths.write_json(output.MULTI_FILE, both)
        paths.write_json("settings", {"value": described(self.settings, "settings")})
        paths.write_json("cosmology", {"value": described(self.cosmology, "cosmology")})

    def compute_latent_variables(
        self, parameters: Sequence[float], model: Any
    ) -> dict[str, float]:
        """The quantities that config/latent.yaml switches on, for one draw.

        Those of light belong to an exposure, such as "VIS.total_lens_flux", and are in
        the units of the model: the flux scaling is not in them.
        """
        instance = model.instance_from_vector(parameters, ignore_assertions=True)
        fit, found = self.fit_from(instance), {}
        for number, index in enumerate(self.dataset.active_indices):
            lens = LatentLens(fit.fits[index])
            for name, function in LATENT_FUNCTIONS.items():
                if not configuration.value("latent", name):
                    continue
                if name not in ONCE:
                    found[f"{self.dataset.names[index]}.{name}"] = function(lens)
                elif number == 0:
                    found[name] = function(lens)
        return found

    def save_results(self, paths: Any, result: ResultMultiImaging) -> None:
        """Write the images of the best fit, each exposure in a folder of its name, and
        amplitudes.csv."""
        fit = result.max_log_likelihood_fit
        for number in self.dataset.active_indices:
            folder = output.exposure_folder(paths.image, self.dataset.names[number])
            output.write_fit(fit.fits[number], folder)
        output.write_amplitudes(fit, paths.image / "amplitudes.csv")
