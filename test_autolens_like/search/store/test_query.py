from pathlib import Path

import pytest

from autolens_like import exc
from autolens_like.search.store.query import (
    EVERYTHING,
    Column,
    Quantity,
    SearchQuery,
    condition_from,
)
from test_autolens_like.search.store.folders import Disc

SEARCH, MODEL = SearchQuery(), Quantity("model")


def test_values_never_stand_in_the_text() -> None:
    evil = "x'; DROP TABLE fits; --"
    condition = (SEARCH.name == evil) & (MODEL[evil] > 1.0)
    assert evil not in condition.sql
    assert condition.values == (evil, "model", evil, 1.0)


def test_junctions_keep_their_parentheses() -> None:
    a, b, c = (SEARCH.name == letter for letter in "abc")
    assert (a & (b | c)).values == ("a", "b", "c")
    assert (a & (b | c)).sql == f"({a.sql} AND ({b.sql} OR {c.sql}))"
    assert (~(a | b)).sql == f"NOT ({a.sql} OR {b.sql})"


def test_a_tuple_is_named_as_its_parameters_are() -> None:
    assert MODEL.galaxies.lens.centre.centre_0.dotted == "galaxies.lens.centre_0"
    assert MODEL.galaxies.lens.centre_0.dotted == "galaxies.lens.centre_0"
    assert MODEL.extra[0].radius.dotted == "extra.0.radius"
    assert MODEL["extra.0.radius"].dotted == "extra.0.radius"


def test_what_is_true_by_itself_is_a_condition() -> None:
    complete = condition_from(SEARCH.is_complete)
    assert complete.values == (1,)
    assert (SEARCH.is_complete & EVERYTHING).values == (1,)
    assert (~SEARCH.completed).sql.startswith("NOT ")


def test_paths_are_text() -> None:
    assert (SEARCH.path_prefix == Path("a", "b")).values == ("a/b",)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (lambda: SEARCH.nmae == "x", "Did you mean 'name'"),
        (lambda: SEARCH.name == 3, "text is asked for"),
        (lambda: SEARCH.is_complete == "yes", "True or False"),
        (lambda: SEARCH.log_evidence > "high", "a number is asked for"),
        (lambda: SEARCH.log_evidence > True, "a number is asked for"),
        (lambda: MODEL.a > float("nan"), "NaN"),
        (lambda: SEARCH.log_evidence.contains("x"), "no text"),
        (lambda: 1.0 < MODEL.a < 2.0, "neither true nor false"),
        (lambda: (MODEL.a > 1.0) and (MODEL.a < 2.0), "neither true nor false"),
        (lambda: condition_from(SEARCH.name), "is no condition"),
        (lambda: (MODEL.a > 1.0) & True, "is no condition"),
        (
            lambda: MODEL.a != dict,  # noqa: E721
            "af.register",
        ),
    ],
)
def test_what_is_no_question_is_told(question, answer) -> None:
    with pytest.raises(exc.LensException, match=answer):
        question()


def test_classes_are_asked_for_by_their_registered_names() -> None:
    assert (MODEL.galaxies.lens == Disc).values == ("galaxies.lens", "StoredDisc")


def test_columns_show_what_they_are() -> None:
    assert repr(Column("name")) == "search.name"
    assert repr(MODEL.a.b) == "model.a.b"
