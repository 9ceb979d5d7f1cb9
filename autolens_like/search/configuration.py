"""The one door through which searches read configuration."""

from __future__ import annotations

from typing import Any

#: What holds where no configuration file says otherwise.
DEFAULTS: dict[tuple[str, ...], Any] = {
    ("general", "updates", "iterations_per_quick_update"): None,
    ("general", "updates", "iterations_per_full_update"): None,
    ("general", "output", "samples_weight_threshold"): 1e-10,
    ("output", "root"): "output",
    ("visualize", "search_observers"): [],
}


def value(*keys: str) -> Any:
    """The configured value under a path of keys, for example
    ``value("output", "root")``."""
    return DEFAULTS[keys]
