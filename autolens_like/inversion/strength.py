"""How strong a regularization is best: the evidence as a function of one factor.

The curvature of a source is made once; the strength of what smooths it enters the
evidence (Suyu et al. 2006, MNRAS 371, 983) by one factorization each.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from autolens_like import exc
from autolens_like.inversion.evidence import log_determinant
from autolens_like.inversion.linear_system import solution
from autolens_like.numerics.blocks import one_blas_thread
from autolens_like.numerics.cached import cached_property

#: Powers of ten that are tried first, about the factor at which data and prior weigh
#: the same for a mean pixel.
_POWERS = range(-5, 6)
#: The logarithm to base ten is then found to this.
_TOLERANCE = 0.03


@dataclass(frozen=True, eq=False)
class Solved:
    """The amplitudes at one strength.

    Attributes
    ----------
    factor
        What the regularization matrix is multiplied by; infinity leaves no pixels.
    log_evidence
        Without the constant of the noise.
    reconstruction : (K,)
        Other amplitudes, then brightness of source pixels.
    precision : (K - M, K - M)
        Inverse covariance of the other amplitudes, pixels marginalized over.
    """

    factor: float
    log_evidence: float
    reconstruction: np.ndarray
    precision: np.ndarray


@dataclass(frozen=True, eq=False)
class StrengthOfRegularization:
    """The evidence of source pixels whose regularization matrix is multiplied by a
    factor, all amplitudes of any sign.

    Parameters
    ----------
    curvature
        F, (K, K).
    data_vector
        D, (K,).
    square
        dᵀC⁻¹d of the data d.
    smoothing
        H, (M, M), of the last M of the K amplitudes, positive definite.
    diagonal
        (K - M,) what is added to the diagonal for the other amplitudes.
    marginalized
        Whether the evidence is that of all amplitudes, with a normal prior of inverse
        variance `diagonal` for the others; else they are at their best values, as in a
        `FitImaging`.
    """

    curvature: np.ndarray
    data_vector: np.ndarray
    square: float
    smoothing: np.ndarray
    diagonal: np.ndarray = field(default_factory=lambda: np.zeros(0))
    marginalized: bool = False

    @property
    def few(self) -> int:
        """K - M, the number of amplitudes that are no pixels."""
        return len(self.curvature) - len(self.smoothing)

    @cached_property
    def _log_determinant(self) -> float:
        with one_blas_thread():
            return log_determinant(self.smoothing, "regularization")

    @cached_property
    def without_pixels(self) -> Solved:
        """The other amplitudes alone, which an infinite strength leaves."""
        few = slice(self.few)
        matrix = self.curvature[few, few] + np.diag(self.diagonal)
        reconstruction = np.zeros(len(self.curvature))
        if self.few:
            reconstruction[few] = solution(matrix, self.data_vector[few])
        value = self._value(reconstruction, matrix)
        return Solved(math.inf, value, reconstruction, matrix)

    def _value(self, reconstruction: np.ndarray, precision: np.ndarray) -> float:
        """-½ (χ² + sᵀHs), and what the other amplitudes contribute."""
        explained = float(reconstruction @ self.data_vector)
        if not self.marginalized:
            # A diagonal for stability alone is no prior, whose term would count.
            own = reconstruction[: self.few]
            return -0.5 * (self.square - explained - float(self.diagonal @ own**2))
        log_determinant = np.linalg.slogdet(precision)[1]
        return -0.5 * (self.square - explained + float(log_determinant))

    def at(self, factor: float) -> Solved:
        """The amplitudes and the evidence at a factor above zero, infinity included.

        Raises
        ------
        InversionException
            The system is singular.
        """
        from scipy.linalg.lapack import dpotrf, dpotrs

        if math.isinf(factor):
            return self.without_pixels
        few, pixels = slice(self.few), slice(self.few, None)
        matrix = self.curvature[pixels, pixels] + factor * self.smoothing
        mixed = self.curvature[pixels, few]
        with one_blas_thread():
            # The transposed view of a C array is a Fortran array, taken uncopied.
            lower, failed = dpotrf(matrix.T, lower=1, overwrite_a=1)
            if failed != 0:
                raise exc.InversionException(
                    f"The source pixels cannot be solved for at {factor:.3g} times "
                    "their regularization; start from a larger coefficient."
                )
            columns = np.column_stack([self.data_vector[pixels], mixed])
            inside = dpotrs(lower, columns, lower=1)[0]
        own = self.curvature[few, few] + np.diag(self.diagonal)
        precision = own - mixed.T @ inside[:, 1:]
        reconstruction = np.empty(len(self.curvature))
        others = np.zeros(0)
        if self.few:
            others = solution(precision, self.data_vector[few] - mixed.T @ inside[:, 0])
        reconstruction[few] = others
        reconstruction[pixels] = inside[:, 0] - inside[:, 1:] @ others
        determinant = 2.0 * float(np.log(np.diagonal(lower)).sum())
        prior = self._log_determinant + len(self.smoothing) * math.log(factor)
        value = self._value(reconstruction, precision) - 0.5 * (determinant - prior)
        return Solved(factor, value, reconstruction, precision)

    def best(
        self,
        guess: float | None = None,
        log_prior: Callable[[float], float] | None = None,
    ) -> Solved:
        """The strength with the highest evidence; infinite where none is worth it.

        Parameters
        ----------
        guess
            Factors within a power of ten of it are looked at; None looks everywhere.
        log_prior
            Of a factor, which is added to the evidence; with a proper prior the best
            factor is finite.
        """
        from scipy.optimize import minimize_scalar

        found: list[Solved] = []

        def value(one: Solved) -> float:
            return one.log_evidence + (log_prior(one.factor) if log_prior else 0.0)

        def cost(power: float) -> float:
            found.append(self.at(10.0**power))
            return -value(found[-1])

        if guess is None or math.isinf(guess):
            of_data = np.diagonal(self.curvature)[self.few :].mean()
            middle = math.log10(of_data / np.diagonal(self.smoothing).mean())
            powers = [middle + step for step in _POWERS]
            middle = powers[int(np.argmin([cost(power) for power in powers]))]
        else:
            middle = math.log10(guess)
        minimize_scalar(
            cost,
            bounds=(middle - 1.0, middle + 1.0),
            method="bounded",
            options={"xatol": _TOLERANCE},
        )
        nothing = [] if log_prior else [self.without_pixels]
        return max([*nothing, *found], key=value)
