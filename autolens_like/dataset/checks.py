"""What makes the parts of a dataset usable, and what is said when they are not."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.dataset.convolver import Convolver
from autolens_like.dataset.convolver_state import finer_mask_from
from autolens_like.dataset.point_spread import PointSpread
from autolens_like.structures import fits
from autolens_like.structures.array import Array2D
from autolens_like.structures.mask import Mask2D
from autolens_like.structures.over_sampling import sub_sizes_from
from autolens_like.structures.structure import plain
from autolens_like.typing import PathLike

#: A scale that is wrong by more than half is an error of units or of files.
_WRONG_SCALE = 1.5
#: Headers and papers round pixel scales to about a percent.
_DOUBTFUL_SCALE = 1.01


class PixelScaleWarning(UserWarning):
    """The pixel scale given differs from the one in the file's WCS."""


def pixels_in_words(bad: np.ndarray) -> str:
    """How many pixels of a frame are bad and where the first of them are."""
    first = [(int(row), int(column)) for row, column in np.argwhere(bad)[:3]]
    return f"{int(bad.sum())} pixels, the first at (row, column) {first}"


def _frame(values: np.ndarray, mask: Mask2D) -> np.ndarray:
    """Booleans of the unmasked pixels as a frame, False where masked."""
    frame = np.zeros(mask.shape_native, dtype=bool)
    frame[~mask.array] = values
    return frame


def data_from(data: Any) -> Array2D:
    """The data, if they are an `Array2D` with anything unmasked."""
    if not isinstance(data, Array2D):
        raise exc.DatasetException(
            f"data came as {type(data).__name__}; give an Array2D, which knows its "
            "pixel scale: Array2D.no_mask(values, pixel_scales=0.05)."
        )
    if data.mask.is_all_true:
        raise exc.MaskException(
            "The mask of the data masks every pixel; give one that leaves some "
            "unmasked (False)."
        )
    return data.slim


def covariance_from(covariance: Any, data: Array2D) -> np.ndarray | None:
    """(N, N) checked noise covariance."""
    if covariance is None:
        return None
    values = np.asarray(covariance, dtype=float)
    total = data.shape_slim
    if values.shape != (total, total):
        raise exc.DatasetException(
            f"noise_covariance_matrix has shape {values.shape}; data of {total} "
            f"unmasked pixels need ({total}, {total})."
        )
    if not np.allclose(values, values.T, rtol=1e-8, atol=0.0):
        raise exc.DatasetException(
            "noise_covariance_matrix must be finite and symmetric; this one is not. "
            "Use 0.5 * (C + C.T) if only rounding is to blame."
        )
    return values


def inverse_of_covariance(covariance: np.ndarray) -> np.ndarray:
    """The inverse of a positive definite matrix, by Cholesky factors."""
    try:
        lower = np.linalg.cholesky(covariance)
    except np.linalg.LinAlgError as error:
        raise exc.DatasetException(
            "noise_covariance_matrix is not positive definite, so it is no covariance "
            "and has no usable inverse; remove duplicated pixels from it, or add the "
            "noise of single pixels to its diagonal."
        ) from error
    inverse = np.linalg.inv(lower)
    return inverse.T @ inverse


def noise_map_from(
    noise_map: Any, data: Array2D, covariance: np.ndarray | None
) -> Array2D:
    """The noise map, from the covariance's diagonal where none came."""
    if noise_map is None and covariance is None:
        raise exc.DatasetException(
            "A dataset needs a noise_map (the standard deviation in every pixel) or a "
            "noise_covariance_matrix; neither came."
        )
    if noise_map is None:
        return Array2D(np.sqrt(np.diagonal(covariance)), data.mask)
    if not isinstance(noise_map, Array2D):
        raise exc.DatasetException(
            f"noise_map came as {type(noise_map).__name__}; give an Array2D."
        )
    if noise_map.shape_native != data.shape_native:
        raise exc.DatasetException(
            f"data have shape {data.shape_native} and the noise map has shape "
            f"{noise_map.shape_native}; they must be the same."
        )
    if not np.array_equal(noise_map.mask.array, data.mask.array):
        raise exc.DatasetException(
            f"data have {data.shape_slim} unmasked pixels and the noise map has "
            f"{noise_map.shape_slim}, or they are others; give both the same mask."
        )
    return noise_map.slim


