"""What a `FitMultiImaging` says about its exposures, amplitudes and sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.inversion.unknowns import UnknownGroup
from autolens_like.numerics.cached import cached_property
from autolens_like.profiles.basis import image_matrix_from
from autolens_like.structures.array import Array2D
from autolens_like.structures.coordinates import array_like
from autolens_like.typing import GridLike


class MultiViews:
    """Images by exposure, amplitudes by name, and what follows from both."""

    dataset: Any
    tracer: Any
    inversion: Any
    chi_squared: Any
    fits: list[Any]
    paths: tuple[str, ...]

    def fit_of(self, exposure: int | str) -> Any:
        """The fit of one exposure, by name or number.

        Raises
        ------
        DatasetException
            There is no such exposure, or it is switched off.
        """
        number = self.dataset.index_of(exposure)
        if self.fits[number] is None:
            raise exc.DatasetException(
                f"The exposure '{self.dataset.names[number]}' is switched off, so that "
                "it has no fit; switch it on by dataset.with_active(...)."
            )
        return self.fits[number]

    def _of_each(self, name: str) -> list[Array2D | None]:
        return [None if fit is None else getattr(fit, name) for fit in self.fits]

    @property
    def model_data_list(self) -> list[Array2D | None]:
        """Model image of every exposure, its background included; None where off."""
        return self._of_each("model_data")

    @property
    def residual_map_list(self) -> list[Array2D | None]:
        """Data minus model of every exposure; None where off."""
        return self._of_each("residual_map")

    @property
    def normalized_residual_map_list(self) -> list[Array2D | None]:
        """(data - model) / noise of every exposure [σ]; None where off."""
        return self._of_each("normalized_residual_map")

    @property
    def chi_squared_list(self) -> list[Any]:
        """χ² of every exposure; None where off."""
        return self._of_each("chi_squared")

    @cached_property
    def amplitude_dict(self) -> dict[str, dict[str, Any]]:
        """Solved amplitudes by exposure and component, see `JointInversion.by_name`.

        In units of the model: the flux scaling of the exposure is not in them.
        """
        return self.inversion.by_name(self.inversion.amplitudes)

    @cached_property
    def amplitude_error_dict(self) -> dict[str, dict[str, Any]]:
        """Their standard deviations."""
        return self.inversion.by_name(self.inversion.errors)

    @property
    def total_linear_parameters(self) -> int:
        """How many amplitudes are solved for; one that exposures share counts once."""
        return self.inversion.total_params

    @property
    def degrees_of_freedom(self) -> Any:
        """Unmasked pixels less what was solved for.

        Amplitudes with a prior, and source pixels, count as far as the data measure
        them (γ of Suyu et al. 2006, MNRAS 371, 983).
        """
        solved = sum(s.number_of_good_parameters for s in self.inversion.systems)
        return self.dataset.shape_slim - solved

    @property
    def reduced_chi_squared(self) -> Any:
        """χ² over the degrees of freedom."""
        return self.chi_squared / self.degrees_of_freedom

    @property
    def response_matrix(self) -> np.ndarray:
        """(K, n) see `JointInversion.response_matrix`."""
        return self.inversion.response_matrix

    @property
    def data_response(self) -> Any:
        """(n,) see `JointInversion.data_response`."""
        return self.inversion.data_response

    @property
    def error_response(self) -> np.ndarray:
        """(n,) see `JointInversion.error_response`."""
        return self.inversion.error_response

    def source_error_map_from(
        self, grid: GridLike, galaxy: int | str = -1, exposure: int | str | None = None
    ) -> Any:
        """Standard deviation of the linear light of a galaxy, unlensed.

        √(bᵀ C b) of the images b of its profiles and the covariance C of their
        amplitudes, those that the fit of one exposure has.

        Parameters
        ----------
        grid
            Where, in the plane of the galaxy [arcsec].
        galaxy
            Its number or name; by default the last.
        exposure
            Name or number; by default the first that is switched on.

        Raises
        ------
        InversionException
            The galaxy has no linear light in this exposure.
        """
        number = self._galaxy_number(galaxy)
        first = self.dataset.active_indices[0]
        fit = self.fit_of(first if exposure is None else exposure)
        parts = [p for p in fit.components if p.galaxy == number]
        if not parts:
            raise exc.InversionException(
                f"The galaxy '{self.paths[number]}' has no linear light in this "
                "exposure, so that there is no error of it. For a pixelized source "
                "take fit_of(exposure).inversion.sources."
            )
        chosen = [i for i, p in enumerate(fit.components) if p.galaxy == number]
        covariance = fit.inversion.reconstruction_covariance_matrix
        covariance = np.asarray(covariance)[np.ix_(chosen, chosen)]
        points = np.asarray(getattr(grid, "array", grid), dtype=float)
        flat = points.reshape(-1, 2)
        images = image_matrix_from([p.profile for p in parts], flat[:, 0], flat[:, 1])
        variance = np.einsum("ap,ab,bp->p", images, covariance, images)
        return array_like(grid, np.sqrt(np.maximum(variance, 0.0)))

    def _galaxy_number(self, galaxy: int | str) -> int:
        if isinstance(galaxy, str):
            if galaxy not in self.paths:
                close = exc.suggestion(galaxy, self.paths)
                raise exc.UnknownGalaxyException(
                    f"There is no galaxy '{galaxy}'. {close}"
                )
            return self.paths.index(galaxy)
        return range(len(self.paths))[galaxy]

    @property
    def groups(self) -> Sequence[UnknownGroup]:
        """The unknowns in their order, see `JointInversion`."""
        return self.inversion.groups
