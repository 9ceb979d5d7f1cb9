"""`Imaging`: an image of the sky with its noise and point spread function."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.dataset import checks
from autolens_like.dataset.abstract import AbstractDataset
from autolens_like.dataset.preprocess import noise_map_with_threshold_masked
from autolens_like.dataset.sparse_operator import sparse_operator_of
from autolens_like.structures import fits
from autolens_like.structures.array import Array2D
from autolens_like.structures.geometry import resized_native
from autolens_like.structures.mask import Mask2D
from autolens_like.typing import PathLike, PixelScales


class Imaging(AbstractDataset):
    """An imaging dataset; immutable, its methods return new ones.

    Parameters
    ----------
    data
        The image [for example electrons per second].
    noise_map
        Standard deviation of the noise in every pixel; `numpy.inf` masks a pixel. It
        may be left out where a covariance matrix is given.
    psf
        The point spread function: a `Convolver`, an `Array2D` or None.
    noise_covariance_matrix
        (N, N) covariance of the noise between pixels; its diagonal is the squared
        noise map.
    over_sample_size_lp, over_sample_size_pixelization
        Side of the sub-grid in every pixel, for light profiles and pixelizations: one
        integer, or one a pixel.
    convolve_over_sample_size_lp, convolve_over_sample_size_pixelization
        How many times finer than the image, on each side, the PSF is sampled; both
        must be the same.
    use_normalized_psf
        Rescale the PSF to the sum 1.
    check_noise_map
        Refuse noise that is not above zero.
    psf_setup_state
        Accepted for scripts that set it; the PSF is always set up for the mask.
    sparse_operator
        Kept for pixelized sources.

    Raises
    ------
    DatasetException
        Shapes differ, noise is not above zero, or a masked dataset has values that
        are not finite.
    KernelException
        The PSF has an even side, is not finite, is larger than the image, or does not
        sum to more than zero.

    Examples
    --------
    >>> data = Array2D.full(1.0, (5, 5), pixel_scales=0.1)
    >>> Imaging(data, noise_map=0.5 * data).signal_to_noise_max
    2.0
    """

    def __init__(
        self,
        data: Array2D,
        noise_map: Array2D | None = None,
        psf: Any = None,
        noise_covariance_matrix: Any = None,
        over_sample_size_lp: Any = 4,
        over_sample_size_pixelization: Any = 4,
        convolve_over_sample_size_lp: int = 1,
        convolve_over_sample_size_pixelization: int = 1,
        use_normalized_psf: bool = True,
        check_noise_map: bool = True,
        psf_setup_state: bool = False,
        sparse_operator: Any = None,
    ) -> None:
        data = checks.data_from(data)
        covariance = checks.covariance_from(noise_covariance_matrix, data)
        noise_map = checks.noise_map_from(noise_map, data, covariance)
        size = checks.one_size_from(
            convolve_over_sample_size_lp, convolve_over_sample_size_pixelization
        )
        self._build(
            data=data,
            noise_map=noise_map,
            psf=checks.psf_from(psf, data, size, use_normalized_psf),
            noise_covariance_matrix=covariance,
            sparse_operator=sparse_operator,
            sizes=(
                checks.size_native(over_sample_size_lp, data.mask),
                checks.size_native(over_sample_size_pixelization, data.mask),
            ),
            check_noise_map=check_noise_map,
            is_masked=not data.mask.is_all_false,
        )

    @classmethod
    def from_fits(
        cls,
        pixel_scales: PixelScales | None,
        data_path: PathLike,
        noise_map_path: PathLike,
        data_hdu: int | str = 0,
        noise_map_hdu: int | str = 0,
        psf_path: PathLike | None = None,
        psf_hdu: int | str = 0,
        noise_covariance_matrix: Any = None,
        check_noise_map: bool = True,
        over_sample_size_lp: Any = 4,
        over_sample_size_pixelization: Any = 4,
        *,
        convolve_over_sample_size: int = 1,
        use_normalized_psf: bool = True,
        mask_invalid: bool = False,
        noise_threshold: float | None = None,
    ) -> Imaging:
        """A dataset from FITS files.

        Parameters
        ----------
        pixel_scales
            Arcseconds per pixel; None reads them from the WCS of the data.
        data_path, noise_map_path, psf_path
            The files.
        data_hdu, noise_map_hdu, psf_hdu
            Number or name of the HDU in each.
        convolve_over_sample_size
            How many times finer than the image, on each side, the PSF is sampled.
        mask_invalid
            Mask the pixels whose data are not finite or whose noise is not above
            zero, in place of an error.
        noise_threshold
            Mask the pixels whose noise is this large or larger, as archives mark
            pixels without data; None takes the noise as it stands.

        The other arguments are those of `Imaging`.

        Raises
        ------
        FitsException
            A file cannot be read, has no WCS where no scale is given, or has one that
            contradicts the scale given.
        """
        data = Array2D.from_fits(data_path, pixel_scales, data_hdu)
        checks.compare_pixel_scales(data, data_path)
        noise_map = Array2D.from_fits(noise_map_path, data.pixel_scales, noise_map_hdu)
        if noise_threshold is not None:
            noise_map = noise_map_with_threshold_masked(noise_map, noise_threshold)
        if mask_invalid:
            data, noise_map = checks.with_invalid_masked(data, noise_map)
        psf = None
        if psf_path is not None:
            scale_y, scale_x = data.pixel_scales
            size = convolve_over_sample_size
            psf = Array2D.from_fits(psf_path, (scale_y / size, scale_x / size), psf_hdu)
        return cls(
            data,
            noise_map,
            psf,
            noise_covariance_matrix,
            over_sample_size_lp,
            over_sample_size_pixelization,
            convolve_over_sample_size,
            convolve_over_sample_size,
            use_normalized_psf,
            check_noise_map,
        )

    def apply_mask(self, mask: Mask2D, mask_invalid: bool = False) -> Imaging:
        """The dataset inside a mask; only once.

        Parameters
        ----------
        mask
            True is masked. Pixels of infinite noise are masked as well.
        mask_invalid
            Mask also the pixels whose data or noise are not finite.

        Raises
        ------
        MaskException
            The dataset is masked already, or the mask is of another shape or leaves
            nothing.
        DatasetException
            A value inside the mask is not finite.
        """
        if self.is_masked:
            raise exc.MaskException(
                "This dataset has a mask already, and what lies outside of it is "
                "gone; load the dataset again and apply the other mask to that."
            )
        combined = checks.combined_mask(self, mask, mask_invalid)
        covariance = self.noise_covariance_matrix
        if covariance is not None:
            kept = ~combined.array[~self.mask.array]
            covariance = covariance[kept][:, kept]
        return self._changed(
            data=self.data.apply_mask(combined),
            noise_map=self.noise_map.apply_mask(combined),
            noise_covariance_matrix=covariance,
            sparse_operator=None,
            is_masked=True,
        )

    def apply_noise_scaling(
        self,
        mask: Mask2D,
        noise_value: float = 1e8,
        signal_to_noise_value: float | None = None,
        should_zero_data: bool = True,
    ) -> Imaging:
        """The dataset with the noise of a region raised, so that it does not count.

        Parameters
        ----------
        mask
            The region is where the mask is False.
        noise_value
            Noise in the region.
        signal_to_noise_value
            If given, the noise in the region is the median of its data over this
            value instead.
        should_zero_data
            Set the data of the region to zero.

        Raises
        ------
        MaskException
            The dataset is masked already, or the mask has another shape.
        DatasetException
            The median of the region's data is not above zero.
        """
        if self.is_masked:
            raise exc.MaskException(
                "Noise is scaled before a mask is applied, and this dataset has one "
                "already; call apply_noise_scaling first, apply_mask after it."
            )
        checks.require_same_shape(mask, self.shape_native)
        region = ~mask.array[~self.mask.array]
        data, noise = self.data.array.copy(), self.noise_map.array.copy()
        if signal_to_noise_value is not None:
            noise_value = float(np.nanmedian(data[region])) / signal_to_noise_value
        if not noise_value > 0.0:
            raise exc.DatasetException(
                f"The noise of the region would be {noise_value:g}, which is not above "
                "zero; give noise_value instead of signal_to_noise_value."
            )
        noise[region] = noise_value
        if should_zero_data:
            data[region] = 0.0
        return self._changed(
            data=Array2D(data, self.mask, self.data.header),
            noise_map=Array2D(noise, self.mask, self.noise_map.header),
        )

    def apply_over_sampling(
        self,
        over_sample_size_lp: Any = None,
        over_sample_size_pixelization: Any = None,
    ) -> Imaging:
        """The dataset with other sub-grids; None keeps what there is."""
        given = (over_sample_size_lp, over_sample_size_pixelization)
        sizes = tuple(
            held if size is None else checks.size_native(size, self.mask)
            for held, size in zip(self.sizes, given, strict=True)
        )
        return self._changed(sizes=sizes)

    def trimmed_after_convolution_from(self, kernel_shape: tuple[int, int]) -> Imaging:
        """The dataset without the rim that a kernel reaches from outside the frame.

        Parameters
        ----------
        kernel_shape
            (rows, columns) of the kernel.

        Raises
        ------
        KernelException
            Nothing would be left.
        """
        data = self.data.trimmed_after_convolution_from(kernel_shape)
        covariance = self.noise_covariance_matrix
        if covariance is not None:
            inner = np.zeros(data.shape_native, dtype=bool)
            kept = resized_native(~inner, self.shape_native, False)[~self.mask.array]
            covariance = covariance[kept][:, kept]
        sizes = tuple(
            size if np.ndim(size) == 0 else resized_native(size, data.shape_native, 1)
            for size in self.sizes
        )
        return self._changed(
            data=data,
            noise_map=self.noise_map.trimmed_after_convolution_from(kernel_shape),
            psf=checks.psf_from(self.psf, data, 1, False),
            noise_covariance_matrix=covariance,
            sizes=sizes,
            sparse_operator=None,
        )

    def apply_sparse_operator(self, batch_size: int = 128) -> Imaging:
        """The dataset with what noise and PSF do to pixelized sources made ready.

        It takes a second and some hundred megabytes once, and makes every likelihood
        with a pixelized source several times faster; the evidence is the same. Where
        the noise is correlated, it is as large as the covariance matrix.

        Parameters
        ----------
        batch_size
            Frames that are in memory together while the operator of correlated noise
            is made. Without correlations the operator is made in one piece.

        Raises
        ------
        DatasetException
            The dataset is not masked, has no PSF, or one that is finer than the image.
        PixelizationException
            The operator does not fit into the memory.
        """
        return self._changed(sparse_operator=sparse_operator_of(self, batch_size))

    def apply_sparse_operator_cpu(self) -> Imaging:
        """Another name of `apply_sparse_operator`."""
        return self.apply_sparse_operator()

    def output_to_fits(
        self,
        data_path: PathLike,
        psf_path: PathLike | None = None,
        noise_map_path: PathLike | None = None,
        overwrite: bool = False,
    ) -> None:
        """Write data, PSF and noise map to FITS files: all of them or none.

        Parameters
        ----------
        data_path, psf_path, noise_map_path
            The files; None leaves one out.
        overwrite
            Replace files that exist.

        Raises
        ------
        FitsException
            A file exists and `overwrite` is False.
        """
        kernel = None if self.psf is None else self.psf.kernel
        parts = (
            (self.data, data_path),
            (kernel, psf_path),
            (self.noise_map, noise_map_path),
        )
        wanted = [(a, p) for a, p in parts if a is not None and p is not None]
        fits.write_together(
            [(fits.hdu_list_for_output_from([a], [None]), p) for a, p in wanted],
            overwrite,
        )
