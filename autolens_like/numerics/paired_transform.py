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
from numpy.lib.stride_tricks import as_strided

from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.lit_part import Place
from autolens_like.numerics.spectrum import Spectrum, lanes_of

#: cos and sin of a third, and of one and two fifths, of a turn.
_SIN_3 = math.sin(2.0 * math.pi / 3.0)
_COS_5, _COS_52 = math.cos(0.4 * math.pi), math.cos(0.8 * math.pi)
_SIN_5, _SIN_52 = math.sin(0.4 * math.pi), math.sin(0.8 * math.pi)


@kernel
def filtered_in_pairs(
    result: np.ndarray,
    values: np.ndarray,
    outer: np.ndarray | None,
    place: Place,
    spectrum: Spectrum,
    read: tuple[slice, slice],
) -> np.ndarray:
    """Images times a spectrum, from lists of their values to lists of values.

    Parameters
    ----------
    result
        (C, N), returned; zero in pixels that are not read.
    values, outer
        (C, N) and (C, B) values of the pixels inside, and around or None; the values of
        one image lie beside each other.
    place
        Where they lie in a window.
    spectrum
        One that `is_pairable`.
    read
        Which rows and columns of the transform are wanted.
    """
    from scipy.fft import fft, ifft, irfft, rfft

    rows, columns = spectrum.shape
    frames = place.frames(values, outer)
    product = fft(rfft(frames, columns), rows, axis=1, overwrite_x=True)
    product *= spectrum.half.astype(product.dtype, copy=False)
    product = ifft(product, axis=1, overwrite_x=True)
    frames = irfft(product[:, read[0]], columns)[:, :, read[1]]
    return place.taken(result, frames, read)


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


def _load(x: Any, lanes: int, line: Any, runs: Any, box: Any, scale: float):
    # Those of the runs of an image, whose values begin at a place of a line, that lie
    # in some rows of the window and in the columns of the lanes.
    start, top, rows, left, columns = box
    for number in range(len(runs)):
        first, row, column, length = runs[number]
        begin, end = max(column, left), min(column + length, left + columns)
        if row < top or row >= top + rows or begin >= end:
            continue
        to = np.uint64((row - top) * lanes + begin - left)
        own = np.uint64(start + first + begin - column)
        for i in range(np.uint64(end - begin)):
            x[to + i] = scale * line[own + i]


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


def _store(x: Any, lanes: int, line: Any, runs: Any, box: Any, scale: float):
    # The way back: the rows of the window begin at the first number of every lane.
    start, top, rows, left, columns = box
    back = 1.0 / scale if scale > 0.0 else 0.0
    for number in range(len(runs)):
        first, row, column, length = runs[number]
        begin, end = max(column, left), min(column + length, left + columns)
        if row < top or row >= top + rows or begin >= end:
            continue
        own = np.uint64((row - top) * lanes + begin - left)
        to = np.uint64(start + first + begin - column)
        for i in range(np.uint64(end - begin)):
            line[to + i] = back * x[own + i]


def _multiply(x: Any, z: Any, values: Any):
    real, imaginary = values[0].reshape(-1), values[1].reshape(-1)
    for i in range(np.uint64(real.size)):
        product = complex(x[i], z[i]) * complex(real[i], imaginary[i])
        x[i], z[i] = product.real, product.imag


def _peak(bits: Any, first: int, last: int) -> int:
    # Without their sign, numbers are ordered as the integers of their bits.
    magnitude, most = np.iinfo(np.int64).max, 0
    for i in range(np.uint64(first), np.uint64(last)):
        most = max(most, bits[i] & magnitude)
    return most


def _scale(peak: int) -> float:
    # The power of two that brings a peak to about one; zero in the dark.
    return math.ldexp(1.0, 1023 - min(peak >> 52, 2046)) if peak > 0 else 0.0


