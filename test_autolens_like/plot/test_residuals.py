import numpy as np
import pytest
from matplotlib.figure import Figure

from autolens_like.plot.residuals import draw_histogram
from autolens_like.plot.style import Style


def test_the_histogram_is_a_density_and_names_the_goodness_of_fit(fit):
    ax = Figure().add_subplot()
    draw_histogram(ax, fit, Style())
    values, edges, _ = ax.patches[0].get_data()
    assert np.sum(values * np.diff(edges)) == pytest.approx(1.0)
    (text,) = ax.texts
    assert f"χ²/N = {float(fit.reduced_chi_squared):.3f}" in text.get_text()
    gaussian = ax.lines[0]
    assert max(gaussian.get_ydata()) == pytest.approx(1.0 / np.sqrt(2.0 * np.pi))
