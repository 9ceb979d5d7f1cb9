"""Estimates of the calls of a search: exact where the settings say it."""

from __future__ import annotations

import math

import pytest

from autolens_like import af
from autolens_like.cli.fit_file import SEARCHES
from autolens_like.cli.prediction import (
    expected_calls,
    information,
    information_of_width,
)


def test_the_information_of_a_normal_likelihood() -> None:
    """One parameter, uniform on (0, 1), posterior of width 0.01 in its middle: H is
    ln(1 / 0.01) - ln sqrt(2 pi e), and log L is 1 / (24 0.01^2) down on average."""
    exact = math.log(100.0) - 0.5 * math.log(2.0 * math.pi * math.e)
    assert information(1, 1.0 / (24.0 * 0.01**2)) == pytest.approx(exact)
    assert information_of_width(1, 50.0) == pytest.approx(exact)
    assert information(3, 3.0 / (24.0 * 0.01**2)) == pytest.approx(3.0 * exact)


@pytest.mark.parametrize("name", SEARCHES)
def test_every_search_is_predicted(name) -> None:
    calls = expected_calls(SEARCHES[name](name="x"), 10, 30.0)
    assert 10 < calls < 1e7


def test_calls_that_settings_fix() -> None:
    assert expected_calls(af.Drawer(total_draws=70), 5, 10.0) == 70
    assert expected_calls(af.Emcee(nwalkers=10, nsteps=30), 5, 10.0) == 300
    limited = af.DynestyStatic(nlive=100, maxcall=500)
    assert expected_calls(limited, 5, 10.0) == 500


def test_restarts_are_counted_as_long_as_they_may_be_needed() -> None:
    def calls(n_restarts):
        search = af.MultiStartLevenbergMarquardt(n_restarts=n_restarts, n_candidates=50)
        return expected_calls(search, 10, 30.0)

    # Each evaluates its candidates; the model is given up after the second.
    one = calls(1) - calls(0)
    assert one > 50 and calls(2) - calls(1) == one and calls(9) == calls(2)


def test_nested_sampling_grows_with_live_points_and_information() -> None:
    def calls(nlive, nats):
        search = af.DynestyStatic(nlive=nlive, sample="rwalk", walks=5)
        return expected_calls(search, 5, nats)

    # Ten nats more take ten times nlive more iterations of five calls.
    assert calls(100, 30.0) - calls(100, 20.0) == pytest.approx(100 * 10.0 * 5)
    assert 1.5 < calls(200, 30.0) / calls(100, 30.0) < 2.0