def require_noise_above_zero(noise_map: Array2D) -> None:
    """Refuse noise of zero and below (NaN is left to `require_finite`)."""
    bad = _frame(noise_map.array <= 0.0, noise_map.mask)
    if bad.any():
        raise exc.DatasetException(
            f"The noise map is not above zero in {pixels_in_words(bad)}. A standard "
            "deviation is above zero; set it to numpy.inf there to mask the pixels, or "
            "load with mask_invalid=True."
        )


def require_finite(values: Array2D, name: str) -> None:
    """Refuse NaN and infinity in unmasked pixels."""
    bad = _frame(~np.isfinite(values.array), values.mask)
    if bad.any():
        raise exc.DatasetException(
            f"{name} is not finite in {pixels_in_words(bad)}, which the mask leaves "
            "in. Mask them: apply_mask(mask, mask_invalid=True) does, and so does a "
            "noise of numpy.inf."
        )


def mask_without_infinite_noise(noise_map: Array2D) -> Mask2D:
    """The noise map's mask and its pixels of infinite noise together."""
    mask = noise_map.mask
    infinite = _frame(np.isposinf(noise_map.array), mask)
    combined = Mask2D(mask.array | infinite, mask.pixel_scales, mask.origin)
    if combined.is_all_true:
        raise exc.MaskException(
            "Every unmasked pixel has infinite noise, which masks it; nothing is left."
        )
    return combined


def with_invalid_masked(data: Array2D, noise_map: Array2D) -> tuple[Array2D, Array2D]:
    """Data and noise with the noise infinite wherever either is unusable."""
    if data.shape_native != noise_map.shape_native:
        return data, noise_map
    bad = ~np.isfinite(data.array) | ~(noise_map.array > 0.0)
    noise = np.where(bad, np.inf, noise_map.array)
    return data, Array2D(noise, noise_map.mask, noise_map.header)


def require_same_shape(mask: Any, shape_native: tuple[int, int]) -> None:
    """Refuse anything but a mask of this shape."""
    if not isinstance(mask, Mask2D):
        raise exc.MaskException(
            f"A mask came as {type(mask).__name__}; give a Mask2D, for example "
            "Mask2D(values, pixel_scales=0.05)."
        )
    if mask.shape_native != shape_native:
        raise exc.MaskException(
            f"A mask of shape {mask.shape_native} came for a dataset of shape "
            f"{shape_native}; they must be the same."
        )


def require_same_scale(mask: Mask2D, pixel_scales: tuple[float, float]) -> None:
    """Refuse a mask that was made for pixels of another size."""
    ratios = np.asarray(mask.pixel_scales) / np.asarray(pixel_scales)
    if np.any(np.maximum(ratios, 1.0 / ratios) > _DOUBTFUL_SCALE):
        raise exc.MaskException(
            f"A mask with pixel_scales {mask.pixel_scales} arcsec came for a dataset "
            f"with {pixel_scales}; make it with the dataset's, or its radii mean "
            "something else."
        )


def combined_mask(dataset: Any, mask: Mask2D, mask_invalid: bool) -> Mask2D:
    """A mask together with what a dataset masks by itself."""
    require_same_shape(mask, dataset.shape_native)
    require_same_scale(mask, dataset.pixel_scales)
    if mask.is_all_true:
        raise exc.MaskException(
            "The mask masks every pixel; give one that leaves some unmasked (False). "
            "If it came inverted, pass invert=True where it is made."
        )
    values = mask.array | dataset.mask.array
    if mask_invalid:
        data, noise = dataset.data.array, dataset.noise_map.array
        values = values | _frame(~np.isfinite(data) | ~np.isfinite(noise), dataset.mask)
    geometry = dataset.mask.geometry
    combined = Mask2D(values, geometry.pixel_scales, geometry.origin)
    if combined.is_all_true:
        raise exc.MaskException(
            "The mask leaves only pixels whose noise is infinite or whose values are "
            "not finite; nothing is left."
        )
    return combined


