import numpy as np
import pytest

from autolens_like.search.mcmc.convergence import effective_sample_size, split_r_hat


def correlated_chains(correlation, chains=4, length=4000, dimensions=2):
    """First-order autoregressive chains of unit variance."""
    generator = np.random.default_rng(5)
    noise = generator.normal(size=(length, chains, dimensions))
    values = np.empty_like(noise)
    values[0] = noise[0]
    scale = np.sqrt(1.0 - correlation**2)
    for step in range(1, length):
        values[step] = correlation * values[step - 1] + scale * noise[step]
    return values.transpose(1, 0, 2)


@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.9, -0.4])
def test_effective_samples_of_autoregressive_chains(correlation):
    # Their autocorrelation time is (1 + r) / (1 - r).
    chains = correlated_chains(correlation)
    expected = 4 * 4000 * (1.0 - correlation) / (1.0 + correlation)
    assert effective_sample_size(chains) == pytest.approx([expected] * 2, rel=0.2)
    assert split_r_hat(chains) == pytest.approx([1.0, 1.0], abs=0.01)


def test_chains_apart_and_chains_that_drift_are_found():
    chains = correlated_chains(0.0, length=500)
    apart = chains.copy()
    apart[0, :, 0] += 3.0
    r_hat = split_r_hat(apart)
    assert r_hat[0] > 1.5 and r_hat[1] < 1.02
    assert effective_sample_size(apart)[0] < 20
    # One chain alone shows a drift by its halves.
    drifting = chains[:1] + np.linspace(0.0, 4.0, 500)[:, None]
    assert split_r_hat(drifting)[0] > 1.5


def test_chains_too_short_to_tell_say_so():
    assert np.all(np.isnan(split_r_hat(np.zeros((2, 3, 4)))))
    assert np.all(np.isnan(effective_sample_size(np.zeros((2, 3, 4)))))
