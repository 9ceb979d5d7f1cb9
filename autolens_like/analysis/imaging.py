"""`AnalysisImaging`: the likelihood of a lens model given imaging data."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.analysis import output
from autolens_like.analysis.latent import LATENT_FUNCTIONS, UNITS, LatentLens
from autolens_like.analysis.lens import member_of, named_galaxies_from, tracer_from
from autolens_like.analysis.positions import PositionsLH
from autolens_like.analysis.result import ResultImaging
from autolens_like.dataset.identity import identity_of
from autolens_like.dataset.imaging import Imaging
from autolens_like.fit import statistics
from autolens_like.fit.adapt_images import AdaptImages
from autolens_like.fit.dataset_model import DatasetModel
from autolens_like.fit.fixed_light import FixedLight
from autolens_like.fit.imaging import FitImaging
from autolens_like.fit.pixelized_objects import pixelized_components_of
from autolens_like.inversion.settings import Settings
from autolens_like.lens.tracer import Tracer
from autolens_like.numerics.namespace import array_namespace, is_jax
from autolens_like.search import configuration
from autolens_like.search.analysis import Analysis
from autolens_like.search.identity import digest
from autolens_like.search.summary import described


def positions_from(given: Any) -> list[PositionsLH]:
    """A checked list of penalties, from one, several or None.

    Raises
    ------
    PositionsException
        Something else came.
    """
    positions = given or []
    positions = [positions] if isinstance(positions, PositionsLH) else positions
    for item in positions:
        if not isinstance(item, PositionsLH):
            raise exc.PositionsException(
                f"positions_likelihood_list holds a {type(item).__name__}; give "
                "al.PositionsLH objects."
            )
    return list(positions)


def whitened(dataset: Imaging, residuals: Any) -> Any:
    """(N,) residuals of unit variance and without correlations."""
    inverse = dataset.noise_covariance_matrix_inv
    if inverse is None:
        return residuals / dataset.noise_map.array
    return np.linalg.cholesky(inverse).T @ residuals


class AnalysisImaging(Analysis):
    """What a search maximizes: the figure of merit of a `FitImaging`.

    Parameters
    ----------
    dataset
        The data, masked.
    positions_likelihood_list
        `PositionsLH` penalties; the image is fitted where none applies.
    adapt_images
        Images of an earlier result, for pixelizations that adapt to them: an
        `AdaptImages`, best that of `AdaptImages.from_result`.
    cosmology
        Cosmology of the tracer; None is `Planck15`.
    settings
        How linear amplitudes are solved for.
    raise_inversion_positions_likelihood_exception
        Refuse to fit a pixelized source without `PositionsLH`: its evidence has a
        second maximum where the lens hardly deflects and the source is the image
        itself.
    title_prefix
        Written in front of the titles of the figures.
    use_jax
        Compile the likelihood with JAX. The numpy path is the faster one on a CPU, so
        this is for GPUs and gradients.

    Raises
    ------
    InputException
        An argument of another type.
    """

    result_class = ResultImaging
    LATENT_UNITS = UNITS

    def __init__(
        self,
        dataset: Imaging,
        positions_likelihood_list: list[PositionsLH] | PositionsLH | None = None,
        adapt_images: AdaptImages | None = None,
        cosmology: Any = None,
        settings: Settings | None = None,
        raise_inversion_positions_likelihood_exception: bool = True,
        title_prefix: str | None = None,
        use_jax: bool = False,
    ) -> None:
        self.adapt_images = self._checked(dataset, adapt_images)
        self.dataset = dataset
        self.positions_likelihood_list = positions_from(positions_likelihood_list)
        self.cosmology, self.settings = cosmology, settings or Settings()
        self.raise_inversion_positions_likelihood_exception = (
            raise_inversion_positions_likelihood_exception
        )
        self.title_prefix, self.use_jax = title_prefix, use_jax
        self._preloads = self._empty_preloads()
        # Penalized models stand below an empty one, so that the likelihood has no hole
        # around the models that are worth a fit.
        empty = self._whitened_data()
        self._floor = statistics.log_likelihood_from(
            empty @ empty, self._noise_normalization
        )

    @staticmethod
    def _checked(dataset: Any, adapt_images: Any) -> Any:
        """The adapt images, where data and images are what they have to be."""
        if not isinstance(dataset, Imaging):
            raise exc.DatasetException(
                f"AnalysisImaging got a {type(dataset).__name__}; give an al.Imaging."
            )
        dataset.check_finite()
        if adapt_images is None:
            return None
        if not isinstance(adapt_images, AdaptImages):
            raise exc.InputException(
                f"adapt_images is a {type(adapt_images).__name__}; give an "
                "al.AdaptImages, such as al.AdaptImages.from_result(result)."
            )
        adapt_images.check_mask(dataset.mask)
        return adapt_images

    def _empty_preloads(self) -> Any:
        """What fits remember for the next, before the first."""
        return FixedLight()

    @property
    def _noise_normalization(self) -> float:
        return self.dataset.noise_normalization

    def _whitened_data(self) -> Any:
        """(N,) the data as residuals of an empty model."""
        return whitened(self.dataset, self.dataset.data.array)

    def _whitened_residuals(self, fit: Any) -> Any:
        """(N,) residuals of a fit, of unit variance and without correlations."""
        return whitened(self.dataset, fit.residual_map.array)

    def tracer_via_instance_from(self, instance: Any) -> Tracer:
        """The tracer of a model instance."""
        return tracer_from(instance, self.cosmology)

    def dataset_model_via_instance_from(self, instance: Any) -> DatasetModel | None:
        """The `DatasetModel` of an instance, if it has one."""
        return member_of(instance, "dataset_model")

    def fit_from(self, instance: Any) -> FitImaging:
        """The fit of a model instance to the data."""
        dataset_model = self.dataset_model_via_instance_from(instance)
        adapt_images = self.adapt_images
        if adapt_images is not None:
            adapt_images = adapt_images.of_galaxies(named_galaxies_from(instance))
        # A grid offset moves light that is fixed on the sky.
        preloads = self._preloads if dataset_model is None else None
        return FitImaging(
            dataset=self.dataset,
            tracer=self.tracer_via_instance_from(instance),
            dataset_model=dataset_model,
            adapt_images=adapt_images,
            settings=self.settings,
            preloads=preloads,
        )

    def check_model(self, model: Any) -> None:
        """Refuse a pixelized source without a positions likelihood.

        Raises
        ------
        PixelizationException
            The model has one, and nothing keeps its lens from hardly deflecting.
        """
        guarded = self.positions_likelihood_list
        if guarded or not self.raise_inversion_positions_likelihood_exception:
            return
        instance = model.instance_from_prior_medians(ignore_assertions=True)
        parts = pixelized_components_of(self.tracer_via_instance_from(instance))
        if any(part.plane > 0 for part in parts):
            raise exc.PixelizationException(
                "The model has a pixelized source and the analysis no positions "
                "likelihood. A pixelization fits a lens that hardly deflects as well, "
                "with the image itself as its source; positions of the multiple images "
                "rule that out. Give positions_likelihood_list=[al.PositionsLH("
                "positions, threshold=0.3)], or result.positions_likelihood_from() of "
                "an earlier fit. raise_inversion_positions_likelihood_exception=False "
                "fits without."
            )

    def log_likelihood_function(self, instance: Any) -> Any:
        """The figure of merit of an instance, less the penalty of the positions."""
        if not self.positions_likelihood_list:
            return self.fit_from(instance).figure_of_merit
        tracer = self.tracer_via_instance_from(instance)
        penalty = sum(
            item.log_likelihood_penalty_from(tracer)
            for item in self.positions_likelihood_list
        )
        if not is_jax(penalty) and penalty > 0.0:
            return self._floor - penalty
        figure_of_merit = self.fit_from(instance).figure_of_merit
        xp = array_namespace(penalty, figure_of_merit)
        return xp.where(penalty > 0.0, self._floor - penalty, figure_of_merit)

    def residuals_function(self, instance: Any) -> Any:
        """(N,) residuals r of an instance, with log likelihood = constant - ½ Σ r².

        Normalized residuals of the fit with its linear amplitudes solved for, whitened
        where the noise is correlated; with position penalties one number more.

        Raises
        ------
        PixelizationException
            The model has a pixelized source, whose evidence is no sum of squares.
        """
        penalty = self._penalty(instance)
        if not is_jax(penalty) and penalty > 0.0:
            residuals = self._whitened_data()
        else:
            residuals = self._residuals_of_fit(instance)
        if not self.positions_likelihood_list:
            return residuals
        xp = array_namespace(penalty, residuals)
        residuals = xp.where(penalty > 0.0, self._whitened_data(), residuals)
        # The slope of a square root at zero is not finite, whatever it is times.
        root = xp.sqrt(2.0 * xp.where(penalty > 0.0, penalty, 1.0))
        root = xp.where(penalty > 0.0, root, 0.0)
        return xp.concatenate([residuals, xp.reshape(root, (1,))])

    def _residuals_of_fit(self, instance: Any) -> Any:
        fit = self.fit_from(instance)
        if fit.log_evidence is not None:
            raise exc.PixelizationException(
                "The evidence of a pixelized source is no sum of squares, so that "
                "least squares cannot maximize it; use a nested sampler."
            )
        return self._whitened_residuals(fit)

    def _penalty(self, instance: Any) -> float:
        if not self.positions_likelihood_list:
            return 0.0
        tracer = self.tracer_via_instance_from(instance)
        return sum(
            item.log_likelihood_penalty_from(tracer)
            for item in self.positions_likelihood_list
        )

    def identity(self) -> dict[str, str]:
        """A digest of everything that decides the likelihood.

        A search stores them, so that changed data never return an old result.
        """
        digests = self._identity_of_data()
        texts = {
            "positions": self.positions_likelihood_list,
            "settings": self.settings,
            "cosmology": self.cosmology,
        }
        for name, value in texts.items():
            digests[name] = hashlib.sha256(repr(value).encode()).hexdigest()
        if self.adapt_images is not None:
            digests["adapt_images"] = digest(self.adapt_images)
        return digests

    def _identity_of_data(self) -> dict[str, str]:
        return identity_of(self.dataset)

    def save_attributes(self, paths: Any) -> None:
        """Write what the likelihood needs beside its results, so that a `FitImaging`
        can be made again from the folder alone."""
        output.write_dataset(self.dataset, paths.image / "dataset.fits")
        paths.write_json("settings", {"value": described(self.settings, "settings")})
        paths.write_json("cosmology", {"value": described(self.cosmology, "cosmology")})
        if self.adapt_images is not None:
            path = paths.image / "adapt_images.fits"
            output.write_adapt_images(self.adapt_images, path)

    def compute_latent_variables(
        self, parameters: Sequence[float], model: Any
    ) -> dict[str, float]:
        """The quantities that config/latent.yaml switches on, for one draw.

        A subclass adds its own to the dictionary.
        """
        instance = model.instance_from_vector(parameters, ignore_assertions=True)
        lens = LatentLens(self.fit_from(instance))
        return {
            name: function(lens)
            for name, function in LATENT_FUNCTIONS.items()
            if configuration.value("latent", name)
        }

    def save_results(self, paths: Any, result: ResultImaging) -> None:
        """Write the images of the best fit."""
        output.write_fit(result.max_log_likelihood_fit, paths.image)
