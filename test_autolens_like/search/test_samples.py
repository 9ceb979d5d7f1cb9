import math

import numpy as np
import pytest
from scipy.stats import norm

from autolens_like import exc
from autolens_like.search.samples import Samples
from test_autolens_like.search.fakes import BoxModel


@pytest.fixture(scope="module")
def gaussian():
    # Uniform points weighted by a Gaussian density: means (1, 2), widths (0.5, 1).
    generator = np.random.default_rng(5)
    vectors = generator.uniform(-5.0, 8.0, size=(200_000, 2))
    log_likelihood = -0.5 * (
        ((vectors[:, 0] - 1.0) / 0.5) ** 2 + (vectors[:, 1] - 2.0) ** 2
    )
    weights = np.exp(log_likelihood)
    return Samples(
        BoxModel(2),
        vectors,
        log_likelihood,
        np.full(len(vectors), -1.0),
        weights / weights.sum(),
        {"log_evidence": -3.0, "log_evidence_error": 0.1, "total_samples": 7},
    )


def small(weights=(0.2, 0.5, 0.3)):
    return Samples(
        BoxModel(1), [[1.0], [2.0], [3.0]], [-3.0, -2.0, -1.0], np.zeros(3), weights
    )


def test_quantiles_of_a_gaussian(gaussian):
    # 7400 effective samples: quantiles of the wider one scatter by 0.015 to 0.02
    # at 1 sigma and by less than 0.1 at 3 sigma.
    median = gaussian.median_pdf(as_instance=False)
    assert median == pytest.approx([1.0, 2.0], abs=0.05)
    for sigma in (1.0, 2.0, 3.0):
        expected = np.array([[1.0, 2.0]]).T + sigma * np.array([[-0.5, 0.5], [-1, 1]])
        assert np.array(gaussian.values_at_sigma(sigma)) == pytest.approx(
            expected, abs=0.06 if sigma < 3.0 else 0.3
        )
    errors = np.array(gaussian.errors_at_sigma(1.0))
    assert errors == pytest.approx(np.array([[0.5, 0.5], [1.0, 1.0]]), abs=0.06)


def test_covariance_and_effective_size(gaussian):
    assert gaussian.covariance_matrix == pytest.approx(np.diag([0.25, 1.0]), abs=0.02)
    # (Σw)²/Σw² of Gaussian weights on uniform points: N 4π σ1 σ2 / area.
    expected = 200_000 * 4.0 * math.pi * 0.5 / 13.0**2
    assert gaussian.effective_sample_size == pytest.approx(expected, rel=0.02)


def test_equal_weights_give_ordinary_statistics():
    values = norm.ppf((np.arange(1001) + 0.5) / 1001)
    samples = Samples(
        BoxModel(1), values[:, None], -(values**2), np.zeros(1001), np.ones(1001)
    )
    assert samples.effective_sample_size == pytest.approx(1001)
    assert samples.median_pdf(as_instance=False)[0] == pytest.approx(0.0, abs=1e-12)
    assert samples.values_at_sigma(1.0)[0] == pytest.approx((-1.0, 1.0), abs=1e-3)
    assert samples.covariance_matrix[0, 0] == pytest.approx(values.var())


def test_best_fit_and_numbers_about_the_run(gaussian):
    index = gaussian.max_log_likelihood_index
    assert gaussian.log_likelihood_list[index] == gaussian.log_likelihood_list.max()
    best = gaussian.max_log_likelihood(as_instance=False)
    assert best.tolist() == gaussian.parameter_lists[index].tolist()
    assert (gaussian.log_evidence, gaussian.log_evidence_error) == (-3.0, 0.1)
    assert gaussian.total_samples == 7
    assert small().total_samples == 3 and small().log_evidence is None


def test_as_instance_builds_instances(gaussian):
    lower, upper = gaussian.values_at_sigma(1.0, as_instance=True)
    assert lower.tolist() == gaussian.values_at_lower_sigma(1.0).tolist()
    assert upper.tolist() == gaussian.values_at_upper_sigma(1.0).tolist()


def test_draws_follow_the_weights_and_the_seed(gaussian):
    generator = np.random.default_rng(2)
    draws = [small().draw_randomly_via_pdf(generator)[0] for _ in range(2000)]
    assert np.mean(np.array(draws) == 2.0) == pytest.approx(0.5, abs=0.04)
    first = gaussian.draw_randomly_via_pdf(seed=4, as_instance=False)
    assert first.tolist() == gaussian.draw_randomly_via_pdf(seed=4).tolist()


def test_light_samples_go_but_never_the_best():
    samples = small(weights=(0.5, 0.5, 1e-12)).above_weight(1e-10)
    assert samples.parameter_lists[:, 0].tolist() == [1.0, 2.0, 3.0]
    samples = small(weights=(1e-12, 0.5, 0.5)).above_weight(1e-10)
    assert samples.parameter_lists[:, 0].tolist() == [2.0, 3.0]


def test_csv_round_trip_is_exact(gaussian):
    samples = gaussian.above_weight(2e-5)
    text = samples.to_csv()
    header = text.partition("\n")[0]
    assert header == (
        "galaxies.lens.x_0,galaxies.lens.x_1,"
        "log_likelihood,log_prior,log_posterior,weight"
    )
    back = Samples.from_csv(text, BoxModel(2), gaussian.info)
    for name in (
        "parameter_lists",
        "log_likelihood_list",
        "log_prior_list",
        "log_posterior_list",
        "weight_list",
    ):
        assert getattr(back, name).tobytes() == getattr(samples, name).tobytes()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: "", "columns"),
        (lambda text: text.replace("x_0", "x_9"), "columns"),
        (lambda text: text[:-20], "damaged"),
        (lambda text: text.replace("-3.0", "abc"), "damaged"),
    ],
)
def test_a_damaged_csv_says_so(change, message):
    with pytest.raises(exc.SearchException, match=message):
        Samples.from_csv(change(small().to_csv()), BoxModel(1))


def test_lengths_must_agree():
    with pytest.raises(exc.SearchException, match="as many vectors"):
        Samples(BoxModel(1), [[1.0]], [1.0, 2.0], [0.0], [1.0])


def test_sigma_must_be_positive():
    with pytest.raises(exc.SearchException, match="give sigma > 0"):
        small().values_at_sigma(0.0)


def test_a_table_that_ends_early_is_told_by_its_number_of_rows():
    text = small().to_csv()
    whole = Samples.from_csv(text, BoxModel(1), {"rows": 3, "time": 1.0})
    assert whole.info == {"time": 1.0}
    *lines, _ = text.splitlines(keepends=True)
    with pytest.raises(exc.SearchException, match="cut off after 2 of 3 samples"):
        Samples.from_csv("".join(lines), BoxModel(1), {"rows": 3})
    with pytest.raises(exc.SearchException, match="cut off"):
        Samples.from_csv(text.rstrip("\n"), BoxModel(1))
    with pytest.raises(exc.SearchException, match="a parameter is infinite"):
        Samples.from_csv(text.replace("\n2.0", "\ninf"), BoxModel(1))
    with pytest.raises(exc.SearchException, match="is NaN"):
        Samples.from_csv(text.replace("-3.0", "nan"), BoxModel(1))


def test_diagnostics_of_chains():
    plain = small()
    assert plain.r_hat is plain.effective_sample_sizes is None
    info = {"effective_sample_sizes": [30.0, 20.0], "r_hat": [1.01]}
    chains = Samples(BoxModel(1), [[1.0]], [0.0], [0.0], [1.0], info)
    assert chains.effective_sample_size == 20.0 and chains.r_hat == [1.01]
