"""The correction of a source: what its light profiles cannot say, as source pixels.

A first fit describes the source by profiles, for example a decoder. What they leave is
fitted by source pixels of any sign: the image of the profiles is the mean, H⁻¹ the
covariance of a normal prior of the source, and the evidence says how strong H is (Suyu
et al. 2006, MNRAS 371, 983). Lens and profiles move along by Gauss-Newton steps, and
their errors are those that are left when the pixels are marginalized over. Of a decoder
it is known how large its errors are; its strengths and lengths have a prior, and are
marginalized over, too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.analysis.correction_mixture import mixture_about
from autolens_like.analysis.correction_prior import CorrectionPrior
from autolens_like.analysis.correction_steps import Point, Problem, Step
from autolens_like.analysis.imaging import AnalysisImaging
from autolens_like.fit.imaging import FitImaging
from autolens_like.numerics.blocks import one_blas_thread
from autolens_like.search.fitness import Fitness
from autolens_like.search.laplace import Laplace
from autolens_like.search.samples import Samples
from autolens_like.typing import GridLike

#: What `CorrectedSource.stage` may be.
PROFILES, CORRECTED = "light profiles", "light profiles and correction"
#: A step that promises or gains less log posterior ends the fit.
_TOLERANCE = 0.5


@dataclass(frozen=True, eq=False)
class CorrectedSource:
    """A lens whose source is light profiles and, where that pays, a correction.

    Attributes
    ----------
    stage : str
        "light profiles", or "light profiles and correction".
    vector : (D,)
        The parameters.
    fit : FitImaging
        With the correction as a pixelization of the source, whose name in its galaxy is
        `correction`.
    strength : float
        λ of the correction in `fit`, the best; infinite without one.
    gain : float
        How much the correction raises the log evidence, the parameters marginalized
        over about these: at the best strength, or, with a prior of strengths, of all of
        them. The latter is below zero where data do not need the correction that errors
        of profiles, which are known, ask for.
    converged : bool
        Whether the last step raised the log posterior by less than 0.5, or another one
        would.
    laplace : Laplace
        The normal posterior of the parameters in coordinates in which priors are
        standard normal; linear intensities and pixels are marginalized over. With a
        prior of strengths, mean and covariance are those of all strengths and lengths.
    model, analysis
        Of the first fit.
    """

    stage: str
    vector: np.ndarray
    fit: FitImaging
    strength: float
    gain: float
    converged: bool
    laplace: Laplace
    model: Any
    analysis: AnalysisImaging

    @property
    def instance(self) -> Any:
        """The model instance of `vector`."""
        return self.model.instance_from_vector(self.vector, ignore_assertions=True)

    def samples(self, draws: int = 500, seed: int = 0) -> Samples:
        """Draws of the parameters from the normal posterior."""
        generator = np.random.default_rng(seed)
        info = {"converged": self.converged, "stage": self.stage}
        fitness = Fitness(self.model, self.analysis)
        return self.laplace.samples(fitness, draws, generator, info)

    def correction_from(self, grid: GridLike) -> tuple[np.ndarray, np.ndarray]:
        """(n,) brightness of the correction and its standard deviation, at the best
        strength.

        Parameters
        ----------
        grid
            (n, 2) coordinates (y, x) in the source plane [arcsec].
        """
        points = np.asarray(getattr(grid, "array", grid), dtype=float)
        if self.stage == PROFILES:
            return np.zeros(len(points)), np.zeros(len(points))
        source = self.fit.inversion.sources[0]
        return (
            np.asarray(source.interpolated_reconstruction_from(points).array),
            np.asarray(source.interpolated_noise_map_from(points).array),
        )


def corrected_source_from(
    model: Any,
    analysis: AnalysisImaging,
    vector: Any,
    path: tuple[str, ...] = ("galaxies", "source"),
    shape: tuple[int, int] = (30, 30),
    scale: float | None = None,
    strength: float | CorrectionPrior | None = None,
    iterations: int = 12,
) -> CorrectedSource:
    """Correct the source of a lens that has been fitted by light profiles.

    Parameters
    ----------
    model, analysis
        Of the first fit. Linear intensities may become negative in this one, and its
        positions are not looked at: the first fit met them, and this one stays near.
    vector
        (D,) its best parameters, near which the posterior is climbed.
    path
        Of the galaxy whose light is corrected, in the model.
    shape
        Rows and columns of the source pixels, which reach three half-light radii to
        all sides.
    scale
        Correlation length of the correction [arcsec]; None is those of the prior of
        strengths, or that of the highest evidence among a half, one and two half-light
        radii of the source.
    strength
        λ, or its prior. None is the prior that was measured of the decoder, if the
        source is one with the shipped weights, else λ of the highest evidence. Infinity
        leaves the first fit as it is.
    iterations
        Gauss-Newton steps, at most.

    Raises
    ------
    ModelException
        The model has no galaxy of this path, or the galaxy no light profile or a
        pixelization already.
    InputException
        `strength` or `scale` is not above zero.
    """
    for name, value in (("strength", strength), ("scale", scale)):
        asked = value is None or isinstance(value, CorrectionPrior)
        if not asked and not value > 0.0:
            raise exc.InputException(
                f"{name}={value!r} came; give a number above zero, or None."
            )
    vector = np.asarray(vector, dtype=float)
    first = (model, analysis, vector)
    problem = Problem.of(first, tuple(path), shape, scale, strength)
    if isinstance(strength, CorrectionPrior):
        strength = None
    # A second thread gains nothing for products of this size, and takes a third more of
    # the processor to wait.
    with one_blas_thread():
        return _climbed(problem, vector, strength, iterations)


def _climbed(
    problem: Problem, vector: np.ndarray, strength: float | None, iterations: int
) -> CorrectedSource:
    """The highest posterior near a vector, by Gauss-Newton steps."""
    point = problem.point_of(vector)
    problem, system = problem.with_best_scale(Point(problem, point))
    here = Point(problem, point)
    # The lengths were compared without pixels, which a given strength has.
    known = system if strength is None else None
    step, rise = problem.step_from(here, strength, system=known), math.inf
    if strength is not None and math.isinf(strength):
        iterations = 0
    for _ in range(iterations):
        if min(step.promise, rise) < _TOLERANCE:
            break
        here, rise = problem.climbed(here, step)
        if rise > 0.0:
            step = problem.step_from(here, strength, step.factor)
    return _result(problem, here, step, min(step.promise, rise) < _TOLERANCE)


def _result(
    problem: Problem, here: Point, step: Step, converged: bool
) -> CorrectedSource:
    corrected = math.isfinite(step.factor)
    own = problem.replaced(coefficient=step.factor) if corrected else problem
    gain, hessian = step.gain, step.hessian
    if problem.prior is not None:
        mixture = mixture_about(problem, here, step)
        here, hessian = Point(problem, mixture.mean), np.linalg.inv(mixture.covariance)
        gain = mixture.log_evidence - step.system.without_pixels.log_evidence
    vector = problem.vector_of(here.point)
    return CorrectedSource(
        CORRECTED if corrected else PROFILES,
        vector,
        own.fit_of(vector, corrected),
        step.factor,
        gain,
        converged,
        Laplace(
            here.point,
            here.log_posterior(step.factor)
            - 0.5 * problem.analysis.dataset.noise_normalization,
            hessian,
            step.promise,
        ),
        problem.model,
        problem.analysis,
    )
