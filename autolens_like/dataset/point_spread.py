"""`PointSpread`: a checked kernel, and the ways to come by one."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np

from autolens_like import exc
from autolens_like.dataset.convolver_state import ConvolverState
from autolens_like.structures.array import Array2D
from autolens_like.typing import PathLike, PixelScales

Self = TypeVar("Self", bound="PointSpread")


def _kernel_from(kernel: Any, pixel_scales: PixelScales | None) -> Array2D:
    """The kernel as an `Array2D` of finite numbers."""
    if isinstance(kernel, PointSpread):
        kernel = kernel.kernel
    if not isinstance(kernel, Array2D):
        if pixel_scales is None:
            raise exc.KernelException(
                "A kernel came as a bare array; give pixel_scales with it, or an "
                "Array2D, which knows them."
            )
        kernel = Array2D.no_mask(kernel, pixel_scales)
    bad = ~np.isfinite(kernel.native.array)
    if bad.any():
        first = [tuple(map(int, index)) for index in np.argwhere(bad)[:3]]
        raise exc.KernelException(
            f"The kernel has {int(bad.sum())} values that are not finite, the first at "
            f"(row, column) {first}; set them to zero or use another kernel."
        )
    return kernel


def _normalized(kernel: Array2D) -> Array2D:
    total = float(np.sum(kernel.array))
    if not total > 0.0:
        raise exc.KernelException(
            f"The kernel sums to {total:g}, so it cannot be normalized; a point spread "
            "function has a sum above zero."
        )
    return Array2D(kernel.native.array / total, kernel.mask, kernel.header)


def _checked_size(size: Any) -> int:
    if isinstance(size, (int, np.integer)) and not isinstance(size, bool) and size > 0:
        return int(size)
    raise exc.KernelException(
        f"convolve_over_sample_size={size!r} is not usable: give the integer by which "
        "the kernel's pixels are finer than the image's, at least 1."
    )


class PointSpread:
    """The kernel of a `Convolver`, without the convolution.

    Parameters
    ----------
    kernel
        (K, K) values at pixel centres: an `Array2D`, or a bare array together with
        `pixel_scales`.
    state
        The `ConvolverState` of the mask that is convolved on; Fourier space needs it.
    normalize
        Rescale the kernel to the sum 1.
    use_fft
        True convolves in Fourier space and needs a state; False in real space and
        needs odd sides. None is Fourier space where there is a state.
    convolve_over_sample_size
        How many times finer than the image, on each side, the kernel is sampled.
    pixel_scales
        Arcseconds per pixel of a bare array.

    Raises
    ------
    KernelException
        A value is not finite, the sum is not above zero where it is normalized, or a
        side is even without `use_fft=True`.
    """

    kernel: Array2D
    state: ConvolverState | None
    convolve_over_sample_size: int

    def __init__(
        self,
        kernel: Any,
        state: ConvolverState | None = None,
        normalize: bool = False,
        use_fft: bool | None = None,
        convolve_over_sample_size: int = 1,
        pixel_scales: PixelScales | None = None,
    ) -> None:
        kernel = _kernel_from(kernel, pixel_scales)
        self.__dict__.update(
            kernel=_normalized(kernel) if normalize else kernel,
            state=state,
            convolve_over_sample_size=_checked_size(convolve_over_sample_size),
            _use_fft=use_fft,
        )
        if use_fft is not True:
            self._require_odd()

    def __setattr__(self, name: str, value: Any) -> None:
        raise exc.KernelException(
            f"A Convolver is not changed in place (.{name} = ...); make a new one."
        )

    @classmethod
    def no_blur(cls: type[Self], pixel_scales: PixelScales) -> Self:
        """The kernel of one pixel that leaves every image as it is."""
        return cls(Array2D.no_mask([[1.0]], pixel_scales))

    @classmethod
    def from_gaussian(
        cls: type[Self],
        shape_native: tuple[int, int],
        pixel_scales: PixelScales,
        sigma: float,
        centre: tuple[float, float] = (0.0, 0.0),
        axis_ratio: float = 1.0,
        angle: float = 0.0,
        normalize: bool = False,
    ) -> Self:
        """An elliptical Gaussian, exp(-(r / sigma)^2 / 2) / (sigma sqrt(2 pi)).

        Parameters
        ----------
        shape_native
            (rows, columns) of the kernel.
        sigma
            Width along the major axis [arcsec].
        centre
            (y, x) of its peak [arcsec].
        axis_ratio, angle
            Minor / major axis; degrees counter-clockwise from +x.
        normalize
            Rescale to the sum 1.

        Raises
        ------
        KernelException
            Sigma is not above zero, or the axis ratio not in (0, 1].
        """
        if not (np.isfinite(sigma) and sigma > 0.0 and 0.0 < axis_ratio <= 1.0):
            raise exc.KernelException(
                f"A Gaussian with sigma={sigma!r} and axis_ratio={axis_ratio!r} cannot "
                "be made; give sigma above zero and an axis ratio above 0, at most 1."
            )
        frame = Array2D.zeros(shape_native, pixel_scales)
        y, x = np.moveaxis(frame.geometry.coordinates_native() - centre, -1, 0)
        phi = np.deg2rad(angle)
        along = x * np.cos(phi) + y * np.sin(phi)
        across = (y * np.cos(phi) - x * np.sin(phi)) / axis_ratio
        exponent = -0.5 * (along**2 + across**2) / sigma**2
        values = np.exp(exponent) / (sigma * np.sqrt(2.0 * np.pi))
        return cls(Array2D(values, frame.mask), normalize=normalize)

    @classmethod
    def from_fits(
        cls: type[Self],
        file_path: PathLike,
        hdu: int | str = 0,
        pixel_scales: PixelScales | None = None,
        origin: tuple[float, float] = (0.0, 0.0),
        normalize: bool = False,
        convolve_over_sample_size: int = 1,
    ) -> Self:
        """The kernel in one HDU of a FITS file.

        Parameters
        ----------
        pixel_scales
            Arcseconds per pixel of the kernel; None reads them from the header's WCS.

        Raises
        ------
        FitsException
            The image cannot be read.
        """
        kernel = Array2D.from_fits(file_path, pixel_scales, hdu, origin)
        size = convolve_over_sample_size
        return cls(kernel, normalize=normalize, convolve_over_sample_size=size)

    @property
    def use_fft(self) -> bool:
        """Whether the convolution is done in Fourier space."""
        return self.state is not None if self._use_fft is None else self._use_fft

    @property
    def shape_native(self) -> tuple[int, int]:
        """(rows, columns) of the kernel."""
        return self.kernel.shape_native

    @property
    def pixel_scales(self) -> tuple[float, float]:
        """Arcseconds per pixel (y, x) of the kernel."""
        return self.kernel.pixel_scales

    @property
    def normalized(self: Self) -> Self:
        """The same kernel with the sum 1, without a state."""
        return type(self)(
            self.kernel,
            normalize=True,
            use_fft=self._use_fft,
            convolve_over_sample_size=self.convolve_over_sample_size,
        )

    def _require_odd(self) -> None:
        if any(side % 2 == 0 for side in self.shape_native):
            raise exc.KernelException(
                f"A kernel of shape {self.shape_native} has no central pixel, which "
                "convolution in real space needs; both sides must be odd. Use "
                "preprocess.kernel_with_odd_dimensions_from, or use_fft=True."
            )
