"""The sparse operator of a dataset: its noise and point spread function made ready."""

from __future__ import annotations

from autolens_like import exc
from autolens_like.dataset.abstract import AbstractDataset
from autolens_like.numerics.sparse_operator import (
    SparseOperator,
    sparse_operator_from,
)


def sparse_operator_of(dataset: AbstractDataset) -> SparseOperator:
    """The operator of a dataset.

    Raises
    ------
    DatasetException
        The dataset is not masked, has no PSF, one that is finer than the image, or
        correlated noise.
    PixelizationException
        The operator does not fit into the memory.
    """
    problem = None
    if not dataset.is_masked:
        problem = "the dataset has no mask yet; call apply_mask first"
    elif dataset.psf is None:
        problem = "the dataset has no PSF; fit it without this call"
    elif dataset.psf.convolve_over_sample_size != 1:
        problem = "the PSF is sampled finer than the image; give one in its pixels"
    elif dataset.noise_covariance_matrix is not None:
        problem = "its noise is correlated between pixels; fit it without this call"
    if problem is not None:
        raise exc.DatasetException(f"A sparse operator cannot be made: {problem}.")
    return sparse_operator_from(dataset.noise_map.array, dataset.psf.state.window)
