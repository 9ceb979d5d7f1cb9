"""What every search with many starts does."""

import math

import pytest

from autolens_like import exc
from autolens_like.search.mle.multi_start import start_settings
from autolens_like.search.mle.multi_start_adam import MultiStartAdam
from autolens_like.search.mle.multi_start_lbfgs import MultiStartLBFGS
from test_autolens_like.search.fakes import NormalAnalysis, normal_model
from test_autolens_like.search.run_fit import digest_of

SEARCHES = [MultiStartLBFGS, MultiStartAdam]


def fit(search_class, root, analysis=None, **settings):
    settings = {"n_starts": 6, "n_steps": 20, "silence": True, **settings}
    search = search_class("fit", output_path=root, **settings)
    return search.fit(normal_model(), analysis or NormalAnalysis())


@pytest.mark.parametrize("search_class", SEARCHES)
def test_a_seed_gives_one_result(search_class, tmp_path):
    first = fit(search_class, tmp_path / "a", draws=20)
    assert digest_of(first) == digest_of(fit(search_class, tmp_path / "b", draws=20))
    other = fit(search_class, tmp_path / "c", draws=20, seed=2)
    assert digest_of(first) != digest_of(other)


@pytest.mark.parametrize("search_class", SEARCHES)
def test_starts_without_likelihood_are_passed_over(search_class, tmp_path):
    samples = fit(search_class, tmp_path, NormalAnalysis(forbidden=0.1)).samples
    assert 0 < samples.info["starts_with_likelihood"] < 6

    class Never(NormalAnalysis):
        def log_likelihood_function(self, instance):
            return math.nan

    with pytest.raises(exc.SearchException, match="None of 6 starts"):
        fit(search_class, tmp_path / "never", Never())


def test_a_likelihood_without_derivatives_is_told(tmp_path):
    class Flat(NormalAnalysis):
        def log_likelihood_function(self, instance):
            # Its derivative is infinite where it is zero.
            return ((instance.a - instance.a) ** 2) ** 0.25

    with pytest.raises(exc.SearchException, match="None of 6 starts has a derivative"):
        fit(MultiStartLBFGS, tmp_path, Flat())


@pytest.mark.parametrize("search_class", SEARCHES)
def test_bad_settings_are_refused(search_class):
    for bad in ({"n_starts": 0}, {"n_steps": 0}, {"batch_size": 0}, {"draws": 1}):
        with pytest.raises(exc.SearchException, match="is not possible"):
            search_class(**bad)
    with pytest.raises(exc.SearchException, match="no use for number_of_cores=2"):
        search_class(number_of_cores=2)
    with pytest.raises(exc.SearchException, match="Did you mean 'n_starts'"):
        search_class(n_start=3)


def test_starts_come_from_a_share_of_the_priors_that_is_one():
    good = start_settings(0.0, 1.0, n_starts=4)
    assert good["start_lower_limit"] == 0.0 and good["start_upper_limit"] == 1.0
    for lower, upper in ((-0.1, 0.5), (0.6, 0.5), (0.5, 1.1)):
        with pytest.raises(exc.SearchException, match="is not possible"):
            start_settings(lower, upper, n_starts=4)