def _pair(lists: Any, scales: Any, box: Any, work: Any, plans: Any):
    # One image, and the one after it where it has a scale, through all transforms.
    (line, around, result), starts, runs, runs_around = lists
    values, (tall, wide), rows, columns = plans
    (x, z), turned, back = work
    (top, left), (lit_rows, lit), (row, column), (bottom, right), seen = box
    lanes = x.size // tall
    for first in range(0, lit, lanes):
        x[:] = 0.0
        z[:] = 0.0
        part = (top, lit_rows, left + first, min(lanes, lit - first))
        _load(x, lanes, line, runs, (starts[0, 0], *part), scales[0])
        _load(x, lanes, around, runs_around, (starts[0, 1], *part), scales[0])
        if scales[1] >= 0.0:
            _load(z, lanes, line, runs, (starts[1, 0], *part), scales[1])
            _load(z, lanes, around, runs_around, (starts[1, 1], *part), scales[1])
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
        _turn(u, lanes, column, right, back[0], number * lanes)
        _turn(v, lanes, column, right, back[1], number * lanes)
    lanes = back.shape[3]
    for number in range(back.shape[1]):
        u, v = back[0, number].reshape(-1), back[1, number].reshape(-1)
        _transform(u, v, tall, rows, np.uint64(lanes), 1.0)
        first = column + number * lanes
        part = (seen[0] + row, bottom - row, seen[1] + first, min(lanes, right - first))
        u, v = u[row * lanes :], v[row * lanes :]
        _store(u, lanes, result, runs, (starts[0, 2], *part), scales[0])
        if scales[1] >= 0.0:
            _store(v, lanes, result, runs, (starts[1, 2], *part), scales[1])


def _line_of(values: np.ndarray | None) -> tuple[np.ndarray, int, int]:
    """The memory of (C, n) values as one line, the step between images, and n.

    One kind of array whatever came, because every kind is compiled by itself.
    """
    if values is None:
        return as_strided(np.empty(0), writeable=False), 0, 0
    if values.strides[1] != values.itemsize or values.strides[0] % values.itemsize:
        values = np.ascontiguousarray(values)
    step = values.strides[0] // values.itemsize
    length = (len(values) - 1) * step + values.shape[1]
    line = as_strided(values, (length,), values.strides[1:], writeable=False)
    return line, step, values.shape[1]


def _arguments(
    result: np.ndarray,
    values: np.ndarray,
    outer: np.ndarray | None,
    place: Place,
    spectrum: Spectrum,
    read: tuple[slice, slice],
) -> tuple[Any, ...]:
    line, step, length = _line_of(values)
    around, step_around, length_around = _line_of(outer)
    lines = (line, around, line.view(np.int64), around.view(np.int64))
    sizes = (step, step_around, length, length_around)
    rows, columns = read
    first, last = (rows.start, columns.start), (rows.stop, columns.stop)
    lanes = lanes_of(place.lit[1]), lanes_of(last[1] - first[1])
    box = (place.corner, place.lit, first, last, place.seen)
    own, *plans = spectrum.paired
    runs = (place.runs, place.runs_around[: None if length_around else 0])
    return result, lines, sizes, runs, box, (own, spectrum.shape, *plans), lanes


@filtered_in_pairs.implement(
    "numba",
    arguments=_arguments,
    parts=[
        _two, _three, _four, _five, _transform, _load, _turn, _multiply, _peak, _scale,
        _store, _pair,
    ],
)  # fmt: skip
def _filtered_in_pairs_numba(
    result: Any, lines: Any, sizes: Any, runs: Any, box: Any, plans: Any, lanes: Any
):
    line, around, bits, bits_around = lines
    step, step_around, length, length_around = sizes
    values, (tall, wide) = plans[0], plans[1]
    count = box[3][1] - box[2][1]
    turned = np.empty((2, len(values), wide, values.shape[3]))
    back = np.empty((2, -(-count // lanes[1]), tall, lanes[1]))
    # What is dark beyond the last row or column of a block stays dark.
    turned[:, -1, :, tall - (len(values) - 1) * values.shape[3] :] = 0.0
    back[:, -1, :, count - (back.shape[1] - 1) * lanes[1] :] = 0.0
    block = np.empty(tall * lanes[0]), np.empty(tall * lanes[0])
    work = (block, turned, back)
    result[:] = 0.0
    flat, scales, starts = result.reshape(-1), np.empty(2), np.zeros((2, 3), np.int64)
    number, usual = 0, True
    while number < len(result):
        scales[1], pair = -1.0, 0
        while pair < 2 and number < len(result):
            begin, outer = number * step, number * step_around
            peak = max(
                _peak(bits, begin, begin + length),
                _peak(bits_around, outer, outer + length_around),
            )
            is_finite = peak >> 52 < 2047
            # What is no number would spoil the other image.
            if pair == 1 and not (usual and is_finite):
                break
            usual, scales[pair] = is_finite, _scale(peak)
            # One by one: to assign all three compiles for three seconds.
            starts[pair, 0], starts[pair, 1] = begin, outer
            starts[pair, 2] = number * length
            number += 1
            pair += 1
        lists = ((line, around, flat), starts, *runs)
        _pair(lists, scales, box, work, plans)
    return result
