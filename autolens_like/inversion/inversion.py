"""`Inversion`: linear light profiles and pixelized sources solved for together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from autolens_like.inversion.evidence import (
    log_determinant,
    log_determinant_of_neighbours,
)
from autolens_like.inversion.linear_system import solution, with_regularization
from autolens_like.inversion.mapper import Mapper
from autolens_like.inversion.pixelized_system import (
    blurred_mapping_matrix,
    curvature_and_data_vector_by_operator,
    pixelized_curvature_and_data_vector,
)
from autolens_like.inversion.results import InversionResults
from autolens_like.inversion.settings import Settings
from autolens_like.numerics.block_pivoting import positive_solution_by_blocks
from autolens_like.numerics.blocks import one_blas_thread, together
from autolens_like.numerics.cached import cached_property
from autolens_like.numerics.convolve import BlurWindow, blurred
from autolens_like.numerics.correlated_operator import CorrelatedOperator
from autolens_like.numerics.memory import require_memory
from autolens_like.numerics.namespace import array_namespace, is_concrete
from autolens_like.numerics.sparse_operator import SparseOperator
from autolens_like.numerics.symmetric_entries import SymmetricEntries

#: Square matrices that are in memory together: partial sums, F + H, H, F and factors.
_MATRICES = 8


@dataclass(frozen=True, eq=False)
class LinearData:
    """What linear objects are fitted to.

    Parameters
    ----------
    data
        (N,) image without light of known intensity.
    noise_map
        (N,) standard deviations.
    inverse_covariance
        (N, N) inverse noise covariance, or None.
    window
        Where the pixels lie and what they are convolved with; None does not blur.
    operator
        Noise and kernel made ready once, which is faster; None works without.
    """

    data: np.ndarray
    noise_map: np.ndarray
    inverse_covariance: np.ndarray | None = None
    window: BlurWindow | None = None
    operator: SparseOperator | CorrelatedOperator | None = None


class FreeSet:
    """Which amplitudes were above zero in the fit before: where the next one starts.

    A positive solution is found in a third of the time from there, and is the same.
    """

    def __init__(self) -> None:
        self._free: np.ndarray | None = None

    def guess(self, size: int) -> np.ndarray | None:
        """(size,) the amplitudes that are tried first; None where nothing is known."""
        fits = self._free is not None and self._free.size == size
        return self._free if fits else None

    def remember(self, amplitudes: np.ndarray) -> None:
        """Keep for the next fit which amplitudes are above zero."""
        self._free = amplitudes > 0.0


class Inversion(InversionResults):
    """The solved amplitudes of linear light profiles, then of source pixels.

    Parameters
    ----------
    light
        (L, N) blurred images of the linear light profiles at unit intensity.
    mappers
        One a pixelization.
    data
        What they are fitted to.
    settings
        How the system is solved.
    adapt_data
        (N,) image, or None, of every mapper.
    free_set
        Where a positive solution starts; by default from nothing.

    Raises
    ------
    PixelizationException
        The matrices do not fit into the memory of this machine.
    """

    def __init__(
        self,
        light: np.ndarray,
        mappers: Sequence[Mapper],
        data: LinearData,
        settings: Settings | None = None,
        adapt_data: Sequence[Any] | None = None,
        free_set: FreeSet | None = None,
    ) -> None:
        self.light, self.mappers, self.linear_data = light, list(mappers), data
        self.settings = settings or Settings()
        self.free_set = free_set or FreeSet()
        size = len(light) + sum(mapper.pixels for mapper in self.mappers)
        require_memory(
            _MATRICES * 8 * size**2,
            f"An inversion of {size} source pixels and light profiles",
            "give the mesh a smaller shape",
        )
        self.adapt_data = list(adapt_data or [None] * len(self.mappers))
        # What stood in F where H was added in its place.
        self._overwritten: list[tuple[Any, np.ndarray]] = []

    @property
    def total_light(self) -> int:
        """L, the number of linear light profiles."""
        return self.light.shape[0]

    @cached_property
    def slices(self) -> list[slice]:
        """Where the pixels of every mapper stand among all amplitudes."""
        ends = self.total_light + np.cumsum([0, *(m.pixels for m in self.mappers)])
        return [slice(int(a), int(b)) for a, b in pairwise(ends)]

    @cached_property
    def _system(self) -> tuple[np.ndarray, np.ndarray]:
        data = self.linear_data
        rows = [mapper.rows for mapper in self.mappers]
        if data.operator is not None:
            return curvature_and_data_vector_by_operator(
                self.light,
                rows,
                data.operator,
                data.data,
                data.noise_map,
                data.inverse_covariance,
            )
        return pixelized_curvature_and_data_vector(
            self.light,
            rows,
            data.window,
            data.data,
            data.noise_map,
            data.inverse_covariance,
        )

    @cached_property
    def curvature_matrix(self) -> np.ndarray:
        """F, (K, K), without what the settings add to its diagonal."""
        matrix = self._system[0]
        if self._overwritten:
            matrix = matrix.copy()
            for places, before in reversed(self._overwritten):
                matrix[places] = before
        return matrix

    @property
    def data_vector(self) -> np.ndarray:
        """D, (K,)."""
        return self._system[1]

    @cached_property
    def _regularization_matrices(self) -> list[np.ndarray]:
        return [
            mapper.regularization_matrix_from(image)
            for mapper, image in zip(self.mappers, self.adapt_data, strict=True)
        ]

    @cached_property
    def _regularization_entries(self) -> list[SymmetricEntries | None]:
        """The same by what is not zero; None in a JAX program, or if most is not."""
        known = is_concrete(self._system[0])
        return [
            mapper.regularization_entries_from(image) if known else None
            for mapper, image in zip(self.mappers, self.adapt_data, strict=True)
        ]

    def _smoothings(self) -> Iterator[SymmetricEntries | np.ndarray]:
        """H of every mapper, its entries where they are the faster form."""
        for number, entries in enumerate(self._regularization_entries):
            if entries is None:
                yield self._regularization_matrices[number]
            else:
                yield entries

    @cached_property
    def regularization_matrix(self) -> np.ndarray:
        """H, (K, K); zero for linear light profiles."""
        nothing = np.zeros((self.data_vector.size,) * 2)
        return with_regularization(nothing, self._regularization_matrices, 0.0)

    @cached_property
    def curvature_reg_matrix(self) -> np.ndarray:
        """F + H, (K, K), with what the settings add for linear light profiles."""
        extra = self.settings.no_regularization_add_to_curvature_diag_value
        matrix, parts = self._system[0], self._regularization_entries
        if not is_concrete(matrix) or None in parts:
            return with_regularization(matrix, self._regularization_matrices, extra)
        # In the place of F: fresh memory for a few entries would cost more than they.
        if "curvature_matrix" in self.__dict__:
            matrix = matrix.copy()
        few = np.arange(self.total_light)
        light = SymmetricEntries(few, few, np.full(few.size, extra), few.size)
        firsts = [0, *(own.start for own in self.slices)]
        before = [
            part.added_to(matrix, first)
            for part, first in zip([light, *parts], firsts, strict=True)
        ]
        if matrix is self._system[0]:
            self._overwritten = before
        return matrix

    @property
    def regularization_matrix_reduced(self) -> np.ndarray:
        """H of the source pixels alone."""
        return self.regularization_matrix[self.total_light :, self.total_light :]

    @property
    def curvature_reg_matrix_reduced(self) -> np.ndarray:
        """F + H of the source pixels alone."""
        return self.curvature_reg_matrix[self.total_light :, self.total_light :]

    @cached_property
    def solved(self) -> np.ndarray:
        """(K,) False where the settings keep an edge pixel at zero."""
        solved = np.ones(self.data_vector.size, dtype=bool)
        settings = self.settings
        if settings.use_positive_only_solver and settings.use_edge_zeroed_pixels:
            for own, mapper in zip(self.slices, self.mappers, strict=True):
                solved[own] = ~mapper.geometry.zeroed
        return solved

    @cached_property
    def reconstruction(self) -> np.ndarray:
        """(K,) intensities of light profiles, then brightness of source pixels."""
        matrix, vector = self.curvature_reg_matrix, self.data_vector
        with one_blas_thread(), self.named_singularities(matrix, slice(None)):
            if not self.settings.use_positive_only_solver:
                return solution(matrix, vector)
            free = self.free_set.guess(vector.size)
            values = positive_solution_by_blocks(
                matrix, vector, free, few=self.total_light, allowed=self.solved
            )
        if is_concrete(values):
            self.free_set.remember(values)
        return values

    @property
    def reconstruction_reduced(self) -> np.ndarray:
        """Brightness of the source pixels alone."""
        return self.reconstruction[self.total_light :]

    @property
    def reconstructions(self) -> list[np.ndarray]:
        """(M,) brightness of the source pixels of every mapper."""
        return [self.reconstruction[own] for own in self.slices]

    @cached_property
    def regularization_term(self) -> Any:
        """sᵀHs."""
        parts = zip(self.reconstructions, self._smoothings(), strict=True)
        with one_blas_thread():
            return sum(
                matrix.quadratic_form(values)
                if isinstance(matrix, SymmetricEntries)
                else values @ matrix @ values
                for values, matrix in parts
            )

    @cached_property
    def log_det_curvature_reg_matrix_term(self) -> Any:
        """ln det (F + H) of the source pixels."""
        matrix = self.curvature_reg_matrix_reduced
        pixels = slice(self.total_light, None)
        with one_blas_thread(), self.named_singularities(matrix, pixels):
            return log_determinant(matrix, "curvature and regularization")

    @cached_property
    def log_det_regularization_matrix_term(self) -> Any:
        """ln det H."""
        total = 0.0
        for own, matrix in zip(self.slices, self._smoothings(), strict=True):
            with one_blas_thread(), self.named_singularities(matrix, own):
                total += log_determinant_of_neighbours(matrix, "regularization")
        return total

    def prepare_evidence(self) -> None:
        """Find the solution and the determinants side by side; not in a JAX program."""
        if is_concrete(self.curvature_reg_matrix):
            # The determinant of F + H takes as long as the rest.
            together(
                lambda: (self.reconstruction, self.log_det_regularization_matrix_term),
                lambda: self.log_det_curvature_reg_matrix_term,
            )

    @property
    def operated_mapping_matrix(self) -> np.ndarray:
        """(N, K) blurred images at unit amplitude, one a column."""
        rows = [mapper.rows for mapper in self.mappers]
        return blurred_mapping_matrix(self.light, rows, self.linear_data.window)

    @property
    def mapping_matrix(self) -> np.ndarray:
        """(N, M) images of all source pixels before convolution, one a column."""
        parts = [mapper.mapping_matrix for mapper in self.mappers]
        return array_namespace(parts).concatenate(parts, axis=1)

    @cached_property
    def mapped_images(self) -> list[np.ndarray]:
        """(N,) image of every pixelization before convolution."""
        return [
            mapper.rows.product(values)
            for mapper, values in zip(self.mappers, self.reconstructions, strict=True)
        ]

    @cached_property
    def mapped_operated_images(self) -> list[np.ndarray]:
        """(N,) blurred image of every pixelization."""
        window = self.linear_data.window
        if window is None:
            return self.mapped_images
        images = array_namespace(self.mapped_images).stack(self.mapped_images)
        return list(blurred(images, None, window, False))

    @cached_property
    def light_image(self) -> np.ndarray:
        """(N,) blurred image of the linear light profiles."""
        intensities = self.reconstruction[: self.total_light]
        with one_blas_thread():
            return intensities @ self.light

    @cached_property
    def image(self) -> np.ndarray:
        """(N,) blurred image of everything that is solved for."""
        return self.light_image + sum(self.mapped_operated_images)

    def image_of(self, reconstruction: np.ndarray) -> np.ndarray:
        """(N,) blurred image of (K,) amplitudes that are not those solved for."""
        mapped = sum(
            mapper.rows.product(reconstruction[own])
            for own, mapper in zip(self.slices, self.mappers, strict=True)
        )
        window = self.linear_data.window
        if window is not None:
            mapped = blurred(mapped[None], None, window, False)[0]
        with one_blas_thread():
            return reconstruction[: self.total_light] @ self.light + mapped
