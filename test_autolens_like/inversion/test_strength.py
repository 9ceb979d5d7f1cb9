"""The evidence by strength: its ends, its maximum, and what is marginalized over."""

import math

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.inversion.strength import StrengthOfRegularization


@pytest.fixture(scope="module")
def parts():
    """Images (N, K) of two light profiles and nine pixels, data of unit noise, H."""
    generator = np.random.default_rng(4)
    images = generator.standard_normal((60, 11))
    truth = np.append([3.0, -1.0], generator.normal(0.0, 0.5, 9))
    data = images @ truth + generator.standard_normal(60)
    root = generator.standard_normal((9, 12))
    return images, data, root @ root.T / 12


def of(parts, **changes):
    images, data, smoothing = parts
    return StrengthOfRegularization(
        **{
            "curvature": images.T @ images,
            "data_vector": images.T @ data,
            "square": float(data @ data),
            "smoothing": smoothing,
            "diagonal": np.zeros(2),
            **changes,
        }
    )


def test_the_evidence_is_that_of_the_marginal_distribution_of_the_data(parts):
    images, data, smoothing = parts
    widths = np.array([1.0, 0.25])
    solved = of(parts, diagonal=1 / widths, marginalized=True).at(2.5)
    # d = A a + K s + n with normal a, s and n.
    covariance = np.eye(60) + images[:, :2] * widths @ images[:, :2].T
    pixels = images[:, 2:]
    covariance += pixels @ np.linalg.inv(2.5 * smoothing) @ pixels.T
    expected = -0.5 * data @ np.linalg.solve(covariance, data)
    expected -= 0.5 * np.linalg.slogdet(covariance)[1]
    # Less the normalization of the prior of the light profiles, which no strength
    # changes: it is counted as a diagonal only.
    expected += 0.5 * np.log(widths).sum()
    assert solved.log_evidence == pytest.approx(expected, rel=1e-12)
    inverse = np.linalg.inv(covariance - images[:, :2] * widths @ images[:, :2].T)
    precision = images[:, :2].T @ inverse @ images[:, :2] + np.diag(1 / widths)
    np.testing.assert_allclose(solved.precision, precision, rtol=1e-9)


def test_an_infinite_strength_leaves_no_pixels(parts):
    system = of(parts)
    without, strong = system.without_pixels, system.at(1e13)
    assert system.at(math.inf) is without
    assert strong.log_evidence == pytest.approx(without.log_evidence, abs=1e-8)
    np.testing.assert_allclose(strong.reconstruction, without.reconstruction, atol=1e-9)
    expected, *_ = np.linalg.lstsq(parts[0][:, :2], parts[1], rcond=None)
    np.testing.assert_allclose(without.reconstruction[:2], expected, rtol=1e-9)


def test_the_best_strength_is_a_maximum(parts):
    system = of(parts)
    best = system.best()
    assert math.isfinite(best.factor)
    for factor in (0.5 * best.factor, 2.0 * best.factor, math.inf):
        assert system.at(factor).log_evidence < best.log_evidence
    # From near by the same is found.
    near = system.best(3.0 * best.factor)
    assert near.log_evidence == pytest.approx(best.log_evidence, abs=1e-2)


def test_data_that_need_no_pixels_get_none(parts):
    images = parts[0]
    data = images[:, :2] @ [3.0, -1.0]
    changes = {"data_vector": images.T @ data, "square": float(data @ data)}
    assert math.isinf(of(parts, **changes).best().factor)


def test_a_prior_has_its_say_in_the_best_strength(parts):
    images = parts[0]
    data = images[:, :2] @ [3.0, -1.0]
    changes = {"data_vector": images.T @ data, "square": float(data @ data)}
    unneeded = of(parts, **changes)

    def about_seven(factor):
        return -0.5 * (math.log(factor / 7.0) / 1e-3) ** 2

    # A proper prior leaves no place for infinity, where no pixels would be best.
    assert unneeded.best(None, about_seven).factor == pytest.approx(7.0, rel=0.05)
    assert of(parts).best(7.0, lambda _: 0.0).factor == of(parts).best(7.0).factor


def test_a_singular_system_is_named(parts):
    with pytest.raises(exc.InversionException, match="larger coefficient"):
        of(parts, smoothing=-np.eye(9), diagonal=np.zeros(2)).at(1e6)
