"""The noise of a canonical stamp: that of its image, brought to the canonical frame.

Drizzled images spread what a detector's pixel saw over several pixels, so that the
noise of neighbours is correlated, and a stamp, whose pixels lie between those of the
image, loses less of it than it would of white noise. How they are correlated is
measured where the sky is blank; noise of that correlation is drawn in the image and
resampled as the galaxy is. With such draws a model that is right can be asked what
relative error it would leave, and what a model leaves beyond that is its own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np

from autolens_like import exc
from autolens_like.learned.canonical_frame import resampled
from autolens_like.learned.stamp_sets import (
    TO_SIGMA,
    border,
    border_noise,
    light_and_frame,
)

#: Pixels between which drizzled noise is taken for correlated.
_REACH = 2


def _spread(values: np.ndarray) -> float:
    """Standard deviation by the median of absolute deviations."""
    return TO_SIGMA * float(np.median(np.abs(values - np.median(values))))


def sky_correlation(images: Sequence[np.ndarray]) -> np.ndarray:
    """How the noise of neighbouring pixels is correlated, at the borders of images.

    Of two pixels of unit variance the sum has the variance 2 (1 + r) and the difference
    2 (1 - r), which medians give where stars and neighbours spoil a mean of products
    (Gnanadesikan & Kettenring 1972, Biometrics 28, 81).

    Parameters
    ----------
    images
        (R, C) each, of one instrument and drizzling.

    Returns
    -------
    (5, 5) array
        Of pixels at (y - 2, x - 2), 1 in the middle.

    Raises
    ------
    InputException
        There is no image.
    """
    if not len(images):
        raise exc.InputException(
            "No image came whose noise could be measured; give at least one."
        )
    skies = []
    for image in images:
        level, noise = border_noise(image)
        skies.append(np.where(border(image.shape), (image - level) / noise, np.nan))
    found = np.ones((2 * _REACH + 1, 2 * _REACH + 1))
    for down in range(_REACH + 1):
        for right in range(-_REACH, _REACH + 1):
            if (down, right) <= (0, 0):
                continue
            pairs = np.concatenate([_pairs(sky, down, right) for sky in skies])
            plus = _spread(pairs[:, 0] + pairs[:, 1]) ** 2
            minus = _spread(pairs[:, 0] - pairs[:, 1]) ** 2
            correlation = (plus - minus) / (plus + minus)
            found[_REACH + down, _REACH + right] = correlation
            found[_REACH - down, _REACH - right] = correlation
    return found


def _pairs(sky: np.ndarray, down: int, right: int) -> np.ndarray:
    """(n, 2) pixels of blank sky that lie so far from each other."""
    rows, columns = sky.shape
    first = sky[: rows - down, max(0, -right) : columns - max(0, right)]
    second = sky[down:, max(0, right) : columns - max(0, -right)]
    pairs = np.stack([first.ravel(), second.ravel()], axis=1)
    return pairs[np.isfinite(pairs).all(axis=1)]


def correlated_noise(
    shape: tuple[int, int], correlation: np.ndarray, generator: np.random.Generator
) -> np.ndarray:
    """Normal noise of unit variance with a correlation.

    Parameters
    ----------
    shape
        Of the image.
    correlation
        As `sky_correlation` gives it. What no noise can have, a negative power, is
        taken for zero.
    generator
        Draws it.
    """
    reach = len(correlation) // 2
    # The transform closes the image to a ring, so that its ends must not meet.
    whole = shape[0] + 2 * reach, shape[1] + 2 * reach
    kernel = np.zeros(whole)
    kernel[: len(correlation), : len(correlation)] = correlation
    kernel = np.roll(kernel, (-reach, -reach), axis=(0, 1))
    power = np.maximum(np.fft.fft2(kernel).real, 0.0)
    white = np.fft.fft2(generator.standard_normal(whole))
    noise = np.fft.ifft2(np.sqrt(power / power.mean()) * white).real
    return noise[: shape[0], : shape[1]]


@dataclasses.dataclass(frozen=True)
class ImageNoise:
    """The noise of an image.

    Parameters
    ----------
    sky
        Standard deviation of a pixel of blank sky.
    correlation
        As `sky_correlation` gives it.
    exposure
        Seconds, of an image in photons per second: the photons of the galaxy add to
        its noise. With 0 they are left out.
    """

    sky: float
    correlation: np.ndarray
    exposure: float = 0.0

    def __post_init__(self) -> None:
        if not self.sky > 0.0 or self.exposure < 0.0:
            raise exc.InputException(
                f"ImageNoise got sky={self.sky!r} and exposure={self.exposure!r}; the "
                "first must be above zero and the second not below."
            )

    def draws(self, image: np.ndarray, number: int, seed: int = 0) -> np.ndarray:
        """The noise of the canonical stamp of an image, in units of that stamp.

        Parameters
        ----------
        image
            (R, C) as for `stamp_of_image`, by which it is brought to the frame.
        number
            Of draws.
        seed
            Of the draws.

        Returns
        -------
        (number, 64, 64) array

        Raises
        ------
        ArrayException
            See `checked_stamp`.
        """
        light, frame = light_and_frame(image)
        variance = np.full(image.shape, self.sky**2)
        if self.exposure:
            # Drizzling leaves the sum of noise over many pixels as it is, and so makes
            # that of a single one less than its photons are.
            photons = np.where(light > 2.0 * self.sky, light, 0.0) / self.exposure
            variance += photons / self.correlation.sum()
        generator = np.random.default_rng(seed)
        norm = np.linalg.norm(resampled(light, frame))
        stamps = []
        for _ in range(number):
            noise = correlated_noise(image.shape, self.correlation, generator)
            noise *= np.sqrt(variance)
            # The background is that of the border, with its noise.
            noise -= np.median(noise[border(image.shape)])
            stamps.append(resampled(noise, frame) / norm)
        return np.array(stamps)


def expected_error(
    model: np.ndarray, noises: np.ndarray, fitted: Callable[[np.ndarray], np.ndarray]
) -> tuple[float, float]:
    """The relative error that a fit leaves of a galaxy that it can describe.

    The galaxy is what was fitted to another; it is fitted again with other noise. So
    what the parameters take up of the noise is accounted for.

    Parameters
    ----------
    model
        (64, 64) best fit to a stamp.
    noises
        (n, 64, 64), as `ImageNoise.draws` gives them.
    fitted
        The best fit to a stamp.

    Returns
    -------
    float, float
        Mean and standard deviation over the draws.
    """
    errors = []
    for noise in noises:
        data = model + noise
        errors.append(((data - fitted(data)) ** 2).sum() / (data**2).sum())
    return float(np.mean(errors)), float(np.std(errors))
