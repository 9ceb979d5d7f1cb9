from types import SimpleNamespace

import numpy as np
import pytest

import autolens_like.plot as aplt
from autolens_like import exc
from autolens_like.plot import corner
from test_autolens_like.plot.pictures import names_in, png_size


@pytest.fixture
def figures(monkeypatch):
    """The figures that would have been written."""
    found = []
    monkeypatch.setattr(corner, "finish", lambda figure, _: found.append(figure))
    return found


def test_all_pairs_are_drawn_and_written(samples, tmp_path):
    (path,) = aplt.corner_plot(samples, output_path=tmp_path, title_prefix="J0252")
    assert names_in(tmp_path) == ["corner.png"]
    width, height = png_size(path)
    assert width > 600 and height > 600


def texts_of(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_large_numbers_lose_their_power_of_ten(samples, figures):
    aplt.corner_plot(samples, output_path="unused")
    texts = texts_of(figures[0])
    assert texts.count("$M$ [$10^{13}$]") == 2
    (title,) = [text for text in texts if text.startswith("$M$ [$10^{13}$] = ")]
    assert 0.0 < float(title.split(" = $")[1].split("_")[0]) < 3.0


def test_parameters_are_chosen_by_the_end_of_their_name(samples, figures):
    aplt.corner_plot(
        samples,
        output_path="unused",
        parameters=["slope", "einstein_radius"],
        truths={"einstein_radius": 1.1},
    )
    texts = texts_of(figures[0])
    assert texts.count(r"$\gamma$") == 1
    # The last one has a name on both sides.
    assert texts.count(r"$\theta_{\rm E}$") == 2


def test_without_latex_the_names_are_the_labels(samples, figures):
    names = samples.model.parameter_names
    plain = SimpleNamespace(**vars(samples))
    plain.model = SimpleNamespace(parameter_names=names)
    aplt.corner_plot(plain, output_path="unused", parameters=["slope"])
    assert "mass\nslope" in texts_of(figures[0])


def test_all_labels_are_on_the_page(samples, figures):
    names = [f"galaxies.lens.{name}" for name in samples.model.parameter_names]
    plain = SimpleNamespace(**vars(samples))
    plain.model = SimpleNamespace(parameter_names=names)
    aplt.corner_plot(plain, output_path="unused")
    aplt.corner_plot(samples, output_path="unused")
    for figure in figures:
        figure.canvas.draw()
        for text in figure.axes[0].texts:
            box = text.get_window_extent()
            assert figure.bbox.x0 <= box.x0 and box.x1 <= figure.bbox.x1
            assert figure.bbox.y0 <= box.y0 and box.y1 <= figure.bbox.y1


def test_other_names_draw_the_same_figure():
    assert aplt.corner_cornerpy is aplt.corner_anesthetic is aplt.corner_plot


def test_few_samples_are_drawn_as_they_are(samples, tmp_path):
    few = SimpleNamespace(
        model=samples.model,
        parameter_lists=samples.parameter_lists[:2],
        weight_list=np.array([1.0, 1.0]),
    )
    aplt.corner_plot(few, output_path=tmp_path)
    assert names_in(tmp_path) == ["corner.png"]


def test_an_unknown_parameter_names_the_nearest(samples):
    with pytest.raises(exc.PlotException, match="Did you mean"):
        aplt.corner_plot(samples, output_path=".", parameters=["lens.mass.slop"])


def test_samples_without_weight_are_refused(samples):
    empty = SimpleNamespace(**vars(samples))
    empty.weight_list = np.zeros(len(samples.weight_list))
    with pytest.raises(exc.PlotException, match="0 samples have a weight above zero"):
        aplt.corner_plot(empty, output_path=".")
