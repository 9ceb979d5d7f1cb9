"""What a `Mapper` is asked by scripts and figures, under the names they know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.structures.array import Array2D
from autolens_like.structures.geometry import shape_native_from
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.irregular import Grid2DIrregular

#: A source is shown where it is brighter than this part of its peak.
_BRIGHT = 0.01


class MapperViews:
    """Other views of mesh and mapping; see `Mapper`."""

    geometry: Any
    counts: np.ndarray
    indices: np.ndarray
    weights: np.ndarray
    y: np.ndarray
    x: np.ndarray
    pixels: int
    pixelization: Any
    rows: Any

    @property
    def params(self) -> int:
        """Another name of `pixels`."""
        return self.pixels

    @property
    def mesh(self) -> Any:
        """The mesh as the pixelization has it."""
        return self.pixelization.mesh

    @property
    def regularization(self) -> Any:
        """The regularization as the pixelization has it."""
        return self.pixelization.regularization

    @property
    def mesh_geometry(self) -> Any:
        """Another name of `geometry`: the mesh as it lies in the source plane."""
        return self.geometry

    @property
    def source_plane_mesh_grid(self) -> Grid2DIrregular:
        """(M, 2) centres of the source pixels [arcsec]."""
        return Grid2DIrregular(self.geometry.centres)

    @property
    def source_plane_data_grid(self) -> Grid2DIrregular:
        """(S, 2) sub-pixels of the image, traced to the source plane [arcsec]."""
        return Grid2DIrregular(np.stack([self.y, self.x], axis=-1))

    @property
    def neighbors(self) -> list[np.ndarray]:
        """(M,) the neighbours of every source pixel."""
        first, second = self.geometry.neighbours.T
        both = np.concatenate([first, second]), np.concatenate([second, first])
        order = np.argsort(both[0], kind="stable")
        ends = np.cumsum(np.bincount(both[0], minlength=self.pixels))
        return np.split(both[1][order], ends[:-1])

    @property
    def pix_indexes_for_sub_slim_index(self) -> np.ndarray:
        """(S, P) source pixels that every sub-pixel maps to."""
        return self.indices

    @property
    def pix_weights_for_sub_slim_index(self) -> np.ndarray:
        """(S, P) the weights with which it does."""
        return self.weights

    @property
    def pix_sizes_for_sub_slim_index(self) -> np.ndarray:
        """(S,) how many source pixels every sub-pixel maps to."""
        return np.count_nonzero(self.weights, axis=1)

    @property
    def slim_index_for_sub_slim_index(self) -> np.ndarray:
        """(S,) the image pixel of every sub-pixel."""
        return np.repeat(np.arange(self.counts.size), self.counts)

    def slim_indexes_for_pix_indexes(
        self, pix_indexes: Sequence[Any], weight_threshold: float = 0.0
    ) -> list[Any]:
        """The image pixels that map to source pixels.

        Parameters
        ----------
        pix_indexes
            Source pixels, or groups of them.
        weight_threshold
            Mappings of at most this weight do not count.

        Returns
        -------
        list
            Image pixels in rising order, or one such list a group.
        """
        if any(np.ndim(item) > 0 for item in pix_indexes):
            return [
                self.slim_indexes_for_pix_indexes(group, weight_threshold)
                for group in pix_indexes
            ]
        wanted = np.zeros(self.pixels, dtype=bool)
        wanted[list(pix_indexes)] = True
        seen = (wanted[self.indices] & (self.weights > weight_threshold)).any(axis=1)
        return np.unique(self.slim_index_for_sub_slim_index[seen]).tolist()

    def data_weight_total_for_pix_from(self) -> np.ndarray:
        """(M,) the sum of the weights of all sub-pixels that map to a source pixel."""
        flat = self.indices.reshape(-1)
        return np.bincount(flat, self.weights.reshape(-1), minlength=self.pixels)

    def mapped_to_source_from(self, array: Array2D) -> np.ndarray:
        """(M,) an image in the source plane: its mean over what maps to each pixel.

        Weights count, so that a constant image is the same constant there, and zero
        where nothing maps.
        """
        image = np.asarray(array.slim.array, dtype=float)[None]
        total = self.rows.transposed_products(np.ones(image.shape))[0]
        values = self.rows.transposed_products(image)[0]
        return np.divide(values, total, out=np.zeros(self.pixels), where=total > 0.0)

    def extent_from(
        self,
        values: Any = None,
        zoom_to_brightest: bool = True,
        zoom_percent: float = _BRIGHT,
    ) -> tuple[float, float, float, float]:
        """A square round the mesh, or round the bright part of values on it.

        Parameters
        ----------
        values
            (M,) brightness of the source pixels.
        zoom_to_brightest
            Leave out what is faint.
        zoom_percent
            The part of the peak below which pixels are faint.

        Returns
        -------
        (x minimum, x maximum, y minimum, y maximum) [arcsec]
        """
        x0, x1, y0, y1 = self.geometry.extent
        if zoom_to_brightest and values is not None:
            bright = np.asarray(values) > zoom_percent * np.max(values)
            if bright.any():
                (y0, x0), (y1, x1) = (
                    reach(self.geometry.centres[bright], axis=0)
                    for reach in (np.min, np.max)
                )
                # Pixels are as wide as the root of their area.
                rim = 0.5 * float(np.sqrt(np.max(self.geometry.areas[bright])))
                x0, x1, y0, y1 = x0 - rim, x1 + rim, y0 - rim, y1 + rim
        half = 0.5 * max(x1 - x0, y1 - y0)
        x, y = 0.5 * (x0 + x1), 0.5 * (y0 + y1)
        return float(x - half), float(x + half), float(y - half), float(y + half)

    def interpolation_grid_from(
        self,
        shape_native: tuple[int, int],
        extent: tuple[float, float, float, float] | None = None,
    ) -> Grid2D:
        """A uniform grid of the source plane.

        Parameters
        ----------
        shape_native
            Rows and columns.
        extent
            (x minimum, x maximum, y minimum, y maximum) of its outer edges [arcsec];
            None is the whole mesh.

        Raises
        ------
        GridException
            The extent is empty.
        ArrayException
            The shape is no pair of integers above zero.
        """
        whole = self.geometry.extent if extent is None else extent
        x0, x1, y0, y1 = (float(side) for side in whole)
        if not (x0 < x1 and y0 < y1):
            raise exc.GridException(
                f"extent={extent} is empty; give (x minimum, x maximum, y minimum, y "
                "maximum) [arcsec]."
            )
        rows, columns = shape_native_from(shape_native)
        return Grid2D.uniform(
            (rows, columns),
            ((y1 - y0) / rows, (x1 - x0) / columns),
            origin=(0.5 * (y0 + y1), 0.5 * (x0 + x1)),
            over_sample_size=1,
        )

    def interpolated_array_from(
        self,
        values: Any,
        shape_native: tuple[int, int] = (401, 401),
        extent: tuple[float, float, float, float] | None = None,
    ) -> Array2D:
        """(M,) values of the source pixels on a uniform grid, zero outside the mesh.

        Parameters
        ----------
        values
            The values.
        shape_native, extent
            As `interpolation_grid_from`.
        """
        grid = self.interpolation_grid_from(shape_native, extent)
        return Array2D(self.values_at(np.asarray(values), *grid.array.T), grid.mask)

    def values_at(self, values: np.ndarray, y: Any, x: Any) -> np.ndarray:
        """(S,) interpolated values at points (y, x) [arcsec], zero outside the mesh."""
        found = self.geometry.interpolated(values, y, x)
        return np.where(self.geometry.covers(y, x), found, 0.0)
