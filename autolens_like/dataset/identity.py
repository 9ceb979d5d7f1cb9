"""Digests of data, by which a result knows the data that it was made with."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np


def digest_of(value: Any) -> str:
    """The SHA-256 of an array's numbers, shape and type."""
    values = np.ascontiguousarray(value)
    content = f"{values.dtype.str}{values.shape}".encode() + values.tobytes()
    return hashlib.sha256(content).hexdigest()


def identity_of(dataset: Any) -> dict[str, str]:
    """A digest of everything in a dataset that decides its likelihood.

    Parameters
    ----------
    dataset
        An `Imaging`.
    """
    arrays = {
        "data": dataset.data.array,
        "noise_map": dataset.noise_map.array,
        "mask": dataset.mask.array,
        "pixel_scales": dataset.pixel_scales,
        "over_sample_size_lp": dataset.grids.lp.over_sample_size,
        "over_sample_size_pixelization": dataset.grids.pixelization.over_sample_size,
        "psf": () if dataset.psf is None else dataset.psf.kernel.native.array,
    }
    if dataset.noise_covariance_matrix is not None:
        arrays["noise_covariance_matrix"] = dataset.noise_covariance_matrix
    return {name: digest_of(value) for name, value in arrays.items()}
