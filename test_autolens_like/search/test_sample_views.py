import numpy as np
import pytest

from autolens_like import exc
from autolens_like.model.composition import Collection, Model
from autolens_like.model.prior import PeriodicPrior, UniformPrior
from autolens_like.search.samples import Samples
from test_autolens_like.model.classes import Shear


@pytest.fixture(scope="module")
def samples():
    first, second = UniformPrior(0.0, 1.0), UniformPrior(0.0, 2.0)
    model = Collection(a=Model(Shear, gamma_1=first, gamma_2=second))
    model.b = Model(Shear, gamma_1=first + second, gamma_2=0.0)
    generator = np.random.default_rng(3)
    vectors = generator.random((400, 2)) * [1.0, 2.0]
    log_likelihood = -np.sum((vectors - 0.5) ** 2, axis=1)
    log_prior = -vectors[:, 1]
    return Samples(model, vectors, log_likelihood, log_prior, np.full(400, 1 / 400))


def test_names_and_rows(samples):
    assert samples.names == ["a.gamma_1", "a.gamma_2"]
    assert samples.paths == [("a", "gamma_1"), ("a", "gamma_2")]
    assert np.array_equal(samples.parameters_extract[1], samples.parameter_lists[:, 1])
    row = samples.sample_list[7]
    assert row.kwargs["a", "gamma_2"] == samples.parameter_lists[7, 1]
    assert row.log_posterior == samples.log_posterior_list[7]
    assert row.instance_for_model(samples.model).a == samples.from_sample_index(7).a
    assert samples.max_log_likelihood_sample.log_likelihood == samples.log_likelihood
    assert samples.instance.a == samples.max_log_likelihood().a
    best = samples.max_log_posterior(as_instance=False)
    assert np.array_equal(
        best, samples.parameter_lists[samples.max_log_posterior_index]
    )
    assert len(samples.instances) == 400
    assert samples.total_iterations == 400 and samples.time is None
    assert samples.pdf_converged


def test_values_by_path_of_free_and_derived_parameters(samples):
    first = samples.values_for_path(("a", "gamma_1"))
    second = samples.values_for_path("a.gamma_2")
    total = samples.values_for_path("b.gamma_1")
    assert np.array_equal(total, first + second)
    found = samples.derived_at_sigma(1.0)["b.gamma_1"]
    assert found == samples.interval_of(total, 1.0)
    with pytest.raises(exc.UnknownParameterException, match="Did you mean"):
        samples.values_for_path("a.gamma_3")


def test_errors_are_distances_from_the_median(samples):
    median = samples.median_pdf(as_instance=False)
    lower, upper = (
        samples.errors_at_lower_sigma(2.0),
        samples.errors_at_upper_sigma(2.0),
    )
    assert samples.errors_at_sigma(2.0).a.gamma_1 == (lower.a.gamma_1, upper.a.gamma_1)
    flat = samples.errors_at_upper_sigma(sigma=2.0, as_instance=False)
    assert flat.tolist() == upper.tolist() and samples.summary() is samples
    assert samples.error_magnitudes_at_sigma(2.0) == pytest.approx(lower + upper)
    assert samples.values_at_sigma(2.0).a.gamma_2 == (
        pytest.approx(median[1] - lower[1]),
        pytest.approx(median[1] + upper[1]),
    )
    assert samples.offset_values_via_input_values(median).tolist() == [0.0, 0.0]


def test_models_about_the_result(samples):
    assert samples.prior_means == samples.median_pdf(as_instance=False).tolist()
    assert samples.model_centred.a.gamma_1.mean == samples.prior_means[0]
    assert samples.model_centred_absolute(0.1).a.gamma_1.sigma == 0.1
    relative = samples.model_centred_relative(0.1).a.gamma_2
    assert relative.sigma == pytest.approx(0.1 * samples.prior_means[1])
    bounded = samples.model_centred_max_lh_bounded(0.2).a.gamma_2
    best = samples.max_log_likelihood(as_instance=False)[1]
    assert bounded.upper_limit == pytest.approx(best + 0.2)


