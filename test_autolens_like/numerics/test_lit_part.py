"""What is cut out of images holds all of their light."""

from __future__ import annotations

import numpy as np
import pytest

from autolens_like.numerics.lit_part import (
    DARK,
    LitPart,
    Place,
    both,
    lay_out,
    lit_bounds,
    runs_of,
    take_back,
)
from test_autolens_like.numerics.kernel_samples import Sample

RNG = np.random.default_rng(5)
PIXELS = RNG.random((11, 16)) > 0.2
PIXELS[[3, 5, 7], [9, 11, 12]] = PIXELS[0, 0] = True
RUNS = runs_of(PIXELS)


def a_blob() -> np.ndarray:
    """Two images whose light is in rows 3 to 7 and columns 9 to 12."""
    frames = np.zeros((2, 11, 16))
    frames[0, 3, 9], frames[0, 5, 11], frames[1, 7, 12] = 1.0, -0.5, -2.0
    frames[1, 0, 0] = 1e-19
    return frames[:, PIXELS]


VALUES = RNG.normal(size=(3, int(PIXELS.sum())))
KERNEL_SAMPLES = {
    "lit_bounds": [(a_blob(), RUNS, DARK), (VALUES, RUNS, 0.9, 0.5)],
    "lay_out": [Sample((np.zeros((3, 5, 6)), VALUES, RUNS, (-1, 3)), fixed=(0,))],
    "take_back": [
        Sample(
            (np.ones(VALUES.shape), RNG.random((3, 5, 6)), RUNS, (8, 12)), fixed=(0,)
        )
    ],
}


def test_runs_are_the_pixels_one_after_the_other() -> None:
    places = [
        (row, column + i) for _, row, column, length in RUNS for i in range(length)
    ]
    assert np.array_equal(places, np.argwhere(PIXELS))
    assert np.array_equal(RUNS[1:, 0], np.cumsum(RUNS[:, 3])[:-1])


def test_bounds_are_those_of_the_light() -> None:
    assert lit_bounds(a_blob(), RUNS, DARK) == (3, 8, 9, 13, 2.0)
    assert lit_bounds(a_blob(), RUNS, 0.0) == (0, 8, 0, 13, 2.0)
    assert lit_bounds(a_blob(), RUNS, DARK, 1.5) == (7, 8, 12, 13, 2.0)
    assert lit_bounds(np.zeros((1, VALUES.shape[1])), RUNS, DARK) == (0, 0, 0, 0, 0.0)
    assert both((3, 8, 9, 13), (0, 4, 10, 20)) == (0, 8, 9, 20)
    assert both((0, 0, 0, 0), (3, 8, 9, 13)) == (3, 8, 9, 13)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_told(value) -> None:
    values = a_blob()
    values[1, 5] = value
    for function in (lit_bounds, lit_bounds.reference):
        assert not np.isfinite(function(values, RUNS, DARK)[-1])


def test_values_laid_out_are_taken_back() -> None:
    frames = lay_out(np.zeros((3, 11, 16)), VALUES, RUNS, (0, 0))
    assert np.array_equal(frames[:, PIXELS], VALUES)
    assert not frames[:, ~PIXELS].any()
    assert np.array_equal(
        take_back(np.ones(VALUES.shape), frames, RUNS, (0, 0)), VALUES
    )


def test_a_part_holds_the_light_and_the_reach_of_the_kernel() -> None:
    part = LitPart((3, 8, 9, 13), (2, 1))
    assert part.shape[0] >= 9 and part.shape[1] >= 6
    assert part.corner == (3, 9) and part.corner_seen == (1, 8)


def test_a_place_lays_out_what_is_lit_and_takes_back_what_is_read() -> None:
    corner, lit = (1, 2), (6, 9)
    place = Place(RUNS, RUNS[:0], corner, lit, corner)
    frames = place.frames(VALUES, None)
    assert frames.shape == (3, *lit)
    assert np.array_equal(frames, lay_out(np.zeros(frames.shape), VALUES, RUNS, corner))
    read = slice(2, 6), slice(0, 7)
    result = place.taken(np.ones(VALUES.shape), frames[:, *read], read)
    wanted = take_back(np.ones(VALUES.shape), frames[:, *read], RUNS, (3, 2))
    assert np.array_equal(result, wanted) and 0 < (wanted != 0.0).sum() < VALUES.size
