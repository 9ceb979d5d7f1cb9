import pytest

from autolens_like import exc
from autolens_like.plot.formats import FORMATS, checked_formats


def test_one_name_and_a_list_are_formats():
    assert checked_formats("pdf") == ("pdf",)
    assert checked_formats(["png", "svg", "png"]) == ("png", "svg")
    assert checked_formats(FORMATS) == FORMATS


def test_an_unknown_format_names_the_nearest():
    with pytest.raises(exc.PlotException, match=r"'pgn'.*Did you mean 'png'"):
        checked_formats("pgn")


def test_an_empty_list_names_what_is_allowed():
    with pytest.raises(exc.PlotException, match="empty: give any of png, pdf, svg"):
        checked_formats([])
