import json
import math

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.search.analysis import Analysis
from autolens_like.search.latent import (
    LATENT_DRAWS,
    Latent,
    LatentModel,
    latent_samples_from,
    latent_summary,
    latent_text,
)
from autolens_like.search.paths import Paths
from autolens_like.search.result import Result
from autolens_like.search.samples import Samples
from test_autolens_like.search.fakes import BoxModel

#: A Gaussian posterior of means (1, 2) and widths (0.5, 1).
MEANS, WIDTHS = np.array([1.0, 2.0]), np.array([0.5, 1.0])


class Shapes(Analysis):
    LATENT_UNITS = {"lens.sum": "arcsec"}  # noqa: RUF012

    def log_likelihood_function(self, instance):
        return -0.5 * float(np.sum(((np.array(instance) - MEANS) / WIDTHS) ** 2))

    def compute_latent_variables(self, parameters, model):
        first, second = model.instance_from_vector(parameters)
        if second < 0.0:
            raise exc.InversionException("nothing there")
        ratio = math.nan if second < 1.0 else first / second
        return {"lens.sum": first + second, "ratio": ratio}


class Listed(Shapes):
    LATENT_KEYS = ("total", "double")

    def compute_latent_variables(self, parameters, model):
        return sum(parameters), 2 * sum(parameters)


@pytest.fixture(scope="module")
def samples():
    vectors = np.random.default_rng(1).normal(MEANS, WIDTHS, size=(5000, 2))
    likelihood = [Shapes().log_likelihood_function(vector) for vector in vectors]
    return Samples(BoxModel(2), vectors, likelihood, np.zeros(5000), np.ones(5000))


def test_latent_quantities_have_the_errors_of_the_posterior(samples):
    latent = latent_samples_from(samples, Shapes(), total_draws=4000)
    assert latent.names == ["lens.sum", "ratio"]
    found = latent.interval_of(latent.values_for_path("lens.sum"))
    # The sum of two Gaussians: mean 3, width sqrt(0.25 + 1).
    half = math.hypot(0.5, 1.0)
    # The 2.3 % of draws without a value were the lowest.
    assert found == pytest.approx((3.0, 3.0 - half, 3.0 + half), abs=0.15)
    best = latent.max_log_likelihood()
    vector = samples.max_log_likelihood(as_instance=False)
    assert best.lens.sum == vector.sum()


def test_quantities_of_a_class_apart(samples):
    class Apart(Latent):
        @staticmethod
        def keys(analysis):
            return ["difference"]

        @staticmethod
        def variables(analysis, parameters, model):
            return (parameters[1] - parameters[0],)

    class WithClass(Shapes):
        Latent = Apart

    latent = latent_samples_from(samples, WithClass())
    assert latent.names == ["difference"]
    assert latent.interval_of(latent.parameter_lists[:, 0]).median == pytest.approx(
        1.0, abs=0.4
    )


def test_draws_are_always_the_same_and_the_best_fit_has_no_weight_of_its_own(samples):
    latent, again = (latent_samples_from(samples, Listed()) for _ in range(2))
    assert np.array_equal(latent.parameter_lists, again.parameter_lists)
    assert latent.weight_list.sum() == pytest.approx(1.0)
    assert len(latent) <= LATENT_DRAWS + 1
    assert np.array_equal(
        2 * latent.parameter_lists[:, 0], latent.parameter_lists[:, 1]
    )


def test_without_quantities_there_is_nothing(samples):
    class Plain(Shapes):
        def compute_latent_variables(self, parameters, model):
            return None

    assert Plain().compute_latent_samples(samples) is None
    assert Result(samples, Plain()).latent_samples is None
    assert Result(samples, Plain()).latent_text == ""


def test_files_are_read_back(samples, tmp_path):
    paths = Paths({}, "fit", root=tmp_path)
    assert paths.load_latent() is None
    latent = Shapes().compute_latent_samples(samples)
    paths.save_latent(latent, Shapes.LATENT_UNITS)
    result = Result(samples, Shapes(), paths=paths)
    back = result.latent_samples
    assert np.array_equal(back.parameter_lists, latent.parameter_lists, equal_nan=True)
    summary = json.loads((paths.files / "latent" / "latent_summary.json").read_text())
    assert summary == latent_summary(latent)
    assert summary["median_pdf"]["lens.sum"] == latent.median_pdf(False)[0]
    text = (paths.folder / "latent.results").read_text()
    assert text == result.latent_text
    assert text.startswith("lens.sum [arcsec]  ") and "1 sigma" in text


def test_a_quantity_that_no_draw_has():
    latent = Samples(LatentModel(["a"]), [[math.nan]], [0.0], [0.0], [1.0])
    assert "no draw of the posterior has it" in latent_text(latent, {})
    assert latent_summary(latent)["median_pdf"] == {"a": None}


@pytest.mark.parametrize("names", [["a", "b", "a"], ["lens", "lens.radius"]])
def test_names_that_clash(names):
    with pytest.raises(exc.SearchException, match="rename one of them"):
        LatentModel(names)
    assert LatentModel(["lens", "lens_radius"]).paths == [("lens",), ("lens_radius",)]


def test_values_that_do_not_fit_the_names(samples):
    class Short(Listed):
        def compute_latent_variables(self, parameters, model):
            return (1.0,)

    class Misspelt(Listed):
        def compute_latent_variables(self, parameters, model):
            return {"totel": 1.0}

    with pytest.raises(exc.SearchException, match="1 values, and LATENT_KEYS has 2"):
        latent_samples_from(samples, Short())
    with pytest.raises(exc.SearchException, match="Did you mean 'total'"):
        latent_samples_from(samples, Misspelt())
    with pytest.raises(exc.UnknownParameterException, match="Did you mean 'total'"):
        LatentModel(["total"]).index(("totl",))
