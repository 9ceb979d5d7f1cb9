"""The figure of a model says what is free, fixed, shared and derived."""

from __future__ import annotations

import pytest

import autolens_like as al
import autolens_like.plot as aplt
from autolens_like import af, exc
from autolens_like.plot import model_graph
from test_autolens_like.plot.pictures import names_in, png_size


def model() -> af.Collection:
    mass = af.Model(al.mp.Isothermal, ell_comps=(0.0, 0.1))
    light = af.Model(al.lp.ExponentialSph, centre=mass.centre, intensity=1.0)
    light.effective_radius = 0.5 * mass.einstein_radius
    lens = af.Model(al.Galaxy, redshift=0.5, mass=mass, light=light)
    made = af.Collection(lens=lens)
    made.add_assertion(mass.einstein_radius > 0.1, "large enough")
    return made


@pytest.fixture
def axes(monkeypatch):
    found = []
    monkeypatch.setattr(model_graph, "finish", lambda figure, _: found.append(figure))
    aplt.plot_model_graph(model(), output_path="unused", title_prefix="J0252")
    return found[0].axes[0]


def test_it_is_written(tmp_path) -> None:
    (path,) = aplt.plot_model_graph(model(), output_path=tmp_path)
    assert names_in(tmp_path) == ["model_graph.png"]
    assert min(png_size(path)) > 400


def test_every_parameter_has_its_place_and_its_prior(axes) -> None:
    texts = [text.get_text() for text in axes.texts]
    assert texts[:2] == ["J0252: Collection", "3 free parameters"]
    assert [text for text in texts if text.isdigit() and len(text) == 1] == [
        "0", "1", "2", "0", "1", "1",
    ]  # fmt: skip
    assert "Uniform(0, 8)" in texts and "Gaussian(0, 0.1)" in texts
    assert "= 0.5 * [2]" in texts and "0.5" in texts
    assert "[2] > 0.1" in texts and "large enough" in texts
    assert "centre" not in texts and texts.count("centre_0") == 2


def test_brackets_join_the_places_of_a_parameter(axes) -> None:
    (width, height) = axes.figure.get_size_inches()
    start = width - model_graph._ARCS
    upright = [
        line
        for line in axes.lines
        if len(line.get_xdata()) == 2
        and line.get_xdata()[0] == line.get_xdata()[1] > start
    ]
    # Both parts of the centre, and the radius with what is derived from it.
    assert len(upright) == 3
    assert all(0.0 < y < height for line in upright for y in line.get_ydata())


def test_something_else_is_refused() -> None:
    with pytest.raises(exc.PlotException, match=r"af\.Model or af\.Collection"):
        aplt.plot_model_graph(al.mp.Isothermal())
