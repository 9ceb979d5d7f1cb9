"""A model and likelihoods that know no lensing."""

from __future__ import annotations

import math
import os
import time
from pathlib import Path

import numpy as np

from autolens_like import exc
from autolens_like.search.analysis import Analysis

ROOT = Path(__file__).parents[2]
#: The prior is uniform between -LIMIT and LIMIT in each parameter.
LIMIT = 5.0


class BoxModel:
    """Parameters with uniform priors between -`LIMIT` and `LIMIT`."""

    def __init__(self, dimensions: int, forbidden: bool = False):
        self.prior_count = dimensions
        self.forbidden = forbidden

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

    def vector_from_unit_vector(self, unit):
        return LIMIT * (2.0 * unit - 1.0)

    def _check(self, vector):
        if self.forbidden and vector[0] < 0.0:
            raise exc.ResampleException(f"x_0 > 0 does not hold for {vector[0]}")

    def instance_from_vector(self, vector):
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
        residual = (np.asarray(instance) - centre) / sigma
        norm = len(residual) * math.log(sigma * math.sqrt(2.0 * math.pi))
        return -0.5 * float(residual @ residual) - norm


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
