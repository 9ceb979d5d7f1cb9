"""The posterior of lens and profiles, strength and length of a correction integrated.

A best strength says nothing about others that data allow as well; where they need no
correction, it leaves the errors of the profiles alone. Every strength and length has a
normal posterior here, and what is told is mean and covariance of all, each as likely as
its prior times its evidence.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from autolens_like.analysis.correction_steps import (
    Point,
    Problem,
    Step,
    marginalized,
)
from autolens_like.inversion.strength import StrengthOfRegularization

#: Strengths are so far from each other, in standard deviations of the logarithm.
_STEP = 0.25
#: Strengths are left out further from the mean of their prior, in the same ...
_FARTHEST = 4.0
#: ... and where their log weight is so far below the highest.
_LOWEST = 7.0


@dataclass(frozen=True, eq=False)
class Part:
    """The posterior at one strength and length.

    Attributes
    ----------
    scale
        Correlation length [arcsec].
    factor
        λ.
    log_weight
        Log evidence plus log probability of strength and length.
    mean : (D,)
        The point of the highest posterior.
    covariance : (D, D)
        About it.
    """

    scale: float
    factor: float
    log_weight: float
    mean: np.ndarray
    covariance: np.ndarray


@dataclass(frozen=True, eq=False)
class Mixture:
    """Posteriors at many strengths and lengths.

    Attributes
    ----------
    parts
        What is mixed.
    """

    parts: tuple[Part, ...]

    @property
    def log_evidence(self) -> float:
        """Of all together, without the constant of the noise."""
        return float(np.logaddexp.reduce([part.log_weight for part in self.parts]))

    @property
    def weights(self) -> np.ndarray:
        """(P,) probabilities of the parts."""
        logs = np.array([part.log_weight for part in self.parts])
        return np.exp(logs - self.log_evidence)

    @property
    def mean(self) -> np.ndarray:
        """(D,) the mean point."""
        return self.weights @ np.array([part.mean for part in self.parts])

    @property
    def covariance(self) -> np.ndarray:
        """(D, D): the mean of the covariances and the covariance of the means."""
        offsets = np.array([part.mean for part in self.parts]) - self.mean
        own = np.array([part.covariance for part in self.parts])
        spread = np.einsum("p,pi,pj->ij", self.weights, offsets, offsets)
        return np.einsum("p,pij->ij", self.weights, own) + spread


def mixture_about(problem: Problem, at: Point, step: Step) -> Mixture:
    """The posterior about a point, of all strengths and lengths that its prior allows.

    Parameters
    ----------
    problem
        With a prior.
    at
        The point.
    step
        From there, with the strength at which strengths are begun to be tried.
    """
    geometry = at.fit.inversion.mappers[0].geometry
    parts: list[Part] = []
    for scaled, system, log_probability in problem.with_scales(step.system, geometry):
        for sign in (1, -1):
            parts += _walked(scaled, system, at, (step.factor, sign, log_probability))
    return Mixture(tuple(parts))


def _walked(
    problem: Problem,
    system: StrengthOfRegularization,
    at: Point,
    way: tuple[float, int, float],
) -> Iterator[Part]:
    """Strengths from one on to one side, until they are no longer likely; the first
    belongs to those that go up."""
    begin, sign, log_probability = way
    few, count = at.fit.inversion.total_light, len(at.point)
    spacing, best, before = _STEP * problem.prior.sigma, -math.inf, -math.inf
    number = 0 if sign > 0 else -1
    while True:
        factor = begin * math.exp(-2.0 * spacing * number)
        share = 1.0 / (math.sqrt(factor) * problem.peak)
        offset = (math.log(share) - problem.prior.mean) / problem.prior.sigma
        solved = system.at(factor)
        weight = solved.log_evidence + problem.log_prior(factor)
        weight += math.log(spacing) + log_probability
        best = max(best, weight)
        falling = weight < min(best - _LOWEST, before)
        if number and (falling or sign * offset > _FARTHEST):
            return
        move = solved.reconstruction[few : few + count]
        covariance = np.linalg.inv(marginalized(solved, few))
        scale = problem.pixelization.regularization.scale
        yield Part(scale, factor, weight, at.point + move, covariance)
        number, before = number + sign, weight
