"""`Spectrum`: what images are multiplied by, as each kind of transform has it."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from autolens_like.numerics.cached import cached_property

#: Columns of a block at most: of 48, loops are so short that transforms take a tenth
#: longer; of more, a block of 300 rows leaves a small level-2 cache.
_LANES = 128


@functools.cache
def _plan(length: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How a length is transformed.

    Returns
    -------
    factors
        Of the length, in the order of the steps: 2, 3, 4 and 5. The largest come last,
        where a step has the least neighbours for its overhead.
    turns
        (2, T) cos and sin of the angles of all steps, one after the other.
    order
        (length,) the frequency that ends up at each place.
    """
    factors, left = [], length
    twos = (left & -left).bit_length() - 1
    factors += [2] * (twos % 2)
    left >>= twos
    for prime in (3, 5):
        while left % prime == 0:
            factors.append(prime)
            left //= prime
    factors = sorted(factors + [4] * (twos // 2))
    turns, rest, order = [np.zeros((2, 0))], length, np.zeros(1, dtype=int)
    for factor in factors:
        rest //= factor
        product = np.arange(1, factor)[:, None] * np.arange(rest)
        angle = 2.0 * np.pi * product.ravel() / (factor * rest)
        turns.append(np.array([np.cos(angle), np.sin(angle)]))
    for factor in reversed(factors):
        order = np.concatenate([part + factor * order for part in range(factor)])
    return np.array(factors, dtype=int), np.concatenate(turns, axis=1), order


def lanes_of(total: int) -> int:
    """Columns of a block where there are so many, a multiple of four."""
    blocks = -(-total // _LANES)
    return 4 * -(-total // (4 * blocks))


@dataclass(frozen=True, eq=False)
class Spectrum:
    """What the transforms of images are multiplied by.

    Parameters
    ----------
    half
        (rows, columns // 2 + 1) for real transforms, of a real image.
    shape
        (rows, columns) of the images.
    """

    half: np.ndarray
    shape: tuple[int, int]

    @cached_property
    def is_pairable(self) -> bool:
        """Whether the sides of its shape have no factors but 2, 3 and 5."""
        return all(side == math.prod(_plan(side)[0].tolist()) for side in self.shape)

    @cached_property
    def paired(self) -> tuple[Any, ...]:
        """(blocks, 2, columns, lanes) real and imaginary part, and how to transform.

        In the order in which the steps leave frequencies, those of some rows side by
        side, over the number of pixels; then factors and turns of rows and columns.
        """
        (*rows, row_order), (*columns, column_order) = map(_plan, self.shape)
        total = self.shape[1]
        # The rest of the columns: those of a real image turned round.
        rest = self.half[-np.arange(self.shape[0])][:, 1 : (total + 1) // 2][:, ::-1]
        whole = np.concatenate([self.half, np.conj(rest)], axis=1)
        whole = whole[row_order][:, column_order].T / whole.size
        lanes = lanes_of(self.shape[0])
        whole = np.pad(whole, ((0, 0), (0, -self.shape[0] % lanes)))
        blocks = whole.reshape(total, -1, lanes).swapaxes(0, 1)
        parts = np.stack([blocks.real, blocks.imag], axis=1)
        return np.ascontiguousarray(parts), tuple(rows), tuple(columns)
