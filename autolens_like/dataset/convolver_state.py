"""`ConvolverState`: what a convolution needs to know of its kernel and its mask."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.numerics.convolve import BlurWindow, blur_window_from, blurred
from autolens_like.numerics.namespace import array_namespace
from autolens_like.structures.array import Array2D
from autolens_like.structures.geometry import resized_native
from autolens_like.structures.mask import Mask2D


def odd_taps_from(taps: np.ndarray) -> np.ndarray:
    """A kernel with odd sides: an even side gets a row or column of zeros in front.

    The central pixel of an even side K is the one at (K - 1) // 2.
    """
    pads = [(1 - side % 2, 0) for side in taps.shape]
    return np.pad(taps, pads)


def finer_mask_from(mask: Mask2D, size: int) -> Mask2D:
    """The mask in pixels that are `size` times smaller on each side."""
    values = np.repeat(np.repeat(mask.array, size, axis=0), size, axis=1)
    scale_y, scale_x = mask.pixel_scales
    return Mask2D(values, (scale_y / size, scale_x / size), mask.origin)


def blurring_mask_from(
    mask: Mask2D, kernel_shape: tuple[int, int], size: int = 1
) -> Mask2D:
    """The region round a mask that a kernel of pixels `size` times smaller reaches.

    Raises
    ------
    MaskException
        Everything is masked.
    """
    if mask.is_all_true:
        raise exc.MaskException(
            f"The mask of shape {mask.shape_native} masks every pixel, so there is "
            "nothing to convolve; give a mask with unmasked (False) pixels."
        )
    reach = [2 * (-(-(side // 2) // size)) + 1 for side in kernel_shape]
    return mask.derive_mask.blurring_from((reach[0], reach[1]))


class ConvolverState:
    """A kernel's transform and a mask's place in the padded frame of the transform.

    Parameters
    ----------
    kernel
        The point spread function.
    mask
        The pixels whose convolved values are wanted.
    blurring_mask
        The pixels around whose light is carried into the mask; by default those that
        the kernel reaches.
    convolve_over_sample_size
        How many times finer than the image (on each side) the kernel is sampled.

    Attributes
    ----------
    fft_shape : (rows, columns) of the padded frame, of lengths that transform fast.
    mask, blurring_mask : `Mask2D` of shape `fft_shape`, True where padded.
    fft_kernel : (rows, columns // 2 + 1) real transform of the kernel.
    fft_kernel_mapping : the same with a last axis for the columns of a matrix.
    image_mask, image_blurring_mask : the masks as they came, in the image's pixels.
    """

    def __init__(
        self,
        kernel: Array2D,
        mask: Mask2D,
        blurring_mask: Mask2D | None = None,
        convolve_over_sample_size: int = 1,
    ) -> None:
        size = convolve_over_sample_size
        taps = odd_taps_from(np.asarray(kernel.native.array, dtype=float))
        self.convolve_over_sample_size = size
        self.image_mask = mask
        self.image_blurring_mask = blurring_mask or blurring_mask_from(
            mask, taps.shape, size
        )
        self.fine_mask = mask if size == 1 else finer_mask_from(mask, size)
        around = self.image_blurring_mask
        around = around if size == 1 else finer_mask_from(around, size)
        self._kept, self.window = self._windows(taps, self.fine_mask, around)
        self._bins = _bins_from(mask, size) if size > 1 else None
        self.fft_shape = self.window.shape
        self.fft_kernel = self.window.spectrum
        self.fft_kernel_mapping = self.window.spectrum[..., None]

    def _windows(
        self, taps: np.ndarray, mask: Mask2D, around: Mask2D
    ) -> tuple[np.ndarray | None, BlurWindow]:
        """The window of mask and reach, and which blurring pixels lie in it."""
        shape = _common_shape(mask, around)
        inside = ~resized_native(mask.array, shape, True)
        outside = ~resized_native(around.array, shape, True)
        cut = _Cut.of(inside, taps.shape)
        window = blur_window_from(cut.window(inside), cut.window(outside), taps)
        origin = cut.origin(Mask2D(inside, mask.pixel_scales, mask.origin))
        self.mask = Mask2D(~window.inside, mask.pixel_scales, origin)
        self.blurring_mask = Mask2D(~window.around, mask.pixel_scales, origin)
        kept = cut.holds(np.argwhere(outside))
        return None if kept.all() else np.flatnonzero(kept), window

    @property
    def total_blurring_values(self) -> int:
        """Values that `blurred` wants of the blurring region."""
        return self.image_blurring_mask.shape_slim * self.convolve_over_sample_size**2

    def blurred(
        self,
        values: Any,
        blurring_values: Any = None,
        use_mixed_precision: bool = False,
    ) -> Any:
        """Bare values convolved with the kernel.

        Parameters
        ----------
        values
            (..., N) values of the unmasked pixels; with a finer kernel those of the
            finer pixels, in the C order of `fine_mask`.
        blurring_values
            (..., B) values of the blurring region, likewise; None is darkness.
        use_mixed_precision
            Transform in single precision, an error of 1e-6 of the largest value.

        Returns
        -------
        (..., N) array, averaged back to the image's pixels
        """
        tail = values.shape[:-1]
        values = values.reshape(-1, values.shape[-1])
        if blurring_values is not None:
            shape = (values.shape[0], blurring_values.shape[-1])
            blurring_values = self.within_reach(blurring_values.reshape(shape))
        if self.window.taps.size == 1:
            result = values * self.window.taps[0, 0]
        else:
            result = blurred(
                values, blurring_values, self.window, bool(use_mixed_precision)
            )
        result = self.binned(result)
        return result.reshape(*tail, result.shape[-1])

    def within_reach(self, blurring_values: Any) -> Any:
        """(..., B') those of (..., B) blurring values that lie in the window."""
        if self._kept is None:
            return blurring_values
        return blurring_values[..., self._kept]

    def binned(self, values: Any) -> Any:
        """(..., N) means over the finer pixels of every image pixel."""
        if self._bins is None:
            return values
        return values[..., self._bins].mean(axis=-1)

    def checked(self, values: Any, total: int, name: str) -> Any:
        """The values, if their last axis has the right length.

        Raises
        ------
        KernelException
            It has another.
        """
        xp = array_namespace(values)
        values = xp.asarray(values, dtype=float)
        if values.shape[-1:] != (total,):
            raise exc.KernelException(
                f"{name} of shape {values.shape} came for a convolution that was set "
                f"up for {total} pixels; set the ConvolverState up with the mask that "
                "the values belong to."
            )
        return values


class _Cut:
    """A window on a frame: where it starts and how large it is.

    Parameters
    ----------
    first
        (row, column) of the frame at the window's corner; may lie outside the frame.
    shape
        (rows, columns) of the window.
    """

    def __init__(self, first: np.ndarray, shape: tuple[int, int]) -> None:
        self.first, self.shape = first, shape

    @classmethod
    def of(cls, inside: np.ndarray, kernel_shape: tuple[int, int]) -> _Cut:
        """The window of the pixels inside and the reach of a kernel round them."""
        from scipy.fft import next_fast_len

        pixels = np.argwhere(inside)
        reach = np.asarray(kernel_shape) // 2
        first = pixels.min(axis=0) - reach
        sides = pixels.max(axis=0) + reach - first + 1
        rows, columns = (next_fast_len(int(side), real=True) for side in sides)
        return cls(first, (rows, columns))

    def holds(self, pixels: np.ndarray) -> np.ndarray:
        """Which (row, column) pairs of the frame lie in the window."""
        moved = pixels - self.first
        return np.all((moved >= 0) & (moved < np.asarray(self.shape)), axis=1)

    def window(self, frame: np.ndarray) -> np.ndarray:
        """The window's booleans, False beyond the frame."""
        pixels = np.argwhere(frame)
        rows, columns = (pixels[self.holds(pixels)] - self.first).T
        values = np.zeros(self.shape, dtype=bool)
        values[rows, columns] = True
        return values

    def origin(self, frame: Mask2D) -> tuple[float, float]:
        """(y, x) of the window's centre [arcsec]."""
        middle = self.first + (np.asarray(self.shape) - 1) / 2.0
        return frame.geometry.scaled_coordinates_2d_from(middle)


def _common_shape(mask: Mask2D, around: Mask2D) -> tuple[int, int]:
    """The larger of two frames that share a centre."""
    pairs = list(zip(mask.shape_native, around.shape_native, strict=True))
    if any((one - other) % 2 for one, other in pairs):
        raise exc.KernelException(
            f"A blurring mask of shape {around.shape_native} came for a mask of shape "
            f"{mask.shape_native}; it must have the same shape, or be padded by the "
            "same number of pixels on opposite sides."
        )
    return max(pairs[0]), max(pairs[1])


def _bins_from(mask: Mask2D, size: int) -> np.ndarray:
    """(N, size * size) index of the finer pixels in every pixel."""
    fine = finer_mask_from(mask, size)
    row, column = fine.derive_indexes.native_for_slim.T
    pixel = mask.derive_indexes.slim_for_native[row // size, column // size]
    return np.argsort(pixel, kind="stable").reshape(mask.shape_slim, size * size)
