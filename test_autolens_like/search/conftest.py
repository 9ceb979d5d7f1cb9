import pytest

from autolens_like.search import configuration


@pytest.fixture(autouse=True)
def configured(monkeypatch, tmp_path):
    """What the configuration says in these tests: no updates, no observers."""
    values = {
        ("general", "updates", "iterations_per_quick_update"): None,
        ("general", "updates", "iterations_per_full_update"): None,
        ("general", "output", "samples_weight_threshold"): 1e-10,
        ("output", "root"): str(tmp_path / "output"),
        ("visualize", "search_observers"): [],
    }
    monkeypatch.setattr(configuration, "value", lambda *keys: values[keys])
    return values
