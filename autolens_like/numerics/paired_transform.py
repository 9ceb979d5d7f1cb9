"""Images times a spectrum, two and two as one complex image, in compiled loops.

The kernel of a convolution is real. Of a + ib times its spectrum the real part is
therefore what a becomes and the imaginary part what b becomes, and none of the work of
taking real transforms apart is done. Columns, and then rows, lie side by side in a
block, so that one step of a fast Fourier transform (Cooley & Tukey 1965, Math. Comp.
19, 297) is a loop over neighbours in memory. The steps are done in place: they leave
the frequencies in another order, in which the spectrum is laid out as well.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.spectrum import Spectrum, lanes_of

#: cos and sin of a third, and of one and two fifths, of a turn.
_SIN_3 = math.sin(2.0 * math.pi / 3.0)
_COS_5, _COS_52 = math.cos(0.4 * math.pi), math.cos(0.8 * math.pi)
_SIN_5, _SIN_52 = math.sin(0.4 * math.pi), math.sin(0.8 * math.pi)


@kernel
def filtered_in_pairs(
    frames: np.ndarray, spectrum: Spectrum, read: tuple[slice, slice]
) -> np.ndarray:
    """Some rows and columns of images times a spectrum.

    Parameters
    ----------
    frames
        (C, lit rows, lit columns), dark in what else the shape of the spectrum has.
    spectrum
        One that `is_pairable`.
    read
        Which rows and columns are wanted.

    Returns
    -------
    (C, wanted rows, wanted columns) array
    """
    from scipy.fft import fft, ifft, irfft, rfft

    rows, columns = spectrum.shape
    product = fft(rfft(frames, columns), rows, axis=1, overwrite_x=True)
    product *= spectrum.half.astype(product.dtype, copy=False)
    product = ifft(product, axis=1, overwrite_x=True)
    return irfft(product[:, read[0]], columns)[:, :, read[1]]


def _two(x: Any, z: Any, start: int, step: int, lanes: int, turns: Any, sign: float):
    # Numbers start + j and start + step + j of every lane, real and imaginary parts.
    # With unsigned places numba asks nothing about places from the end.
    gap, width = np.uint64(step) * lanes, np.uint64(step)
    for j in range(width):
        a = (np.uint64(start) + j) * lanes
        b = a + gap
        w = complex(turns[0, j], sign * turns[1, j])
        for i in range(lanes):
            one, two = complex(x[a + i], z[a + i]), complex(x[b + i], z[b + i])
            if sign > 0.0:
                two = two * w
            total, two = one + two, one - two
            if sign < 0.0:
                two = two * w
            x[a + i], z[a + i] = total.real, total.imag
            x[b + i], z[b + i] = two.real, two.imag


def _three(x: Any, z: Any, start: int, step: int, lanes: int, turns: Any, sign: float):
    gap, width = np.uint64(step) * lanes, np.uint64(step)
    for j in range(width):
        a = (np.uint64(start) + j) * lanes
        b = a + gap
        c = b + gap
        w = complex(turns[0, j], sign * turns[1, j])
        v = complex(turns[0, width + j], sign * turns[1, width + j])
        for i in range(lanes):
            one = complex(x[a + i], z[a + i])
            two, three = complex(x[b + i], z[b + i]), complex(x[c + i], z[c + i])
            if sign > 0.0:
                two, three = two * w, three * v
            both, apart = two + three, sign * _SIN_3 * (two - three)
            total, middle = one + both, one - 0.5 * both
            across = complex(-apart.imag, apart.real)
            two, three = middle + across, middle - across
            if sign < 0.0:
                two, three = two * w, three * v
            x[a + i], z[a + i] = total.real, total.imag
            x[b + i], z[b + i] = two.real, two.imag
            x[c + i], z[c + i] = three.real, three.imag


def _four(x: Any, z: Any, start: int, step: int, lanes: int, turns: Any, sign: float):
    gap, width = np.uint64(step) * lanes, np.uint64(step)
    for j in range(width):
        a = (np.uint64(start) + j) * lanes
        b = a + gap
        c = b + gap
        d = c + gap
        w = complex(turns[0, j], sign * turns[1, j])
        v = complex(turns[0, width + j], sign * turns[1, width + j])
        u = complex(turns[0, 2 * width + j], sign * turns[1, 2 * width + j])
        for i in range(lanes):
            one, two = complex(x[a + i], z[a + i]), complex(x[b + i], z[b + i])
            three, four = complex(x[c + i], z[c + i]), complex(x[d + i], z[d + i])
            if sign > 0.0:
                two, three, four = two * w, three * v, four * u
            even, odd, apart = one + three, two + four, two - four
            across = complex(-sign * apart.imag, sign * apart.real)
            other = one - three
            total, three = even + odd, even - odd
            two, four = other + across, other - across
            if sign < 0.0:
                two, three, four = two * w, three * v, four * u
            x[a + i], z[a + i] = total.real, total.imag
            x[b + i], z[b + i] = two.real, two.imag
            x[c + i], z[c + i] = three.real, three.imag
            x[d + i], z[d + i] = four.real, four.imag


def _five(x: Any, z: Any, start: int, step: int, lanes: int, turns: Any, sign: float):
    gap, width = np.uint64(step) * lanes, np.uint64(step)
    for j in range(width):
        a = (np.uint64(start) + j) * lanes
        b = a + gap
        c = b + gap
        d = c + gap
        e = d + gap
        w = complex(turns[0, j], sign * turns[1, j])
        v = complex(turns[0, width + j], sign * turns[1, width + j])
        u = complex(turns[0, 2 * width + j], sign * turns[1, 2 * width + j])
        t = complex(turns[0, 3 * width + j], sign * turns[1, 3 * width + j])
        for i in range(lanes):
            one = complex(x[a + i], z[a + i])
            two, three = complex(x[b + i], z[b + i]), complex(x[c + i], z[c + i])
            four, five = complex(x[d + i], z[d + i]), complex(x[e + i], z[e + i])
            if sign > 0.0:
                two, three, four, five = two * w, three * v, four * u, five * t
            outer, inner = two + five, three + four
            far, near = sign * (two - five), sign * (three - four)
            total = one + outer + inner
            middle = one + _COS_5 * outer + _COS_52 * inner
            apart = _SIN_5 * far + _SIN_52 * near
            across = complex(-apart.imag, apart.real)
            two, five = middle + across, middle - across
            middle = one + _COS_52 * outer + _COS_5 * inner
            apart = _SIN_52 * far - _SIN_5 * near
            across = complex(-apart.imag, apart.real)
            three, four = middle + across, middle - across
            if sign < 0.0:
                two, three, four, five = two * w, three * v, four * u, five * t
            x[a + i], z[a + i] = total.real, total.imag
            x[b + i], z[b + i] = two.real, two.imag
            x[c + i], z[c + i] = three.real, three.imag
            x[d + i], z[d + i] = four.real, four.imag
            x[e + i], z[e + i] = five.real, five.imag


def _transform(x: Any, z: Any, length: int, plan: Any, lanes: int, sign: float):
    # Numbers of every lane transformed in place: with the sign -1 into frequencies of
    # the order of the plan, with 1 from there back, times their number.
    factors, turns = plan
    rest, first = length if sign < 0.0 else 1, 0 if sign < 0.0 else turns.shape[1]
    for number in range(factors.size):
        factor = factors[number if sign < 0.0 else factors.size - 1 - number]
        step = rest // factor if sign < 0.0 else rest
        width = (factor - 1) * step
        first -= 0 if sign < 0.0 else width
        own = turns[:, first : first + width]
        for start in range(0, length, factor * step):
            if factor == 2:
                _two(x, z, start, step, lanes, own, sign)
            elif factor == 3:
                _three(x, z, start, step, lanes, own, sign)
            elif factor == 4:
                _four(x, z, start, step, lanes, own, sign)
            else:
                _five(x, z, start, step, lanes, own, sign)
        first += width if sign < 0.0 else 0
        rest = step if sign < 0.0 else factor * step


def _load(x: Any, lanes: int, image: Any, first: int, scale: float):
    # Columns of an image side by side, and darkness beyond it.
    wide, left = np.uint64(lanes), np.uint64(first)
    number = np.uint64(min(lanes, image.shape[1] - first))
    for row in range(np.uint64(image.shape[0])):
        place = row * wide
        for i in range(number):
            x[place + i] = scale * image[row, left + i]
        for i in range(number, wide):
            x[place + i] = 0.0
    x[image.shape[0] * lanes :] = 0.0


def _turn(x: Any, lanes: int, begin: int, end: int, blocks: Any, first: int):
    # Some numbers of every lane as neighbours in the blocks of the other axis.
    wide, top, width = np.uint64(lanes), np.uint64(first), blocks.shape[2]
    for number in range(len(blocks)):
        block, start = blocks[number], begin + number * width
        count = np.uint64(min(width, end - start))
        for i in range(np.uint64(min(lanes, blocks.shape[1] - first))):
            place = np.uint64(start * lanes) + i
            for j in range(count):
                block[top + i, j] = x[place + j * wide]


def _store(x: Any, lanes: int, begin: int, image: Any, first: int, scale: float):
    # Columns of an image from the numbers of every lane, from one of them on.
    back = 1.0 / scale if scale > 0.0 else 0.0
    wide, left, start = np.uint64(lanes), np.uint64(first), np.uint64(begin * lanes)
    number = np.uint64(min(lanes, image.shape[1] - first))
    for row in range(np.uint64(image.shape[0])):
        place = start + row * wide
        for i in range(number):
            image[row, left + i] = back * x[place + i]


def _multiply(x: Any, z: Any, values: Any):
    real, imaginary = values[0].reshape(-1), values[1].reshape(-1)
    for i in range(np.uint64(real.size)):
        product = complex(x[i], z[i]) * complex(real[i], imaginary[i])
        x[i], z[i] = product.real, product.imag


def _scale(bits: Any) -> tuple[float, bool]:
    # The power of two that brings the peak of an image to about one, zero in the dark,
    # and whether all is finite: without their sign, numbers are ordered as the integers
    # of their bits.
    magnitude, most = np.iinfo(np.int64).max, 0
    for value in bits.reshape(-1):
        most = max(most, value & magnitude)
    exponent = most >> 52
    scale = math.ldexp(1.0, 1023 - min(exponent, 2046)) if most > 0 else 0.0
    return scale, exponent < 2047


def _pair(images: Any, scales: Any, results: Any, read: Any, work: Any, plans: Any):
    # Two images, or one, through all transforms.
    values, (tall, wide), rows, columns = plans
    (x, z), turned, back = work
    is_pair, lit = len(images) > 1, images.shape[2]
    lanes = x.size // tall
    for first in range(0, lit, lanes):
        _load(x, lanes, images[0], first, scales[0])
        if is_pair:
            _load(z, lanes, images[1], first, scales[1])
        else:
            z[:] = 0.0
        _transform(x, z, tall, rows, np.uint64(lanes), -1.0)
        _turn(x, lanes, 0, tall, turned[0, :, :lit], first)
        _turn(z, lanes, 0, tall, turned[1, :, :lit], first)
    turned[:, :, lit:] = 0.0
    lanes = values.shape[3]
    for number in range(len(values)):
        u, v = turned[0, number].reshape(-1), turned[1, number].reshape(-1)
        _transform(u, v, wide, columns, np.uint64(lanes), -1.0)
        _multiply(u, v, values[number])
        _transform(u, v, wide, columns, np.uint64(lanes), 1.0)
        _turn(u, lanes, read[1][0], read[1][1], back[0], number * lanes)
        _turn(v, lanes, read[1][0], read[1][1], back[1], number * lanes)
    lanes = back.shape[3]
    for number in range(back.shape[1]):
        u, v = back[0, number].reshape(-1), back[1, number].reshape(-1)
        _transform(u, v, tall, rows, np.uint64(lanes), 1.0)
        _store(u, lanes, read[0][0], results[0], number * lanes, scales[0])
        if is_pair:
            _store(v, lanes, read[0][0], results[1], number * lanes, scales[1])


def _arguments(
    frames: np.ndarray, spectrum: Spectrum, read: tuple[slice, slice]
) -> tuple[Any, ...]:
    frames = np.ascontiguousarray(frames, dtype=float)
    bounds = tuple((part.start, part.stop) for part in read)
    values, *plans = spectrum.paired
    lanes = lanes_of(frames.shape[2]), lanes_of(bounds[1][1] - bounds[1][0])
    plans = (values, spectrum.shape, *plans)
    return frames, frames.view(np.int64), plans, bounds, lanes


@filtered_in_pairs.implement(
    "numba",
    arguments=_arguments,
    parts=[
        _two, _three, _four, _five, _transform, _load, _turn, _multiply, _scale, _store,
        _pair,
    ],
)  # fmt: skip
def _filtered_in_pairs_numba(frames: Any, bits: Any, plans: Any, read: Any, lanes: Any):
    values, (tall, wide) = plans[0], plans[1]
    (top, bottom), (left, right) = read
    result = np.empty((len(frames), bottom - top, right - left))
    # What is dark beyond the last column or row of a block stays dark.
    turned = np.zeros((2, len(values), wide, values.shape[3]))
    back = np.zeros((2, -(-(right - left) // lanes[1]), tall, lanes[1]))
    block = np.empty(tall * lanes[0]), np.empty(tall * lanes[0])
    scales, first = np.empty(2), 0
    while first < len(frames):
        scales[0], is_finite = _scale(bits[first])
        last = first + 1
        if last < len(frames) and is_finite:
            scales[1], is_finite = _scale(bits[last])
            # What is no number would spoil the other image.
            last += is_finite
        images, results = frames[first:last], result[first:last]
        _pair(images, scales, results, read, (block, turned, back), plans)
        first = last
    return result
