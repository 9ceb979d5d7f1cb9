"""Shares of points along an axis."""

import numpy as np
import pytest
from scipy.special import ndtr

from autolens_like.inversion.mesh.distribution import (
    BrokenLine,
    KernelDistribution,
    RankDistribution,
)
from test_autolens_like.numerics.kernel_samples import Sample

_random = np.random.default_rng(41)
POINTS = _random.normal(size=300)
WEIGHTS = _random.random(300) / 150.0
WEIGHTS /= WEIGHTS.sum()
AT = np.concatenate([np.linspace(-4.0, 4.0, 90), POINTS[:20]])
KERNEL_SAMPLES = {
    "broken_line": [
        Sample((AT, BrokenLine(points, np.linspace(0.01, 0.99, 300))), fixed=(1,))
        for points in (np.sort(POINTS), np.sort(np.round(POINTS, 1)))
    ]
    + [Sample((AT, BrokenLine(np.array([0.5]), np.array([0.3]))), fixed=(1,))],
    "piecewise_polynomial": [
        Sample((np.linspace(-1.0, 5.0, 60), _random.random((4, 3)) / 3.0))
    ],
}


def test_the_rank_counts_points():
    even = RankDistribution(POINTS)
    np.testing.assert_allclose(
        even.share(np.sort(POINTS)), np.arange(1, 301) / 301.0, atol=1e-12
    )
    weighted = RankDistribution(POINTS, WEIGHTS)
    expected = [WEIGHTS[POINTS <= at].sum() for at in POINTS[:5]]
    np.testing.assert_allclose(weighted.share(POINTS[:5]), expected, atol=1e-12)
    assert even.share(np.array([-9.0, 9.0])).tolist() == [0.0, 1.0]


def test_points_at_one_place_share_their_weights():
    own = RankDistribution(np.array([1.0, 0.0, 1.0]), np.array([0.2, 0.3, 0.5]))
    assert own.share(np.array([0.0, 0.5, 1.0])) == pytest.approx([0.3, 0.65, 1.0])


@pytest.mark.parametrize("weights", [None, WEIGHTS])
def test_the_smooth_share_is_a_sum_of_gaussians(weights):
    span = POINTS.max() - POINTS.min()
    width = 0.07
    own = KernelDistribution(POINTS, weights, width, 64)

    def total(at):
        terms = ndtr((np.atleast_1d(at)[:, None] - POINTS) / (width * span))
        return terms @ (np.full(300, 1.0 / 300) if weights is None else weights)

    low, high = total(POINTS.min()), total(POINTS.max())
    inside = np.linspace(POINTS.min(), POINTS.max(), 77)
    expected = (total(inside) - low) / (high - low)
    np.testing.assert_allclose(own.share(inside), expected, atol=3e-12)
    assert own.share(np.array([-9.0, 9.0])).tolist() == [0.0, 1.0]


@pytest.mark.parametrize(
    "own",
    [RankDistribution(POINTS, WEIGHTS), KernelDistribution(POINTS, None, 0.1, 400)],
    ids=lambda own: type(own).__name__,
)
def test_the_quantile_turns_the_share_round(own):
    shares = np.linspace(0.05, 0.95, 12)
    np.testing.assert_allclose(own.share(own.quantile(shares)), shares, atol=1e-5)
