"""Every nested sampler finds the evidence that quadrature finds."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import integrate

from autolens_like.search.analysis import Analysis
from autolens_like.search.nest.dynesty_dynamic import DynestyDynamic
from autolens_like.search.nest.dynesty_static import DynestyStatic
from autolens_like.search.nest.nautilus import Nautilus
from test_autolens_like.search.fakes import LIMIT, BoxModel

#: Of the problems below: a ridge cut by the border of the prior, a ring, and two
#: peaks of other heights and widths.
SLOPE, ACROSS, ALONG = 0.8, 0.3, 2.0
RADIUS, THICKNESS = 3.0, 0.2
PEAKS = ((-2.0, 0.5, 1.0), (2.0, 0.25, 3.0))


def ridge(vector) -> float:
    x, y = vector
    return -0.5 * ((y - SLOPE * x) / ACROSS) ** 2 - 0.5 * ((x - 4.0) / ALONG) ** 2


def ring(vector) -> float:
    return -0.5 * ((math.hypot(*vector) - RADIUS) / THICKNESS) ** 2


def two_peaks(vector) -> float:
    terms = [
        math.log(height) - 0.5 * sum((x - centre) ** 2 for x in vector) / width**2
        for centre, width, height in PEAKS
    ]
    return float(np.logaddexp(*terms))


def evidence_of_ridge() -> float:
    value, error = integrate.dblquad(
        lambda y, x: math.exp(ridge((x, y))), -LIMIT, LIMIT, -LIMIT, LIMIT
    )
    assert error < 1e-5 * value
    return math.log(value)


def evidence_of_ring() -> float:
    # The ring ends well inside the box, so that the radius is enough.
    value, _ = integrate.quad(
        lambda r: 2.0 * math.pi * r * math.exp(ring((r, 0.0))), 0.0, LIMIT, points=[3.0]
    )
    return math.log(value)


def evidence_of_two_peaks() -> float:
    value = 0.0
    for centre, width, height in PEAKS:
        along, _ = integrate.quad(
            lambda x, c=centre, w=width: math.exp(-0.5 * ((x - c) / w) ** 2),
            -LIMIT,
            LIMIT,
            points=[centre],
        )
        value += height * along**3
    return math.log(value)


PROBLEMS = {
    "ridge": (ridge, 2, evidence_of_ridge),
    "ring": (ring, 2, evidence_of_ring),
    "two peaks": (two_peaks, 3, evidence_of_two_peaks),
}
SEARCHES = {
    "static": (DynestyStatic, {"nlive": 150}),
    "dynamic": (DynestyDynamic, {"nlive_init": 100, "n_effective": 600}),
    "nautilus": (Nautilus, {"n_live": 200, "n_networks": 1}),
}
#: Those that need a second and more for each problem are left to the nightly tests.
MARKED = [
    "static",
    *(pytest.param(name, marks=pytest.mark.slow) for name in ("dynamic", "nautilus")),
]


class Function(Analysis):
    """A function as a likelihood."""

    def __init__(self, function):
        self.function = function

    def log_likelihood_function(self, instance) -> float:
        return self.function(instance)


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("search", MARKED)
def test_the_evidence_is_that_of_quadrature(search, problem, tmp_path) -> None:
    function, dimensions, quadrature = PROBLEMS[problem]
    kind, settings = SEARCHES[search]
    if search == "nautilus":
        pytest.importorskip("nautilus")
    sampler = kind("fit", output_path=tmp_path, silence=True, seed=1, **settings)
    samples = sampler.fit(BoxModel(dimensions), Function(function)).samples
    expected = quadrature() - dimensions * math.log(2.0 * LIMIT)
    assert samples.log_evidence_error < 0.3
    assert abs(samples.log_evidence - expected) < 3.0 * samples.log_evidence_error
