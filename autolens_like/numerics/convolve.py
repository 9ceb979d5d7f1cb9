"""Convolution with a small kernel of values that live on a mask.

All work happens in a window just large enough for the mask and the light that the
kernel carries into it. At that size the transform may be circular: what wraps round
the window lands on its rim, which is never read.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autolens_like.numerics.blocks import map_blocks
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.lit_part import DARK, LitPart, lit_bounds

#: Images transformed together: four windows of 160 x 160 and their spectra stay in a
#: level-2 cache, eight do not (measured: 0.13 ms against 0.29 ms an image).
COLUMNS_AT_ONCE = 4
#: A part of the window is transformed instead where it has fewer pixels than this part
#: of it: to look for the light takes a tenth of a transform, to move it the same.
_WORTH_CUTTING = 0.75


@dataclass(frozen=True, eq=False)
class BlurWindow:
    """A window of pixels and a kernel prepared for it.

    Parameters
    ----------
    inside
        (rows, columns) True where the values belong.
    around
        (rows, columns) True where the blurring values belong; disjoint from `inside`.
    taps
        (K, K) kernel with odd sides.
    spectrum
        (rows, columns // 2 + 1) its transform, centred on pixel (0, 0).
    slots
        (rows * columns,) position of every pixel's value in the list of the values,
        the blurring values and a zero.
    positions
        (N,) position of every value in the flattened window.
    rows
        The rows that hold values.
    columns
        The columns of the values where these fill a rectangle, else None.
    spectra
        Transforms of the kernel in the corner of smaller frames, by their shapes.
    """

    inside: np.ndarray
    around: np.ndarray
    taps: np.ndarray
    spectrum: np.ndarray
    spectrum_single: np.ndarray
    slots: np.ndarray
    positions: np.ndarray
    rows: slice
    columns: slice | None = None
    spectra: dict[tuple[int, int], np.ndarray] = field(default_factory=dict)

    @property
    def reach(self) -> tuple[int, int]:
        """Pixels by which the kernel carries light, in rows and in columns."""
        return self.taps.shape[0] // 2, self.taps.shape[1] // 2

    def spectrum_of(self, shape: tuple[int, int]) -> np.ndarray:
        """The transform of the kernel in the corner of a frame, remembered."""
        if shape not in self.spectra:
            from scipy.fft import rfft2

            self.spectra[shape] = rfft2(self.taps, shape)
        return self.spectra[shape]

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns) of the window."""
        return self.inside.shape


def spectrum_from(taps: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Real transform of a kernel whose central pixel lies on pixel (0, 0)."""
    from scipy.fft import rfft2

    centred = np.zeros(shape)
    centred[: taps.shape[0], : taps.shape[1]] = taps
    half = (-(taps.shape[0] // 2), -(taps.shape[1] // 2))
    return rfft2(np.roll(centred, half, axis=(0, 1)))


def blur_window_from(
    inside: np.ndarray, around: np.ndarray, taps: np.ndarray
) -> BlurWindow:
    """A `BlurWindow` with its transform and index lists."""
    positions = np.flatnonzero(inside)
    outer = np.flatnonzero(around)
    slots = np.full(inside.size, positions.size + outer.size)
    slots[positions] = np.arange(positions.size)
    slots[outer] = positions.size + np.arange(outer.size)
    spectrum = spectrum_from(taps, inside.shape)
    single = spectrum.astype(np.complex64)
    lit = np.flatnonzero(inside.any(axis=1))
    rows = slice(int(lit[0]), int(lit[-1]) + 1)
    lit = np.flatnonzero(inside.any(axis=0))
    columns = slice(int(lit[0]), int(lit[-1]) + 1)
    filled = columns if inside[rows, columns].all() else None
    return BlurWindow(
        inside, around, taps, spectrum, single, slots, positions, rows, filled
    )


@kernel
def windowed(values: Any, blurring_values: Any, window: BlurWindow) -> Any:
    """Values laid out in the window, zero elsewhere.

    Parameters
    ----------
    values
        (C, N) values of the pixels inside.
    blurring_values
        (C, B) values of the pixels around, or None for darkness there.
    window
        Where they belong.

    Returns
    -------
    (C, rows, columns) array
    """
    frames = np.zeros((values.shape[0], *window.shape), dtype=values.dtype)
    if window.columns is not None:
        inner = frames[:, window.rows, window.columns]
        inner[...] = values.reshape(inner.shape)
        if blurring_values is not None:
            for frame, around in zip(frames, blurring_values, strict=True):
                frame[window.around] = around
        return frames
    # One image at a time, because a 2D boolean index copies whole runs of pixels.
    for index, frame in enumerate(frames):
        frame[window.inside] = values[index]
        if blurring_values is not None:
            frame[window.around] = blurring_values[index]
    return frames


@windowed.implement("jax")
def _windowed_jax(values: Any, blurring_values: Any, window: BlurWindow) -> Any:
    import jax.numpy as jnp

    number = values.shape[0]
    if blurring_values is None:
        around = jnp.zeros((number, int(window.around.sum())), dtype=values.dtype)
    else:
        around = jnp.asarray(blurring_values)
    dark = jnp.zeros((number, 1), dtype=values.dtype)
    row = jnp.concatenate([jnp.asarray(values), around, dark], axis=-1)
    return row[:, window.slots].reshape(number, *window.shape)


@kernel
def blurred(values: Any, blurring_values: Any, window: BlurWindow, single: bool) -> Any:
    """Values convolved with the window's kernel by Fourier transform.

    Parameters
    ----------
    values
        (C, N) values of the pixels inside.
    blurring_values
        (C, B) values of the pixels around, or None for darkness there.
    window
        Where they belong, and the kernel.
    single
        Transform in single precision: an error of 1e-6 of the largest value.

    Returns
    -------
    (C, N) array, float64
    """
    number = values.shape[0]
    result = np.empty(values.shape)
    # Few images are shared between threads one by one. Which are transformed together
    # does not depend on the threads, because the part that is lit is that of all.
    width = COLUMNS_AT_ONCE if number >= 2 * COLUMNS_AT_ONCE else 1

    def block(first: int) -> None:
        some = slice(first, first + width)
        outer = None if blurring_values is None else blurring_values[some]
        frames = _blurred_frames(windowed(values[some], outer, window), window)
        if window.columns is not None:
            result[some] = frames.reshape(len(frames), -1)
            return
        for index, frame in enumerate(frames, start=first):
            result[index] = frame[window.inside[window.rows]]

    values = values.astype(np.float32 if single else float, copy=False)
    map_blocks(block, range(0, number, width))
    return result


def _blurred_frames(frames: np.ndarray, window: BlurWindow) -> np.ndarray:
    """The rows and columns of the convolved frames that hold values.

    Light that fills a part of the window is transformed in a frame of that size, with
    the reach of the kernel round it: 66 shapelets of a source in half of the time.
    """
    rows, columns = window.rows, window.columns or slice(0, window.shape[1])
    part = LitPart(lit_bounds(frames, DARK), window.reach)
    if math.prod(part.shape) > _WORTH_CUTTING * frames[0].size:
        whole = _transformed(frames, window.spectrum, window.shape, rows)
        return whole[:, :, columns]
    wanted, found = part.seen(rows, columns)
    spectrum = window.spectrum_of(part.shape)
    seen = _transformed(part.light(frames), spectrum, part.shape, found[0])
    sides = [one.stop - one.start for one in (rows, columns)]
    result = np.zeros((len(frames), *sides), dtype=frames.dtype)
    result[:, *wanted] = seen[:, :, found[1]]
    return result


def _transformed(
    frames: np.ndarray, spectrum: np.ndarray, shape: tuple[int, int], rows: slice
) -> np.ndarray:
    """Some rows of frames, dark up to a shape, convolved by a kernel's transform.

    In the precision of the frames.
    """
    from scipy.fft import fft, ifft, irfft, rfft

    product = rfft(frames, shape[1], axis=-1)
    product = fft(product, shape[0], axis=-2, overwrite_x=True)
    product *= spectrum.astype(product.dtype, copy=False)
    product = ifft(product, axis=-2, overwrite_x=True)
    return irfft(product[:, rows], shape[1], axis=-1)


@blurred.implement("jax")
def _blurred_jax(
    values: Any, blurring_values: Any, window: BlurWindow, single: bool
) -> Any:
    import jax.numpy as jnp

    frames = _windowed_jax(values, blurring_values, window)
    frames = frames.astype(jnp.float32) if single else frames
    transform = window.spectrum_single if single else window.spectrum
    spectrum = jnp.fft.rfft2(frames) * jnp.asarray(transform)
    frames = jnp.fft.irfft2(spectrum, s=window.shape)
    flat = frames.reshape(frames.shape[0], -1)
    return flat[:, window.positions].astype(float)


@kernel
def convolved(frames: Any, taps: np.ndarray, method: str) -> Any:
    """Whole frames convolved with a kernel in real space, darkness beyond the frame.

    Parameters
    ----------
    frames
        (C, rows, columns).
    taps
        (K, K) kernel with odd sides.
    method
        "direct" or "fft", what `jax.scipy.signal.convolve` uses; numpy sums directly.

    Returns
    -------
    (C, rows, columns) array
    """
    half_y, half_x = taps.shape[0] // 2, taps.shape[1] // 2
    rows, columns = frames.shape[1:]
    padded = np.pad(frames, ((0, 0), (half_y, half_y), (half_x, half_x)))
    result = np.zeros(frames.shape, dtype=padded.dtype)
    term = np.empty_like(result)
    for y, x in np.argwhere(taps != 0.0):
        # The tap at (y, x) carries light from the opposite side of the centre.
        low_y, low_x = 2 * half_y - y, 2 * half_x - x
        shifted = padded[:, low_y : low_y + rows, low_x : low_x + columns]
        np.multiply(shifted, taps[y, x], out=term)
        result += term
    return result


@convolved.implement("jax")
def _convolved_jax(frames: Any, taps: np.ndarray, method: str) -> Any:
    import jax
    from jax.scipy.signal import convolve

    def one(frame: Any) -> Any:
        return convolve(frame, taps.astype(frame.dtype), mode="same", method=method)

    return jax.vmap(one)(frames)
