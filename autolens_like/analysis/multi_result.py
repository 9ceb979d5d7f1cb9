"""`ResultMultiImaging`: a search's result that knows lenses in several exposures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from autolens_like.analysis.result import ResultImaging
from autolens_like.fit.adapt_images import (
    AdaptImages,
    galaxy_name_image_dict_via_result_from,
)
from autolens_like.fit.exposure_fit import ExposureFit
from autolens_like.fit.galaxy_paths import ByPath


@dataclass(frozen=True)
class ExposureResult:
    """The images of one exposure of the best fit, by the paths of the galaxies."""

    model_image_galaxy_dict: ByPath
    subtracted_signal_to_noise_map_galaxy_dict: ByPath


class ResultMultiImaging(ResultImaging):
    """The posterior of a lens model, its best fit and quantities derived from it.

    `max_log_likelihood_fit` is a `FitMultiImaging`. Where one image or one tracer is
    wanted (`max_log_likelihood_tracer`, images of galaxies, positions of multiple
    images), it is that of the first exposure that is switched on; `exposure` gives
    those of any other.
    """

    @property
    def _reference_fit(self) -> ExposureFit:
        fit = self.max_log_likelihood_fit
        return fit.fits[fit.dataset.active_indices[0]]

    def exposure(self, name: int | str) -> ExposureResult:
        """The images of galaxies in one exposure, by its name or number.

        Raises
        ------
        DatasetException
            There is no such exposure, or it is switched off.
        """
        fit = self.max_log_likelihood_fit.fit_of(name)
        return ExposureResult(
            self._by_path(fit.galaxy_model_image_dict),
            self._by_path(fit.subtracted_signal_to_noise_maps_of_galaxies_dict),
        )

    def tracer_of(self, name: int | str) -> Any:
        """The best tracer with the intensities of one exposure put in."""
        fit = self.max_log_likelihood_fit.fit_of(name)
        return fit.tracer_linear_light_profiles_to_light_profiles

    def adapt_images_from(
        self, use_model_images: bool = False
    ) -> dict[str, AdaptImages]:
        """What the result says about its galaxies, for the next `adapt_images`.

        Parameters
        ----------
        use_model_images
            As for `AdaptImages.from_result`.
        """
        dataset = self.max_log_likelihood_fit.dataset
        images = {}
        for number in dataset.active_indices:
            one = self.exposure(number)
            named = galaxy_name_image_dict_via_result_from(one, use_model_images)
            images[dataset.names[number]] = AdaptImages(galaxy_name_image_dict=named)
        return images
