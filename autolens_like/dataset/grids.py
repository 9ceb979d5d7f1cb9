"""`GridsDataset`: the coordinates that a dataset is evaluated on."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from autolens_like.dataset.checks import finer_sizes
from autolens_like.dataset.convolver import Convolver
from autolens_like.dataset.convolver_state import finer_mask_from
from autolens_like.structures.array import Array2D
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.mask import Mask2D
from autolens_like.structures.over_sampling import sub_sizes_from


class GridsDataset:
    """The grids of a dataset.

    Parameters
    ----------
    mask
        The dataset's mask.
    over_sample_size_lp, over_sample_size_pixelization
        Side of the sub-grid in every pixel, for light profiles and for pixelizations.
    psf
        What the image is convolved with, its state set up; None for nothing.

    Attributes
    ----------
    lp, pixelization : `Grid2D` of the unmasked pixels, each with its sub-grid.
    blurring : `Grid2D` of the pixels around whose light enters, None without a PSF.
    lp_convolved, blurring_convolved : the grids whose values the PSF is convolved
        with; `lp` and `blurring` themselves, unless the PSF is sampled finer than the
        image: then those of the finer pixels.
    """

    def __init__(
        self,
        mask: Mask2D,
        over_sample_size_lp: Any = 4,
        over_sample_size_pixelization: Any = 4,
        psf: Convolver | None = None,
    ) -> None:
        self.mask = mask
        self._sizes = (over_sample_size_lp, over_sample_size_pixelization)
        self._psf = psf

    @cached_property
    def over_sample_size_lp(self) -> Array2D:
        """Side of the sub-grid in every pixel, for light profiles."""
        return Array2D(sub_sizes_from(self._sizes[0], self.mask), self.mask)

    @cached_property
    def over_sample_size_pixelization(self) -> Array2D:
        """Side of the sub-grid in every pixel, for pixelizations."""
        return Array2D(sub_sizes_from(self._sizes[1], self.mask), self.mask)

    @cached_property
    def lp(self) -> Grid2D:
        """The grid of light profiles."""
        return Grid2D.from_mask(self.mask, self.over_sample_size_lp)

    @cached_property
    def pixelization(self) -> Grid2D:
        """The grid of pixelizations."""
        sizes = self.over_sample_size_pixelization
        if np.array_equal(sizes.array, self.over_sample_size_lp.array):
            return self.lp
        return Grid2D.from_mask(self.mask, sizes)

    @cached_property
    def blurring(self) -> Grid2D | None:
        """The grid of the pixels around whose light enters."""
        if self._psf is None:
            return None
        return Grid2D.from_mask(self._psf.state.image_blurring_mask, 1)

    @cached_property
    def lp_convolved(self) -> Grid2D:
        """The grid whose values the PSF is convolved with."""
        size = 1 if self._psf is None else self._psf.convolve_over_sample_size
        if size == 1:
            return self.lp
        sizes = finer_sizes(self.over_sample_size_lp, self.mask, size)
        return Grid2D.from_mask(self._psf.state.fine_mask, sizes)

    @cached_property
    def blurring_convolved(self) -> Grid2D | None:
        """The grid of the blurring pixels that the PSF is convolved with."""
        size = 1 if self._psf is None else self._psf.convolve_over_sample_size
        if size == 1:
            return self.blurring
        around = finer_mask_from(self._psf.state.image_blurring_mask, size)
        return Grid2D.from_mask(around, 1)

    def built(self) -> GridsDataset:
        """Itself, after everything lazy is computed."""
        for name in ("lp", "pixelization", "blurring"):
            getattr(self, name)
        for grid in (self.lp_convolved, self.blurring_convolved):
            if grid is not None:
                grid.is_pixel_centres  # noqa: B018
        return self
