"""Gauss-Newton steps of a lens whose source has pixels beside its light profiles.

Parameters, linear intensities and pixels are one linear problem about a point. What is
marginalized over there decides how strong the prior of the pixels is, and what is left
of the parameters is their step and their errors.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.analysis.correction_prior import CorrectionPrior, prior_of
from autolens_like.analysis.correction_window import box_about, half_light_circle
from autolens_like.analysis.imaging import AnalysisImaging, whitened
from autolens_like.analysis.lens import named_galaxies_from
from autolens_like.fit.imaging import FitImaging
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.inversion.inversion import Inversion
from autolens_like.inversion.mesh import RectangularUniform
from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.mesh.rectangular_window import RectangularWindow
from autolens_like.inversion.pixelization import Pixelization
from autolens_like.inversion.regularization.matern_of_light import MaternOfLight
from autolens_like.inversion.settings import Settings
from autolens_like.inversion.strength import Solved, StrengthOfRegularization
from autolens_like.search.unconstrained import log_prior_from, points_from, units_from

#: Steps of the derivatives, in widths of the priors.
_STEP = 1e-4
#: One in so many rays tells whether a parameter moves them.
_EVERY = 50
#: So often a step is halved where the posterior does not rise.
_HALVINGS = 3
#: Correlation lengths of the correction that are tried, in half-light radii, where no
#: prior says which.
_LENGTHS = (0.5, 1.0, 2.0)
#: Half of the side of its mesh, in the same.
_REACH = 3.0


class Point:
    """Lens and profiles at one point, and the pixels that correct them there.

    Parameters
    ----------
    problem
        What is fitted.
    point
        (D,) coordinates in which priors are standard normal.
    """

    def __init__(self, problem: Problem, point: np.ndarray) -> None:
        self.point = point
        self.fit = problem.fit_at(point)
        inversion = self.fit.inversion
        data = whitened(problem.analysis.dataset, inversion.linear_data.data)
        self.square = float(data @ data)
        extra = problem.settings.no_regularization_add_to_curvature_diag_value
        self.system = StrengthOfRegularization(
            inversion.curvature_matrix,
            inversion.data_vector,
            self.square,
            inversion.regularization_matrix_reduced,
            np.full(inversion.total_light, extra),
        )

    def log_posterior(self, factor: float) -> float:
        """Log evidence of the pixels at a strength, and log prior of the point."""
        found = self.system.at(factor).log_evidence
        return found + float(log_prior_from(self.point))


@dataclass(frozen=True, eq=False)
class Step:
    """What the linear problem about a point says.

    Attributes
    ----------
    move : (D,)
        To the mode.
    promise : float
        By how much the log posterior rises if all is linear.
    hessian : (D, D)
        Of minus the log posterior, intensities and pixels marginalized over.
    factor : float
        The strength of the prior of the pixels.
    gain : float
        Log evidence of the correction, parameters marginalized over.
    system
        The linear problem.
    """

    move: np.ndarray
    promise: float
    hessian: np.ndarray
    factor: float
    gain: float
    system: StrengthOfRegularization


@dataclass(frozen=True, eq=False)
class Problem:
    """A first fit with pixels of unit strength added to its source.

    Attributes
    ----------
    model, analysis
        Of the first fit.
    galaxy
        Index of the corrected galaxy.
    pixelization
        Of strength one.
    settings
        Amplitudes of any sign.
    prior
        Of strength and length, or None.
    scales
        Correlation lengths and their probabilities.
    peak
        The brightness of which the strengths of `prior` are shares.
    """

    model: Any
    analysis: AnalysisImaging
    galaxy: int
    pixelization: Pixelization
    settings: Settings
    prior: CorrectionPrior | None = None
    scales: tuple[tuple[float, float], ...] = ()
    peak: float = 1.0

    @classmethod
    def of(
        cls,
        first: tuple[Any, AnalysisImaging, np.ndarray],
        path: tuple[str, ...],
        shape: tuple[int, int],
        scale: float | None,
        strength: float | CorrectionPrior | None = None,
    ) -> Problem:
        """The problem of a model, an analysis and their best parameters.

        Parameters
        ----------
        first
            Model, analysis and parameters.
        path, shape, scale, strength
            As for `corrected_source_from`.

        Raises
        ------
        ModelException
            There is no such galaxy, or it has a pixelization or no light profile.
        """
        model, analysis, vector = first
        instance = model.instance_from_vector(vector, ignore_assertions=True)
        named = named_galaxies_from(instance)
        if path not in named:
            raise exc.ModelException(
                f"The model has no galaxy {'.'.join(path)}; its galaxies are "
                f"{', '.join('.'.join(name) for name in named)}."
            )
        number = list(named).index(path)
        fit = analysis.fit_from(instance)
        lit = fit.tracer_linear_light_profiles_to_light_profiles.galaxies[number]
        if lit.cls_list_from(Pixelization) or not lit.light_profiles:
            raise exc.ModelException(
                f"The galaxy {'.'.join(path)} must have light profiles and no "
                "pixelization; the correction adds one."
            )
        settings = dataclasses.replace(
            analysis.settings, use_positive_only_solver=False
        )
        mesh = RectangularUniform(shape=shape)
        pixels = Pixelization(mesh=mesh, regularization=MaternOfLight(light=lit))
        problem = cls(model, analysis, number, pixels, settings)
        everywhere = problem.fit_of(vector).inversion.mappers[0].geometry
        middle, radius = half_light_circle(lit, everywhere)
        box = box_about(middle, _REACH * radius, everywhere)
        window = RectangularWindow(shape=shape, box=box)
        prior = prior_of(strength, lit)
        y, x = window.geometry_from(0.0, 0.0).lattice.T
        scales = _scales(radius, scale, prior)
        return dataclasses.replace(
            problem,
            pixelization=pixels.replaced(mesh=window),
            prior=prior,
            scales=scales,
            peak=float(lit.image(y, x).max()),
        ).replaced(scale=scales[0][0])

    def replaced(self, **changes: Any) -> Problem:
        """The same with other numbers of the regularization."""
        prior = self.pixelization.regularization.replaced(**changes)
        pixels = self.pixelization.replaced(regularization=prior)
        return dataclasses.replace(self, pixelization=pixels)

    def vector_of(self, point: np.ndarray) -> np.ndarray:
        """(D,) parameters of a point."""
        return np.asarray(self.model.vector_from_unit_vector(units_from(point)), float)

    def point_of(self, vector: np.ndarray) -> np.ndarray:
        """(D,) the point of parameters."""
        units = self.model.unit_vector_from_vector(vector)
        return points_from(np.asarray(units, dtype=float))

    def fit_at(self, point: np.ndarray) -> FitImaging:
        """The fit at a point, not yet solved."""
        return self.fit_of(self.vector_of(point))

    def fit_of(self, vector: np.ndarray, with_pixels: bool = True) -> FitImaging:
        """The fit of (D,) parameters."""
        instance = self.model.instance_from_vector(vector, ignore_assertions=True)
        tracer = self.analysis.tracer_via_instance_from(instance)
        galaxies = list(tracer.galaxies)
        if with_pixels:
            own = galaxies[self.galaxy]
            galaxies[self.galaxy] = with_component(own, self.pixelization)
        return FitImaging(
            self.analysis.dataset,
            tracer.replaced(galaxies=tuple(galaxies)),
            self.analysis.dataset_model_via_instance_from(instance),
            settings=self.settings,
        )

    def _derivatives(self, at: Point, held: np.ndarray) -> np.ndarray:
        """(D, N) derivatives of the model image, all amplitudes held.

        Where no ray moves, the image of the pixels is left out.
        """
        here, vector = at.fit.model_data_of(held), self.vector_of(at.point)
        lights = held[: at.fit.inversion.total_light]
        light_here, sight = self._light_of(vector, lights), self._sight(vector)
        rows = []
        for number in range(len(at.point)):
            point = at.point.copy()
            point[number] += _STEP
            vector = self.vector_of(point)
            if self._sight(vector) == sight:
                change = self._light_of(vector, lights) - light_here
            else:
                change = self.fit_of(vector).model_data_of(held) - here
            rows.append(change / _STEP)
        return np.array(rows)

    def _sight(self, vector: np.ndarray) -> tuple[str, bytes]:
        """What the image of pixels that stay depends on: the rays, of which some are
        enough, and what is done to all light."""
        fit = self.fit_of(vector, False)
        y, x = fit.grid.array[::_EVERY].T
        return repr(fit.dataset_model), np.array(fit.tracer.traced(y, x)).tobytes()

    def _light_of(self, vector: np.ndarray, amplitudes: np.ndarray) -> np.ndarray:
        """(N,) model image of the light profiles alone, at given linear intensities."""
        fit = self.fit_of(vector, False)
        if not len(amplitudes):
            return fit.model_data.array
        return fit.model_data_of(amplitudes)

    def step_from(
        self,
        at: Point,
        strength: float | None,
        guess: float = math.inf,
        system: StrengthOfRegularization | None = None,
    ) -> Step:
        """The step from a point.

        Parameters
        ----------
        at
            The point.
        strength
            Of the prior of the pixels; None is that of the highest evidence.
        guess
            Of that strength; infinity is no guess.
        system
            The linear problem about the point, if it is known.
        """
        if system is None:
            system = self.linear(at, at.system.at(strength or guess).reconstruction)
        if strength is None:
            solved = system.best(guess, self.log_prior)
        else:
            solved = system.at(strength)
        few = at.fit.inversion.total_light
        hessian = marginalized(solved, few)
        move = solved.reconstruction[few : few + len(at.point)]
        return Step(
            move,
            0.5 * float(move @ hessian @ move),
            hessian,
            solved.factor,
            solved.log_evidence - system.without_pixels.log_evidence,
            system,
        )

    def linear(self, at: Point, held: np.ndarray) -> StrengthOfRegularization:
        """Intensities, parameters and pixels about a point as one linear problem."""
        inversion = at.fit.inversion
        few, count = inversion.total_light, len(at.point)
        light = np.vstack([inversion.light, self._derivatives(at, held)])
        whole = Inversion(
            light, inversion.mappers, inversion.linear_data, self.settings
        )
        vector = whole.data_vector.copy()
        # The prior is about zero, and the unknowns are about the point.
        vector[few : few + count] -= at.point
        return StrengthOfRegularization(
            whole.curvature_matrix,
            vector,
            at.square + float(at.point @ at.point),
            at.system.smoothing,
            np.append(at.system.diagonal, np.ones(count)),
            marginalized=True,
        )

    @property
    def log_prior(self) -> Callable[[float], float] | None:
        """Of the logarithm of the standard deviation, as a function of λ."""
        if self.prior is None:
            return None
        density, peak = self.prior.log_density, self.peak
        return lambda factor: density(1.0 / (math.sqrt(factor) * peak))

    def with_scales(
        self, system: StrengthOfRegularization, geometry: MeshGeometry
    ) -> Iterator[tuple[Problem, StrengthOfRegularization, float]]:
        """The problem and its linear one for every correlation length, and the log
        probability of that."""
        for scale, probability in self.scales:
            problem = self.replaced(scale=scale)
            smoothing = problem.pixelization.regularization.matrix(geometry)
            other = dataclasses.replace(system, smoothing=smoothing)
            yield problem, other, math.log(probability)

    def with_best_scale(
        self, at: Point
    ) -> tuple[Problem, StrengthOfRegularization | None]:
        """The problem with the correlation length of the highest evidence, that of the
        prior included, and its linear one about the point, where there was a choice."""
        if len(self.scales) == 1:
            return self, None
        linear = self.linear(at, at.system.without_pixels.reconstruction)
        geometry = at.fit.inversion.mappers[0].geometry
        found, guess = [], math.inf
        for problem, system, log_probability in self.with_scales(linear, geometry):
            solved = system.best(guess, self.log_prior)
            value = solved.log_evidence + log_probability
            if self.log_prior:
                value += self.log_prior(solved.factor)
            found.append((value, problem, system))
            guess = solved.factor
        return max(found, key=lambda one: one[0])[1:]

    def climbed(self, here: Point, step: Step) -> tuple[Point, float]:
        """The point after a step, shortened until the posterior rises, and by how much
        it does; the same point if it never does."""
        value = here.log_posterior(step.factor)
        for halvings in range(_HALVINGS + 1):
            moved = Point(self, here.point + 0.5**halvings * step.move)
            rise = moved.log_posterior(step.factor) - value
            if rise > 0.0:
                return moved, rise
        return here, 0.0


def _scales(
    radius: float, scale: float | None, prior: CorrectionPrior | None
) -> tuple[tuple[float, float], ...]:
    """Correlation lengths [arcsec] and their probabilities."""
    if scale is not None:
        return ((scale, 1.0),)
    if prior is None:
        return tuple((length * radius, 1.0 / len(_LENGTHS)) for length in _LENGTHS)
    lengths = [length * radius for length in prior.lengths]
    return tuple(zip(lengths, prior.probabilities, strict=True))


def marginalized(solved: Solved, few: int) -> np.ndarray:
    """The precision without its first amplitudes."""
    precision = solved.precision
    own, mixed = precision[few:, few:], precision[:few, few:]
    if not few:
        return own
    return own - mixed.T @ np.linalg.solve(precision[:few, :few], mixed)


def with_component(galaxy: Galaxy, component: Any) -> Galaxy:
    """A galaxy with one component more, named correction."""
    return Galaxy(galaxy.redshift, **galaxy.profiles, correction=component)
