import matplotlib
import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib.figure import Figure

import autolens_like.plot as aplt
from autolens_like import conf, exc
from autolens_like.structures.array import Array2D
from autolens_like.structures.grid import Grid2D
from test_autolens_like.plot.pictures import names_in, png_size


@pytest.fixture
def array(mask):
    return Array2D(np.arange(44.0 * 44.0).reshape(44, 44), mask)


def test_a_figure_is_one_column_wide(array, tmp_path):
    (path,) = aplt.plot_array(
        array,
        title="Data",
        output_path=tmp_path,
        output_filename="data",
        positions=[(1.0, 0.5), (-0.5, 0.5)],
        lines=[[(0.0, 0.0), (1.0, 1.0)]],
        line_colors="white",
        grid=array.mask.derive_grid.edge,
        title_prefix="J0252",
        units="e$^-$/s",
    )
    assert names_in(tmp_path) == ["data.png"]
    assert png_size(path)[0] == 680  # 3.4 inches at 200 dots per inch


def test_a_long_image_makes_a_flat_figure(tmp_path):
    long = Array2D.full(1.0, (10, 30), 0.1)
    (path,) = aplt.plot_array(long, output_path=tmp_path)
    width, height = png_size(path)
    assert height < 0.6 * width


def test_several_formats_are_written(array, tmp_path):
    aplt.plot_array(array, output_path=tmp_path, output_format=["pdf", "svg"])
    assert names_in(tmp_path) == ["array.pdf", "array.svg"]


def test_fifty_figures_leave_pyplot_and_its_settings_alone(tmp_path):
    settings = dict(matplotlib.rcParams)
    with conf.with_config("visualize", "general", "dpi", value=20):
        for index in range(50):
            aplt.plot_array(np.eye(3), output_path=tmp_path / f"{index}.png")
    assert pyplot.get_fignums() == []
    assert dict(matplotlib.rcParams) == settings
    assert len(names_in(tmp_path)) == 50


def test_axes_of_the_user_are_drawn_on(array):
    figure = Figure()
    ax = figure.add_subplot()
    assert aplt.plot_array(array, ax=ax, title="mine", vmin=0.0, vmax=10.0) == []
    (image,) = ax.images
    assert image.get_clim() == (0.0, 10.0)
    assert ax.get_title() == "mine"
    assert ax.get_xlabel() == "x [arcsec]" and ax.get_ylabel() == "y [arcsec]"


def test_a_log_scale_and_a_map_are_chosen_by_keyword(array):
    ax = Figure().add_subplot()
    aplt.plot_array(array, ax=ax, use_log10=True, colormap="cividis")
    assert type(ax.images[0].norm).__name__ == "LogNorm"
    assert ax.images[0].get_cmap().name == "cividis"


def test_a_bare_array_is_labelled_in_pixels():
    ax = Figure().add_subplot()
    aplt.plot_array(np.eye(4), ax=ax)
    assert ax.get_xlabel() == "x [pixels]"


@pytest.mark.parametrize(
    ("keywords", "text"),
    [
        ({"titel": "a"}, "plot_array has no keyword 'titel'. Did you mean 'title'"),
        ({"output_format": "pgn"}, "'pgn' is no format.*Did you mean 'png'"),
        ({"colormap": "infreno"}, "'infreno' is not known. Did you mean 'inferno'"),
        ({"vmin": 2.0, "vmax": 1.0}, "vmin=2.0 is above vmax=1.0"),
        ({"ax": "mine"}, "Both ax and output_path came"),
    ],
)
def test_a_mistake_is_named_and_writes_nothing(array, tmp_path, keywords, text):
    with pytest.raises(exc.PlotException, match=text):
        aplt.plot_array(array, output_path=tmp_path, **keywords)
    assert names_in(tmp_path) == []


def test_a_grid_is_drawn_as_dots(tmp_path):
    grid = Grid2D.uniform((4, 6), 0.5)
    ax = Figure().add_subplot()
    assert aplt.plot_grid(grid, ax=ax, title="grid") == []
    offsets = ax.collections[0].get_offsets()
    np.testing.assert_allclose(offsets, grid.array[:, ::-1])
    low, high = ax.get_xlim()
    assert low < -1.25 and high > 1.25
    (path,) = aplt.plot_grid(grid, output_path=tmp_path)
    assert path.name == "grid.png"
    aplt.plot_grid([(1.0, 2.0)], output_path=tmp_path, lines=[(0.0, 0.0), (1.0, 1.0)])
