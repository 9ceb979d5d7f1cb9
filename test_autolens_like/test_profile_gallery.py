"""The gallery of the workspace knows every profile and draws it."""

from __future__ import annotations

import argparse
import importlib.util
from pathlib import Path

import pytest

import autolens_like as al
from test_autolens_like.profiles.family import profiles_in

SCRIPT = Path(__file__).parents[1] / "workspace" / "profile_gallery.py"
GRID = al.Grid2D.uniform((8, 8), 0.5, over_sample_size=1)


@pytest.fixture(scope="module")
def gallery():
    spec = importlib.util.spec_from_file_location("profile_gallery", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["lp", "mp", "lmp"])
def test_every_profile_is_drawn(gallery, name, capsys) -> None:
    namespace = getattr(al, name)
    drawn = gallery.profiles_of(namespace)
    left_out = capsys.readouterr().out
    names = {cls.__name__ for cls in profiles_in(namespace)}
    assert all(member in drawn or member in left_out for member in names)
    make = gallery.light_panels if name == "lp" else gallery.mass_panels
    for member, profile in drawn.items():
        assert make(member, profile, GRID)[0].title.startswith(member)


def test_a_page_is_written(gallery, tmp_path) -> None:
    options = argparse.Namespace(output=tmp_path, format="png")
    profiles = {"PointMass": al.mp.PointMass(), "Isothermal": al.mp.Isothermal()}
    panels = [p for item in profiles.items() for p in gallery.mass_panels(*item, GRID)]
    gallery.draw(panels, 3, "page", options)
    assert (tmp_path / "page.png").stat().st_size > 0
    assert [len(page) for page in gallery.pages(list(range(7)), 3)] == [3, 3, 1]
