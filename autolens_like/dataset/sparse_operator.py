"""The sparse operator of a dataset: its noise and point spread function made ready."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from autolens_like import exc
from autolens_like.dataset.abstract import AbstractDataset
from autolens_like.numerics.correlated_operator import (
    CorrelatedOperator,
    correlated_operator_from,
)
from autolens_like.numerics.namespace import is_concrete
from autolens_like.numerics.sparse_operator import (
    SparseOperator,
    sparse_operator_from,
)

#: What `operator_of_programs` has made, for as long as the dataset lives.
_made: WeakKeyDictionary[AbstractDataset, SparseOperator] = WeakKeyDictionary()


def sparse_operator_of(
    dataset: AbstractDataset, batch_size: int = 128
) -> SparseOperator | CorrelatedOperator:
    """The operator of a dataset.

    Parameters
    ----------
    dataset
        Masked, with a PSF in the pixels of the image.
    batch_size
        Frames that are in memory together where the noise is correlated.

    Raises
    ------
    DatasetException
        The dataset is not masked, has no PSF, or one that is finer than the image; or
        `batch_size` is below one.
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
    elif batch_size < 1:
        problem = f"batch_size={batch_size} came; give a whole number above zero"
    if problem is not None:
        raise exc.DatasetException(f"A sparse operator cannot be made: {problem}.")
    window = dataset.psf.state.window
    inverse = dataset.noise_covariance_matrix_inv
    if inverse is not None:
        return correlated_operator_from(inverse, window, batch_size)
    return sparse_operator_from(dataset.noise_map.array, window)


def operator_of_programs(dataset: AbstractDataset) -> Any:
    """The operator for JAX programs, which do nothing else as fast; None without one.

    That of the dataset, where it was applied. Else it is made for the first program
    that needs it, where the noise is not correlated and the memory suffices.

    Parameters
    ----------
    dataset
        The dataset of the program.
    """
    if dataset.sparse_operator is not None:
        return dataset.sparse_operator
    known = _made.get(dataset)
    plain = dataset.noise_covariance_matrix_inv is None
    possible = dataset.is_masked and dataset.psf is not None and plain
    if known is None and possible and is_concrete(dataset.noise_map.array):
        try:
            known = _made[dataset] = sparse_operator_of(dataset)
        except exc.PixelizationException:
            return None
    return known
