"""`AbstractDataset`: checked parts and what follows from them, built once."""

from __future__ import annotations

from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from autolens_like import exc
from autolens_like.dataset import checks
from autolens_like.dataset.convolver import Convolver
from autolens_like.dataset.grids import GridsDataset
from autolens_like.dataset.noise import (
    noise_normalization_from,
    noise_normalization_with_noise_covariance_from,
)
from autolens_like.structures.array import Array2D
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.mask import Mask2D

Self = TypeVar("Self", bound="AbstractDataset")

_PARTS = (
    "data",
    "noise_map",
    "psf",
    "noise_covariance_matrix",
    "sparse_operator",
    "sizes",
    "check_noise_map",
    "is_masked",
)


class AbstractDataset:
    """Data and noise on a mask, immutable.

    Everything that depends on the data alone is computed at construction for a masked
    dataset, and at first use for an unmasked one, whose frame may be huge.
    """

    data: Array2D
    noise_map: Array2D
    psf: Convolver | None
    noise_covariance_matrix: np.ndarray | None
    grids: GridsDataset
    sparse_operator: Any
    sizes: tuple[Any, Any]
    check_noise_map: bool
    is_masked: bool

    def __setattr__(self, name: str, value: Any) -> None:
        raise exc.DatasetException(
            f"A dataset is not changed in place (.{name} = ...); its apply_ "
            "methods return new datasets."
        )

    def _build(self, **parts: Any) -> None:
        """Fill the dataset with checked parts and all that follows from them."""
        noise_map = parts["noise_map"]
        if parts["check_noise_map"]:
            checks.require_noise_above_zero(noise_map)
        finite = ~np.isposinf(noise_map.array)
        if not finite.all():
            mask = checks.mask_without_infinite_noise(noise_map)
            parts["data"] = parts["data"].apply_mask(mask)
            parts["noise_map"] = noise_map.apply_mask(mask)
            covariance = parts["noise_covariance_matrix"]
            if covariance is not None:
                parts["noise_covariance_matrix"] = covariance[finite][:, finite]
        mask, psf = parts["data"].mask, parts["psf"]
        parts["psf"] = None if psf is None else psf.with_state(mask)
        grids = GridsDataset(mask, *parts["sizes"], parts["psf"])
        self.__dict__.update(parts, grids=grids)
        if self.is_masked:
            self.check_finite()
            grids.built()

    def _changed(self: Self, **changes: Any) -> Self:
        """A dataset with some parts changed."""
        dataset = object.__new__(type(self))
        dataset._build(**({name: self.__dict__[name] for name in _PARTS} | changes))
        return dataset

    @property
    def mask(self) -> Mask2D:
        """The mask of the data."""
        return self.data.mask

    @property
    def grid(self) -> Grid2D:
        """The grid of light profiles, `grids.lp`."""
        return self.grids.lp

    @property
    def shape_native(self) -> tuple[int, int]:
        """(rows, columns) of the image."""
        return self.data.shape_native

    @property
    def shape_slim(self) -> int:
        """N, the number of unmasked pixels."""
        return self.data.shape_slim

    @property
    def pixel_scales(self) -> tuple[float, float]:
        """Arcseconds per pixel (y, x)."""
        return self.data.pixel_scales

    @property
    def signal_to_noise_map(self) -> Array2D:
        """Data over noise, zero where the data are negative."""
        ratio = self.data.array / self.noise_map.array
        return Array2D(np.maximum(ratio, 0.0), self.mask)

    @property
    def signal_to_noise_max(self) -> float:
        """The largest signal-to-noise of any unmasked pixel."""
        return float(np.nanmax(self.signal_to_noise_map.array))

    @cached_property
    def noise_covariance_matrix_inv(self) -> np.ndarray | None:
        """(N, N) inverse of the noise covariance matrix, None without one.

        Raises
        ------
        DatasetException
            The matrix is not positive definite.
        """
        if self.noise_covariance_matrix is None:
            return None
        return checks.inverse_of_covariance(self.noise_covariance_matrix)

    @cached_property
    def noise_normalization(self) -> float:
        """Σ ln(2πσ²), or ln det(2πC) with a noise covariance matrix C."""
        if self.noise_covariance_matrix is not None:
            return noise_normalization_with_noise_covariance_from(
                self.noise_covariance_matrix
            )
        return noise_normalization_from(self.noise_map.array)

    @cached_property
    def unmasked(self: Self) -> Self:
        """The same grids and PSF on the whole frame, without data."""
        frame = (self.shape_native, self.pixel_scales, self.mask.origin)
        return self._changed(
            data=Array2D.zeros(*frame),
            noise_map=Array2D.ones(*frame),
            noise_covariance_matrix=None,
        )

    def check_finite(self: Self) -> Self:
        """Itself, if every unmasked value of data and noise is finite.

        Raises
        ------
        DatasetException
            One is not; the message counts them and shows the first.
        """
        if "_is_finite" not in self.__dict__:
            checks.require_finite(self.data, "data")
            checks.require_finite(self.noise_map, "noise_map")
            self.__dict__["_is_finite"] = True
        return self
