"""Errors are put where in a file they belong."""

from __future__ import annotations

import pytest

from autolens_like import exc
from autolens_like.cli.located import LocatedYaml, dotted

TEXT = """\
base: &base
  depth: 1
first:
  second:
    third: wide
    items: [a, {inner: 2}]
  <<: *base
"""


@pytest.fixture
def file(tmp_path) -> LocatedYaml:
    (tmp_path / "some.yaml").write_text(TEXT)
    return LocatedYaml(tmp_path / "some.yaml")


def test_every_key_and_item_has_its_line(file) -> None:
    assert file.line_of(("first", "second", "third")) == 5
    assert file.line_of(("first", "second", "items", 1, "inner")) == 6
    assert file.line_of(("first", "depth")) == 2
    # What is not there stands where its parent does.
    assert file.line_of(("first", "second", "fourth")) == 4
    assert file.line_of(("nothing",)) == 1


def test_places_are_written_as_people_do() -> None:
    assert dotted(("mask", "centre", 0)) == "mask.centre[0]"
    assert dotted(()) == ""


@pytest.mark.parametrize(
    ("message", "place"),
    [
        ("first.second.third is 'wide'; a number is asked for.", "first.second.third"),
        ("first.second: third=4 is not possible.", "first.second.third"),
        ("there is no 'third' here. Did you mean 'inner'?", "first.second.third"),
        ("no class 'wide'.", "first.second.third"),
        ("something else.", "first"),
    ],
)
def test_a_message_leads_to_its_key(file, message, place) -> None:
    error = file.error_from(exc.ModelException(message), ("first",))
    assert str(error).startswith(f"{file.path}:")
    assert f": {place}: " in str(error)
