import csv

import pytest

from autolens_like import exc
from autolens_like.search.store.aggregate_csv import AggregateCSV, ValueType
from autolens_like.search.store.aggregator import Aggregator
from autolens_like.search.store.index import DamagedFitWarning
from test_autolens_like.search.store.folders import write_fit

RADIUS = "galaxies.lens.radius"


@pytest.fixture
def agg(tmp_path) -> Aggregator:
    write_fit(tmp_path, "sie", "A", radius=1.0 / 3.0)
    write_fit(tmp_path, "sie", "B", radius=2.0, evidence=None)
    return Aggregator.from_directory(tmp_path)


def saved(table: AggregateCSV, path) -> list[dict[str, str]]:
    table.save(path)
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_line_a_fit_with_every_digit(agg, tmp_path) -> None:
    table = AggregateCSV(agg)
    table.add_variable(RADIUS, "radius", list(ValueType))
    table.add_variable("galaxies.lens.centre.centre_0")
    table.add_computed_column("count", lambda fit: len(fit.samples))
    table.add_label_column("grade", ["x", "y"])
    lines = saved(table, tmp_path / "new" / "table.csv")
    assert list(lines[0]) == table.fieldnames
    assert [line["id"] for line in lines] == [fit.folder.name for fit in agg]
    assert [line["unique_tag"] for line in lines] == ["A", "B"]
    assert [line["log_evidence"] for line in lines] == ["-5.0", ""]
    assert [float(line["radius"]) for line in lines] == [1.0 / 3.0, 2.0]
    assert [float(line["radius_max_lh"]) for line in lines] == [1.0 / 3.0, 2.0]
    limits = agg[1].samples.values_at_sigma(1.0)[2]
    assert float(lines[1]["radius_lower_1_sigma"]) == limits[0]
    assert float(lines[1]["radius_upper_1_sigma"]) == limits[1]
    assert lines[0]["galaxies.lens.centre.centre_0"] == "0.1"
    assert [line["count"] for line in lines] == ["3", "3"]
    assert [line["grade"] for line in lines] == ["x", "y"]


def test_all_variables_are_those_of_the_fits(agg, tmp_path) -> None:
    latent = agg[0].files / "latent"
    latent.mkdir()
    (latent / "latent_summary.json").write_text(
        '{"median_pdf": {"mass": 7.5}, "max_log_likelihood": {"mass": 7.0},'
        ' "values_at_1_sigma": {"mass": [7.0, 8.0]}}'
    )
    table = AggregateCSV(agg)
    table.add_all_variables([ValueType.Median, ValueType.MaxLogLikelihood])
    first, second = saved(table, tmp_path / "table.csv")
    assert (first["mass"], first["mass_max_lh"]) == ("7.5", "7.0")
    assert second["mass"] == ""
    assert float(second[RADIUS]) == 2.0


def test_a_damaged_fit_has_no_line_and_the_labels_stay(agg, tmp_path) -> None:
    (agg[0].files / "samples_summary.json").write_text("[")
    table = AggregateCSV(agg)
    table.add_label_column("grade", ["x", "y"])
    with pytest.warns(DamagedFitWarning, match=r"samples_summary.json"):
        (line,) = saved(table, tmp_path / "table.csv")
    assert (line["unique_tag"], line["grade"]) == ("B", "y")


def test_mistakes_are_told(agg, tmp_path) -> None:
    table = AggregateCSV(agg)
    table.add_variable("galaxies.lens.raduis")
    with pytest.raises(exc.UnknownParameterException, match=f"mean '{RADIUS}'"):
        table.save(tmp_path / "table.csv")
    assert not (tmp_path / "table.csv").exists()
    for mistake, message in (
        (lambda: table.add_variable("galaxies.lens.raduis"), "already"),
        (lambda: table.add_variable("a", value_types=["median"]), "no value type"),
        (lambda: table.add_label_column("grade", ["x"]), "1 values for 2 fits"),
        (lambda: AggregateCSV(agg.query(agg.search.name == "none")), "no fits"),
    ):
        with pytest.raises(exc.SearchException, match=message):
            mistake()
