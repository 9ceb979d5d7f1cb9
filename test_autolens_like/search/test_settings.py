from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.search import settings


def test_good_values_pass():
    assert settings.whole_number("n", np.int64(3)) == 3
    assert settings.whole_number("n", 50.0) == 50
    assert settings.optional_whole_number("n", None) is None
    assert settings.real_number("x", 0.5, maximum=1.0) == 0.5
    assert settings.optional_real_number("x", None) is None
    assert settings.choice("c", "multi", ["multi", "none"]) == "multi"
    settings.refuse_unknown("S", {}, ["nlive"])


@pytest.mark.parametrize("value", [0, -1, 1.5, "3", True, None, float("nan")])
def test_bad_whole_numbers(value):
    with pytest.raises(exc.SearchException, match=r"nlive=.*a whole number"):
        settings.whole_number("nlive", value)


@pytest.mark.parametrize("value", [0.0, -1.0, 1.1, "1", True, float("nan")])
def test_bad_real_numbers(value):
    with pytest.raises(exc.SearchException, match=r"facc=.*above 0 and at most 1"):
        settings.real_number("facc", value, maximum=1.0)


def test_bad_choice_has_a_suggestion():
    with pytest.raises(exc.SearchException, match="Did you mean 'rwalk'"):
        settings.choice("sample", "rwalks", ["rwalk", "unif"])


def test_unknown_keywords_have_a_suggestion():
    with pytest.raises(exc.SearchException, match=r"S has no keyword.*'nlive'\?"):
        settings.refuse_unknown("S", {"nlivee": 3}, ["nlive", "dlogz"])
    with pytest.raises(exc.SearchException, match=r"no longer has.*Leave it out"):
        settings.refuse_unknown("S", {"fmove": 3}, [], {"fmove": "Leave it out."})


def test_common_settings(configured):
    common = settings.CommonSettings()
    assert (common.seed, common.number_of_cores) == (settings.DEFAULT_SEED, 1)
    assert settings.CommonSettings(seed=0).seed == 0
    configured["general", "updates", "iterations_per_quick_update"] = 500
    assert settings.CommonSettings().iterations_per_quick_update == 500
    given = settings.CommonSettings(iterations_per_quick_update=9)
    assert given.iterations_per_quick_update == 9
    with pytest.raises(exc.SearchException, match="iterations_per_full_update=0"):
        settings.CommonSettings(iterations_per_full_update=0)


def test_a_flag_is_true_or_false_and_nothing_else():
    assert settings.flag("on", True) is True
    for bad in (1, "yes", None):
        with pytest.raises(exc.SearchException, match="give True or False"):
            settings.flag("on", bad)


def test_a_pool_must_be_one_and_be_asked_for_a_known_number():
    with pytest.raises(exc.SearchException, match="pool=3 has neither submit nor map"):
        settings.CommonSettings(
            pool=3, number_of_cores=2, iterations_per_quick_update=1
        )
    with pytest.raises(exc.SearchException, match="needs number_of_cores of at least"):
        settings.CommonSettings(pool=ThreadPoolExecutor(2))
