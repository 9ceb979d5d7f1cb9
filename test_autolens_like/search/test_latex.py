import numpy as np
import pytest

from autolens_like.model.composition import Collection, Model
from autolens_like.model.prior import UniformPrior
from autolens_like.search.latex import latex_row
from autolens_like.search.samples import Samples
from test_autolens_like.model.classes import Shear
from test_autolens_like.search.fakes import BoxModel


@pytest.fixture(scope="module")
def samples():
    model = Collection(lens=Model(Shear, gamma_1=UniformPrior(), gamma_2=1.5))
    values = np.linspace(0.0, 1.0, 1001)[:, None]
    best = -((values[:, 0] - 0.25) ** 2)
    return Samples(model, values, best, np.zeros(1001), np.ones(1001))


def test_a_row_has_value_and_errors_to_two_digits(samples):
    assert latex_row(samples, sigma=1.0, include_name=False) == "0.50^{+0.34}_{-0.34}"
    # Of 1001 even steps the 1 sigma limits are 0.1582 and 0.8418.
    best = latex_row(samples, median_pdf_model=False, sigma=1.0, include_name=False)
    assert best == "0.250^{+0.592}_{-0.092}"


def test_labels_and_surroundings(samples):
    row = latex_row(
        samples, sigma=1.0, include_quickmath=True, prefix="J0252 & ", suffix=r" \\"
    )
    assert row.startswith(r"J0252 & $\gamma_") and row.endswith(r"0.34}$ \\")
    assert r"{\rm lens.gamma\_1} = 0.50" in latex_row(samples, name_to_label=False)


def test_several_parameters_and_one_without_errors():
    rows = Samples(BoxModel(2), [[1.0, 2.0]], [0.0], [0.0], [1.0])
    row = latex_row(rows, include_name=False)
    assert row == "1.00^{+0.00}_{-0.00} & 2.00^{+0.00}_{-0.00}"
