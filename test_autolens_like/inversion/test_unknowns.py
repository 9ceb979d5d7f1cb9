"""Unknowns keep their places, and what has nothing in common is taken apart."""

from __future__ import annotations

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.inversion.unknowns import (
    BACKGROUND,
    PIXELS,
    ExposureSystem,
    Layout,
    UnknownGroup,
    connected,
    layout_of,
)

GROUPS = [
    UnknownGroup("mesh", "", 3, PIXELS),
    UnknownGroup("bulge", prior=(2.0, 0.5)),
    UnknownGroup("background", "VIS", 2, BACKGROUND, ("", "y")),
    UnknownGroup("disk", "VIS"),
]


def system(name: str, *components: str) -> ExposureSystem:
    keys = tuple((component, "") for component in components)
    return ExposureSystem(name, np.eye(len(keys)), np.zeros(len(keys)), keys)


def test_light_stands_before_backgrounds_before_pixels() -> None:
    layout = Layout(GROUPS)
    assert layout.size == 7
    assert layout.names == [
        "bulge", "disk in VIS", "background of VIS", "background of VIS (y)",
        "mesh (0)", "mesh (1)", "mesh (2)",
    ]  # fmt: skip
    places = layout.places_of([("mesh", ""), ("disk", "VIS")])
    assert places.tolist() == [4, 5, 6, 1]
    ordered = [group.key for group in layout.groups]
    assert layout.has_all(ordered)
    assert not layout.has_all(ordered[::-1]) and not layout.has_all(ordered[:-1])
    assert layout_of(tuple(GROUPS)) is layout_of(tuple(GROUPS))


def test_priors_belong_to_their_unknowns() -> None:
    layout = Layout(GROUPS)
    assert layout.prior_mean.tolist() == [2.0] + 6 * [0.0]
    assert layout.prior_precision.tolist() == [4.0] + 6 * [0.0]


def test_one_name_is_one_component() -> None:
    with pytest.raises(exc.InputException, match="came twice"):
        Layout([UnknownGroup("bulge"), UnknownGroup("bulge")])


def test_what_is_connected_by_way_of_others_stays_together() -> None:
    systems = [
        system("a", "x"),
        system("b", "y"),
        system("c", "z"),
        system("d", "x", "z"),
    ]
    parts = [[one.name for one in part] for part in connected(systems)]
    assert parts == [["a", "c", "d"], ["b"]]
    also = {"a": [("flux_scaling", "H")], "b": [("flux_scaling", "H")]}
    parts = [[one.name for one in part] for part in connected(systems, also)]
    assert parts == [["a", "b", "c", "d"]]
