"""Preparing images: noise, noise maps, units, backgrounds and kernels.

`eps` are electrons per second, `counts` electrons, `adus` the units of the detector's
converter.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.dataset.convolver import Convolver
from autolens_like.structures.array import Array2D
from autolens_like.structures.structure import plain


def _rewrapped(array: Any, values: np.ndarray) -> Any:
    """Values in the form of `array`."""
    return array.with_new_array(values) if isinstance(array, Array2D) else values


def _positive_times(exposure_time_map: Any) -> np.ndarray:
    times = np.asarray(plain(exposure_time_map), dtype=float)
    if not np.all(times > 0.0):
        raise exc.DatasetException(
            f"An exposure time of {np.min(times):g} s came; exposure times are above "
            "zero. Mask the pixels that were not exposed."
        )
    return times


def _generator(seed: int | None) -> np.random.Generator:
    """Random numbers of a seed; None or -1 draws new ones at every call."""
    return np.random.default_rng(None if seed in (None, -1) else seed)


def array_with_new_shape(array: Array2D, new_shape: tuple[int, int]) -> Array2D:
    """The frame cropped or padded (with zeros) about its centre."""
    return array.resized_from(new_shape)


def array_eps_to_counts(array_eps: Any, exposure_time_map: Any) -> Any:
    """Electrons from electrons per second."""
    return array_eps * plain(exposure_time_map)


def array_counts_to_eps(array_counts: Any, exposure_time_map: Any) -> Any:
    """Electrons per second from electrons."""
    return array_counts / _positive_times(exposure_time_map)


def array_counts_to_counts_per_second(array_counts: Any, exposure_time: float) -> Any:
    """Electrons per second from electrons and one exposure time [s]."""
    return array_counts / _positive_times(exposure_time)


def array_eps_to_adus(array_eps: Any, exposure_time_map: Any, gain: float) -> Any:
    """Converter units from electrons per second; `gain` is electrons per unit."""
    return array_eps * plain(exposure_time_map) / gain


def array_adus_to_eps(array_adus: Any, exposure_time_map: Any, gain: float) -> Any:
    """Electrons per second from converter units; `gain` is electrons per unit."""
    return array_adus * gain / _positive_times(exposure_time_map)


def poisson_noise_via_data_eps_from(
    data_eps: Any, exposure_time_map: Any, seed: int | None = -1
) -> Any:
    """One draw of the photon noise of an image, its mean zero.

    Parameters
    ----------
    data_eps
        Expected image [electrons per second]; negative values are drawn as darkness.
    exposure_time_map
        Exposure time, one number or one a pixel [s].
    seed
        Repeats the draw; -1 or None draws a new one.
    """
    values = np.asarray(plain(data_eps), dtype=float)
    times = _positive_times(exposure_time_map)
    counts = np.maximum(values * times, 0.0)
    drawn = _generator(seed).poisson(counts)
    return _rewrapped(data_eps, (drawn - counts) / times)


def data_eps_with_poisson_noise_added(
    data_eps: Any, exposure_time_map: Any, seed: int | None = -1
) -> Any:
    """An image with one draw of its photon noise added."""
    return data_eps + poisson_noise_via_data_eps_from(data_eps, exposure_time_map, seed)


def gaussian_noise_via_shape_and_sigma_from(
    shape: tuple[int, ...], sigma: Any, seed: int | None = -1
) -> np.ndarray:
    """One draw of normal noise.

    Parameters
    ----------
    shape
        Shape of the draw.
    sigma
        Standard deviation, one number or an array of that shape.
    """
    return _generator(seed).normal(0.0, plain(sigma), size=shape)


def data_with_gaussian_noise_added(data: Any, sigma: Any, seed: int | None = -1) -> Any:
    """An image with one draw of normal noise added."""
    return data + gaussian_noise_via_shape_and_sigma_from(data.shape, sigma, seed)


def array_with_random_uniform_values_added(
    array: Any, upper_limit: float = 0.001, seed: int | None = -1
) -> Any:
    """An array with uniform noise between zero and a limit added."""
    return array + _generator(seed).uniform(0.0, upper_limit, size=array.shape)


def noise_map_via_data_eps_and_exposure_time_map_from(
    data_eps: Any, exposure_time_map: Any
) -> Any:
    """Photon noise of an image, sqrt(|counts|) / time."""
    times = _positive_times(exposure_time_map)
    values = np.asarray(plain(data_eps), dtype=float)
    return _rewrapped(data_eps, np.sqrt(np.abs(values * times)) / times)


def noise_map_via_data_eps_exposure_time_map_and_background_noise_map_from(
    data_eps: Any, exposure_time_map: Any, background_noise_map: Any
) -> Any:
    """Photon noise and background noise [electrons per second] in quadrature."""
    times = _positive_times(exposure_time_map)
    counts = np.abs(np.asarray(plain(data_eps), dtype=float) * times)
    background = np.asarray(plain(background_noise_map)) * times
    return _rewrapped(data_eps, np.sqrt(counts + background**2) / times)


def noise_map_via_data_eps_exposure_time_map_and_background_variances_from(
    data_eps: Any, exposure_time_map: Any, background_variances: Any
) -> Any:
    """Photon noise and a background of so many electrons per second in quadrature.

    A Poisson background of b electrons per second has a variance of b * time
    electrons.
    """
    times = _positive_times(exposure_time_map)
    counts = np.abs(np.asarray(plain(data_eps), dtype=float) * times)
    background = np.asarray(plain(background_variances)) * times
    return _rewrapped(data_eps, np.sqrt(counts + background) / times)


def noise_map_via_weight_map_from(weight_map: Any) -> Any:
    """1 / sqrt(weight); a weight of zero becomes infinite noise, which is masked."""
    values = np.asarray(plain(weight_map), dtype=float)
    weighted = np.where(values > 0.0, values, 1.0)
    noise = np.where(values > 0.0, 1.0 / np.sqrt(weighted), np.inf)
    return _rewrapped(weight_map, noise)


def noise_map_via_inverse_noise_map_from(inverse_noise_map: Any) -> Any:
    """1 / value; a value of zero becomes infinite noise, which is masked."""
    values = np.asarray(plain(inverse_noise_map), dtype=float)
    inverted = np.where(values > 0.0, 1.0 / np.where(values > 0.0, values, 1.0), np.inf)
    return _rewrapped(inverse_noise_map, inverted)


def noise_map_with_threshold_masked(noise_map: Any, threshold: float = 1e8) -> Any:
    """A noise map with every value of a threshold and above made infinite.

    Some archives write a huge number where there are no data; infinite noise is what
    masks a pixel here.
    """
    values = np.asarray(plain(noise_map), dtype=float)
    return _rewrapped(noise_map, np.where(values >= threshold, np.inf, values))


def noise_map_with_signal_to_noise_limit_from(
    data: Any,
    noise_map: Any,
    signal_to_noise_limit: float,
    noise_limit_mask: Any = None,
) -> Any:
    """A noise map raised so that no pixel exceeds a signal-to-noise.

    Parameters
    ----------
    noise_limit_mask
        The limit holds where this mask is False; everywhere by default.
    """
    noise = np.asarray(plain(noise_map), dtype=float)
    limited = np.maximum(noise, np.asarray(plain(data)) / signal_to_noise_limit)
    if noise_limit_mask is not None:
        exempt = np.asarray(noise_limit_mask, dtype=bool)
        if exempt.shape != limited.shape:
            exempt = exempt[~noise_map.mask.array]
        limited = np.where(exempt, noise, limited)
    return _rewrapped(noise_map, limited)


def exposure_time_map_via_exposure_time_and_background_noise_map_from(
    exposure_time: float, background_noise_map: Any
) -> Any:
    """Exposure times that fall where the background noise rises.

    They go as 1 / noise; the quietest pixel has `exposure_time`.
    """
    noise = np.asarray(plain(background_noise_map), dtype=float)
    times = exposure_time * noise.min() / noise
    return _rewrapped(background_noise_map, times)


def edges_from(image: Any, no_edges: int) -> np.ndarray:
    """The values of the outermost `no_edges` rings of pixels of an image.

    Raises
    ------
    ArrayException
        The image has fewer rings.
    """
    native = image.native.array if isinstance(image, Array2D) else np.asarray(image)
    if not 0 < no_edges <= min(native.shape) // 2:
        raise exc.ArrayException(
            f"no_edges={no_edges!r} rings of an image of shape {native.shape} were "
            f"asked for; give 1 to {min(native.shape) // 2}."
        )
    rim = np.ones(native.shape, dtype=bool)
    rim[no_edges:-no_edges, no_edges:-no_edges] = False
    return native[rim]


def background_sky_level_via_edges_from(image: Any, no_edges: int) -> float:
    """Median of the outermost rings of an image: the level of the sky."""
    return float(np.median(edges_from(image, no_edges)))


def background_noise_map_via_edges_from(image: Array2D, no_edges: int) -> Array2D:
    """Standard deviation of the outermost rings of an image, in every pixel."""
    level = float(np.std(edges_from(image, no_edges)))
    return image.with_new_array(np.full(image.shape, level))


def kernel_with_odd_dimensions_from(
    kernel: Any, rescale_factor: float = 1.0, normalize: bool = False
) -> Convolver:
    """A kernel resampled so that both sides are odd and its centre is a pixel's.

    The pixel scale is that of the kernel over `rescale_factor`, exactly, so that with
    the factor 1 the result fits the same image. The interpolation is linear; halfway
    between pixels it widens a kernel slightly.

    Parameters
    ----------
    kernel
        A `Convolver` or an `Array2D`, its sides odd or even.
    rescale_factor
        How many pixels to make of one.
    normalize
        Rescale to the sum 1; otherwise the sum is kept.
    """
    kernel = kernel.kernel if isinstance(kernel, Convolver) else kernel
    if not (np.isfinite(rescale_factor) and rescale_factor > 0.0):
        raise exc.KernelException(
            f"rescale_factor={rescale_factor!r} is not usable; it must be above zero."
        )
    native = np.asarray(kernel.native.array, dtype=float)
    values = _resampled(_resampled(native, rescale_factor, 0), rescale_factor, 1)
    values *= native.sum() / values.sum()
    scale_y, scale_x = kernel.pixel_scales
    scales = (scale_y / rescale_factor, scale_x / rescale_factor)
    return Convolver(
        Array2D.no_mask(values, scales, origin=kernel.origin), normalize=normalize
    )


def _resampled(values: np.ndarray, factor: float, axis: int) -> np.ndarray:
    """Linear interpolation to an odd number of pixels about the same centre."""
    side = values.shape[axis]
    number = max(1, int(side * factor + 1e-9))
    number -= 1 - number % 2
    at = (np.arange(number) - (number - 1) / 2.0) / factor + (side - 1) / 2.0
    grid = np.arange(side)
    return np.apply_along_axis(lambda line: np.interp(at, grid, line), axis, values)
