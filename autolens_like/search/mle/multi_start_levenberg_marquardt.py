"""Least squares with derivatives by JAX, from many starts and with the priors."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from autolens_like import exc
from autolens_like.model.prior import GaussianPrior
from autolens_like.search import settings
from autolens_like.search.fitness import Fitness
from autolens_like.search.gradient import jax_library
from autolens_like.search.laplace import Laplace
from autolens_like.search.mle.damped_ascent import DampedAscents
from autolens_like.search.mle.multi_start import (
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
#: A maximum is looked at again beyond so many standard deviations of its sum, by
#: starts that climb so far before the best goes on alone, and once more where that
#: gained so much in log posterior.
_DOUBTED_ABOVE, _LOOK_STEPS, _WORTH_ANOTHER_LOOK = 2.0, 3, 5.0
_LOOKS = 2
#: Two sums of squares that differ by this share of what is too much are those of one
#: maximum, or of a model that is no better anywhere.
_SAME_MAXIMUM = 0.02
#: Two sums so many times further off than where the search begins anew are those of a
#: rough model where what is too much of the one is this share of the other's at least,
#: and all but the largest component is the same to so many widths of the priors. Those
#: that are less far off may be stuck twice at one place.
_FAR_OFF, _SIMILAR, _SAME_REST = 3.0, 0.5, 0.2
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
    maximum is hardly the highest. First the component of the model with the most
    parameters is drawn anew, all others are left as they are, and what climbs from
    there competes: a source of many numbers that was begun at another angle is stuck,
    though its lens is nearly right. Then fresh draws climb, too, until the sum is as
    expected, a maximum is found for the third time, `n_restarts` are spent, or the
    model is known for a rough one: where the sum is far off indeed and draws that have
    nothing in common end with the same lens and about the same sum. The best of all is
    what is found.

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
        or the model is known to be a rough one, whose χ² says nothing: then nothing is
        drawn anew at all.
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
        best = self._looked_again(squares, best, generator)
        while restarts < self.n_restarts and self._excess_is_above(
            self.restart_above, squares, best
        ):
            restarts += 1
            starts = self._starts(squares, generator)
            if not len(starts):
                continue
            other = self._raced(squares, starts, best)
            if self._are_rough(squares, best, other):
                best = _better(best, other)
                break
            if _are_one(squares, best, other) or other.values[0] > best.values[0]:
                # What is clearly lower has its lens wrong, too.
                other = self._looked_again(squares, other, generator)
            repeated += _are_one(squares, best, other)
            best = _better(best, other)
            if repeated == REPETITIONS:
                break
        best.restarts = restarts
        return best

    def _raced(
        self,
        squares: RecordedSquares,
        starts: np.ndarray,
        best: DampedAscents | None = None,
        round_steps: int = 0,
    ) -> DampedAscents:
        """The best of ascents, at its end, or where it is behind what is far off."""
        ends = [self.tolerance]
        if best is not None and self._is_far_off(squares, best):
            ends.append(best.values[0])
        ascents = DampedAscents(squares, starts, *ends)
        steps = round_steps or self.round_steps
        climb_in_rounds(ascents, _Rounds(steps, self.n_steps), squares.fitness)
        return ascents

    def _looked_again(
        self,
        squares: RecordedSquares,
        best: DampedAscents,
        generator: np.random.Generator,
    ) -> DampedAscents:
        """The better of the best and of what begins there with a part drawn anew."""
        names = squares.fitness.model.parameter_names
        part = largest_component(names)
        if len(part) == len(names) or not self.n_restarts:
            return best
        for _ in range(_LOOKS):
            if not self._excess_is_above(_DOUBTED_ABOVE, squares, best):
                break
            starts = self._starts(squares, generator, best.points[0], part)
            if not len(starts):
                break
            steps = min(self.round_steps, _LOOK_STEPS)
            other = self._raced(squares, starts, best, steps)
            gained = other.values[0] - best.values[0]
            best = _better(best, other)
            if gained < _WORTH_ANOTHER_LOOK:
                break
        return best

    def _are_rough(
        self, squares: RecordedSquares, best: DampedAscents, other: DampedAscents
    ) -> bool:
        """Whether two that are far off differ by little but the largest component.

        Found from draws that have nothing in common, they tell of a model that is rough
        rather than of an ascent that is stuck.
        """
        names = squares.fitness.model.parameter_names
        rest = np.delete(np.arange(len(names)), largest_component(names))
        if not len(rest) or not self._is_far_off(squares, best):
            return False
        share = _excess(squares, best) / _excess(squares, other)
        apart = np.abs(best.points[0] - other.points[0])[rest]
        return _SIMILAR < share < 1.0 / _SIMILAR and apart.max() < _SAME_REST

    def _is_far_off(self, squares: RecordedSquares, ascents: DampedAscents) -> bool:
        """Whether the sum is far above where the search begins anew."""
        return self._excess_is_above(_FAR_OFF * self.restart_above, squares, ascents)

    def _excess_is_above(
        self, deviations: float, squares: RecordedSquares, ascents: DampedAscents
    ) -> bool:
        """Whether the sum is above what as many residuals lead to expect."""
        scatter = math.sqrt(2.0 * squares.residual_count(ascents.points[0]))
        return _excess(squares, ascents) > deviations * scatter

    def _starts(
        self,
        squares: RecordedSquares,
        generator: np.random.Generator,
        held: np.ndarray | None = None,
        part: Sequence[int] = (),
    ) -> np.ndarray:
        """(n, D) the best of some draws, or of draws of a part, the rest as held."""
        priors = squares.fitness.model.priors_ordered_by_id
        lower, upper = self.start_lower_limit, self.start_upper_limit
        if held is not None:
            # Near a maximum all of the prior is worth a look, as all of a circle.
            lower, upper = 1e-3, 1.0 - 1e-3
        units = generator.random((self.n_candidates, len(priors)))
        points = points_from(lower + (upper - lower) * units)
        normal = np.array([type(prior) is GaussianPrior for prior in priors])
        points = np.where(normal, _NORMAL_SHARE * points, points)
        if held is not None:
            drawn, points = points, np.tile(held, (len(points), 1))
            points[:, part] = drawn[:, part]
        found = [(squares(point), point) for point in points]
        found = [(-value, point) for value, point in found if value is not None]
        found.sort(key=lambda pair: pair[0])
        return np.array([point for _, point in found[: self.n_starts]])


class _Rounds(NamedTuple):
    """The settings of `climb_in_rounds`."""

    round_steps: int
    n_steps: int


def largest_component(names: Sequence[str]) -> list[int]:
    """The parameters of the component of a model that has the most of them.

    Parameters
    ----------
    names
        Of all parameters, each the name of its component, a dot and its own.
    """
    components: dict[str, list[int]] = {}
    for i, name in enumerate(names):
        components.setdefault(name.rpartition(".")[0], []).append(i)
    return max(components.values(), key=len)


def _better(first: DampedAscents, other: DampedAscents) -> DampedAscents:
    """That of the two which is higher; of two equal ones the first."""
    valid_starts = first.valid_starts + other.valid_starts
    better = max(first, other, key=lambda ascents: ascents.values[0])
    better.valid_starts = valid_starts
    return better


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
    value, equations = squares(mode), squares.equations(mode)
    if equations is None:
        raise exc.SearchException(
            "No start has derivatives: JAX gives numbers that are not finite where the "
            "likelihood is one."
        )
    hessian, slope = equations
    gain = 0.5 * float(slope @ np.linalg.solve(hessian, slope))
    return Laplace(mode, squares.constant + value, hessian, gain)
