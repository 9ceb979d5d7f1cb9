"""Whether Markov chains have converged: split R-hat, effective samples."""

from __future__ import annotations

import numpy as np


def split_r_hat(chains: np.ndarray) -> np.ndarray:
    """How much wider all chains together are than each half of one.

    Parameters
    ----------
    chains : (M, N, D)
        N samples of D parameters in each of M chains.

    Returns
    -------
    (D,)
        √(variance of the mixture / variance within): 1 for chains that agree, above
        1.01 for those that do not yet (Vehtari et al. 2021, Bayesian Analysis 16,
        667). NaN for chains of fewer than 4 samples.
    """
    halves = _halves(chains)
    if halves.shape[1] < 2:
        return np.full(chains.shape[2], np.nan)
    within, mixture = _variances(halves)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.sqrt(mixture / within)


def effective_sample_size(chains: np.ndarray) -> np.ndarray:
    """How many independent samples tell the means as well.

    Parameters
    ----------
    chains : (M, N, D)
        N samples of D parameters in each of M chains.

    Returns
    -------
    (D,)
        Samples divided by the autocorrelation time, whose sum ends where a pair of
        neighbouring lags is no longer positive (Geyer 1992, Statistical Science 7,
        473), over halves of chains as in `split_r_hat`.
    """
    halves = _halves(chains)
    count, length, dimensions = halves.shape
    if length < 2:
        return np.full(dimensions, np.nan)
    within, mixture = _variances(halves)
    covariance = _autocovariance(halves).mean(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        correlation = 1.0 - (within - covariance) / mixture
    correlation[0] = 1.0
    pairs = correlation[: length // 2 * 2].reshape(-1, 2, dimensions).sum(axis=1)
    # Positive up to the first that is not, and never rising.
    positive = np.logical_and.accumulate(pairs > 0.0, axis=0)
    pairs = np.minimum.accumulate(np.where(positive, pairs, 0.0), axis=0)
    time = np.maximum(2.0 * pairs.sum(axis=0) - 1.0, 1.0 / np.log10(count * length))
    return count * length / time


def _halves(chains: np.ndarray) -> np.ndarray:
    half = chains.shape[1] // 2
    return np.concatenate([chains[:, :half], chains[:, chains.shape[1] - half :]])


def _variances(chains: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    length = chains.shape[1]
    within = chains.var(axis=1, ddof=1).mean(axis=0)
    between = chains.mean(axis=1).var(axis=0, ddof=1)
    return within, within * (length - 1) / length + between


def _autocovariance(chains: np.ndarray) -> np.ndarray:
    length = chains.shape[1]
    offsets = chains - chains.mean(axis=1, keepdims=True)
    # Twice as long, so that the end does not meet the beginning.
    spectrum = np.fft.rfft(offsets, 2 * length, axis=1)
    power = (spectrum * spectrum.conj()).real
    return np.fft.irfft(power, 2 * length, axis=1)[:, :length] / length
