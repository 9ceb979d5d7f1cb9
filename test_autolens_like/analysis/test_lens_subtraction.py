"""The lens is taken off and the arcs stay."""

from __future__ import annotations

import numpy as np
import pytest

from autolens_like.analysis.frame import Frame
from autolens_like.analysis.lens_subtraction import lens_subtracted, widths_between
from test_autolens_like.analysis.lens_images import CENTRE, lens_image


def subtracted(image):
    frame = Frame.of(image)
    return frame, lens_subtracted(image, frame, CENTRE, 2.7, noise_scale=1.0)


def test_widths_grow_by_the_root_of_two_up_to_the_widest() -> None:
    widths = widths_between(0.05, 3.0)
    assert widths[-1] == 3.0 and widths[0] <= 0.05 < widths[1]
    assert widths[1:] / widths[:-1] == pytest.approx(np.sqrt(2.0))


def test_a_lens_alone_leaves_noise() -> None:
    frame, lens = subtracted(lens_image(source_intensity=0.0))
    residual = (lens.residual / frame.noise)[lens.used]
    assert residual.std() == pytest.approx(1.0, abs=0.05)
    # Of some thousand independent points none is far off.
    assert np.abs(lens.signal_to_noise).max() < 5.0
    assert lens.ell_comps == pytest.approx((0.05, 0.1), abs=0.02)


def test_arcs_do_not_pull_the_lens() -> None:
    _, alone = subtracted(lens_image(source_intensity=0.0))
    frame, lens = subtracted(lens_image())
    assert lens.signal_to_noise.max() > 20.0
    shift = (lens.model - alone.model)[lens.used] / frame.noise[lens.used]
    assert np.abs(shift).mean() < 0.5


def test_nothing_is_said_outside_the_radius() -> None:
    frame, lens = subtracted(lens_image())
    assert not lens.residual[frame.radius(CENTRE) > 2.75].any()
    assert not lens.signal_to_noise[~lens.used].any()
