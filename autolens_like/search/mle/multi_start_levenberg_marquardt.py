"""Least squares with derivatives by JAX, from many starts and with the priors."""

from __future__ import annotations

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
from autolens_like.search.residuals import UnconstrainedResiduals
from autolens_like.search.samples import Samples
from autolens_like.search.search import Search
from autolens_like.search.unconstrained import points_from

#: A normal prior says where its parameter is expected: starts lie this near to its
#: middle, in its widths.
_NORMAL_SHARE = 0.2


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
    The samples are those of a normal distribution whose inverse covariance is JᵀJ, with
    the derivatives J of all residuals by the coordinates, as for `LBFGS`.

    An interrupted fit starts again from its beginning.

    Parameters
    ----------
    name, path_prefix, unique_tag
        Folders of the result below the output folder.
    n_starts
        Draws from the priors that are climbed from.
    n_steps
        Steps of the longest ascent, at most.
    n_candidates
        Draws of which the starts are the best.
    start_lower_limit, start_upper_limit
        Cumulative probabilities of every prior between which is drawn; a normal
        prior is drawn from its middle alone.
    round_steps
        Steps of the first round.
    tolerance
        An ascent ends when two steps gain less in log likelihood.
    draws
        Samples drawn from the normal approximation.
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
        start_lower_limit: float = 0.15,
        start_upper_limit: float = 0.85,
        round_steps: int = 3,
        tolerance: float = 0.03,
        draws: int = 500,
        **common: Any,
    ):
        limits = (start_lower_limit, start_upper_limit)
        own = start_settings(n_starts, n_steps, None, *limits, draws)
        del own["batch_size"]
        candidates = settings.whole_number(
            "n_candidates", n_candidates, minimum=n_starts
        )
        own = {
            **own,
            "n_candidates": candidates,
            "round_steps": settings.whole_number("round_steps", round_steps),
            "tolerance": settings.real_number("tolerance", tolerance),
        }
        super().__init__(name, path_prefix, unique_tag, own, common)
        refuse_workers(type(self).__name__, self.common)

    def _check_model(self, model: Any) -> None:
        super()._check_model(model)
        jax_library()

    def _fit(self, fitness: Fitness, paths: Paths) -> Samples:
        generator = np.random.default_rng(self.seed)
        residuals = UnconstrainedResiduals(fitness)
        ascents = self.climbed(residuals, generator)
        info = {
            "converged": ascents.converged,
            "starts_with_likelihood": ascents.valid_starts,
            "search": "multistartlevenbergmarquardt",
        }
        laplace = laplace_of(residuals, ascents.points[0])
        return laplace.samples(fitness, self.draws, generator, info)

    def climbed(
        self, residuals: UnconstrainedResiduals, generator: np.random.Generator
    ) -> DampedAscents:
        """The best ascent, at its end.

        Parameters
        ----------
        residuals
            Of priors and likelihood.
        generator
            Draws the starts.

        Raises
        ------
        SearchException
            No draw has a likelihood.
        """
        starts = self._starts(residuals, generator)
        ascents = DampedAscents(residuals, starts, self.tolerance)
        climb_in_rounds(ascents, self, residuals.fitness)
        return ascents

    def _starts(
        self, residuals: UnconstrainedResiduals, generator: np.random.Generator
    ) -> np.ndarray:
        """(n, D) the best of some draws."""
        priors = residuals.fitness.model.priors_ordered_by_id
        lower, upper = self.start_lower_limit, self.start_upper_limit
        units = generator.random((self.n_candidates, len(priors)))
        points = points_from(lower + (upper - lower) * units)
        normal = np.array([type(prior) is GaussianPrior for prior in priors])
        points = np.where(normal, _NORMAL_SHARE * points, points)
        found = [(residuals(point), point) for point in points]
        found = [(float(r @ r), point) for r, point in found if r is not None]
        if not found:
            raise exc.SearchException(
                f"None of {self.n_candidates} draws has a likelihood. Narrow the "
                "priors to possible models, or give more n_candidates."
            )
        found.sort(key=lambda pair: pair[0])
        return np.array([point for _, point in found[: self.n_starts]])


def laplace_of(residuals: UnconstrainedResiduals, mode: np.ndarray) -> Laplace:
    """The normal distribution about a mode whose inverse covariance is JᵀJ.

    Raises
    ------
    SearchException
        There are no derivatives.
    """
    jacobian = residuals.jacobian(mode)
    if not np.all(np.isfinite(jacobian)):
        raise exc.SearchException(
            "No start has derivatives: JAX gives numbers that are not finite where the "
            "likelihood is one."
        )
    hessian, here = jacobian.T @ jacobian, residuals(mode)
    slope = jacobian.T @ here
    gain = 0.5 * float(slope @ np.linalg.solve(hessian, slope))
    value = residuals.constant - 0.5 * float(here @ here)
    return Laplace(mode, value, hessian, gain)


class DampedAscents(Ascents):
    """Many `DampedAscent`.

    Parameters
    ----------
    residuals
        Of a point.
    starts : (n, D)
        Where they start.
    tolerance
        Of each.

    Attributes
    ----------
    valid_starts : int
        How many there were in the beginning.
    """

    def __init__(self, residuals: Any, starts: np.ndarray, tolerance: float):
        self._ascents = [DampedAscent(residuals, start, tolerance) for start in starts]
        self.valid_starts = len(starts)

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
