"""Strength and length of a correction integrated: its moments, and its two limits."""

import math

import numpy as np
import pytest

import autolens_like as al
from autolens_like.analysis.correction_mixture import Mixture, Part, mixture_about
from autolens_like.analysis.correction_steps import Point, Problem
from test_autolens_like.analysis.test_correction import (
    CLUMP,
    TRUTH,
    _order,
    dataset_with,
    model,
)

SOURCE, SHAPE = ("galaxies", "source"), (12, 12)


@pytest.fixture(scope="module")
def clumpy():
    return model(), al.AnalysisImaging(dataset_with(CLUMP)), TRUTH[_order()]


def test_moments_are_those_of_draws_of_all_parts():
    generator = np.random.default_rng(2)
    roots = generator.normal(size=(3, 2, 2))
    means = generator.normal(size=(3, 2))
    parts = tuple(
        Part(0.1, 1.0, weight, mean, root @ root.T)
        for weight, mean, root in zip((7.0, 8.0, 7.5), means, roots, strict=True)
    )
    found = Mixture(parts)
    assert found.weights.sum() == pytest.approx(1.0)
    assert found.log_evidence == pytest.approx(math.log(np.exp([7, 8, 7.5]).sum()))
    of = generator.choice(3, 200_000, p=found.weights)
    draws = means[of] + np.einsum(
        "nij,nj->ni", roots[of], generator.normal(size=(len(of), 2))
    )
    np.testing.assert_allclose(found.mean, draws.mean(axis=0), atol=0.02)
    np.testing.assert_allclose(found.covariance, np.cov(draws.T), atol=0.05)
    # No less than the mean of the covariances, in any direction.
    own = sum(w * p.covariance for w, p in zip(found.weights, parts, strict=True))
    assert np.linalg.eigvalsh(found.covariance - own).min() > -1e-12
    alone = Mixture(parts[:1])
    np.testing.assert_array_equal(alone.covariance, parts[0].covariance)


def about_truth(first, prior, strength=None):
    """The problem with a prior, the point of the truth, and the step from there."""
    problem = Problem.of(first, SOURCE, SHAPE, 0.2, prior)
    at = Point(problem, problem.point_of(first[2]))
    return problem, at, problem.step_from(at, strength)


def test_a_narrow_prior_is_a_single_strength(clumpy):
    prior = al.CorrectionPrior(math.log(0.3), 1e-6)
    factor = 1.0 / (0.3 * Problem.of(clumpy, SOURCE, SHAPE, 0.2).peak) ** 2
    problem, at, step = about_truth(clumpy, prior, factor)
    found = mixture_about(problem, at, step)
    np.testing.assert_allclose(found.mean, at.point + step.move, rtol=1e-5)
    np.testing.assert_allclose(found.covariance, np.linalg.inv(step.hessian), rtol=1e-4)
    without = step.system.without_pixels.log_evidence
    # The sum of a density, cut at four standard deviations.
    assert found.log_evidence - without == pytest.approx(step.gain, abs=1e-2)


def test_a_prior_of_next_to_nothing_is_no_correction(clumpy):
    problem, at, step = about_truth(clumpy, al.CorrectionPrior(-20.0, 0.1))
    found = mixture_about(problem, at, step)
    without = step.system.without_pixels
    assert found.log_evidence == pytest.approx(without.log_evidence, abs=1e-2)
    none = problem.step_from(at, math.inf)
    np.testing.assert_allclose(found.mean, at.point + none.move, rtol=1e-6)
    np.testing.assert_allclose(found.covariance, np.linalg.inv(none.hessian), rtol=1e-6)


def test_its_evidence_is_the_integral_over_all_strengths(clumpy):
    lengths, probabilities = (0.5, 1.5), (0.25, 0.75)
    prior = al.CorrectionPrior(-1.0, 1.0, lengths, probabilities)
    problem = Problem.of(clumpy, SOURCE, SHAPE, None, prior)
    at = Point(problem, problem.point_of(clumpy[2]))
    step = problem.step_from(at, None)
    found = mixture_about(problem, at, step)
    geometry = at.fit.inversion.mappers[0].geometry
    shares, terms = np.exp(np.arange(-6.0, 3.0, 0.02)), []
    for scaled, system, log_probability in problem.with_scales(step.system, geometry):
        for share in shares:
            factor = 1.0 / (share * scaled.peak) ** 2
            term = system.at(factor).log_evidence + prior.log_density(share)
            terms.append(term + log_probability)
    expected = np.logaddexp.reduce(terms) + math.log(0.02)
    assert found.log_evidence == pytest.approx(expected, abs=0.02)


def test_errors_that_are_known_stay_where_the_data_do_not_ask_for_them():
    first = (model(), al.AnalysisImaging(dataset_with()), TRUTH[_order()])
    problem, at, step = about_truth(first, al.CorrectionPrior(0.0, 0.3))
    found = mixture_about(problem, at, step)
    # They cost evidence,
    assert found.log_evidence < step.system.without_pixels.log_evidence - 10.0
    # and are believed: no error is that of the profiles alone.
    alone = np.linalg.inv(problem.step_from(at, math.inf).hessian)
    assert np.all(np.diagonal(found.covariance) > 1.1 * np.diagonal(alone))
