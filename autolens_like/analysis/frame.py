"""`Frame`: a dataset as whole-frame arrays, and the statistics that need no model."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from autolens_like import exc
from autolens_like.dataset.imaging import Imaging

#: Full width at half maximum of a Gaussian over its standard deviation.
FWHM_PER_SIGMA = 2.0 * np.sqrt(2.0 * np.log(2.0))
#: Standard deviation of a normal distribution over its median absolute deviation.
_SIGMA_PER_MAD = 1.4826
#: Side of the median filter that takes structure out of the sky [pixels].
_HIGH_PASS = 15
#: The sky is beyond this share of the half side of the frame.
_SKY_RADIUS = 0.7
#: The lens stands within this share of the half diagonal of the frame.
_CENTRE_RADIUS = 0.15
_CENTRE_STEPS = 50
_CENTRE_TOLERANCE = 1e-4


@dataclass(frozen=True, eq=False)
class Frame:
    """An image with square pixels, masked pixels included.

    Parameters
    ----------
    data, noise
        (rows, columns); data are 0 and noise is infinite where masked.
    good
        (rows, columns) where there are data.
    psf
        Kernel of sum 1.
    y, x
        (rows, columns) coordinates of the pixels [arcsec].
    pixel_scale
        [arcsec].
    """

    data: np.ndarray
    noise: np.ndarray
    good: np.ndarray
    psf: np.ndarray
    y: np.ndarray
    x: np.ndarray
    pixel_scale: float

    @classmethod
    def of(cls, dataset: Imaging) -> Frame:
        """The frame of a dataset.

        Raises
        ------
        DatasetException
            The dataset has no PSF.
        """
        if dataset.psf is None:
            raise exc.DatasetException(
                "This dataset has no point spread function, whose width decides what "
                "can be told apart in the image; give al.Imaging a psf."
            )
        mask = dataset.mask
        rows, columns = mask.shape_native
        scale_y, scale_x = mask.pixel_scales
        origin_y, origin_x = mask.origin
        y, x = np.meshgrid(
            origin_y + (0.5 * (rows - 1) - np.arange(rows)) * scale_y,
            origin_x + (np.arange(columns) - 0.5 * (columns - 1)) * scale_x,
            indexing="ij",
        )
        good = ~mask.array
        noise = np.where(good, dataset.noise_map.native.array, np.inf)
        kernel = dataset.psf.kernel.native.array
        data = dataset.data.native.array
        return cls(
            np.where(good, data, 0.0),
            noise,
            good,
            kernel / kernel.sum(),
            y,
            x,
            mask.pixel_scale,
        )

    def radius(self, centre: tuple[float, float] = (0.0, 0.0)) -> np.ndarray:
        """(rows, columns) distances to a point [arcsec]."""
        return np.hypot(self.y - centre[0], self.x - centre[1])

    @cached_property
    def middle(self) -> tuple[float, float]:
        """The middle of the frame [arcsec]."""
        return float(self.y.mean()), float(self.x.mean())

    @property
    def half_side(self) -> float:
        """Half of the shorter side [arcsec]."""
        return 0.5 * min(self.data.shape) * self.pixel_scale

    @cached_property
    def psf_fwhm(self) -> float:
        """Full width at half maximum of the Gaussian with the sharpness of the PSF.

        A Gaussian of unit sum has Σ p² = 1 / (4 π σ²) [arcsec].
        """
        sigma = self.pixel_scale / np.sqrt(4.0 * np.pi * np.sum(self.psf**2))
        return float(FWHM_PER_SIGMA * sigma)

    def noise_scale(self) -> float:
        """Scatter of the sky over the noise map.

        Below 1 where resampling has correlated the pixels. Structure wider than the
        filter and outliers do not count.

        Raises
        ------
        DatasetException
            There is no unmasked sky around the middle of the frame.
        """
        from scipy.ndimage import median_filter

        sky = self.good & (self.radius(self.middle) > _SKY_RADIUS * self.half_side)
        if not sky.any():
            raise exc.DatasetException(
                "No unmasked pixel is left in the outer part of the frame, so the "
                "scatter of the sky cannot be measured; load a wider image."
            )
        ratio = np.where(self.good, self.data / self.noise, 0.0)
        ratio[~self.good] = np.median(ratio[self.good])
        sharp = (ratio - median_filter(ratio, _HIGH_PASS))[sky]
        return float(_SIGMA_PER_MAD * np.median(np.abs(sharp - np.median(sharp))))

    def light_centre(self) -> tuple[float, float]:
        """Where the galaxy in the middle of the frame is brightest, (y, x) [arcsec].

        The peak of the smoothed image, then the centroid under a Gaussian weight that
        moves with it.
        """
        from scipy.ndimage import gaussian_filter

        width = self.psf_fwhm / FWHM_PER_SIGMA / self.pixel_scale
        smooth = gaussian_filter(self.data, width)
        near = self.radius(self.middle)
        smooth[near > _CENTRE_RADIUS * near.max()] = -np.inf
        peak = np.unravel_index(np.argmax(smooth), smooth.shape)
        centre = np.array([self.y[peak], self.x[peak]])
        window = max(self.psf_fwhm, 2.0 * self.pixel_scale)
        for _ in range(_CENTRE_STEPS):
            weight = self.data * np.exp(-0.5 * (self.radius(centre) / window) ** 2)
            total = weight.sum()
            mean = np.array([(weight * self.y).sum(), (weight * self.x).sum()]) / total
            # The weight pulls the centroid half way back to where it was.
            step = 2.0 * (mean - centre)
            centre = centre + step
            if np.abs(step).max() < _CENTRE_TOLERANCE:
                break
        return float(centre[0]), float(centre[1])
