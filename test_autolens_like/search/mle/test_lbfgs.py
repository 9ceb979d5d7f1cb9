import numpy as np
import pytest

from autolens_like.search.mle.lbfgs import LBFGS
from test_autolens_like.search.fakes import Banana, NormalAnalysis, box_model


def fit(root, analysis, **settings):
    search = LBFGS("fit", output_path=root, silence=True, **settings)
    return search.fit(box_model(), analysis)


def test_the_maximum_of_the_likelihood_at_the_end_of_a_curved_valley(tmp_path):
    # Its posterior in the coordinates of the Laplace approximation is elsewhere.
    result = fit(tmp_path, Banana(), gradient="jax")
    assert result.samples.info["converged"]
    assert result.log_likelihood > -0.01
    assert result.instance.a == pytest.approx(1.0, abs=0.1)


def test_a_maximum_at_a_limit_is_reached_and_not_passed(tmp_path):
    class Beyond(NormalAnalysis):
        CENTRE = np.array([6.0, -0.3])

    result = fit(tmp_path, Beyond())
    assert result.instance.a == pytest.approx(4.0, abs=1e-6)
    # The best b at a = 4 of a correlated normal distribution.
    assert result.instance.b == pytest.approx(-0.3 + 3.0 / 9.0 * 2.0, abs=0.02)


def test_tol_is_both_tolerances_and_limits_are_kept(tmp_path):
    search = LBFGS(tol=1e-3)
    assert (search.ftol, search.gtol) == (1e-3, 1e-3)
    result = fit(tmp_path, Banana(), maxiter=1)
    assert not result.samples.info["converged"]
