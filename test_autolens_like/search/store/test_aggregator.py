import operator
from itertools import product

import pytest

from autolens_like import exc
from autolens_like.search.store.aggregator import INDEX_NAME, Aggregator
from autolens_like.search.store.index import DamagedFitWarning
from test_autolens_like.search.store.folders import Disc, Ring, write_fit


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    """Five fits; the last has no evidence, the first is not finished."""
    root = tmp_path_factory.mktemp("output")
    write_fit(root, "open", "A", is_complete=False)
    write_fit(root, "sie", "A", "slacs", radius=1.0, evidence=-30.0)
    write_fit(root, "sie", "B", "slacs", radius=2.0, evidence=-20.0)
    write_fit(root, "ring", "B", "bells", radius=3.0, evidence=-10.0, component=Ring)
    write_fit(root, "lbfgs", None, radius=4.0, evidence=None)
    return root


@pytest.fixture(scope="module")
def agg(output) -> Aggregator:
    return Aggregator.from_directory(output)


def found(agg: Aggregator) -> set[tuple[str, str | None]]:
    return {(fit.name, fit.unique_tag) for fit in agg}


def test_queries_find_what_they_name(agg) -> None:
    search, lens = agg.search, agg.model.galaxies.lens
    assert len(agg) == 5
    for condition, expected in (
        (search.name == "sie", {("sie", "A"), ("sie", "B")}),
        (search.unique_tag == "B", {("sie", "B"), ("ring", "B")}),
        (search.unique_tag == None, {("lbfgs", None)}),  # noqa: E711
        (search.path_prefix.contains("ell"), {("ring", "B")}),
        (search.name.in_(["ring", "open"]), {("ring", "B"), ("open", "A")}),
        (search.log_evidence > -20.0, {("ring", "B")}),
        (search.log_evidence >= -20.0, {("ring", "B"), ("sie", "B")}),
        (search.max_log_likelihood > -1.5, {("sie", "A")}),
        (lens.radius < 2.0, {("sie", "A")}),
        (lens.radius == 4.0, {("lbfgs", None)}),
        (lens == Ring, {("ring", "B")}),
        ((search.name == "sie") & (lens.radius > 1.5), {("sie", "B")}),
        ((search.name == "open") | (lens == Ring), {("open", "A"), ("ring", "B")}),
        (~search.is_complete, {("open", "A")}),
    ):  # fmt: skip
        assert found(agg.query(condition)) == expected, condition.sql


def test_a_condition_and_its_opposite_are_all_fits(agg) -> None:
    comparisons = (operator.lt, operator.le, operator.eq, operator.gt)
    sides = (agg.search.log_evidence, agg.model.galaxies.lens.radius)
    for compare, side in product(comparisons, sides):
        condition = compare(side, 2.0)
        inside, outside = agg.query(condition), agg.query(~condition)
        assert found(inside) | found(outside) == found(agg)
        assert len(inside) + len(outside) == len(agg)


def test_queries_follow_one_another(agg) -> None:
    twice = agg.query(agg.search.name == "sie").query(agg.search.unique_tag == "A")
    together = agg(agg.search.name == "sie", agg.search.unique_tag == "A")
    assert found(twice) == found(together) == {("sie", "A")}


def test_a_misspelt_path_is_told_where_it_stands(agg) -> None:
    with pytest.raises(exc.UnknownParameterException, match=r"'galaxies.lens.radius'"):
        agg.query(agg.model.galaxies.lens.raduis > 1.0)


def test_fits_come_in_order(agg) -> None:
    ordered = agg.order_by(agg.search.log_evidence, reverse=True)
    assert [fit.name for fit in ordered] == ["ring", "sie", "sie", "open", "lbfgs"]
    evidences = ordered.values("samples_summary", lambda s: s["log_evidence"])
    with pytest.warns(DamagedFitWarning, match="open"):
        assert list(evidences) == [-10.0, -20.0, -30.0, None, None]
    with pytest.raises(exc.SearchException, match=r"something of agg.search"):
        agg.order_by("log_evidence")


def test_values_are_those_of_the_folders(output) -> None:
    agg = Aggregator.from_directory(output, completed_only=True)
    agg = agg.order_by(agg.search.max_log_likelihood)
    radii = [s.median_pdf(as_instance=False)[2] for s in agg.values("samples")]
    assert radii == [4.0, 3.0, 2.0, 1.0]
    lenses = [instance.galaxies.lens for instance in agg.values("instance")]
    assert [type(lens) for lens in lenses] == [Disc, Ring, Disc, Disc]
    assert [search["name"] for search in agg.values("search")][:2] == ["lbfgs", "ring"]
    assert "radius 3.0" in agg.model_results
    assert agg[0].name == "lbfgs"
    assert [fit.name for fit in agg[1:3]] == ["ring", "sie"]


def test_a_fit_that_is_damaged_later_gives_none(tmp_path) -> None:
    write_fit(tmp_path, "a")
    folder = write_fit(tmp_path, "b")
    agg = Aggregator.from_directory(tmp_path)
    text = (folder / "files" / "samples.csv").read_text().splitlines(keepends=True)
    (folder / "files" / "samples.csv").write_text("".join(text[:-1]))
    with pytest.warns(DamagedFitWarning, match=f"{folder}.*cut off"):
        values = list(agg.values("samples"))
    assert values[1] is None
    assert len(values[0]) == 3


def test_an_index_by_name_holds_several_directories(tmp_path) -> None:
    for root in ("one", "two", "three"):
        write_fit(tmp_path / root, root)
    file = tmp_path / "lenses.sqlite"
    agg = Aggregator.from_database(file)
    assert len(agg) == 0
    agg.add_directory(tmp_path / "one")
    agg.add_directory(tmp_path / "two")
    assert [fit.name for fit in Aggregator.from_database(file)] == ["one", "two"]
    assert [fit.name for fit in agg] == ["one", "two"]
    third = Aggregator.from_directory(tmp_path / "three", index=file)
    assert [fit.name for fit in third] == ["three"]
    third.add_directory(tmp_path / "one")
    assert [fit.name for fit in third] == ["one", "three"]
    assert not (tmp_path / "three" / INDEX_NAME).exists()


@pytest.mark.parametrize("text", ["", "no database" * 500])
def test_the_index_of_a_directory_is_made_again(tmp_path, text) -> None:
    write_fit(tmp_path, "a")
    assert len(Aggregator.from_directory(tmp_path)) == 1
    (tmp_path / INDEX_NAME).write_text(text)
    assert len(Aggregator.from_directory(tmp_path)) == 1


def test_a_missing_directory_is_told(tmp_path) -> None:
    with pytest.raises(exc.SearchException, match="no directory"):
        Aggregator.from_directory(tmp_path / "outptu")
    assert not (tmp_path / "outptu").exists()


def test_labels_are_names_that_no_other_fit_has(tmp_path) -> None:
    write_fit(tmp_path, "a/b", None)
    write_fit(tmp_path, "sie", "A")
    write_fit(tmp_path, "sie", "B", radius=1.0)
    write_fit(tmp_path, "sie", "B", radius=2.0)
    write_fit(tmp_path, "slope", "B")
    agg = Aggregator.from_directory(tmp_path)
    expected = ["A"]
    expected += [f"B_sie_{fit.identifier[:8]}" for fit in agg[1:3]]
    assert agg.labels == [*expected, "B_slope", "a_b"]
