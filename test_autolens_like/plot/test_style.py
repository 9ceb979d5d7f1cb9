import dataclasses

import pytest

from autolens_like import conf, exc
from autolens_like.plot.style import configured_style


def test_the_packaged_configuration_is_a_style():
    style = configured_style()
    assert (style.colormap, style.output_format, style.dpi) == (None, "png", 200)


def test_a_call_overrides_the_configured_colormap():
    with conf.with_config("visualize", "general", "colormap", value="gray"):
        assert configured_style().colormap == "gray"
        assert configured_style("magma").colormap == "magma"
        assert configured_style("default").colormap is None


def test_a_style_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        configured_style().dpi = 1


def test_an_unknown_configured_format_names_the_file():
    with conf.with_config("visualize", "general", "format", value="jpeg"):
        with pytest.raises(exc.ConfigException, match=r"visualize\.yaml.*'jpeg'"):
            configured_style()


def test_a_resolution_below_one_is_refused():
    with conf.with_config("visualize", "general", "dpi", value=0):
        with pytest.raises(exc.ConfigException, match="dpi: 0 is not usable"):
            configured_style()


def test_no_text_is_smaller_than_six_points_on_a_column():
    style = configured_style()
    assert min(style.title_size, style.label_size, style.tick_size) >= 6.0
    assert style.column_width == 3.4
