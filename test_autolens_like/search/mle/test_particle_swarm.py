import math

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.search.mle.particle_swarm import ParticleSwarm, constriction
from test_autolens_like.search.fakes import BoxModel, GaussianAnalysis
from test_autolens_like.search.run_fit import digest_of


def fit(root, analysis=None, forbidden=False, **settings):
    settings = {"n_particles": 20, "iters": 400, "silence": True, **settings}
    search = ParticleSwarm("fit", output_path=root, **settings)
    return search.fit(BoxModel(3, forbidden), analysis or GaussianAnalysis())


class Rastrigin(GaussianAnalysis):
    """Hundreds of maxima; the highest, of zero, at the centre."""

    def log_likelihood_function(self, instance):
        x = np.asarray(instance) - 0.3
        return -float(np.sum(x**2 + 4.0 * (1.0 - np.cos(2.0 * np.pi * x))))


def test_the_swarm_settles_on_the_maximum(tmp_path):
    samples = fit(tmp_path).samples
    assert samples.max_log_likelihood(as_instance=False) == pytest.approx(
        [0.3] * 3, abs=0.02
    )
    assert samples.info["converged"] and samples.total_samples < 20 * 400
    # All weight is on the best point.
    assert samples.weight_list[samples.max_log_likelihood_index] == 1.0
    assert samples.median_pdf(as_instance=False) == pytest.approx([0.3] * 3, abs=0.02)


def test_the_swarm_is_not_held_by_lesser_maxima(tmp_path):
    result = fit(tmp_path, Rastrigin(), n_particles=60, patience=100)
    # The next best maximum is 0.9 below.
    assert result.log_likelihood == pytest.approx(0.0, abs=0.05)


def test_particles_keep_away_from_where_there_is_no_likelihood(tmp_path):
    samples = fit(tmp_path, forbidden=True).samples
    assert samples.parameter_lists[:, 0].min() > 0.0
    assert samples.max_log_likelihood(as_instance=False) == pytest.approx(
        [0.3] * 3, abs=0.02
    )


def test_a_maximum_on_a_wall_is_reached(tmp_path):
    result = fit(tmp_path, GaussianAnalysis(centre=7.0))
    assert result.instance == pytest.approx([5.0] * 3, abs=0.02)


def test_a_seed_gives_one_result(tmp_path):
    first = fit(tmp_path / "a", iters=10)
    assert digest_of(first) == digest_of(fit(tmp_path / "b", iters=10))
    assert digest_of(first) != digest_of(fit(tmp_path / "c", iters=10, seed=2))
    assert not first.samples.info["converged"]


def test_the_constriction_is_the_published_one():
    # Clerc & Kennedy (2002): 0.7298 for a total acceleration of 4.1.
    assert constriction(4.1) == pytest.approx(0.7298, abs=1e-4)
    search = ParticleSwarm()
    assert search.cognitive == search.social == pytest.approx(2.05 * search.inertia)


def test_bad_settings_and_impossible_models_are_refused(tmp_path):
    for bad in ({"n_particles": 1}, {"iters": 0}, {"inertia": 1.5}, {"social": -1.0}):
        with pytest.raises(exc.SearchException, match="is not possible"):
            ParticleSwarm(**bad)

    class Never(GaussianAnalysis):
        def log_likelihood_function(self, instance):
            return math.nan

    with pytest.raises(exc.SearchException, match="None of 20 particles"):
        fit(tmp_path, Never())
