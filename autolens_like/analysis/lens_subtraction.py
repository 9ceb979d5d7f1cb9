"""The light of the lens taken off, so that only the arcs are left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from autolens_like.analysis.frame import Frame
from autolens_like.dataset.imaging import Imaging
from autolens_like.fit import forward
from autolens_like.inversion.linear_system import (
    amplitudes_from,
    curvature_and_data_vector,
)
from autolens_like.inversion.settings import Settings
from autolens_like.profiles.basis import image_matrix_from
from autolens_like.profiles.light import linear
from autolens_like.structures.mask import Mask2D

#: The model of the lens is trusted to this share of its own brightness.
_MODEL_ERROR = 0.05
#: Pixels this much brighter than the model are arcs, not lens [σ].
_CLIP = 2.5
_PASSES = 8
#: After this pass a clip that changes less than so many pixels ends the fit.
_SETTLED = (5, 10)
#: Passes in which the ellipticity is fitted as well.
_SHAPE_PASSES = (1, 3, 5)
_SHAPE_EVALUATIONS = 60
_SHAPE_STEP = 0.05
_LARGEST_ELLIPTICITY = 0.6
#: Ratio of one Gaussian's width to the next.
_WIDTH_RATIO = np.sqrt(2.0)
#: Side of the sub-grid within so many pixels of the centre.
_SUB_SIZE, _SUB_PIXELS = 4, 3.0


@dataclass(frozen=True, eq=False)
class LensSubtraction:
    """An image without the light of its lens; whole-frame arrays, 0 outside `used`.

    Attributes
    ----------
    residual
        Data minus model.
    model
        Light of the lens and level of the sky.
    signal_to_noise
        Of a point source at every pixel: the residual filtered with the PSF.
    used
        Where there are data within the radius.
    ell_comps
        Ellipticity of the light.
    sky
        Level of the sky.
    """

    residual: np.ndarray
    model: np.ndarray
    signal_to_noise: np.ndarray
    used: np.ndarray
    ell_comps: tuple[float, float]
    sky: float


def widths_between(narrowest: float, widest: float) -> np.ndarray:
    """Widths that grow by √2 up to exactly `widest`, the first not above `narrowest`.

    Parameters
    ----------
    narrowest, widest
        [arcsec].
    """
    number = int(np.ceil(np.log(widest / narrowest) / np.log(_WIDTH_RATIO))) + 1
    return widest / _WIDTH_RATIO ** np.arange(number)[::-1]


class _Lens:
    """A multi-Gaussian expansion about one centre, fitted to an image.

    Parameters
    ----------
    dataset
        The image, not masked yet.
    frame
        The same as arrays.
    centre, radius
        The region that is fitted [arcsec].
    noise_scale
        Multiplies the noise map.
    """

    def __init__(
        self,
        dataset: Imaging,
        frame: Frame,
        centre: tuple[float, float],
        radius: float,
        noise_scale: float,
    ) -> None:
        distance = frame.radius(centre)
        self.used = frame.good & (distance < radius)
        sizes = np.where(distance < _SUB_PIXELS * frame.pixel_scale, _SUB_SIZE, 1)
        mask = Mask2D(~self.used, dataset.pixel_scales, dataset.mask.origin)
        self.dataset = dataset.apply_over_sampling(sizes).apply_mask(mask)
        self.data = self.dataset.data.array
        self.noise = noise_scale * self.dataset.noise_map.array
        self.centre = centre
        self.widths = widths_between(0.5 * frame.pixel_scale, radius)

    def rows(self, ell_comps: tuple[float, float]) -> np.ndarray:
        """(M, N) images: the Gaussians, then light and darkness of the sky."""
        gaussians = [
            linear.Gaussian(centre=self.centre, ell_comps=ell_comps, sigma=float(width))
            for width in self.widths
        ]

        def function(y: Any, x: Any) -> Any:
            return image_matrix_from(gaussians, y, x)

        images = forward.blurred_rows(self.dataset, function, ())
        one = np.ones((1, self.data.size))
        return np.concatenate([images, one, -one])

    def fit(self, rows: np.ndarray, kept: np.ndarray) -> tuple[np.ndarray, float]:
        """Amplitudes and χ² of the kept pixels."""
        chosen, data, noise = rows[:, kept], self.data[kept], self.noise[kept]
        system = curvature_and_data_vector(chosen, data, noise)
        amplitudes = amplitudes_from(*system, Settings())
        residual = (data - amplitudes @ chosen) / noise
        return amplitudes, float(residual @ residual)

    def shape(
        self, start: tuple[float, float], kept: np.ndarray
    ) -> tuple[float, float]:
        """The ellipticity that fits the kept pixels best."""
        from scipy.optimize import minimize

        def cost(shape: np.ndarray) -> float:
            if np.hypot(*shape) > _LARGEST_ELLIPTICITY:
                return np.inf
            return self.fit(self.rows((float(shape[0]), float(shape[1]))), kept)[1]

        simplex = np.array(start) + _SHAPE_STEP * np.array([[0, 0], [1, 0], [0, 1]])
        options = {"maxfev": _SHAPE_EVALUATIONS, "initial_simplex": simplex}
        best = minimize(cost, start, method="Nelder-Mead", options=options).x
        return float(best[0]), float(best[1])


def lens_subtracted(
    dataset: Imaging,
    frame: Frame,
    centre: tuple[float, float],
    radius: float,
    noise_scale: float,
) -> LensSubtraction:
    """The image without its lens, by a multi-Gaussian expansion that clips the arcs.

    Parameters
    ----------
    dataset
        The image, not masked yet.
    frame
        The same as arrays.
    centre
        Of the light of the lens, (y, x) [arcsec].
    radius
        The lens is fitted and taken off within it [arcsec].
    noise_scale
        Scatter of the sky over the noise map.
    """
    lens = _Lens(dataset, frame, centre, radius, noise_scale)
    used = lens.used
    outside = (frame.radius(centre) > frame.psf_fwhm)[used]
    kept = np.ones(lens.data.size, dtype=bool)
    ell_comps, rows = (0.0, 0.0), lens.rows((0.0, 0.0))
    for number in range(_PASSES):
        if number in _SHAPE_PASSES:
            ell_comps = lens.shape(ell_comps, kept)
            rows = lens.rows(ell_comps)
        amplitudes, _ = lens.fit(rows, kept)
        model = _in_frame(amplitudes @ rows, used)
        residual = np.where(used, frame.data - model, 0.0)
        variance = (noise_scale * frame.noise) ** 2
        variance = variance + (_MODEL_ERROR * np.maximum(model, 0.0)) ** 2
        signal_to_noise = _matched_filter(residual, variance, used, frame.psf)
        before, kept = kept, ~((signal_to_noise[used] > _CLIP) & outside)
        if number > _SETTLED[0] and np.sum(kept != before) < _SETTLED[1]:
            break
    sky = float(amplitudes[-2] - amplitudes[-1])
    return LensSubtraction(residual, model, signal_to_noise, used, ell_comps, sky)


def _in_frame(values: np.ndarray, used: np.ndarray) -> np.ndarray:
    frame = np.zeros(used.shape)
    frame[used] = values
    return frame


def _matched_filter(
    residual: np.ndarray, variance: np.ndarray, used: np.ndarray, psf: np.ndarray
) -> np.ndarray:
    """Signal-to-noise of the point source that fits best at every pixel."""
    from scipy.signal import fftconvolve

    weight = np.where(used, 1.0 / np.where(used, variance, 1.0), 0.0)
    turned = psf[::-1, ::-1]
    signal = fftconvolve(residual * weight, turned, "same")
    information = fftconvolve(weight, turned**2, "same")
    floor = 1e-6 * information.max()
    return np.where(used, signal / np.sqrt(np.maximum(information, floor)), 0.0)
