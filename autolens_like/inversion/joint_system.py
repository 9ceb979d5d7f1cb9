"""`JointSystem`: the amplitudes of several exposures, solved for together.

Exposure i has the data d_i = B_iᵀ P_i s + noise with covariance C_i, where P_i takes
from the unknowns s of all exposures those of its own columns. Then

    F = Σ_i P_iᵀ B_i C_i⁻¹ B_iᵀ P_i,   D = Σ_i P_iᵀ B_i C_i⁻¹ d_i,
    (F + H) s = D + H m

(Warren & Dye 2003, ApJ 590, 673, summed over exposures). H holds the regularization
of source pixels (m = 0) and 1 / σ² of Gaussian priors with mean m.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.inversion.degeneracy import naming_singularities
from autolens_like.inversion.image_at_solution import (
    SolvedColumns,
    images_at_solution,
)
from autolens_like.inversion.inversion import FreeSet
from autolens_like.inversion.joint_evidence import JointEvidence
from autolens_like.inversion.linear_system import solution, with_regularization
from autolens_like.inversion.settings import Settings
from autolens_like.inversion.smoothing import Smoothing
from autolens_like.inversion.unknowns import (
    BACKGROUND,
    LIGHT,
    PIXELS,
    ExposureSystem,
    UnknownGroup,
    layout_of,
)
from autolens_like.numerics.block_pivoting import positive_solution_by_blocks
from autolens_like.numerics.blocks import one_blas_thread
from autolens_like.numerics.cached import cached_property
from autolens_like.numerics.namespace import array_namespace, is_concrete
from autolens_like.numerics.nnls import positive_solution

#: A component whose weight falls below this part of itself once backgrounds follow it
#: is one of them.
_FLAT = 1e-11


class JointSystem(JointEvidence):
    """One linear system, of exposures that share unknowns.

    Parameters
    ----------
    systems
        The normal equations of the exposures.
    groups
        The unknowns.
    smoothings
        Regularization of every group of source pixels, by its key: a `Smoothing`, or
        an (M, M) matrix.
    settings
        How the system is solved. Backgrounds may be negative in a positive solution.
    allowed
        (M,) False for source pixels that a positive solution keeps at zero, by key.
    free_set
        Where a positive solution starts.
    """

    def __init__(
        self,
        systems: Sequence[ExposureSystem],
        groups: Sequence[UnknownGroup],
        smoothings: Mapping[tuple[str, str], Any] | None = None,
        settings: Settings | None = None,
        allowed: Mapping[tuple[str, str], np.ndarray] | None = None,
        free_set: FreeSet | None = None,
    ) -> None:
        self.systems, self.layout = list(systems), layout_of(tuple(groups))
        self.settings = settings or Settings()
        self.free_set = free_set or FreeSet()
        self._pixels = [group for group in self.layout.groups if group.kind == PIXELS]
        self._smoothings = [
            part if isinstance(part, Smoothing) else Smoothing(part)
            for part in ((smoothings or {})[group.key] for group in self._pixels)
        ]
        self._allowed = np.ones(self.layout.size, dtype=bool)
        for key, values in (allowed or {}).items():
            self._allowed[self.layout.slices[key]] = values

    @property
    def names(self) -> list[str]:
        """(K,) what the unknowns are called in messages."""
        return self.layout.names

    @cached_property
    def _sums(self) -> tuple[Any, Any]:
        """F and D."""
        size, matrix, vector = self.layout.size, 0.0, 0.0
        for system in self.systems:
            own, target = system.curvature, system.vector
            if not self.layout.has_all(system.keys):
                places = self.layout.places_of(system.keys)
                xp = array_namespace(own, target)
                # What the exposure does not have reads a row of zeros.
                index = np.full(size, places.size)
                index[places] = np.arange(places.size)
                own = xp.pad(own, ((0, 1), (0, 1)))[index[:, None], index]
                target = xp.pad(target, (0, 1))[index]
            matrix, vector = matrix + own, vector + target
        return matrix, vector

    @property
    def curvature_matrix(self) -> Any:
        """F, (K, K)."""
        return self._sums[0]

    @property
    def data_vector(self) -> Any:
        """D, (K,)."""
        return self._sums[1]

    @cached_property
    def curvature_reg_matrix(self) -> Any:
        """F + H, (K, K), with what the settings add for light without a prior."""
        precision = self.layout.prior_precision
        free = self.layout.is_kind(LIGHT) & (precision == 0.0)
        extra = self.settings.no_regularization_add_to_curvature_diag_value
        matrix = self.curvature_matrix + np.diag(precision + extra * free)
        if not self._smoothings:
            return matrix
        return with_regularization(matrix, self._dense_smoothings, 0.0)

    @property
    def _dense_smoothings(self) -> list[Any]:
        return [part.dense for part in self._smoothings]

    @property
    def right_hand_side(self) -> Any:
        """D + H m, (K,)."""
        return self.data_vector + self.layout.prior_precision * self.layout.prior_mean

    @cached_property
    def amplitudes(self) -> Any:
        """(K,) the solution."""
        matrix, vector = self.curvature_reg_matrix, self.right_hand_side
        named = naming_singularities(
            lambda: matrix, lambda: self.names, lambda: self._smoothing_diagonal
        )
        with one_blas_thread(), named:
            values, flat = self._solved(matrix, vector)
        if flat is not None:
            raise exc.InversionException(flat)
        return values

    def images_of(self, columns: Sequence[SolvedColumns]) -> list[Any]:
        """(N,) image of every exposure, of light and backgrounds alone."""
        signed = self.layout.is_kind(BACKGROUND)
        if not self.settings.use_positive_only_solver:
            signed = np.ones_like(signed)
        matrix = self.curvature_reg_matrix
        return images_at_solution(self.amplitudes, matrix, signed, columns)

    @property
    def _smoothing_diagonal(self) -> np.ndarray:
        diagonals = [np.diagonal(part) for part in self._dense_smoothings]
        own = np.concatenate([np.zeros(0), *diagonals])
        return np.concatenate([np.zeros(self.layout.size - own.size), own])

    def _solved(self, matrix: Any, vector: Any) -> tuple[Any, str | None]:
        """The solution, or what is wrong where backgrounds are as good as light."""
        is_free = self.layout.is_kind(BACKGROUND)
        if not is_free.any():
            return self._solved_rest(matrix, vector, ~is_free), None
        # Backgrounds follow the rest, which leaves a system of the rest alone (Schur
        # complement): whatever keeps that positive lets them have any sign.
        free, rest = np.flatnonzero(is_free), np.flatnonzero(~is_free)
        xp = array_namespace(matrix, vector)
        mixed = matrix[np.ix_(free, rest)]
        both = xp.concatenate([mixed, vector[free][:, None]], axis=1)
        solved = solution(matrix[np.ix_(free, free)], both)
        if rest.size == 0:
            return solved[:, -1], None
        follow, alone = solved[:, :-1], solved[:, -1]
        left = matrix[np.ix_(rest, rest)] - mixed.T @ follow
        left = 0.5 * (left + left.T)
        if flat := self._flat_component(left, follow):
            return None, flat
        values = self._solved_rest(left, vector[rest] - mixed.T @ alone, ~is_free)
        unordered = xp.concatenate([values, alone - follow @ values])
        return unordered[np.argsort(np.concatenate([rest, free]))], None

    def _solved_rest(self, matrix: Any, vector: Any, rest: np.ndarray) -> Any:
        """The solution without backgrounds."""
        if not self.settings.use_positive_only_solver:
            return solution(matrix, vector)
        if not self._smoothings:
            return positive_solution(matrix, vector)
        few = int(np.count_nonzero(self.layout.is_kind(LIGHT)))
        values = positive_solution_by_blocks(
            matrix,
            vector,
            self.free_set.guess(vector.size),
            few=few,
            allowed=self._allowed[rest],
        )
        if is_concrete(values):
            self.free_set.remember(values)
        return values

    def _flat_component(self, left: Any, follow: Any) -> str | None:
        """What is said of light that backgrounds explain; of known numbers only."""
        if not is_concrete(left):
            return None
        light = np.flatnonzero(self.layout.is_kind(LIGHT))
        precision = self.layout.prior_precision[light]
        extra = self.settings.no_regularization_add_to_curvature_diag_value
        extra = np.where(precision == 0.0, extra, 0.0)
        whole = np.diagonal(self.curvature_matrix)[light] + precision
        own = np.diagonal(left)[: light.size] - extra
        flat = np.flatnonzero(own < _FLAT * whole)
        if flat.size == 0:
            return None
        names, shares = np.array(self.names), np.abs(follow[:, flat[0]])
        backgrounds = names[self.layout.is_kind(BACKGROUND)]
        alike = backgrounds[shares > 1e-6 * shares.max()]
        return (
            f"{' and '.join(alike)} and flat component {names[light[flat[0]]]} cannot "
            "be told apart: in the data one is the other. Remove the component, fit "
            "without a background, or give one of them a prior."
        )

    @cached_property
    def covariance(self) -> Any:
        """(K, K) covariance (F + H)⁻¹; it does not know that a solution is positive."""
        matrix = self.curvature_reg_matrix
        named = naming_singularities(lambda: matrix, lambda: self.names)
        with one_blas_thread(), named:
            inverse = solution(matrix, array_namespace(matrix).eye(self.layout.size))
        return 0.5 * (inverse + inverse.T)
