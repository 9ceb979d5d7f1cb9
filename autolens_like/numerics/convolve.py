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

from autolens_like.numerics.blocks import SMALL, map_blocks
from autolens_like.numerics.cached import cached_property
from autolens_like.numerics.fourier import filtered
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.lit_part import (
    DARK,
    LitPart,
    Place,
    both,
    lit_bounds,
    runs_of,
)
from autolens_like.numerics.memory import recycled
from autolens_like.numerics.spectrum import Spectrum

#: Pixels of the images that are transformed together, which stay in a level-2 cache
#: with their spectra, and how many images these are at most: of twenty Gaussians the
#: light of the widest is transformed for all, which takes a third longer than four by
#: four.
PIXELS_AT_ONCE, IMAGES_AT_ONCE = 1 << 17, 8
#: A part of the window is transformed instead where it has fewer pixels than this part
#: of it: to look for the light takes a seventh of a transform.
_WORTH_CUTTING = 0.75
#: Of fewer images the light is not looked for: these are galaxies as a rule, which are
#: lit everywhere, where many are Gaussians or shapelets.
_FEW_IMAGES = 3


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
    runs, runs_around
        (R, 4) where the values, and the blurring values, lie; see `runs_of`.
    read
        Rows and columns of the window in which the values lie.
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
    runs: np.ndarray
    runs_around: np.ndarray
    read: tuple[slice, slice]
    spectra: dict[tuple[int, int], Spectrum] = field(default_factory=dict)

    @property
    def reach(self) -> tuple[int, int]:
        """Pixels by which the kernel carries light, in rows and in columns."""
        return self.taps.shape[0] // 2, self.taps.shape[1] // 2

    @cached_property
    def centred(self) -> Spectrum:
        """What transforms of the whole window are multiplied by."""
        return Spectrum(self.spectrum, self.shape)

    @cached_property
    def turned(self) -> Spectrum:
        """The same of the kernel turned round."""
        return Spectrum(np.conj(self.spectrum), self.shape)

    @cached_property
    def whole(self) -> tuple[Place, tuple[int, int], tuple[slice, slice]]:
        """Where images lie, the shape of their transform, and what of it is read."""
        runs, corner = (self.runs, self.runs_around), (0, 0)
        return Place(*runs, corner, self.shape, corner), self.shape, self.read

    def spectrum_of(self, shape: tuple[int, int]) -> Spectrum:
        """The transform of the kernel in the corner of a frame, remembered."""
        if shape not in self.spectra:
            from scipy.fft import rfft2

            self.spectra[shape] = Spectrum(rfft2(self.taps, shape), shape)
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
    runs = runs_of(inside), runs_of(around)
    read = tuple(_extent(np.flatnonzero(inside.any(axis=axis))) for axis in (1, 0))
    lists = (slots, positions, *runs)
    return BlurWindow(inside, around, taps, spectrum, single, *lists, read)


def _extent(numbers: np.ndarray) -> slice:
    return slice(int(numbers[0]), int(numbers[-1]) + 1) if numbers.size else slice(0, 0)


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
    corner = (0, 0)
    place = Place(window.runs, window.runs_around, corner, window.shape, corner)
    return place.frames(values, blurring_values)


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
    result = recycled(values.shape)
    size = number * window.inside.size
    # Of what is shared between threads there are four pieces or more. Which images are
    # transformed together does not depend on the threads, because the part that is lit
    # is that of all.
    width = min(IMAGES_AT_ONCE, PIXELS_AT_ONCE // window.inside.size)
    if size >= SMALL:
        width = min(width, number // 4)
    # Two and two are transformed as one.
    width = max(2, width - width % 2)

    def block(first: int) -> None:
        some = slice(first, first + width)
        outer = None if blurring_values is None else blurring_values[some]
        _blur_into(result[some], values[some], outer, window)

    values = values.astype(np.float32 if single else float, copy=False)
    map_blocks(block, range(0, number, width), size=size)
    return result


def _blur_into(
    result: np.ndarray, values: np.ndarray, outer: np.ndarray | None, window: BlurWindow
) -> None:
    """Some images convolved together.

    Light that fills a part of the window is transformed in a frame of that size, with
    the reach of the kernel round it: 66 shapelets of a source in half of the time.
    """
    part = None if len(values) < _FEW_IMAGES else _part_of(values, outer, window)
    place, shape, (rows, columns) = window.whole if part is None else _at(part, window)
    if place.lit[0] == 0 or rows.stop <= rows.start or columns.stop <= columns.start:
        result[:] = 0.0
        return
    spectrum = window.centred if part is None else window.spectrum_of(shape)
    filtered(result, values, outer, place, spectrum, (rows, columns))


def _at(part: LitPart, window: BlurWindow) -> tuple[Place, Any, tuple[slice, slice]]:
    """Where a part of a window lies, the shape of its transform, and what is read."""
    seen = part.corner_seen
    read = tuple(
        slice(max(own.start - at, 0), min(own.stop - at, side))
        for own, at, side in zip(window.read, seen, part.shape, strict=True)
    )
    runs = (window.runs, window.runs_around)
    return Place(*runs, part.corner, part.lit, seen), part.shape, read


def _part_of(
    values: np.ndarray, outer: np.ndarray | None, window: BlurWindow
) -> LitPart | None:
    """The part of the window that is lit, if it is worth to transform it instead."""
    *bounds, peak = lit_bounds(values, window.runs, DARK)
    if outer is not None and outer.shape[1] > 0:
        floor = DARK * peak
        *also, other = lit_bounds(outer, window.runs_around, DARK, floor)
        bounds, peak = both(bounds, also), max(peak, other)
    part = LitPart(bounds, window.reach)
    is_small = math.prod(part.shape) <= _WORTH_CUTTING * window.inside.size
    return part if is_small and math.isfinite(peak) else None


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
