import pytest

from autolens_like import conf, exc
from autolens_like.plot.page import page_from
from autolens_like.plot.panel import panel_of
from autolens_like.structures.array import Array2D
from test_autolens_like.plot.pictures import png_size


def test_a_page_is_checked_before_anything_is_drawn(tmp_path):
    with pytest.raises(exc.PlotException, match="output_format='tif'"):
        page_from("fit", tmp_path, None, "tif")
    assert list(tmp_path.iterdir()) == []


def test_a_page_is_written_at_its_size(tmp_path):
    page = page_from("fit", tmp_path, None, None, title_prefix="heading")
    panel = panel_of(Array2D.full(1.0, (3, 3), 0.1), "title", "")
    sheet = page.draw([panel] * 4)
    (path,) = page.finish(sheet)
    assert path == tmp_path / "fit.png"
    width, height = sheet.figure.get_size_inches()
    assert png_size(path) == (round(200 * width), int(200 * height))


def test_units_come_from_the_call_or_the_configuration():
    assert page_from("a", "b", None, None).units == "e$^-$/s"
    assert page_from("a", "b", None, None, units="ADU").units == "ADU"
    with conf.with_config("visualize", "general", "units", value="nJy"):
        assert page_from("a", "b", None, None).units == "nJy"


def test_the_stretch_and_the_map_follow_the_keywords():
    assert page_from("a", "b", None, None).stretch == "asinh"
    page = page_from("a", "b", None, None, colormap="magma", use_log10=True)
    assert (page.stretch, page.colormap) == ("log", "magma")
    assert page_from("a", "b", None, None).colormap == "inferno"
