import math

import pytest

from autolens_like.search.mcmc.step_size import DualAveraging


def test_the_step_size_settles_where_the_acceptance_is_wanted():
    pytest.importorskip("blackjax")
    # An acceptance that falls with the step: 0.8 at the step 0.223.
    tuning = DualAveraging(3.0, 0.8)
    for _ in range(300):
        tuning.update(math.exp(-tuning.size))
    assert tuning.settled == pytest.approx(-math.log(0.8), rel=0.05)
