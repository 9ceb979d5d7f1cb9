"""`ResultImaging`: a search's result that knows lenses."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.analysis.lens import named_galaxies_from
from autolens_like.analysis.positions import PositionsLH
from autolens_like.fit.galaxy_paths import ByPath
from autolens_like.fit.imaging import FitImaging
from autolens_like.lens.quantities import LensCalc
from autolens_like.lens.tracer import Tracer
from autolens_like.search.result import Result
from autolens_like.typing import GridLike

#: Posterior draws from which derived quantities take their errors.
LATENT_DRAWS = 100
_LATENT_SEED = 1


class ResultImaging(Result):
    """The posterior of a lens model, its best fit and quantities derived from it."""

    @cached_property
    def max_log_likelihood_fit(self) -> FitImaging:
        """The fit of the best instance."""
        return self.analysis.fit_from(self.instance)

    @property
    def max_log_likelihood_tracer(self) -> Tracer:
        """The tracer of the best instance, linear intensities put in."""
        return (
            self.max_log_likelihood_fit.tracer_linear_light_profiles_to_light_profiles
        )

    @property
    def max_log_likelihood_galaxies(self) -> list[Any]:
        """The galaxies of the best tracer."""
        return list(self.max_log_likelihood_tracer.galaxies)

    @property
    def subtracted_signal_to_noise_map_galaxy_dict(self) -> ByPath:
        """Signal-to-noise map of every galaxy, the others subtracted, by its path."""
        fit = self.max_log_likelihood_fit
        return self._by_path(fit.subtracted_signal_to_noise_maps_of_galaxies_dict)

    @property
    def model_image_galaxy_dict(self) -> ByPath:
        """Blurred model image of every galaxy, by its path."""
        return self._by_path(self.max_log_likelihood_fit.galaxy_model_image_dict)

    def _by_path(self, images: dict[Any, Any]) -> ByPath:
        paths = named_galaxies_from(self.instance)
        return ByPath(dict(zip(paths, images.values(), strict=True)))

    def positions_likelihood_from(
        self,
        positions: GridLike,
        factor: float = 3.0,
        minimum_threshold: float = 0.2,
    ) -> PositionsLH:
        """A `PositionsLH` whose threshold follows from this result.

        Parameters
        ----------
        positions
            (n, 2) image positions (y, x) [arcsec].
        factor
            The threshold is this times the separation in the best model.
        minimum_threshold
            The threshold is at least this [arcsec].
        """
        unlimited = PositionsLH(positions, threshold=1.0)
        tracer = self.analysis.tracer_via_instance_from(self.instance)
        separation = float(unlimited.source_plane_separation_from(tracer))
        return PositionsLH(positions, max(factor * separation, minimum_threshold))

    @cached_property
    def effective_einstein_radius(self) -> tuple[float, float, float]:
        """Median, lower and upper 1σ limit of the effective Einstein radius [arcsec].

        The radius of the circle with the area inside the tangential critical curve,
        over `LATENT_DRAWS` draws of the posterior.

        Raises
        ------
        LensException
            No draw has a critical curve.
        """
        rng = np.random.default_rng(_LATENT_SEED)
        radii = []
        for _ in range(LATENT_DRAWS):
            instance = self.samples.draw_randomly_via_pdf(rng)
            tracer = self.analysis.tracer_via_instance_from(instance)
            try:
                radii.append(LensCalc.from_tracer(tracer).einstein_radius_from())
            except exc.LensException:
                continue
        if not radii:
            raise exc.LensException(
                "No draw of the posterior has a tangential critical curve, so there "
                "is no Einstein radius; look at the mass model."
            )
        lower, median, upper = np.percentile(radii, [15.865, 50.0, 84.135])
        return float(median), float(lower), float(upper)

    @property
    def latent_text(self) -> str:
        """The derived quantities as a table."""
        median, lower, upper = self.effective_einstein_radius
        return (
            f"effective_einstein_radius [arcsec]  {median:.4f} "
            f"(+{upper - median:.4f} -{median - lower:.4f}, 1 sigma)\n"
        )