def one_size_from(lp: int, pixelization: int) -> int:
    """The one sampling of the PSF that light profiles and pixelizations share."""
    if lp != pixelization and 1 not in (lp, pixelization):
        raise exc.DatasetException(
            f"convolve_over_sample_size_lp={lp} and "
            f"convolve_over_sample_size_pixelization={pixelization} differ; there is "
            "one PSF, sampled one way, so give the same for both."
        )
    return max(lp, pixelization)


def psf_from(psf: Any, data: Array2D, size: int, normalize: bool) -> Convolver | None:
    """The checked PSF of a dataset."""
    if psf is None:
        return None
    use_fft = None
    if isinstance(psf, PointSpread):
        use_fft = psf._use_fft
        size = one_size_from(size, psf.convolve_over_sample_size)
        psf = psf.kernel
    if not isinstance(psf, Array2D):
        scale_y, scale_x = data.pixel_scales
        psf = Array2D.no_mask(psf, (scale_y / size, scale_x / size))
    limit = tuple(size * side for side in data.shape_native)
    if psf.shape_native[0] > limit[0] or psf.shape_native[1] > limit[1]:
        raise exc.KernelException(
            f"The PSF of shape {psf.shape_native} is larger than the image, shape "
            f"{data.shape_native}; cut the PSF down to its core, or give more image."
        )
    convolver = Convolver(psf, None, normalize, use_fft, size)
    if not float(np.sum(convolver.kernel.array)) > 0.0:
        raise exc.KernelException(
            "The PSF does not sum to more than zero; a point spread function does."
        )
    return convolver


def size_native(over_sample_size: Any, mask: Mask2D) -> Any:
    """An over-sampling size that stays right when more pixels are masked."""
    sizes = sub_sizes_from(over_sample_size, mask)
    values = np.asarray(plain(over_sample_size))
    if values.ndim == 0:
        return int(values)
    if values.shape == mask.shape_native:
        return values
    native = np.ones(mask.shape_native, dtype=int)
    native[~mask.array] = sizes
    return native


def compare_pixel_scales(data: Array2D, path: PathLike) -> None:
    """Hold the pixel scale in use against the WCS of the file, where it has one.

    Raises
    ------
    FitsException
        They differ by more than a factor 1.5.
    """
    header = fits.pixel_scales_from_header(data.header)
    if header is None:
        return
    ratios = np.asarray(data.pixel_scales) / np.asarray(header)
    factor = float(np.max(np.maximum(ratios, 1.0 / ratios)))
    words = (
        f"pixel_scales {data.pixel_scales} arcsec came for {path}, whose WCS says "
        f"({header[0]:.6g}, {header[1]:.6g}) arcsec"
    )
    if factor > _WRONG_SCALE:
        raise exc.FitsException(
            f"{words}. Give the scale in arcseconds per pixel, or pixel_scales=None to "
            "take it from the file."
        )
    if factor > _DOUBTFUL_SCALE:
        warnings.warn(
            f"{words}; the scale given is used.", PixelScaleWarning, stacklevel=4
        )


def finer_sizes(sizes: Array2D, mask: Mask2D, size: int) -> np.ndarray:
    """Sub-grid sides of the pixels that are `size` times finer than the image's.

    Raises
    ------
    DatasetException
        A side of an image pixel is no multiple of `size`.
    """
    if np.any(sizes.array % size):
        bad = int(sizes.array[sizes.array % size != 0][0])
        raise exc.DatasetException(
            f"The PSF is sampled {size} times finer than the image, which "
            f"over_sample_size_lp must be a multiple of; {bad} came."
        )
    native = sizes.native.array // size
    repeated = np.repeat(np.repeat(native, size, axis=0), size, axis=1)
    return repeated[~finer_mask_from(mask, size).array]
