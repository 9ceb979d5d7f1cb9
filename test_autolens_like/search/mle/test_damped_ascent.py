import math

import numpy as np

from autolens_like.search.mle.damped_ascent import DampedAscent, advance


class Valley:
    """Sums of squares of Rosenbrock's function, none to the left of a limit."""

    def __init__(self, limit=-math.inf):
        self.limit, self.calls = limit, 0

    def __call__(self, point):
        self.calls += 1
        residuals = self.residuals(*point)
        value = -0.5 * float(residuals @ residuals)
        return None if point[0] < self.limit else value

    def residuals(self, x, y):
        return np.array([10.0 * (y - x * x), 1.0 - x])

    def equations(self, point):
        jacobian = np.array([[-20.0 * point[0], 10.0], [-1.0, 0.0]])
        return jacobian.T @ jacobian, -jacobian.T @ self.residuals(*point)


def climbed(valley, start, steps=60, rival=-math.inf):
    ascent, told = DampedAscent(valley, np.array(start), 1e-8, rival), []
    values = [ascent.value]
    for _ in range(steps):
        advance([ascent], 1, told.append)
        values.append(ascent.value)
    assert told == [1] * steps
    return ascent, values


def test_the_end_of_a_curved_valley_is_reached_and_no_step_leads_down():
    valley = Valley()
    ascent, values = climbed(valley, [-1.2, 1.0])
    assert ascent.converged and np.allclose(ascent.point, 1.0, atol=1e-3)
    assert np.all(np.diff(values) >= 0.0) and valley.calls < 60


def test_points_without_residuals_are_not_entered():
    ascent, _ = climbed(Valley(limit=1.1), [2.0, 4.0])
    assert ascent.finished and ascent.point[0] >= 1.1
    nowhere, values = climbed(Valley(limit=3.0), [2.0, 4.0], steps=2)
    assert nowhere.finished and values == [-math.inf] * 3


def test_what_is_behind_its_rival_and_gains_little_of_that_ends():
    valley = Valley()
    ascent, values = climbed(valley, [-1.2, 1.0], rival=1e3)
    assert ascent.finished and not ascent.converged
    # The first steps gain much more than the rest, and two of those end it.
    assert valley.calls < 12 and values[0] < ascent.value < -1e-3
    ahead, _ = climbed(Valley(), [-1.2, 1.0], rival=-1e3)
    assert ahead.converged and np.allclose(ahead.point, 1.0, atol=1e-3)
