"""Gauss-Newton steps of a lens whose source has pixels beside its light profiles.

Parameters, linear intensities and pixels are one linear problem about a point. What is
marginalized over there decides how strong the prior of the pixels is, and what is left
of the parameters is their step and their errors.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.analysis.imaging import AnalysisImaging, whitened
from autolens_like.analysis.lens import named_galaxies_from
from autolens_like.fit.imaging import FitImaging
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.inversion.inversion import Inversion
from autolens_like.inversion.mesh import RectangularUniform
from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.pixelization import Pixelization
from autolens_like.inversion.regularization.matern_of_light import MaternOfLight
from autolens_like.inversion.settings import Settings
from autolens_like.inversion.strength import Solved, StrengthOfRegularization
from autolens_like.search.unconstrained import log_prior_from, units_from

#: Steps of the derivatives, in widths of the priors.
_STEP = 1e-4
#: So often a step is halved where the posterior does not rise.
_HALVINGS = 3
#: The correlation length of the correction, in half-light radii.
_LENGTH = 0.5


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
    """

    move: np.ndarray
    promise: float
    hessian: np.ndarray
    factor: float
    gain: float


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
    """

    model: Any
    analysis: AnalysisImaging
    galaxy: int
    pixelization: Pixelization
    settings: Settings

    @classmethod
    def of(
        cls,
        first: tuple[Any, AnalysisImaging, np.ndarray],
        path: tuple[str, ...],
        shape: tuple[int, int],
        scale: float | None,
    ) -> Problem:
        """The problem of a model, an analysis and their best parameters.

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
        if scale is None:
            geometry = problem.fit_of(vector).inversion.mappers[0].geometry
            scale = _LENGTH * half_light_radius(lit, geometry)
        return problem.replaced(scale=scale)

    def replaced(self, **changes: Any) -> Problem:
        """The same with other numbers of the regularization."""
        prior = self.pixelization.regularization.replaced(**changes)
        pixels = self.pixelization.replaced(regularization=prior)
        return dataclasses.replace(self, pixelization=pixels)

    def vector_of(self, point: np.ndarray) -> np.ndarray:
        """(D,) parameters of a point."""
        return np.asarray(self.model.vector_from_unit_vector(units_from(point)), float)

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
        """(D, N) derivatives of the model image, all amplitudes held."""
        here = at.fit.model_data_of(held)
        rows = []
        for number in range(len(at.point)):
            point = at.point.copy()
            point[number] += _STEP
            rows.append((self.fit_at(point).model_data_of(held) - here) / _STEP)
        return np.array(rows)

    def step_from(
        self, at: Point, strength: float | None, guess: float = math.inf
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
        """
        inversion = at.fit.inversion
        few, count = inversion.total_light, len(at.point)
        rows = self._derivatives(at, at.system.at(strength or guess).reconstruction)
        light = np.vstack([inversion.light, rows])
        whole = Inversion(
            light, inversion.mappers, inversion.linear_data, self.settings
        )
        own = slice(few, few + count)
        vector = whole.data_vector.copy()
        # The prior is about zero, and the unknowns are about the point.
        vector[own] -= at.point
        system = StrengthOfRegularization(
            whole.curvature_matrix,
            vector,
            at.square + float(at.point @ at.point),
            at.system.smoothing,
            np.append(at.system.diagonal, np.ones(count)),
            marginalized=True,
        )
        solved = system.best(guess) if strength is None else system.at(strength)
        hessian = _marginalized(solved, few)
        move = solved.reconstruction[own]
        return Step(
            move,
            0.5 * float(move @ hessian @ move),
            hessian,
            solved.factor,
            solved.log_evidence - system.without_pixels.log_evidence,
        )

    def climbed(self, here: Point, step: Step) -> Point | None:
        """The point after a step, shortened until the posterior rises; None if the
        posterior never does."""
        value = here.log_posterior(step.factor)
        for halvings in range(_HALVINGS + 1):
            moved = Point(self, here.point + 0.5**halvings * step.move)
            if moved.log_posterior(step.factor) > value:
                return moved
        return None


def _marginalized(solved: Solved, few: int) -> np.ndarray:
    """The precision without its first amplitudes."""
    precision = solved.precision
    own, mixed = precision[few:, few:], precision[:few, few:]
    if not few:
        return own
    return own - mixed.T @ np.linalg.solve(precision[:few, :few], mixed)


def with_component(galaxy: Galaxy, component: Any) -> Galaxy:
    """A galaxy with one component more, named correction."""
    return Galaxy(galaxy.redshift, **galaxy.profiles, correction=component)


def half_light_radius(light: Any, geometry: MeshGeometry) -> float:
    """Radius of the circle about the middle of light with half of it on a mesh."""
    y, x = geometry.centres.T
    weight = np.maximum(light.image(y, x), 0.0) * geometry.areas
    total = weight.sum()
    middle = (weight * y).sum() / total, (weight * x).sum() / total
    radius = np.hypot(y - middle[0], x - middle[1])
    order = np.argsort(radius)
    return float(np.interp(0.5 * total, np.cumsum(weight[order]), radius[order]))
