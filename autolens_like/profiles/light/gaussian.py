"""Gaussian profiles, and the images of many of them at once.

I = I_0 exp(-½ (q R / σ)²), R the major-axis radius; sums of them describe any galaxy.

Parameters
    ``intensity`` I_0; ``sigma`` σ [arcsec].
Radius
    σ is the dispersion along the minor axis, σ / q along the major axis and σ / √q in
    the geometric mean.
Normalization
    I_0 is the brightness at the centre; the total is 2 π σ² I_0 / q.
Limits
    In sums a Gaussian is zero where it is below e^-40 of its peak.
Elsewhere
    PyAutoLens: the same. lenstronomy: sigma is σ / √q, amp the total.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.frames import axis_ratio_from
from autolens_like.profiles.light.light_profile import (
    EllipticalLightProfile,
    LightProfile,
)

#: Exponents are held above -40: exp(-40) = 4e-18 of the peak is below what double
#: precision can add to the peak, and nothing downstream meets denormal numbers.
_LARGEST_EXPONENT = 40.0
#: Points that are skipped together where a Gaussian has fallen below that bound.
_CHUNK = 512


@kernel
def gaussian_images(
    radii_squared: Sequence[Any], inverse_two_variances: Sequence[Any]
) -> Any:
    """exp(-r² w) of many widths on a few sets of ellipses, to 1e-17 of the peak 1.

    Parameters
    ----------
    radii_squared
        One (n,) array r² for each set of ellipses [arcsec²]; or (s, n), where the
        mean over s is wanted, as of the sub-pixels of n pixels.
    inverse_two_variances
        One (k,) array w = 1 / (2 σ²) for each set [arcsec⁻²].

    Returns
    -------
    (M, n) array
        One row for each width, set after set; M is the sum of the k.
    """
    total = sum(len(widths) for widths in inverse_two_variances)
    images = np.empty((total, radii_squared[0].shape[-1]))
    row = 0
    for radius_squared, widths in zip(
        radii_squared, inverse_two_variances, strict=True
    ):
        points = np.ravel(radius_squared)
        starts = np.arange(0, points.size, _CHUNK)
        nearest = np.minimum.reduceat(points, starts) if starts.size else starts
        values = np.empty(points.size)
        for width in widths:
            _fill_gaussian(values, points, width, nearest)
            images[row] = values.reshape(-1, images.shape[1]).mean(axis=0)
            row += 1
    return images


def _fill_gaussian(
    image: np.ndarray, radius_squared: np.ndarray, width: float, nearest: np.ndarray
) -> None:
    """Write exp(-r² w) into `image`, zero outside the chunks that it reaches."""
    reached = np.flatnonzero(nearest * width < _LARGEST_EXPONENT)
    if reached.size == 0:
        image.fill(0.0)
        return
    first, stop = reached[0] * _CHUNK, (reached[-1] + 1) * _CHUNK
    image[:first] = 0.0
    image[stop:] = 0.0
    inside = image[first:stop]
    np.multiply(radius_squared[first:stop], -width, out=inside)
    np.maximum(inside, -_LARGEST_EXPONENT, out=inside)
    np.exp(inside, out=inside)


def _flat_arguments(
    radii_squared: Sequence[Any], inverse_two_variances: Sequence[Any]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    frames = np.repeat(
        np.arange(len(radii_squared)), [len(w) for w in inverse_two_variances]
    )
    radii = np.stack([np.atleast_2d(radius) for radius in radii_squared])
    return radii, np.concatenate(inverse_two_variances), frames


@gaussian_images.implement("numba", arguments=_flat_arguments)
def _gaussian_images_numba(
    radii_squared: np.ndarray, widths: np.ndarray, frames: np.ndarray
) -> Any:
    # Three times faster than numpy where that has vectorised exponentials. Here it is
    # written out because a call into the C library does not vectorise: e^t = 2^k e^s,
    # |s| < ln(2) / 2, and twelve terms of e^s. Adding 1.5 2^52 leaves the integer k in
    # the lowest bits. All sub-pixels of 512 pixels are added up before the next 512,
    # while their rows are in the cache.
    magic = 6755399441055744.0
    _, layers, points = radii_squared.shape
    images = np.zeros((widths.size, points))
    share = 1.0 / layers
    shifted, powers = np.empty(512), np.empty(512)
    bits = shifted.view(np.int64)
    nearest = np.empty(len(radii_squared))
    for first in range(0, points, 512):
        number = min(512, points - first)
        for layer in range(layers):
            for frame in range(nearest.size):
                nearest[frame] = radii_squared[
                    frame, layer, first : first + number
                ].min()
            for row in range(widths.size):
                width = widths[row]
                if nearest[frames[row]] * width >= 40.0:
                    continue
                radius = radii_squared[frames[row], layer, first : first + number]
                image = images[row, first : first + number]
                for i in range(number):
                    t = -radius[i] * width
                    t = t if t > -40.0 else -40.0
                    shifted[i] = t * 1.4426950408889634 + magic
                    k = shifted[i] - magic
                    s = t - k * 0.693147180369123816490
                    s = s - k * 1.90821492927058770002e-10
                    p = 1.0 / 479001600.0
                    p = p * s + 1.0 / 39916800.0
                    p = p * s + 1.0 / 3628800.0
                    p = p * s + 1.0 / 362880.0
                    p = p * s + 1.0 / 40320.0
                    p = p * s + 1.0 / 5040.0
                    p = p * s + 1.0 / 720.0
                    p = p * s + 1.0 / 120.0
                    p = p * s + 1.0 / 24.0
                    p = p * s + 1.0 / 6.0
                    p = p * s + 0.5
                    p = p * s + 1.0
                    powers[i] = share * (p * s + 1.0)
                for i in range(number):
                    bits[i] = (bits[i] + 1023) << 52
                for i in range(number):
                    image[i] += powers[i] * shifted[i]
    return images


@gaussian_images.implement("jax")
def _gaussian_images_jax(
    radii_squared: Sequence[Any], inverse_two_variances: Sequence[Any]
) -> Any:
    import jax.numpy as jnp

    images = [
        jnp.exp(-jnp.atleast_2d(radius) * jnp.asarray(widths)[:, None, None]).mean(1)
        for radius, widths in zip(radii_squared, inverse_two_variances, strict=True)
    ]
    return images[0] if len(images) == 1 else jnp.concatenate(images)


class GaussianFormula:
    """I = `intensity` exp(-½ (q R / σ)²) with the major-axis radius R."""

    intensity: Any
    sigma: Any

    def _check(self) -> None:
        self._require_positive("sigma")
        super()._check()

    def inverse_two_variance(self) -> Any:
        """Factor w of the exponent -w r², r the radius of the profile's frame."""
        return 0.5 / self.sigma**2

    def _intensity(self, radius_squared: Any) -> Any:
        xp = array_namespace(radius_squared, self.sigma)
        return self.intensity * xp.exp(-radius_squared * self.inverse_two_variance())


class Gaussian(GaussianFormula, EllipticalLightProfile):
    """The elliptical Gaussian.

    Parameters
    ----------
    centre
        (y, x) [arcsec].
    ell_comps
        Ellipticity components, see `EllipticalLightProfile`.
    intensity
        Surface brightness at the centre.
    sigma
        Dispersion along the minor axis [arcsec]; along the major axis it is σ / q.

    Raises
    ------
    ProfileException
        `ell_comps` outside the unit disc; `sigma` not above zero.
    """

    intensity: float = 0.1
    sigma: float = 1.0

    def inverse_two_variance(self) -> Any:
        """q / (2 σ²), because (q R)² is q times the squared geometric-mean radius."""
        return axis_ratio_from(self.ell_comps) * super().inverse_two_variance()


class GaussianSph(GaussianFormula, LightProfile):
    """The round Gaussian; parameters as in `Gaussian`, without `ell_comps`."""

    intensity: float = 0.1
    sigma: float = 1.0
