"""Which unknowns of a linear system cannot be told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.inversion.regularization.regularization import TINY

#: Unknowns with this part of the largest share of a direction are named,
_SHARE = 0.1
#: ... and at most so many of them.
_NAMED = 5


def scaled_to_unit_diagonal(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A symmetric matrix with its diagonal scaled to one, and (K,) the scales.

    So that the units of the unknowns do not decide what is small. An unknown without
    any weight keeps a row of zeros.
    """
    diagonal = np.diagonal(matrix)
    scale = np.where(diagonal > 0.0, diagonal, 1.0) ** -0.5
    return matrix * scale * scale[:, None], scale


def dependent_direction(matrix: np.ndarray) -> np.ndarray | None:
    """(K,) a combination of the unknowns that a symmetric matrix does not weigh.

    The first unknown that follows from those before it, and how it does (the step at
    which the Cholesky factorization breaks down), in units of equal weight.

    Returns
    -------
    (K,) array of length one, or None for a positive definite matrix
    """
    from scipy.linalg.lapack import dpotrf, dtrtrs

    scaled, _ = scaled_to_unit_diagonal(matrix)
    if not np.all(np.isfinite(scaled)):
        lost = ~np.isfinite(scaled).all(axis=1)
        return lost / np.linalg.norm(lost)
    lower, info = dpotrf(scaled, lower=1, clean=0)
    if info == 0:
        return None
    broken = info - 1
    direction = np.zeros(len(matrix))
    direction[broken] = 1.0
    if broken:
        # Rows before the broken one are factorized: solve for what replaces it.
        factor = np.asfortranarray(lower[:broken, :broken])
        half = dtrtrs(factor, scaled[:broken, broken], lower=1)[0]
        direction[:broken] = -dtrtrs(factor, half, lower=1, trans=1)[0]
    return direction / np.linalg.norm(direction)


def named_direction(direction: np.ndarray, names: Sequence[str]) -> str:
    """The unknowns that dominate a direction, with their shares of it.

    Parameters
    ----------
    direction
        (K,) in units of equal weight.
    names
        (K,) what the unknowns are called.
    """
    share = direction**2 / np.sum(direction**2)
    order = np.argsort(-share, kind="stable")
    chosen = [int(i) for i in order if share[i] > _SHARE * share[order[0]]]
    parts = [f"{names[i]} ({share[i]:.0%})" for i in chosen[:_NAMED]]
    more = len(chosen) - _NAMED
    return ", ".join(parts) + (f" and {more} more" if more > 0 else "")


@dataclass(frozen=True, eq=False)
class Conditioning:
    """How well a symmetric matrix tells its unknowns apart.

    Parameters
    ----------
    eigenvalues
        (K,) of the matrix scaled to a unit diagonal, rising.
    directions
        (K, K) their directions, one a column, in units of equal weight.
    scale
        (K,) an unknown is this times its value in those units.
    """

    eigenvalues: np.ndarray
    directions: np.ndarray
    scale: np.ndarray

    @classmethod
    def of(cls, matrix: np.ndarray) -> Conditioning:
        """The conditioning of a symmetric (K, K) matrix."""
        scaled, scale = scaled_to_unit_diagonal(matrix)
        return cls(*np.linalg.eigh(scaled), scale)

    @property
    def tolerance(self) -> float:
        """Eigenvalues below are rounding errors."""
        size = self.eigenvalues.size
        return size * np.finfo(float).eps * float(self.eigenvalues.max(initial=0.0))

    @property
    def rank(self) -> int:
        """How many combinations of the unknowns are told apart."""
        return int(np.count_nonzero(self.eigenvalues > self.tolerance))

    @property
    def null_space(self) -> np.ndarray:
        """(K, K - rank) combinations of the unknowns that are not weighed at all."""
        below = self.eigenvalues <= self.tolerance
        vectors = self.scale[:, None] * self.directions[:, below]
        return vectors / np.linalg.norm(vectors, axis=0)

    @property
    def condition_number(self) -> float:
        """Largest over smallest eigenvalue; infinite for a singular matrix."""
        smallest = float(self.eigenvalues[0])
        if smallest <= 0.0:
            return np.inf
        return float(self.eigenvalues[-1]) / smallest

    def text(self, names: Sequence[str], lines: int = 5) -> str:
        """Rank, condition number and the combinations that are weighed least.

        Parameters
        ----------
        names
            (K,) what the unknowns are called.
        lines
            How many combinations are told.
        """
        size = self.eigenvalues.size
        found = [f"rank {self.rank} of {size}, condition {self.condition_number:.3g}"]
        for value, direction in zip(
            self.eigenvalues[:lines], self.directions.T[:lines], strict=True
        ):
            found.append(f"{value:10.3g}  {named_direction(direction, names)}")
        return "\n".join(found) + "\n"


def singular_text(matrix: Any, names: Sequence[str], regularization: Any = None) -> str:
    """What is degenerate in a system that has no solution, and the remedy.

    Parameters
    ----------
    matrix, names
        As for `naming_singularities`.
    regularization
        (K,) the part of its diagonal that a regularization gives, zero for linear
        light; None where there is none.
    """
    weights, own = np.asarray(matrix), np.zeros(len(names))
    if regularization is not None:
        own = np.asarray(regularization, dtype=float)
    if drowned := _drowned(np.diagonal(weights), own):
        return drowned
    direction = dependent_direction(weights)
    if direction is None:
        return "Its entries differ too much in size for the precision of numbers."
    cannot = f"What cannot be told apart: {named_direction(direction, names)}."
    share = direction**2 / np.max(direction**2)
    remedies = ["remove one of them"]
    if np.any(share[own > 0.0] > _SHARE):
        remedies.append("raise the coefficient of the regularization")
    if np.any(share[own <= 0.0] > _SHARE):
        setting = "Settings.no_regularization_add_to_curvature_diag_value"
        remedies.append(f"raise {setting} for linear light")
    return f"{cannot} You may {', or '.join(remedies)}."


def _drowned(diagonal: np.ndarray, regularization: np.ndarray) -> str:
    """The remedy where the rounding of H is larger than what it is added to."""
    pixels = regularization > 0.0
    if not pixels.any() or not np.all(np.isfinite(diagonal)):
        return ""
    largest = float(regularization.max())
    rounding = diagonal.size * np.finfo(float).eps * largest
    beside = float(np.mean((diagonal - regularization)[pixels]))
    if rounding <= max(beside, TINY):
        return ""
    return (
        f"Lower the coefficient of the regularization: of its matrix, which reaches "
        f"{largest:.1e}, the rounding errors are larger than what else tells the "
        f"brightness of an even source ({max(beside, TINY):.1e})."
    )


@contextmanager
def naming_singularities(
    matrix: Callable[[], Any],
    names: Callable[[], Sequence[str]],
    regularization: Callable[[], Any] = lambda: None,
) -> Iterator[None]:
    """An `InversionException` inside says which unknowns are degenerate.

    Parameters
    ----------
    matrix
        Gives the symmetric (K, K) matrix, once it is needed.
    names
        Gives (K,) what its unknowns are called.
    regularization
        Gives the (K,) part of its diagonal that a regularization has made, or None.
    """
    try:
        yield
    except exc.InversionException as error:
        text = singular_text(matrix(), names(), regularization())
        raise exc.InversionException(f"{error} {text}") from error
