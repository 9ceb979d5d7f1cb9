"""Paths of galaxies, however they are written."""

import pytest

from autolens_like import exc
from autolens_like.fit.galaxy_paths import ByPath, path_from


@pytest.mark.parametrize(
    "key",
    [
        ("galaxies", "source"),
        ["galaxies", "source"],
        "galaxies.source",
        "('galaxies', 'source')",
    ],
)
def test_a_path_is_written_in_many_ways(key):
    assert path_from(key) == ("galaxies", "source")


def test_numbers_of_lists_are_names():
    assert path_from(("galaxies", 1)) == ("galaxies", "1")


@pytest.mark.parametrize("key", ["", "(1 +", (), 3, ("galaxies", None), "a..b"])
def test_what_is_no_path_is_refused(key):
    with pytest.raises(exc.InputException, match="galaxies"):
        path_from(key)


def test_values_are_found_under_every_form_of_their_path():
    values = ByPath({"('galaxies', 'source')": 1})
    assert values["galaxies.source"] == values.get(("galaxies", "source")) == 1
    assert "galaxies.lens" not in values and values.get("galaxies.lens") is None
    values["galaxies", "source"] = 2
    assert dict(values) == {("galaxies", "source"): 2}
    assert values.pop("galaxies.source") == 2 and not values


def test_a_misspelt_galaxy_gets_a_suggestion():
    values = ByPath({"galaxies.source": 1})
    with pytest.raises(KeyError, match=r"Did you mean 'galaxies.source'\?") as caught:
        values["galaxies.sorce"]
    assert isinstance(caught.value, exc.GalaxyException)
    assert not str(caught.value).startswith('"')
