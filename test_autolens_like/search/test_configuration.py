import importlib
from pathlib import Path

from autolens_like.search import configuration


def test_every_key_that_searches_read_has_a_value():
    # Without the fixture that replaces it in these tests.
    value = importlib.reload(configuration).value
    for name in ("iterations_per_quick_update", "iterations_per_full_update"):
        number = value("general", "updates", name)
        assert number is None or number >= 1
    assert 0.0 < value("general", "output", "samples_weight_threshold") < 1e-3
    assert Path(value("output", "root")).name == "output"
    assert all("." in name for name in value("visualize", "search_observers"))


def test_a_workspace_has_its_own(tmp_path, monkeypatch):
    value = importlib.reload(configuration).value
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "output.yaml").write_text("root: results\n")
    monkeypatch.chdir(tmp_path)
    assert value("output", "root") == tmp_path / "results"
