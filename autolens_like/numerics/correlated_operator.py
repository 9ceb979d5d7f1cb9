"""`CorrelatedOperator`: noise that is correlated, and the point spread function, ready.

The matrix W = Kᵀ C⁻¹ K of `SparseOperator` where the noise covariance C is no diagonal:
it couples all pixels, as C⁻¹ does, and is as large.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autolens_like.numerics.blocks import map_blocks
from autolens_like.numerics.convolve import BlurWindow, windowed
from autolens_like.numerics.fourier import filtered
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.lit_part import Place
from autolens_like.numerics.memory import require_memory


@dataclass(frozen=True, eq=False)
class CorrelatedOperator:
    """All of W, and C⁻¹; the interface of `SparseOperator`.

    Parameters
    ----------
    window
        Where the pixels lie, and the kernel.
    matrix
        (N, N) W.
    inverse_covariance
        (N, N) C⁻¹.
    """

    window: BlurWindow
    matrix: np.ndarray
    inverse_covariance: np.ndarray

    @property
    def nbytes(self) -> int:
        """Memory that the operator takes beside C⁻¹."""
        return self.matrix.nbytes

    def curvature(
        self, starts: np.ndarray, columns: np.ndarray, values: np.ndarray, total: int
    ) -> np.ndarray:
        """Aᵀ W A, (M, M), of a mapping A in sparse rows, as `SparseOperator` has it."""
        from scipy.sparse import csr_matrix

        mapping = csr_matrix((values, columns, starts), (starts.size - 1, total))
        half = mapping.T @ self.matrix
        product = mapping.T @ half.T
        return 0.5 * (product + product.T)

    def weighted(self, images: Any) -> Any:
        """(C, N) Kᵀ C⁻¹ of (C, N) blurred images."""
        return correlated(images @ self.inverse_covariance, self.window)

    def kept(self, name: str, images: Any, make: Callable[[], Any]) -> Any:
        """`make()`; nothing is remembered."""
        return make()


@kernel
def correlated(images: Any, window: BlurWindow, batch_size: int = 128) -> Any:
    """(C, N) Kᵀ of (C, N) images: the transpose of convolution with the kernel.

    Parameters
    ----------
    images
        The images.
    window
        Where the pixels lie, and the kernel.
    batch_size
        Images that are in memory as whole frames together.
    """
    # Products with a mapping read all images of a pixel together.
    result, corner = np.empty(images.shape[::-1]).T, (0, 0)
    place = Place(window.runs, window.runs_around, corner, window.shape, corner)

    def batch(first: int) -> None:
        some = np.asarray(images[first : first + batch_size], dtype=float)
        rows = np.empty(some.shape)
        filtered(rows, some, None, place, window.turned, window.read)
        result[first : first + batch_size] = rows

    map_blocks(batch, range(0, len(images), batch_size))
    return result


@correlated.implement("jax")
def _correlated_jax(images: Any, window: BlurWindow, batch_size: int = 128) -> Any:
    import jax.numpy as jnp

    frames = windowed(images, None, window)
    spectrum = jnp.fft.rfft2(frames) * np.conj(window.spectrum)
    frames = jnp.fft.irfft2(spectrum, s=window.shape)
    return frames.reshape(frames.shape[0], -1)[:, window.positions]


def correlated_operator_from(
    inverse_covariance: np.ndarray, window: BlurWindow, batch_size: int = 128
) -> CorrelatedOperator:
    """The operator of a dataset.

    Parameters
    ----------
    inverse_covariance
        (N, N) C⁻¹.
    window
        Where the pixels lie, and the kernel.
    batch_size
        As `correlated`.

    Raises
    ------
    PixelizationException
        It would not fit into the memory of this machine.
    """
    size = len(inverse_covariance)
    frames = 4 * batch_size * window.shape[0] * window.shape[1]
    require_memory(
        8 * (2 * size**2 + frames),
        f"The operator of {size} pixels with correlated noise",
        "use a smaller mask or a smaller batch_size, or fit without it",
    )
    # Rows of C⁻¹ are its columns: Kᵀ C⁻¹, then Kᵀ of its rows gives W.
    half = correlated(inverse_covariance, window, batch_size)
    matrix = correlated(np.ascontiguousarray(half.T), window, batch_size)
    return CorrelatedOperator(window, matrix, inverse_covariance)
