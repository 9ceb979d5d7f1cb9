"""Sample arguments for kernels, the input of `test_kernel_twins.py`.

A kernel `f` of `autolens_like/a/b.py` gets its samples in the test file of its module,
`test_autolens_like/a/test_b.py`, as `KERNEL_SAMPLES = {"f": [arguments, ...]}`, where
arguments are a tuple or a `Sample`. `SHARED` holds those of kernels whose test file
gives none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from autolens_like.numerics.convolve import blur_window_from
from autolens_like.structures.over_sampling import Bins


@dataclass(frozen=True)
class Sample:
    """Arguments of a kernel and how far its twins may be from its reference.

    Parameters
    ----------
    arguments
        Positional, as numpy arrays and numbers.
    tolerance
        Absolute and relative.
    fixed
        Positions of arguments that are never JAX arrays.
    """

    arguments: tuple[Any, ...]
    tolerance: float = 1e-12
    fixed: tuple[int, ...] = ()


def as_sample(given: Any) -> Sample:
    return given if isinstance(given, Sample) else Sample(given)


def _window() -> Any:
    inside = np.zeros((9, 8), dtype=bool)
    inside[3:6, 2:6] = True
    around = np.zeros_like(inside)
    around[2:7, 1:7] = True
    taps = np.random.default_rng(2).random((3, 3))
    return blur_window_from(inside, around & ~inside, taps)


def _blurring() -> list[tuple[Any, Any, Any]]:
    window, random = _window(), np.random.default_rng(3)
    values = random.normal(size=(3, int(window.inside.sum())))
    around = random.normal(size=(3, int(window.around.sum())))
    return [(values, around, window), (values, None, window)]


def _system() -> tuple[Any, Any]:
    random = np.random.default_rng(4)
    rows = random.normal(size=(20, 6))
    return rows.T @ rows, rows.T @ random.normal(size=20)


_random = np.random.default_rng(5)

SHARED: dict[str, list[Any]] = {
    "autolens_like.structures.over_sampling.binned": [
        Sample((_random.random((2, 12)), Bins(np.full(3, 4))), fixed=(1,)),
        Sample((_random.random(14), Bins(np.array([4, 1, 9]))), fixed=(1,)),
        Sample((_random.random(3), Bins(np.ones(3, dtype=int))), fixed=(1,)),
    ],
    "autolens_like.numerics.convolve.windowed": [
        Sample(sample, fixed=(2,)) for sample in _blurring()
    ],
    "autolens_like.numerics.convolve.blurred": [
        *(Sample((*sample, False), fixed=(2, 3)) for sample in _blurring()),
        Sample((*_blurring()[0], True), tolerance=1e-5, fixed=(2, 3)),
    ],
    "autolens_like.numerics.convolve.convolved": [
        Sample((_random.random((2, 6, 7)), _random.random((3, 5)), how), fixed=(1, 2))
        for how in ("direct", "fft")
    ],
    "autolens_like.numerics.nnls.positive_solution": [Sample(_system(), 1e-8)],
    "autolens_like.numerics.nnls.solution_of_free": [
        Sample((np.arange(_system()[1].size) % 3 > 0, *_system()), 1e-8)
    ],
    "autolens_like.inversion.linear_system.solution": [Sample(_system(), 1e-10)],
}
