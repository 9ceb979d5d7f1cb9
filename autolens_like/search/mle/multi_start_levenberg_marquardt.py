"""Least squares with derivatives by JAX, from many starts and with the priors."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.model.prior import GaussianPrior
from autolens_like.search import settings
from autolens_like.search.fitness import Fitness
from autolens_like.search.gradient import jax_library
from autolens_like.search.laplace import Laplace
from autolens_like.search.mle.damped_ascent import DampedAscent, advance
from autolens_like.search.mle.multi_start import (
    Ascents,
    climb_in_rounds,
    refuse_workers,
    start_settings,
)
from autolens_like.search.paths import Paths
from autolens_like.search.recorded_squares import RecordedSquares
from autolens_like.search.residuals import UnconstrainedResiduals
from autolens_like.search.samples import Samples
from autolens_like.search.search import Search
from autolens_like.search.unconstrained import points_from

#: A normal prior says where its parameter is expected: starts lie this near to its
#: middle, in its widths.
_NORMAL_SHARE = 0.2
#: What may be begun anew is given up for it after this share of the steps.
_RACE_SHARE = 0.3
#: Two sums of squares that differ by this share of what is too much are those of one
#: maximum, or of a model that is no better anywhere.
_SAME_MAXIMUM = 0.02
#: So often a maximum is found again before the model is taken for a rough one.
REPETITIONS = 2


class MultiStartLevenbergMarquardt(Search):
    """The highest maximum of the posterior that damped Gauss-Newton steps from many
    starts find, and the normal posterior about it.

    For likelihoods that are ``constant - ½ Σ r²`` in residuals r which JAX can trace:
    the analysis gives them as ``residuals_function(instance)``, that of images with
    the linear amplitudes solved for. The priors are residuals, too, in coordinates in
    which all of them are standard normal distributions: parameters by the hundred that
    the data hardly tell, such as the latents of `al.lp.Decoder`, are held by theirs.

    More draws from the priors than starts are evaluated, and the best of them climb.
    All make some steps, then the best third twice as many, and so on until one is left.
    At its maximum a good model leaves a sum of squares, χ² and those of the priors, of
    about the number of the data's residuals. Where that of the best is far above, its
    maximum is hardly the highest: fresh draws climb, too, until the sum is as expected,
    a maximum is found for the third time or `n_restarts` are spent; the best of all
    goes on.

    The samples are those of a normal distribution whose inverse covariance is JᵀJ, with
    the derivatives J of all residuals by the coordinates, as for `LBFGS`.

    Sums of squares and normal equations are in the journal, D (D + 1) numbers a step,
    until the fit is done: an interrupted one goes on to the result that it would have
    had.

    Parameters
    ----------
    name, path_prefix, unique_tag
        Folders of the result below the output folder.
    n_candidates
        Draws of which the starts are the best; normal priors are drawn from their
        middle alone.
    tolerance
        An ascent ends when two steps gain less in log likelihood.
    n_restarts
        How often to begin anew at most; 0 where residuals are not in units of the noise
        or the model is known to be a rough one, whose χ² says nothing.
    restart_above
        The sum of squares is far above what it should be for N residuals of the data
        beyond N + √(2N) times this.
    n_starts, n_steps, start_lower_limit, start_upper_limit, round_steps, draws
        As in `MultiStartLBFGS`.
    **common
        Keywords of `CommonSettings`: seed, iterations_per_quick_update,
        iterations_per_full_update, silence, output_path.

    Raises
    ------
    SearchException
        A keyword is unknown or its value is not possible; when it runs, no start has a
        likelihood, or JAX cannot trace it.
    MissingDependencyException
        JAX is not installed.
    """

    library = "jax"

    def __init__(
        self,
        name: str | None = None,
        path_prefix: str | Path | None = None,
        unique_tag: str | None = None,
        n_starts: int = 4,
        n_steps: int = 60,
        n_candidates: int = 100,
        n_restarts: int = 4,
        restart_above: float = 3.0,
        start_lower_limit: float = 0.15,
        start_upper_limit: float = 0.85,
        round_steps: int = 5,
        tolerance: float = 0.03,
        draws: int = 500,
        **common: Any,
    ):
        own = start_settings(
            start_lower_limit,
            start_upper_limit,
            n_starts=n_starts,
            n_steps=n_steps,
            round_steps=round_steps,
            tolerance=tolerance,
            draws=draws,
        )
        own["n_candidates"] = settings.whole_number(
            "n_candidates", n_candidates, minimum=own["n_starts"]
        )
        own["n_restarts"] = settings.whole_number("n_restarts", n_restarts, minimum=0)
        own["restart_above"] = settings.real_number("restart_above", restart_above)
        super().__init__(name, path_prefix, unique_tag, own, common)
        refuse_workers(type(self).__name__, self.common)

    def _check_model(self, model: Any) -> None:
        super()._check_model(model)
        jax_library()

    def _fit(self, fitness: Fitness, paths: Paths) -> Samples:
        generator = np.random.default_rng(self.seed)
        squares = RecordedSquares(UnconstrainedResiduals(fitness))
        ascents = self.climbed(squares, generator)
        info = {
            "converged": ascents.converged,
            "restarts": ascents.restarts,
            "starts_with_likelihood": ascents.valid_starts,
            "search": "multistartlevenbergmarquardt",
        }
        laplace = laplace_of(squares, ascents.points[0])
        return laplace.samples(fitness, self.draws, generator, info)

    def climbed(
        self, squares: RecordedSquares, generator: np.random.Generator
    ) -> DampedAscents:
        """The best ascent, at its end.

        Parameters
        ----------
        squares
            Of the residuals of priors and likelihood.
        generator
            Draws the starts.

        Raises
        ------
        SearchException
            No draw has a likelihood.
        """
        starts = self._starts(squares, generator)
        if not len(starts):
            raise exc.SearchException(
                f"None of {self.n_candidates} draws has a likelihood. Narrow the "
                "priors to possible models, or give more n_candidates."
            )
        best, restarts, repeated = self._raced(squares, starts), 0, 0
        while restarts < self.n_restarts and self._is_far_off(squares, best):
            restarts += 1
            starts = self._starts(squares, generator)
            if not len(starts):
                continue
            other = self._raced(squares, starts)
            repeated += _are_one(squares, best, other)
            valid_starts = best.valid_starts + other.valid_starts
            best = max(best, other, key=lambda ascents: ascents.values[0])
            best.valid_starts = valid_starts
            if repeated == REPETITIONS:
                break
        best.restarts = restarts
        # A race ends before its ascent does.
        climb_in_rounds(best, self, squares.fitness)
        return best

    def _raced(self, squares: RecordedSquares, starts: np.ndarray) -> DampedAscents:
        """The best of ascents after a share of the steps."""
        ascents = DampedAscents(squares, starts, self.tolerance)
        climb_in_rounds(ascents, _Race(self), squares.fitness)
        return ascents

    def _is_far_off(self, squares: RecordedSquares, ascents: DampedAscents) -> bool:
        """Whether the sum is above what as many residuals lead to expect."""
        scatter = math.sqrt(2.0 * squares.residual_count(ascents.points[0]))
        return _excess(squares, ascents) > self.restart_above * scatter

    def _starts(
        self, squares: RecordedSquares, generator: np.random.Generator
    ) -> np.ndarray:
        """(n, D) the best of some draws."""
        priors = squares.fitness.model.priors_ordered_by_id
        lower, upper = self.start_lower_limit, self.start_upper_limit
        units = generator.random((self.n_candidates, len(priors)))
        points = points_from(lower + (upper - lower) * units)
        normal = np.array([type(prior) is GaussianPrior for prior in priors])
        points = np.where(normal, _NORMAL_SHARE * points, points)
        found = [(squares(point), point) for point in points]
        found = [(-sum.value, point) for sum, point in found if sum is not None]
        found.sort(key=lambda pair: pair[0])
        return np.array([point for _, point in found[: self.n_starts]])


class _Race:
    """The settings of `climb_in_rounds` for what may be begun anew."""

    def __init__(self, search: MultiStartLevenbergMarquardt):
        self.round_steps = search.round_steps
        share = _RACE_SHARE if search.n_restarts else 1.0
        self.n_steps = max(search.round_steps, math.ceil(share * search.n_steps))


def _excess(squares: RecordedSquares, ascents: DampedAscents) -> float:
    """The whole sum of squares of the best ascent, less what it should be.

    D residuals more are of the priors, and as many are what D unknowns take up: χ² as
    a linear model leaves it at its maximum, for as many residuals as the data have.
    """
    return -2.0 * ascents.values[0] - squares.residual_count(ascents.points[0])


def _are_one(
    squares: RecordedSquares, first: DampedAscents, other: DampedAscents
) -> bool:
    """Whether two that are far off seem to be at the same maximum."""
    excess = _excess(squares, first)
    return abs(_excess(squares, other) - excess) < _SAME_MAXIMUM * excess


def laplace_of(squares: RecordedSquares, mode: np.ndarray) -> Laplace:
    """The normal distribution about a mode whose inverse covariance is JᵀJ.

    Raises
    ------
    SearchException
        There are no derivatives.
    """
    here = squares(mode)
    equations = squares.equations(mode, here)
    if equations is None:
        raise exc.SearchException(
            "No start has derivatives: JAX gives numbers that are not finite where the "
            "likelihood is one."
        )
    hessian, slope = equations
    gain = 0.5 * float(slope @ np.linalg.solve(hessian, slope))
    return Laplace(mode, squares.constant + here.value, hessian, gain)


class DampedAscents(Ascents):
    """Many `DampedAscent`.

    Parameters
    ----------
    squares
        Of a point, as `DampedAscent` takes them.
    starts : (n, D)
        Where they start.
    tolerance
        Of each.

    Attributes
    ----------
    valid_starts : int
        How many there were in the beginning.
    restarts : int
        How often the search began anew.
    """

    def __init__(self, squares: Any, starts: np.ndarray, tolerance: float):
        self._ascents = [DampedAscent(squares, start, tolerance) for start in starts]
        self.valid_starts, self.restarts = len(starts), 0

    @property
    def points(self) -> np.ndarray:
        """(n, D) the point of each."""
        return np.array([ascent.point for ascent in self._ascents])

    @property
    def values(self) -> np.ndarray:
        """(n,) the value of each."""
        return np.array([ascent.value for ascent in self._ascents])

    @property
    def converged(self) -> bool:
        """Whether the best has reached its maximum."""
        return max(self._ascents, key=lambda ascent: ascent.value).converged

    def advance(self, steps: int, told: Callable[[int], None]) -> None:
        """So many steps of each that is not finished."""
        advance(self._ascents, steps, told)

    def keep(self, rows: np.ndarray) -> None:
        """Go on with these alone."""
        self._ascents = [self._ascents[row] for row in rows]
