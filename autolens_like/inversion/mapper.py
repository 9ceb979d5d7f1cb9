"""`Mapper`: which source pixels the light of every image pixel comes from."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.inversion.border import BorderEllipse
from autolens_like.inversion.mapper_views import MapperViews
from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.pixelization import Pixelization
from autolens_like.inversion.sparse_rows import SparseRows, binned_rows
from autolens_like.numerics.blocks import map_blocks, one_blas_thread
from autolens_like.numerics.cached import cached_property
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.namespace import array_namespace, is_concrete
from autolens_like.numerics.scatter import sums_at
from autolens_like.numerics.symmetric_entries import SymmetricEntries

#: Sub-pixels of one piece of the mapping.
_SUB_PIXELS_AT_ONCE = 4096


class Mapper(MapperViews):
    """A mesh in the source plane and the way from its pixels to the image.

    Parameters
    ----------
    geometry
        The mesh.
    y, x
        (S,) coordinates of the sub-pixels in the source plane [arcsec].
    counts
        (N,) sub-pixels of every image pixel.
    pixelization
        What the mesh was made from.
    flux_scaling
        By what the brightness of the source is multiplied in the image.
    transmission
        (S,) the same sub-pixel by sub-pixel, such as behind dust; None is 1.
    """

    def __init__(
        self,
        geometry: MeshGeometry,
        y: np.ndarray,
        x: np.ndarray,
        counts: np.ndarray,
        pixelization: Pixelization,
        flux_scaling: Any = 1.0,
        transmission: Any = None,
    ) -> None:
        self.geometry, self.counts, self.pixelization = geometry, counts, pixelization
        self.y, self.x = y, x
        self.flux_scaling, self.transmission = flux_scaling, transmission

    @property
    def pixels(self) -> int:
        """M, the number of source pixels."""
        return self.geometry.pixels

    @cached_property
    def _interpolation(self) -> tuple[Any, Any]:
        return self.geometry.interpolation(self.y, self.x)

    @property
    def indices(self) -> Any:
        """(S, P) source pixels that every sub-pixel maps to."""
        return self._interpolation[0]

    @property
    def weights(self) -> Any:
        """(S, P) the weights with which it does."""
        return self._interpolation[1]

    @cached_property
    def rows(self) -> SparseRows:
        """The (N, M) mapping matrix, before convolution, as sparse rows."""
        starts, columns, values = mapped_rows(
            self.geometry, self.y, self.x, self.counts, self.transmission
        )
        if not (isinstance(self.flux_scaling, float) and self.flux_scaling == 1.0):
            values = self.flux_scaling * values
        return SparseRows(starts, columns, values, self.pixels)

    @property
    def mapping_matrix(self) -> np.ndarray:
        """(N, M) brightness of image pixels by unit brightness of source pixels."""
        return self.rows.dense()

    def pixel_signals_from(self, adapt_data: np.ndarray) -> np.ndarray:
        """(M,) how bright an image is at each source pixel, largest one 1.

        The mean over the sub-pixels that a source pixel serves of weight times image,
        as PyAutoLens has it, so that its coefficients keep their meaning.

        Parameters
        ----------
        adapt_data
            (N,) image; zero where it is dark.

        Raises
        ------
        PixelizationException
            No source pixel has a signal above zero.
        """
        xp = array_namespace(self.indices, self.weights)
        image = np.repeat(np.asarray(adapt_data, dtype=float), self.counts)[:, None]
        light = image * self.weights
        counted = self.geometry.counts_zero_weights | (self.weights != 0.0)
        served = sums_at(self.indices, counted.astype(float), self.pixels)
        signals = sums_at(self.indices, light, self.pixels)
        # An extrapolated weight may leave a pixel of the rim below zero.
        signals = xp.maximum(signals / xp.maximum(served, 1.0), 0.0)
        if is_concrete(signals) and not signals.max() > 0.0:
            raise exc.PixelizationException(
                "The adapt image is nowhere above zero where it maps to the source; "
                "give the lensed image of the source from an earlier fit."
            )
        return signals / signals.max()

    def regularization_weights_from(self, adapt_data: Any) -> Any:
        """(M,) how strongly each pixel is regularized.

        The weights of schemes that follow an image, the coefficient of others.
        """
        regularization = self.pixelization.regularization
        if regularization.needs_signals:
            return regularization.weights(self.pixel_signals_from(adapt_data))
        return regularization.main_coefficient * np.ones(self.pixels)

    def regularization_matrix_from(self, adapt_data: Any) -> np.ndarray:
        """H, (M, M), with signals of an adapt image (or None) where it needs them."""
        signals = self._signals_from(adapt_data)
        return self.pixelization.regularization.matrix(self.geometry, signals)

    def regularization_entries_from(self, adapt_data: Any) -> SymmetricEntries | None:
        """The same by what is not zero; None where it is full or not worth while."""
        signals = self._signals_from(adapt_data)
        entries = self.pixelization.regularization.entries(self.geometry, signals)
        return entries if entries is not None and entries.is_sparse else None

    def _signals_from(self, adapt_data: Any) -> Any:
        needed = self.pixelization.regularization.needs_signals
        if adapt_data is None or not needed:
            return None
        return self.pixel_signals_from(adapt_data)


@kernel
def mapped_rows(
    geometry: MeshGeometry, y: Any, x: Any, counts: Any, transmission: Any = None
) -> Any:
    """The mapping matrix, some image pixels at a time.

    The weights of a piece stay in cache until they are binned; those of all sub-pixels
    together would be written to the memory and read back.

    Parameters
    ----------
    geometry
        The mesh.
    y, x
        (S,) coordinates of the sub-pixels in the source plane [arcsec].
    counts
        (N,) sub-pixels of every image pixel; those of a pixel follow each other.
    transmission
        (S,) what every sub-pixel is multiplied by; None is 1.

    Returns
    -------
    starts (N + 1,), columns, values
        As `SparseRows`.
    """
    ends = np.concatenate([[0], np.cumsum(counts)])
    # Whole pixels, with about as many sub-pixels in every piece.
    wanted = np.arange(0, ends[-1], _SUB_PIXELS_AT_ONCE)
    edges = np.unique([*np.searchsorted(ends, wanted), counts.size])

    def piece(number: int) -> tuple[Any, Any, Any]:
        pixels = slice(edges[number], edges[number + 1])
        subs = slice(ends[edges[number]], ends[edges[number + 1]])
        found = geometry.interpolation(y[subs], x[subs])
        if transmission is not None:
            found = found[0], transmission[subs, None] * found[1]
        return binned_rows(*found, counts[pixels], geometry.pixels)

    with one_blas_thread():
        parts = map_blocks(piece, range(edges.size - 1))
    lengths = [np.diff(starts) for starts, _, _ in parts]
    starts = np.concatenate([[0], np.cumsum(np.concatenate(lengths))])
    return starts, *(np.concatenate([part[k] for part in parts]) for k in (1, 2))


@mapped_rows.implement("jax")
def _mapped_rows_jax(
    geometry: MeshGeometry, y: Any, x: Any, counts: Any, transmission: Any = None
) -> Any:
    indices, weights = geometry.interpolation(y, x)
    if transmission is not None:
        weights = transmission[:, None] * weights
    return binned_rows(indices, weights, counts, geometry.pixels)


def mapper_from(
    pixelization: Pixelization,
    counts: np.ndarray,
    traced: tuple[np.ndarray, np.ndarray],
    border: tuple[np.ndarray, np.ndarray] | None = None,
    centres: tuple[np.ndarray, np.ndarray] | None = None,
    adapt_data: np.ndarray | None = None,
    flux_scaling: Any = 1.0,
    transmission: Any = None,
) -> Mapper:
    """The mapper of a pixelization.

    Parameters
    ----------
    pixelization
        Mesh and regularization.
    counts
        (N,) sub-pixels of every image pixel.
    traced
        (S,) coordinates y, x of the sub-pixels in the source plane [arcsec].
    border
        Coordinates of the border pixels in the source plane; None relocates nothing.
    centres
        (M,) traced coordinates of the centres, for meshes that need them; of the image
        pixels, for meshes that follow those.
    adapt_data
        (N,) image that the mesh may follow.
    flux_scaling, transmission
        As for `Mapper`.

    Raises
    ------
    InversionException
        A traced coordinate is not finite.
    """
    pairs = [traced] if centres is None else [traced, centres]
    for pair in pairs:
        if not all(np.all(np.isfinite(a)) for a in pair if is_concrete(a)):
            raise exc.InversionException(
                "Some coordinates are not finite after ray-tracing, so that no mesh "
                "can be laid over them; look at the deflection angles of the masses."
            )
    if border is not None:
        ellipse = BorderEllipse(*border)
        pairs = [ellipse.relocated(*pair) for pair in pairs]
    points = None
    if centres is not None:
        points = array_namespace(*pairs[1]).stack(pairs[1], axis=-1)
    mesh = pixelization.mesh
    more = (adapt_data,) if mesh.follows_pixels else ()
    geometry = mesh.geometry_from(*pairs[0], points, *more)
    return Mapper(geometry, *pairs[0], counts, pixelization, flux_scaling, transmission)
