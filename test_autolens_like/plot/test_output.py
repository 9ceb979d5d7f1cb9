import gc
import os
import subprocess
import sys
import weakref

import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib.figure import Figure

from autolens_like import exc
from autolens_like.plot import output
from autolens_like.plot.style import Style
from test_autolens_like.plot.pictures import names_in, png_size


@pytest.fixture
def figure():
    figure = Figure(figsize=(2.0, 1.0))
    figure.add_subplot().plot([0.0, 1.0])
    return figure


def place(path, name=None, formats=None):
    return output.output_from(path, name, formats, "array", Style())


def test_every_format_is_a_whole_file(figure, tmp_path):
    paths = output.output_figure(
        figure, tmp_path, "own", ["png", "pdf", "svg"], dpi=100
    )
    assert names_in(tmp_path) == ["own.pdf", "own.png", "own.svg"]
    assert png_size(paths[0]) == (200, 100)
    pdf = paths[1].read_bytes()
    assert pdf.startswith(b"%PDF-") and pdf.rstrip().endswith(b"%%EOF")
    svg = paths[2].read_text()
    assert "<svg" in svg and svg.rstrip().endswith("</svg>")


@pytest.mark.parametrize("dpi", [73, 110, 200])
def test_a_png_has_the_pixels_that_matplotlib_draws(figure, tmp_path, dpi):
    figure.set_size_inches(3.4, 1.13)
    (path,) = output.output_figure(figure, tmp_path, "own", dpi=dpi)
    figure.savefig(tmp_path / "theirs.png", dpi=dpi, facecolor="white")
    theirs = pyplot.imread(tmp_path / "theirs.png")
    np.testing.assert_array_equal(pyplot.imread(path), theirs[..., :3])
    assert np.all(theirs[..., 3] == 1.0)


def test_a_path_with_a_suffix_is_a_file(tmp_path):
    found = place(tmp_path / "fit.pdf")
    assert (found.folder, found.name, found.formats) == (tmp_path, "fit", ("pdf",))


def test_a_name_may_carry_its_suffix(tmp_path):
    assert place(tmp_path, "a.svg").files == [tmp_path / "a.svg"]
    assert place(tmp_path, "a.svg", "png").files == [tmp_path / "a.png"]
    assert place(tmp_path, "z=0.5").files == [tmp_path / "z=0.5.png"]


def test_the_default_is_the_configured_format(tmp_path):
    assert place(tmp_path).files == [tmp_path / "array.png"]


@pytest.mark.parametrize("name", ["", "a/b", "../a", ".png"])
def test_a_name_with_folders_is_refused(tmp_path, name):
    with pytest.raises(exc.PlotException, match="is no file name: give a name without"):
        place(tmp_path, name)


def test_folders_are_made(figure, tmp_path):
    (path,) = output.output_figure(figure, tmp_path / "a" / "b", "c")
    assert path == tmp_path / "a" / "b" / "c.png"


def test_a_failure_leaves_the_old_file_and_nothing_else(figure, tmp_path, monkeypatch):
    path = tmp_path / "a.png"
    path.write_bytes(b"old")

    def refuse(*_):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="disk full"):
        output.output_figure(figure, tmp_path, "a")
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == ["a.png"]


def test_a_figure_that_cannot_be_drawn_writes_no_format(figure, tmp_path, monkeypatch):
    figure.axes[0].set_title("$\\unknown$")
    with pytest.raises(ValueError, match="unknown"):
        output.output_figure(figure, tmp_path, "a", ["png", "pdf"])
    assert names_in(tmp_path) == []


def test_written_files_may_be_read_by_all_whom_the_umask_lets(figure, tmp_path):
    (path,) = output.output_figure(figure, tmp_path, "a")
    other = tmp_path / "other"
    other.write_text("")
    assert path.stat().st_mode == other.stat().st_mode


def test_the_same_figure_is_the_same_file(figure, tmp_path):
    first = output.output_figure(figure, tmp_path, "a", ["png", "pdf"])
    second = output.output_figure(figure, tmp_path, "b", ["png", "pdf"])
    for one, two in zip(first, second, strict=True):
        assert one.read_bytes() == two.read_bytes()


def test_a_misspelt_keyword_names_the_nearest(figure):
    with pytest.raises(
        exc.PlotException,
        match=r"output_figure has no keyword 'output_pth'\. Did you mean 'output_path'",
    ):
        output.output_figure(figure, output_pth=".")


def test_without_a_screen_a_figure_says_how_to_write_it(figure):
    pyplot.switch_backend("agg")
    with pytest.warns(UserWarning, match="no screen.*give output_path"):
        assert output.output_figure(figure) == []


def test_on_a_screen_pyplot_shows_and_forgets_a_figure(monkeypatch):
    shown = []
    monkeypatch.setattr(output, "_is_interactive", lambda: True)
    monkeypatch.setattr(pyplot, "show", lambda: shown.extend(pyplot.get_fignums()))
    pyplot.switch_backend("agg")
    target = place(None)
    figure = output.new_figure((1.0, 1.0), target)
    assert output.finish(figure, target) == []
    assert len(shown) == 1 and pyplot.get_fignums() == []


def test_a_written_figure_is_not_kept(tmp_path):
    target = place(tmp_path, "a", ["png", "pdf"])
    figure = output.new_figure((1.0, 1.0), target)
    figure.add_subplot().imshow([[0.0, 1.0]])
    output.finish(figure, target)
    kept = weakref.ref(figure)
    del figure
    gc.collect()
    assert kept() is None


def test_writing_never_loads_pyplot(tmp_path):
    program = (
        "import sys, numpy, autolens_like.plot as aplt\n"
        f"aplt.plot_array(numpy.eye(3), output_path={str(tmp_path)!r})\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
    assert names_in(tmp_path) == ["array.png"]
