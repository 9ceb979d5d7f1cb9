"""A model and likelihoods that know no lensing."""

from __future__ import annotations

import math
import os
import signal
import time
from pathlib import Path

import numpy as np

from autolens_like import exc
from autolens_like.model.composition import Collection
from autolens_like.model.prior import GaussianPrior, UniformPrior
from autolens_like.search.analysis import Analysis

ROOT = Path(__file__).parents[2]
#: The prior is uniform between -LIMIT and LIMIT in each parameter.
LIMIT = 5.0


class BoxModel:
    """Parameters with uniform priors between -`LIMIT` and `LIMIT`."""

    def __init__(self, dimensions: int, forbidden: bool = False, delay: float = 0.0):
        self.prior_count = dimensions
        self.forbidden = forbidden
        self._delay = delay
        self.priors_ordered_by_id = [
            UniformPrior(-LIMIT, LIMIT) for _ in range(dimensions)
        ]

    @property
    def parameter_names(self):
        return [f"galaxies.lens.x_{i}" for i in range(self.prior_count)]

    @property
    def paths(self):
        return [tuple(name.split(".")) for name in self.parameter_names]

    @property
    def info(self):
        return "\n".join(self.parameter_names)

    def identity(self):
        return {"box": self.prior_count, "forbidden": self.forbidden}

    def to_dict(self):
        return {"type": "box", **self.identity()}

    def random_vector_from_priors(self, seed=None):
        return np.zeros(self.prior_count)

    def vector_from_unit_vector(self, unit):
        return LIMIT * (2.0 * unit - 1.0)

    def _check(self, vector):
        if self._delay:
            time.sleep(self._delay)
        if self.forbidden and vector[0] < 0.0:
            raise exc.ResampleException(f"x_0 > 0 does not hold for {vector[0]}")

    def instance_from_vector(self, vector, ignore_assertions=False):
        if isinstance(vector, np.ndarray):
            self._check(vector)
        return vector

    def log_prior_from_vector(self, vector):
        return -self.prior_count * math.log(2.0 * LIMIT)

    def mapper_from_centres(self, vector, absolute=None, relative=None):
        return ("centred", tuple(vector), absolute, relative)


class GaussianAnalysis(Analysis):
    """A normalized Gaussian likelihood of width `sigma` about `centre`."""

    def __init__(self, sigma=0.5, centre=0.3, delay=0.0):
        self.data = np.array([centre, sigma])
        self._delay = delay

    def log_likelihood_function(self, instance):
        if self._delay:
            time.sleep(self._delay)
        centre, sigma = self.data
        # Of lists, arrays and what JAX traces alike.
        residual = (instance - np.float64(centre)) / sigma
        norm = len(residual) * math.log(sigma * math.sqrt(2.0 * math.pi))
        return -0.5 * (residual @ residual) - norm


class DeadlyAnalysis(GaussianAnalysis):
    """Ends its process at the hundredth call, the first time that it runs."""

    def __init__(self, marker):
        super().__init__()
        self._marker, self._calls = marker, 0

    def log_likelihood_function(self, instance):
        self._calls += 1
        if self._calls == 100 and not self._marker.exists():
            self._marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().log_likelihood_function(instance)


def analytic_log_evidence(dimensions):
    """ln of the integral of prior times a normalized Gaussian well inside."""
    return -dimensions * math.log(2.0 * LIMIT)


def script_surroundings(folder):
    """Keywords of `subprocess` for a script that runs fits: a folder of its own
    whose configuration names no observers."""
    work = Path(folder) / "work"
    (work / "config").mkdir(parents=True, exist_ok=True)
    (work / "config" / "visualize.yaml").write_text("search_observers: []\n")
    return {
        "cwd": work,
        "env": {**os.environ, "PYTHONPATH": str(ROOT)},
        "text": True,
    }


class NormalAnalysis(Analysis):
    """A correlated normal likelihood of a and b, which JAX can trace; `forbidden` has
    none for a below that."""

    CENTRE = np.array([0.5, -0.3])
    PRECISION = np.array([[4.0, 3.0], [3.0, 9.0]])

    def __init__(self, forbidden=-math.inf):
        self.forbidden = forbidden

    def log_likelihood_function(self, instance):
        if not hasattr(instance.a, "aval") and instance.a < self.forbidden:
            raise exc.ResampleException(f"a={instance.a} is too low")
        a, b = instance.a - self.CENTRE[0], instance.b - self.CENTRE[1]
        (aa, ab), (_, bb) = self.PRECISION
        return -0.5 * (aa * a * a + 2.0 * ab * a * b + bb * b * b)


class Banana(Analysis):
    """The function of Rosenbrock (1960), negative: highest at (1, 1), at zero."""

    def log_likelihood_function(self, instance):
        a, b = instance.a, instance.b
        return -((1.0 - a) ** 2) - 100.0 * (b - a * a) ** 2


class TwoHills(Analysis):
    """A broad hill at (-2, -2) and a narrow one that is higher by 5 at (2, 2)."""

    def log_likelihood_function(self, instance):
        low = -0.5 * ((instance.a + 2.0) ** 2 + (instance.b + 2.0) ** 2)
        high = 5.0 - 8.0 * ((instance.a - 2.0) ** 2 + (instance.b - 2.0) ** 2)
        # Of numbers and of JAX arrays alike, and smooth.
        return low + (high - low) / (1.0 + 2.718281828459045 ** (low - high))


def normal_model():
    """a and b with normal priors, so that the posterior is known."""
    return Collection(a=GaussianPrior(0.0, 2.0), b=GaussianPrior(1.0, 3.0))


def box_model():
    """a and b with uniform priors between -4 and 4."""
    return Collection(a=UniformPrior(-4.0, 4.0), b=UniformPrior(-4.0, 4.0))


def normal_posterior():
    """Mean, covariance and log evidence of `NormalAnalysis` with `normal_model`."""
    data, precision = NormalAnalysis.CENTRE, NormalAnalysis.PRECISION
    prior, width = np.array([0.0, 1.0]), np.array([2.0, 3.0])
    covariance = np.linalg.inv(precision + np.diag(width**-2))
    mean = covariance @ (precision @ data + prior / width**2)
    offset = prior - data
    both = np.linalg.inv(precision) + np.diag(width**2)
    occam = np.linalg.slogdet(np.eye(2) + precision * width**2)[1]
    log_evidence = -0.5 * offset @ np.linalg.solve(both, offset) - 0.5 * occam
    return mean, covariance, log_evidence
