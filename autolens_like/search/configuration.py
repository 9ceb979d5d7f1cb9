"""The one door through which searches read configuration."""

from __future__ import annotations

from typing import Any


def value(*keys: str) -> Any:
    """The configured value under a path of keys.

    Parameters
    ----------
    *keys
        The file and its sections, for example ``"general", "updates",
        "iterations_per_quick_update"``. ``"output", "root"`` gives the folder
        that `conf` resolved.
    """
    from autolens_like import conf

    if keys == ("output", "root"):
        return conf.instance.output_path
    return conf.instance.value(*keys)
