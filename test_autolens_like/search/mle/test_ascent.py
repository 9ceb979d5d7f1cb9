import math

import numpy as np
import pytest

from autolens_like.search.mle.ascent import QuasiNewtonAscent


def climbed(function, start, most=300, tolerance=1e-6):
    ascent = QuasiNewtonAscent(np.array(start), tolerance)
    calls = 0
    while not ascent.finished and calls < most:
        ascent.receive(*function(ascent.proposal))
        calls += 1
    return ascent, calls


def rosenbrock(point):
    a, b = point
    value = -((1.0 - a) ** 2) - 100.0 * (b - a * a) ** 2
    return value, np.array(
        [2.0 * (1.0 - a) + 400.0 * a * (b - a * a), -200.0 * (b - a * a)]
    )


def test_a_curved_valley_is_followed_to_its_end():
    ascent, calls = climbed(rosenbrock, [-1.2, 1.0])
    assert ascent.converged and calls < 100
    assert ascent.point == pytest.approx([1.0, 1.0], abs=1e-2)


def test_a_narrow_quadratic_in_many_dimensions_takes_few_steps():
    curvatures = np.logspace(0.0, 5.0, 12)
    top = np.linspace(-1.0, 1.0, 12)

    def hill(point):
        offset = point - top
        return -0.5 * float(curvatures @ offset**2), -curvatures * offset

    ascent, calls = climbed(hill, np.zeros(12))
    assert ascent.converged and ascent.value > -1e-5 and calls < 120


def test_steps_into_nowhere_are_shortened():
    def log_barrier(point):
        if point[0] >= 1.0:
            return -math.inf, np.zeros(1)
        return math.log(1.0 - point[0]) + 5.0 * point[0], np.array(
            [5.0 - 1.0 / (1.0 - point[0])]
        )

    ascent, _ = climbed(log_barrier, [0.0])
    assert ascent.point == pytest.approx([0.8], abs=1e-3)


def test_a_start_without_value_and_one_at_the_top_are_finished_at_once():
    ascent, calls = climbed(lambda point: (-math.inf, np.zeros(2)), [0.0, 0.0])
    assert calls == 1 and ascent.finished and not ascent.converged
    assert ascent.value == -math.inf
    ascent, calls = climbed(lambda point: (1.0, np.zeros(2)), [0.0, 0.0])
    assert calls == 1 and ascent.converged


def test_a_gradient_that_lies_ends_the_ascent():
    def lie(point):
        return -float(point @ point), 2.0 * point

    ascent, calls = climbed(lie, [1.0, 1.0])
    assert ascent.finished and not ascent.converged and calls < 50
