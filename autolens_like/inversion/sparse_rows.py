"""`SparseRows`: the mapping of image pixels to source pixels, its few entries alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autolens_like.numerics.convolve import BlurWindow, blurred
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.namespace import array_namespace
from autolens_like.numerics.scatter import sums_at

#: Columns that a JAX program convolves together: their spectra take 30 MB.
_COLUMNS_AT_ONCE = 64


@dataclass(frozen=True, eq=False)
class SparseRows:
    """A sparse (N, M) matrix, row after row.

    Parameters
    ----------
    starts
        (N + 1,) first entry of every row, and the number of all.
    columns
        Source pixel of every entry. They rise along a row, each once; in a JAX program,
        where their number must be known, a row may have several of one column, which
        add up.
    values
        The entries.
    total_columns
        M.
    """

    starts: np.ndarray
    columns: np.ndarray
    values: np.ndarray
    total_columns: int

    def dynamic_values(self) -> Iterator[Any]:
        """The arrays that JAX may trace."""
        yield from (self.columns, self.values)

    @property
    def total_rows(self) -> int:
        """N."""
        return self.starts.size - 1

    @property
    def rows(self) -> np.ndarray:
        """Row of every entry."""
        return row_of_entries(self.starts)

    def dense(self) -> np.ndarray:
        """(N, M) array."""
        return dense_rows(self.starts, self.columns, self.values, self.total_columns)

    def product(self, vector: np.ndarray) -> np.ndarray:
        """(N,) the matrix times (M,) values of the source pixels."""
        return row_products(self.starts, self.columns, self.values, vector)

    def transposed_products(self, images: np.ndarray) -> np.ndarray:
        """(C, M) the transposed matrix times each of (C, N) images."""
        entries = (self.starts, self.columns, self.values, self.total_columns)
        return transposed_products(*entries, images.T).T

    def blurred_block(
        self, window: BlurWindow | None, first: int, last: int
    ) -> np.ndarray:
        """(last - first, M) rows of the matrix after convolution of every column."""
        entries = (self.starts, self.columns, self.values, self.total_columns)
        if window is None:
            return dense_rows(*self._between(first, last), self.total_columns)
        return blurred_rows(*entries, window, first, last)

    def _between(self, first: int, last: int) -> tuple[Any, Any, Any]:
        some = slice(self.starts[first], self.starts[last])
        starts = self.starts[first : last + 1] - self.starts[first]
        return starts, self.columns[some], self.values[some]


def side_by_side(parts: Sequence[SparseRows]) -> SparseRows:
    """Several mappings of the same image as one, their columns one after the other."""
    if len(parts) == 1:
        return parts[0]
    xp = array_namespace(parts)
    ends = np.cumsum([part.total_columns for part in parts])
    pixels = np.concatenate([part.rows for part in parts])
    columns = xp.concatenate(
        [p.columns + end - p.total_columns for p, end in zip(parts, ends, strict=True)]
    )
    order = np.argsort(pixels, kind="stable")
    values = xp.concatenate([part.values for part in parts])[order]
    starts = sum(part.starts for part in parts)
    return SparseRows(starts, columns[order], values, int(ends[-1]))


def row_of_entries(starts: np.ndarray) -> np.ndarray:
    """Row of every entry of sparse rows that start at (N + 1,) entries."""
    return np.repeat(np.arange(starts.size - 1), np.diff(starts))


@kernel
def dense_rows(starts: Any, columns: Any, values: Any, total: int) -> Any:
    """(N, M) array of sparse rows.

    Parameters
    ----------
    starts, columns, values, total
        As `SparseRows`.
    """
    matrix = np.zeros((starts.size - 1, total))
    matrix[row_of_entries(starts), columns] = values
    return matrix


@dense_rows.implement("jax")
def _dense_rows_jax(starts: Any, columns: Any, values: Any, total: int) -> Any:
    import jax.numpy as jnp

    matrix = jnp.zeros((starts.size - 1, total))
    return matrix.at[row_of_entries(starts), columns].add(values)


@kernel
def row_products(starts: Any, columns: Any, values: Any, vector: Any) -> Any:
    """(N,) sparse rows times a vector; every row has an entry.

    Parameters
    ----------
    starts, columns, values
        As `SparseRows`.
    vector
        (M,) values of the columns.
    """
    return np.add.reduceat(values * vector[columns], starts[:-1])


@row_products.implement("jax")
def _row_products_jax(starts: Any, columns: Any, values: Any, vector: Any) -> Any:
    import jax.numpy as jnp

    products = jnp.asarray(values) * jnp.asarray(vector)[columns]
    sums = jnp.zeros(starts.size - 1)
    return sums.at[row_of_entries(starts)].add(products, indices_are_sorted=True)


@kernel
def binned_rows(
    indices: Any, weights: Any, counts: Any, total: int
) -> tuple[Any, Any, Any]:
    """Means of sub-pixel mappings over every image pixel, as sparse rows.

    Parameters
    ----------
    indices, weights
        (S, P) source pixels and weights of the sub-pixels.
    counts
        (N,) sub-pixels of every image pixel; those of a pixel follow each other.
    total
        M.

    Returns
    -------
    starts (N + 1,), columns, values
        As `SparseRows`.
    """
    from scipy.sparse import csr_matrix

    width = indices.shape[1]
    pixel = np.repeat(np.arange(counts.size), counts * width)
    values = (weights / np.repeat(counts, counts)[:, None]).reshape(-1)
    shape = (counts.size, total)
    matrix = csr_matrix((values, (pixel, indices.reshape(-1))), shape=shape)
    matrix.sum_duplicates()
    return matrix.indptr.astype(np.int64), matrix.indices.astype(np.int64), matrix.data


@binned_rows.implement("jax")
def _binned_rows_jax(
    indices: Any, weights: Any, counts: Any, total: int
) -> tuple[Any, Any, Any]:
    starts = np.concatenate([[0], np.cumsum(counts * indices.shape[1])])
    values = weights / np.repeat(counts, counts)[:, None]
    return starts, indices.reshape(-1), values.reshape(-1)


@binned_rows.implement("numba")
def _binned_rows_numba(
    indices: Any, weights: Any, counts: Any, total: int
) -> tuple[Any, Any, Any]:
    width = indices.shape[1]
    starts = np.zeros(counts.size + 1, dtype=np.int64)
    columns = np.empty(indices.size, dtype=np.int64)
    values = np.empty(indices.size)
    sums = np.zeros(total)
    seen = np.full(total, -1)
    sub = 0
    filled = 0
    for pixel in range(counts.size):
        begin = filled
        for _ in range(counts[pixel]):
            for k in range(width):
                column = indices[sub, k]
                if seen[column] != pixel:
                    seen[column] = pixel
                    sums[column] = 0.0
                    columns[filled] = column
                    filled += 1
                sums[column] += weights[sub, k]
            sub += 1
        if filled - begin > 32:
            columns[begin:filled] = np.sort(columns[begin:filled])
        else:
            # A call takes longer than a few entries by hand.
            for entry in range(begin + 1, filled):
                column, place = columns[entry], entry
                while place > begin and columns[place - 1] > column:
                    columns[place] = columns[place - 1]
                    place -= 1
                columns[place] = column
        for entry in range(begin, filled):
            values[entry] = sums[columns[entry]] / counts[pixel]
        starts[pixel + 1] = filled
    return starts, columns[:filled].copy(), values[:filled].copy()


@kernel
def blurred_rows(
    starts: Any,
    columns: Any,
    values: Any,
    total: int,
    window: BlurWindow,
    first: int,
    last: int,
) -> Any:
    """Rows of a sparse matrix whose columns are images that are convolved.

    Parameters
    ----------
    starts, columns, values, total
        As `SparseRows`.
    window
        Where the image pixels lie, and the kernel.
    first, last
        Rows from `first` up to `last` are wanted.

    Returns
    -------
    (last - first, M) array
    """
    images = dense_rows(starts, columns, values, total).T
    return blurred(images, None, window, False).T[first:last]


def _blurred_rows_arguments(
    starts: Any,
    columns: Any,
    values: Any,
    total: int,
    window: BlurWindow,
    first: int,
    last: int,
) -> tuple[Any, ...]:
    slots = np.where(window.inside.reshape(-1), window.slots, -1)
    place = window.positions[first:last]
    entries = (starts, columns, values, total)
    return (*entries, slots.reshape(window.shape), place, window.taps)


@blurred_rows.implement("numba", arguments=_blurred_rows_arguments)
def _blurred_rows_numba(
    starts: Any,
    columns: Any,
    values: Any,
    total: int,
    slots: Any,
    place: Any,
    taps: Any,
) -> Any:
    result = np.zeros((place.size, total))
    half_y, half_x = taps.shape[0] // 2, taps.shape[1] // 2
    for i in range(place.size):
        row = place[i] // slots.shape[1]
        column = place[i] % slots.shape[1]
        for ky in range(taps.shape[0]):
            for kx in range(taps.shape[1]):
                # The window holds the whole reach of the kernel round every pixel.
                pixel = slots[row - ky + half_y, column - kx + half_x]
                if pixel >= 0:
                    tap = taps[ky, kx]
                    for entry in range(starts[pixel], starts[pixel + 1]):
                        result[i, columns[entry]] += tap * values[entry]
    return result


@blurred_rows.implement("jax")
def _blurred_rows_jax(
    starts: Any,
    columns: Any,
    values: Any,
    total: int,
    window: BlurWindow,
    first: int,
    last: int,
) -> Any:
    import jax

    # The gradient blurs again, rather than store the spectra of all columns.
    @jax.checkpoint
    def one(image: Any) -> Any:
        return blurred(image[None], None, window, False)[0]

    images = dense_rows(starts, columns, values, total).T
    images = jax.lax.map(one, images, batch_size=_COLUMNS_AT_ONCE)
    return images.T[first:last]


@kernel
def transposed_products(
    starts: Any, columns: Any, values: Any, total: int, images: Any
) -> Any:
    """A transposed sparse matrix times images.

    Parameters
    ----------
    starts, columns, values, total
        As `SparseRows`.
    images
        (N, C) images, one a column.

    Returns
    -------
    (M, C) array
    """
    return dense_rows(starts, columns, values, total).T @ images


def _transposed_products_arguments(
    starts: Any, columns: Any, values: Any, total: int, images: Any
) -> tuple[Any, ...]:
    return starts, columns, values, total, np.ascontiguousarray(images)


@transposed_products.implement("numba", arguments=_transposed_products_arguments)
def _transposed_products_numba(
    starts: Any, columns: Any, values: Any, total: int, images: Any
) -> Any:
    result = np.zeros((total, images.shape[1]))
    for pixel in range(images.shape[0]):
        for entry in range(starts[pixel], starts[pixel + 1]):
            column, value = columns[entry], values[entry]
            for k in range(images.shape[1]):
                result[column, k] += value * images[pixel, k]
    return result


@transposed_products.implement("jax")
def _transposed_products_jax(
    starts: Any, columns: Any, values: Any, total: int, images: Any
) -> Any:
    import jax

    rows = row_of_entries(starts)

    # One image after another, and not remembered for the gradient: the products of
    # all entries with sixty images would fill gigabytes.
    @jax.checkpoint
    def one(image: Any) -> Any:
        return sums_at(columns, values * image[rows], total)

    return jax.lax.map(one, jax.numpy.asarray(images).T).T
