"""The components of a tracer whose amplitudes are solved for, and their solution."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.galaxy.galaxies import with_replaced_profiles
from autolens_like.inversion.degeneracy import naming_singularities
from autolens_like.inversion.image_at_solution import (
    SharpRows,
    SolvedColumns,
    images_at_solution,
)
from autolens_like.inversion.linear_system import (
    amplitudes_from,
    curvature_and_data_vector,
    solved_matrix_from,
)
from autolens_like.inversion.settings import Settings
from autolens_like.lens.tracer import Tracer
from autolens_like.numerics.blocks import one_blas_thread
from autolens_like.numerics.cached import cached_property
from autolens_like.profiles.basis import Basis
from autolens_like.profiles.light.operated import is_operated


@dataclass(frozen=True)
class LinearComponent:
    """One linear light profile and where it stands in its tracer.

    Parameters
    ----------
    profile
        The profile.
    plane
        Index of its plane.
    galaxy
        Index of its galaxy among `Tracer.galaxies`.
    """

    profile: Any
    plane: int
    galaxy: int


def linear_components_of(tracer: Tracer) -> list[LinearComponent]:
    """Every linear light profile of a tracer, plane by plane, galaxy by galaxy.

    Those that are convolved already come last.

    Raises
    ------
    InputException
        A basis asks for a regularization, which this solution would leave out.
    """
    for galaxy in tracer.galaxies:
        for component in galaxy.components:
            if isinstance(component, Basis) and component.regularization is not None:
                raise exc.InputException(
                    f"A Basis has the regularization {component.regularization!r}, but "
                    "linear light profiles are solved without one here; give "
                    "regularization=None."
                )
    components = list(_walk(tracer))
    last = [c for c in components if is_operated(c.profile)]
    return [c for c in components if c not in last] + last if last else components


def _walk(tracer: Tracer) -> Iterator[LinearComponent]:
    for plane in range(tracer.total_planes):
        for index, galaxy in enumerate(tracer.galaxies):
            if tracer.plane_index_of(galaxy) == plane:
                for profile in galaxy.linear_light_profiles:
                    yield LinearComponent(profile, plane, index)


def names_of(components: list[LinearComponent]) -> list[str]:
    """What linear light profiles are called in messages."""
    return [
        f"{type(part.profile).__name__} {number} of galaxy {part.galaxy}"
        for number, part in enumerate(components)
    ]


def with_intensities(tracer: Tracer, intensities: Mapping[Any, Any]) -> Tracer:
    """The tracer with linear light profiles given an intensity.

    Parameters
    ----------
    tracer
        Has linear light profiles.
    intensities
        The intensity of each of them, by profile.
    """
    return with_replaced_profiles(
        tracer,
        {
            profile: profile.with_intensity(intensity)
            for profile, intensity in intensities.items()
        },
    )


@dataclass(frozen=True, eq=False)
class LinearFit:
    """The linear components of a fit with their solved amplitudes.

    Parameters
    ----------
    components
        M components.
    blurred
        (M, N) their blurred images at unit amplitude.
    data
        (N,) what they are fitted to.
    noise_map
        (N,) standard deviations.
    inverse_covariance
        (N, N) inverse noise covariance, or None.
    settings
        How the system is solved.
    sharp
        The components before they are blurred, where derivatives are to use them.
    """

    components: list[LinearComponent]
    blurred: Any
    data: Any
    noise_map: Any
    inverse_covariance: Any
    settings: Settings
    sharp: SharpRows | None = field(default=None, kw_only=True)

    @cached_property
    def _system(self) -> tuple[Any, Any]:
        return curvature_and_data_vector(
            self.blurred, self.data, self.noise_map, self.inverse_covariance
        )

    @property
    def curvature_matrix(self) -> Any:
        """F, (M, M), without what the settings add to its diagonal."""
        return self._system[0]

    @property
    def data_vector(self) -> Any:
        """D, (M,)."""
        return self._system[1]

    @property
    def operated_mapping_matrix(self) -> Any:
        """(N, M) blurred images of the components, one a column."""
        return self.blurred.T

    @cached_property
    def reconstruction(self) -> Any:
        """(M,) amplitudes."""
        system = (self.curvature_matrix, self.data_vector)
        extra = self.settings.no_regularization_add_to_curvature_diag_value
        named = naming_singularities(
            lambda: system[0] + extra * np.eye(len(system[0])),
            lambda: names_of(self.components),
        )
        with one_blas_thread(), named:
            return amplitudes_from(*system, self.settings)

    @property
    def intensities(self) -> Any:
        """(M,) amplitudes, under the name that a fit with pixelizations has as well."""
        return self.reconstruction

    def image_of_galaxy(self, galaxy: int) -> Any:
        """(N,) blurred image of the components of one galaxy."""
        return self.image_where([c.galaxy == galaxy for c in self.components])

    @cached_property
    def image(self) -> Any:
        """(N,) blurred image of all components together."""
        own = None if self.sharp is None else self._own_image
        return self.image_of(self.reconstruction) if own is None else own

    @property
    def _own_image(self) -> Any:
        """The image with its derivatives in a few convolutions."""
        places = np.arange(len(self.components))
        signed = np.full(places.size, not self.settings.use_positive_only_solver)
        matrix = solved_matrix_from(self.curvature_matrix, self.settings)
        columns = [self.columns_at(places)]
        return images_at_solution(self.reconstruction, matrix, signed, columns)[0]

    def columns_at(self, places: np.ndarray) -> SolvedColumns:
        """The components with (M,) places of their amplitudes in a linear system."""
        noise = (self.noise_map, self.inverse_covariance)
        return SolvedColumns(self.blurred, self.sharp, self.data, *noise, places)

    def image_of(self, reconstruction: Any) -> Any:
        """(N,) blurred image of (M,) amplitudes that are not those solved for."""
        with one_blas_thread():
            return reconstruction @ self.blurred

    def image_where(self, chosen: list[bool]) -> Any:
        """(N,) blurred image of some of the components.

        Parameters
        ----------
        chosen
            One truth value a component.
        """
        return sum(
            (
                amplitude * image
                for amplitude, image, use in zip(
                    self.reconstruction, self.blurred, chosen, strict=True
                )
                if use
            ),
            0.0 * self.data,
        )
