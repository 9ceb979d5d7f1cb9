"""`ResultImaging`: a search's result that knows lenses."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.analysis.lens import named_galaxies_from
from autolens_like.analysis.positions import PositionsLH, plane_index_from
from autolens_like.fit.galaxy_paths import ByPath
from autolens_like.fit.imaging import FitImaging
from autolens_like.fit.pixelized_fit import PixelizedFit
from autolens_like.lens.multiple_images import multiple_images_from
from autolens_like.lens.tracer import Tracer
from autolens_like.profiles.light.light_profile import LightProfile
from autolens_like.search.result import Result
from autolens_like.structures.irregular import Grid2DIrregular
from autolens_like.typing import GridLike

#: Steps in which a source is moved inwards until it has several images.
_INWARD_STEPS = 20


class ResultImaging(Result):
    """The posterior of a lens model, its best fit and quantities derived from it."""

    @cached_property
    def max_log_likelihood_fit(self) -> FitImaging:
        """The fit of the best instance."""
        return self.analysis.fit_from(self.instance)

    @property
    def _reference_fit(self) -> FitImaging:
        """The image of the best fit that pictures of the sky are taken from."""
        return self.max_log_likelihood_fit

    @property
    def max_log_likelihood_tracer(self) -> Tracer:
        """The tracer of the best instance, linear intensities put in."""
        return self._reference_fit.tracer_linear_light_profiles_to_light_profiles

    @property
    def max_log_likelihood_galaxies(self) -> list[Any]:
        """The galaxies of the best tracer."""
        return list(self.max_log_likelihood_tracer.galaxies)

    @property
    def subtracted_signal_to_noise_map_galaxy_dict(self) -> ByPath:
        """Signal-to-noise map of every galaxy, the others subtracted, by its path."""
        fit = self._reference_fit
        return self._by_path(fit.subtracted_signal_to_noise_maps_of_galaxies_dict)

    @property
    def model_image_galaxy_dict(self) -> ByPath:
        """Blurred model image of every galaxy, by its path."""
        return self._by_path(self._reference_fit.galaxy_model_image_dict)

    def _by_path(self, images: dict[Any, Any]) -> ByPath:
        paths = named_galaxies_from(self.instance)
        return ByPath(dict(zip(paths, images.values(), strict=True)))

    def source_plane_centre_from(
        self, plane_redshift: float | None = None
    ) -> Grid2DIrregular:
        """(1, 2) where the source of the best fit is brightest [arcsec].

        The brightest pixel of a pixelized source, else the brightest centre of the
        light profiles of its plane.

        Parameters
        ----------
        plane_redshift
            Redshift of the source; None is the last plane.

        Raises
        ------
        PositionsException
            The plane has no light.
        """
        fit, tracer = self._reference_fit, self.max_log_likelihood_tracer
        plane = plane_index_from(tracer, plane_redshift)
        if isinstance(fit.inversion, PixelizedFit):
            for part, source in zip(
                fit.inversion.pixelized, fit.inversion.sources, strict=True
            ):
                if part.plane == plane:
                    return Grid2DIrregular([source.max_pixel_centre])
        profiles = tracer.planes[plane].cls_list_from(LightProfile)
        if not profiles:
            raise exc.PositionsException(
                f"The plane at redshift {tracer.plane_redshifts[plane]} has no light "
                "whose images could be looked for; give the positions."
            )
        centres = np.array([profile.centre for profile in profiles], dtype=float)
        light = tracer.planes[plane].image(*centres.T)
        return Grid2DIrregular([centres[int(np.argmax(light))]])

    def image_plane_multiple_image_positions(
        self, plane_redshift: float | None = None
    ) -> Grid2DIrregular:
        """(n, 2) where the brightest point of the source is seen [arcsec].

        A source outside the caustics is moved towards the centre of the lens until it
        has two images or more: their positions still tell which lens fits them.

        Parameters
        ----------
        plane_redshift
            Redshift of the source; None is the last plane.

        Raises
        ------
        PositionsException
            The best lens makes no multiple images.
        """
        tracer = self.max_log_likelihood_tracer
        plane = plane_index_from(tracer, plane_redshift)
        axes = self._reference_fit.mask.geometry.axes
        source = self.source_plane_centre_from(plane_redshift).array[0]
        middle = np.array(tracer.mass_centres[0])
        for share in np.linspace(1.0, 0.0, _INWARD_STEPS, endpoint=False):
            point = middle + share * (source - middle)
            images = multiple_images_from(
                lambda y, x: tracer.traced(y, x)[plane], tuple(point), axes
            )
            if len(images) > 1:
                return Grid2DIrregular(images)
        raise exc.PositionsException(
            "The best lens makes no multiple images of its source; look at the fit, or "
            "give the positions that you see."
        )

    def positions_likelihood_from(
        self,
        factor: float = 3.0,
        minimum_threshold: float | None = 0.2,
        maximum_threshold: float | None = None,
        positions: GridLike | None = None,
        plane_redshift: float | None = None,
    ) -> PositionsLH:
        """A `PositionsLH` that follows from this result, for the next fit.

        Parameters
        ----------
        factor
            The threshold is this times the separation in the best model.
        minimum_threshold, maximum_threshold
            The threshold is at least and at most this [arcsec]; None is no limit.
        positions
            (n, 2) image positions (y, x) [arcsec]; None takes
            `image_plane_multiple_image_positions`.
        plane_redshift
            Redshift of the source; None is the last plane.
        """
        if positions is None:
            positions = self.image_plane_multiple_image_positions(plane_redshift)
        unlimited = PositionsLH(positions, 1.0, plane_redshift=plane_redshift)
        tracer = self.analysis.tracer_via_instance_from(self.instance)
        threshold = factor * float(unlimited.source_plane_separation_from(tracer))
        if minimum_threshold is not None:
            threshold = max(threshold, minimum_threshold)
        if maximum_threshold is not None:
            threshold = min(threshold, maximum_threshold)
        return PositionsLH(positions, threshold, plane_redshift=plane_redshift)

    @cached_property
    def effective_einstein_radius(self) -> tuple[float, float, float]:
        """Median, lower and upper 1σ limit of the effective Einstein radius [arcsec].

        The radius of the circle with the area inside the tangential critical curve,
        over draws of the posterior.

        Raises
        ------
        LensException
            No draw has a critical curve, or config/latent.yaml leaves the radius out.
        """
        name = "effective_einstein_radius"
        latent = self.latent_samples
        if latent is None or name not in latent.parameter_names:
            raise exc.LensException(
                f"config/latent.yaml leaves {name} out; set it true."
            )
        found = latent.interval_of(latent.values_for_path((name,)))
        if np.isnan(found.median):
            raise exc.LensException(
                "No draw of the posterior has a tangential critical curve, so there "
                "is no Einstein radius; look at the mass model."
            )
        return tuple(found)
