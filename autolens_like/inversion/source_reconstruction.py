"""`SourceReconstruction`: the brightness of one pixelized source, and what follows.

Brightness is per pixel of the image, as the data are, so that a flux in the source
plane is a sum over source pixels of brightness times area over the area of an image
pixel. Fluxes are linear in the brightness, so that their errors are exact.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import atomic, exc
from autolens_like.inversion.mapper import Mapper
from autolens_like.inversion.source_files import csv_text_of, hdu_list_of
from autolens_like.numerics.cached import cached_property
from autolens_like.structures.array import Array2D
from autolens_like.structures.fits import write_hdu_list
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.irregular import ArrayIrregular, Grid2DIrregular
from autolens_like.typing import PathLike

#: Pixels along a side of an interpolated image.
INTERPOLATED_SHAPE = (401, 401)


class SourceReconstruction:
    """One pixelized source as it was solved for.

    Parameters
    ----------
    mapper
        Its mesh and mapping.
    reconstruction
        (M,) brightness of the source pixels [of an image pixel].
    covariance_matrix
        (M, M) their covariance; NaN for pixels that are kept at zero.
    pixel_area
        Area of an image pixel [arcsec²].
    """

    def __init__(
        self,
        mapper: Mapper,
        reconstruction: np.ndarray,
        covariance_matrix: np.ndarray,
        pixel_area: float,
    ) -> None:
        self.mapper, self.reconstruction = mapper, reconstruction
        self.covariance_matrix, self.pixel_area = covariance_matrix, pixel_area

    @property
    def noise_map(self) -> np.ndarray:
        """(M,) standard deviation of the brightness; NaN where kept at zero."""
        return np.sqrt(np.diagonal(self.covariance_matrix))

    @property
    def signal_to_noise_map(self) -> np.ndarray:
        """(M,) brightness over its standard deviation; zero where kept at zero."""
        noise = self.noise_map
        known = np.isfinite(noise)
        return np.divide(
            self.reconstruction, noise, out=np.zeros(noise.shape), where=known
        )

    @cached_property
    def _covariance(self) -> np.ndarray:
        """The covariance matrix; what is kept at zero has no error."""
        return np.nan_to_num(self.covariance_matrix, nan=0.0)

    @cached_property
    def _image_weights(self) -> np.ndarray:
        """(M,) flux in the image by unit brightness of each source pixel."""
        mapper = self.mapper
        return mapper.rows.transposed_products(np.ones((1, mapper.counts.size)))[0]

    @cached_property
    def _source_weights(self) -> np.ndarray:
        """(M,) flux in the source plane by unit brightness of each source pixel."""
        return self.mapper.geometry.areas / self.pixel_area

    def _error(self, weights: np.ndarray) -> float:
        return float(np.sqrt(max(weights @ self._covariance @ weights, 0.0)))

    @property
    def image_plane_flux(self) -> float:
        """Flux of the lensed source inside the mask, before convolution."""
        return float(self._image_weights @ self.reconstruction)

    @property
    def image_plane_flux_error(self) -> float:
        """Standard deviation of `image_plane_flux`."""
        return self._error(self._image_weights)

    @property
    def source_plane_flux(self) -> float:
        """Flux of the source itself.

        In a positive solution the noise of dark pixels cannot cancel: it adds to the
        flux of a faint source on a wide mesh, which the unconstrained solution does
        not suffer from.
        """
        return float(self._source_weights @ self.reconstruction)

    @property
    def source_plane_flux_error(self) -> float:
        """Standard deviation of `source_plane_flux`."""
        return self._error(self._source_weights)

    @property
    def magnification(self) -> float:
        """Flux in the image plane over flux in the source plane.

        Raises
        ------
        InversionException
            The source has no flux.
        """
        flux = self.source_plane_flux
        if not flux > 0.0:
            raise exc.InversionException(
                f"The flux of the source is {flux:g}, so that it has no magnification; "
                "look at the reconstruction, or lower the regularization."
            )
        return self.image_plane_flux / flux

    @property
    def magnification_error(self) -> float:
        """Standard deviation of `magnification`, to first order in the errors."""
        magnification, flux = self.magnification, self.source_plane_flux
        slope = self._image_weights - magnification * self._source_weights
        return self._error(slope / flux)

    def interpolated_reconstruction_from(
        self,
        grid: Any = None,
        shape_native: tuple[int, int] = INTERPOLATED_SHAPE,
        extent: tuple[float, float, float, float] | None = None,
    ) -> Any:
        """The brightness at any points of the source plane, zero outside the mesh.

        Parameters
        ----------
        grid
            A `Grid2D`, or (n, 2) coordinates (y, x) [arcsec]; None lays a uniform grid
            over `extent`.
        shape_native
            Rows and columns of that grid.
        extent
            (x minimum, x maximum, y minimum, y maximum) of its outer edges [arcsec];
            None is the whole mesh.

        Returns
        -------
        Array2D, or ArrayIrregular for coordinates without a grid
        """
        grid = self._grid_from(grid, shape_native, extent)
        values = self.mapper.values_at(self.reconstruction, *grid.array.T)
        return _wrapped(values, grid)

    def interpolated_noise_map_from(
        self,
        grid: Any = None,
        shape_native: tuple[int, int] = INTERPOLATED_SHAPE,
        extent: tuple[float, float, float, float] | None = None,
    ) -> Any:
        """The standard deviation of `interpolated_reconstruction_from`.

        It holds the covariance of the pixels that are interpolated between.
        """
        grid = self._grid_from(grid, shape_native, extent)
        y, x = grid.array.T
        indices, weights = self.mapper.geometry.interpolation(y, x)
        variance = np.zeros(y.shape)
        for first in range(indices.shape[1]):
            # One row of the pairs at a time: all of them would not fit into memory.
            pairs = self._covariance[indices[:, first, None], indices]
            variance += weights[:, first] * (weights * pairs).sum(axis=1)
        variance = np.where(self.mapper.geometry.covers(y, x), variance, 0.0)
        return _wrapped(np.sqrt(np.maximum(variance, 0.0)), grid)

    def _grid_from(self, grid: Any, shape_native: Any, extent: Any) -> Any:
        if isinstance(grid, (Grid2D, Grid2DIrregular)):
            return grid
        if grid is not None:
            return Grid2DIrregular(grid)
        return self.mapper.interpolation_grid_from(shape_native, extent)

    def max_pixel_list_from(
        self, total_pixels: int = 1, filter_neighbors: bool = False
    ) -> list[int]:
        """The brightest source pixels, the brightest one first.

        Parameters
        ----------
        total_pixels
            How many; there may be fewer peaks.
        filter_neighbors
            Peaks alone: pixels with no brighter neighbour.
        """
        values = self.reconstruction
        order = np.argsort(-values, kind="stable")
        if filter_neighbors:
            first, second = self.mapper.geometry.neighbours.T
            highest = np.full(values.size, -np.inf)
            np.maximum.at(highest, first, values[second])
            np.maximum.at(highest, second, values[first])
            order = order[values[order] >= highest[order]]
        return [int(pixel) for pixel in order[:total_pixels]]

    @property
    def max_pixel_centre(self) -> tuple[float, float]:
        """(y, x) of the brightest source pixel [arcsec]."""
        y, x = self.mapper.geometry.centres[int(np.argmax(self.reconstruction))]
        return float(y), float(x)

    def source_clumps_from(
        self, threshold: float = 0.5, min_pixels: int = 3, total: int | None = None
    ) -> list[np.ndarray]:
        """Groups of neighbouring bright pixels, the brightest group first.

        Parameters
        ----------
        threshold
            Pixels above this part of the peak belong to a group.
        min_pixels
            Smaller groups are left out.
        total
            How many groups; None gives all.

        Returns
        -------
        list of (n,) arrays of source pixels
        """
        from scipy.sparse import coo_matrix
        from scipy.sparse.csgraph import connected_components

        values = self.reconstruction
        bright = values > threshold * values.max()
        pairs = self.mapper.geometry.neighbours
        first, second = pairs[bright[pairs].all(axis=1)].T
        shape = (values.size, values.size)
        graph = coo_matrix((np.ones(first.size), (first, second)), shape=shape)
        labels = connected_components(graph, directed=False)[1]
        groups = [
            np.flatnonzero(labels == label) for label in np.unique(labels[bright])
        ]
        groups = [group for group in groups if group.size >= min_pixels]
        groups.sort(key=lambda group: -values[group].max())
        return groups[:total]

    def output_to_csv(self, file_path: PathLike) -> None:
        """Write y, x, area, brightness and standard deviation, one line a pixel."""
        atomic.write_text(file_path, csv_text_of(self))

    def output_to_fits(
        self,
        file_path: PathLike,
        shape_native: tuple[int, int] = INTERPOLATED_SHAPE,
        extent: tuple[float, float, float, float] | None = None,
        unit: str | None = None,
        overwrite: bool = False,
    ) -> None:
        """Write interpolated brightness, standard deviation and ratio.

        Parameters
        ----------
        file_path
            The file.
        shape_native, extent
            As `interpolated_reconstruction_from`.
        unit
            Unit of the data (FITS card BUNIT), such as "electron/s".
        overwrite
            Replace a file that exists.

        Raises
        ------
        FitsException
            The file exists and `overwrite` is False.
        """
        hdu_list = hdu_list_of(self, shape_native, extent, unit)
        write_hdu_list(hdu_list, file_path, overwrite)


def _wrapped(values: np.ndarray, grid: Any) -> Any:
    if isinstance(grid, Grid2D):
        return Array2D(values, grid.mask)
    return ArrayIrregular(values)
