import json
import os

import pytest

from autolens_like import exc
from autolens_like.search.store.record import folders_below, record_of, stamp_of
from test_autolens_like.search.store.folders import write_fit


def test_a_record_holds_what_is_searched(tmp_path) -> None:
    folder = write_fit(tmp_path, "slope", "J0252", "slacs", radius=3.0)
    record = record_of(folder)
    assert record.columns == {
        "identifier": folder.name,
        "name": "slope",
        "unique_tag": "J0252",
        "path_prefix": "slacs",
        "class_name": "DynestyStatic",
        "is_complete": 1,
        "max_log_likelihood": -3.0,
        "log_evidence": -5.0,
        "log_evidence_error": 0.1,
        "total_samples": 9.0,
    }
    assert ("model", "galaxies.lens.radius", 3.0, 3.0) in record.quantities
    assert record.components == [("galaxies.lens", "StoredDisc")]


def test_an_unfinished_fit_has_its_names_only(tmp_path) -> None:
    folder = write_fit(tmp_path, "slope", is_complete=False)
    assert record_of(folder).columns["is_complete"] == 0
    (folder / "files" / "search.json").unlink()
    record = record_of(folder)
    assert record.columns["name"] == "slope"
    assert record.quantities == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (".identifier", "{}"),
        (".identifier", "half"),
        ("files/search.json", '{"name": ["a"]}'),
        ("files/samples.csv", ""),
        ("files/samples.csv", "a,b\n1,"),
        ("files/samples_summary.json", "{}"),
        ("files/samples_summary.json", '{"log_evidence": "high"}'),
        ("files/samples_summary.json", '{"median_pdf": {"a": [1]}}'),
        ("files/model.json", "no"),
    ],
)
def test_a_damaged_folder_is_named(tmp_path, file, text) -> None:
    folder = write_fit(tmp_path)
    (folder / file).write_text(text)
    with pytest.raises(exc.SearchException, match=str(folder)):
        record_of(folder)


def test_a_stamp_changes_with_the_fit(tmp_path) -> None:
    folder = write_fit(tmp_path, is_complete=False)
    before = stamp_of(str(folder))
    assert stamp_of(str(folder)) == before
    assert write_fit(tmp_path) == folder
    assert stamp_of(str(folder)) != before


def test_folders_are_found_at_any_depth(tmp_path) -> None:
    one = write_fit(tmp_path, "a", path_prefix="x/y")
    inside = write_fit(one, "cell")
    half = tmp_path / "half"
    (half / "files").mkdir(parents=True)
    (half / "model.info").write_text("")
    hidden = write_fit(one / "image", "none")
    if hasattr(os, "symlink"):
        os.symlink(tmp_path, tmp_path / "circle")
    found = dict(folders_below(str(tmp_path)))
    assert found == {str(one): True, str(inside): True, str(half): False}
    assert str(hidden) not in found


def test_latent_quantities_are_searched_too(tmp_path) -> None:
    folder = write_fit(tmp_path)
    (folder / "files" / "latent").mkdir()
    summary = {"median_pdf": {"r": 1.5, "m": None}, "max_log_likelihood": {"r": 1.4}}
    path = folder / "files" / "latent" / "latent_summary.json"
    path.write_text(json.dumps(summary))
    quantities = record_of(folder).quantities
    assert ("latent", "r", 1.5, 1.4) in quantities
    assert ("latent", "m", None, None) in quantities