def test_some_of_the_samples(samples):
    drawn = samples.samples_drawn_randomly_via_pdf_from(50, seed=1)
    again = samples.samples_drawn_randomly_via_pdf_from(50, seed=1)
    assert len(drawn) == 50 and drawn.effective_sample_size == pytest.approx(50)
    assert np.array_equal(drawn.parameter_lists, again.parameter_lists)
    inside = samples.samples_within_parameter_range(1, (0.5, 1.0))
    assert 0 < len(inside) < 400 and inside.parameter_lists[:, 1].max() <= 1.0
    assert len(samples.samples_above_weight_threshold_from(0.5)) == 1
    small = samples.minimise()
    assert len(small) in (1, 2) and small.log_likelihood == samples.log_likelihood


def test_some_of_the_parameters(samples):
    only = samples.with_paths([("a", "gamma_2")])
    assert only.names == ["a.gamma_2"]
    assert np.array_equal(only.parameter_lists[:, 0], samples.parameter_lists[:, 1])
    other = samples.without_paths(["a.gamma_2", "b"])
    assert np.array_equal(other.parameter_lists[:, 0], samples.parameter_lists[:, 0])


def test_tables(samples, tmp_path):
    samples.write_table(tmp_path / "samples.csv")
    again = Samples.from_table(tmp_path / "samples.csv", samples.model)
    assert np.array_equal(again.parameter_lists, samples.parameter_lists)
    samples.save_covariance_matrix(tmp_path / "covariance.csv")
    lines = (tmp_path / "covariance.csv").read_text().splitlines()
    assert lines[0] == ",a.gamma_1,a.gamma_2"
    values = [float(cell) for cell in lines[2].split(",")[1:]]
    assert values == samples.covariance_matrix[1].tolist()
    with pytest.raises(exc.SearchException, match="cannot be read"):
        Samples.from_table(tmp_path / "none.csv", samples.model)


def test_one_file_with_the_model(samples, tmp_path):
    path = tmp_path / "samples.json"
    samples.to_json(path)
    again = Samples.from_json(path)
    assert again.model.identity() == samples.model.identity()
    assert np.array_equal(again.parameter_lists, samples.parameter_lists)
    assert np.array_equal(again.log_posterior_list, samples.log_posterior_list)
    text = path.read_text()
    for damaged in (text[:-20], "[]", "{}", text.replace("weight_list", "weights")):
        path.write_text(damaged)
        with pytest.raises(exc.SearchException, match="cannot be read as samples"):
            Samples.from_json(path)


def test_an_angle_across_its_seam():
    model = Model(Shear, gamma_1=PeriodicPrior(0.0, 180.0), gamma_2=UniformPrior())
    generator = np.random.default_rng(4)
    angles = np.mod(generator.normal(179.0, 3.0, 2000), 180.0)
    vectors = np.column_stack([angles, generator.random(2000)])
    samples = Samples(model, vectors, np.zeros(2000), np.zeros(2000), np.ones(2000))
    lower, upper = samples.errors_at_sigma(1.0)[0]
    assert (lower, upper) == pytest.approx((3.0, 3.0), abs=0.3)
    assert np.sqrt(samples.covariance_matrix[0, 0]) == pytest.approx(3.0, abs=0.2)
    assert samples.model_centred.gamma_1.mean == pytest.approx(179.0, abs=0.3)


def test_medians_need_not_keep_the_orderings_of_the_samples():
    model = Model(Shear, gamma_1=UniformPrior(), gamma_2=UniformPrior())
    model.add_assertion(model.gamma_1 * model.gamma_2 > 0.2)
    vectors = [[0.9, 0.3], [0.3, 0.9], [0.4, 0.6]]
    samples = Samples(model, vectors, np.zeros(3), np.zeros(3), [1.0, 1.0, 0.1])
    lower = samples.values_at_lower_sigma(2.0, as_instance=True)
    assert lower.gamma_1 * lower.gamma_2 < 0.2
    assert len(samples.instances) == 3
