"""Arcs, radii and images of maps drawn by hand."""

from __future__ import annotations

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from autolens_like.analysis.arcs import (
    arcs_from,
    einstein_radius_from,
    positions_from,
)
from autolens_like.analysis.frame import Frame

CENTRE = (0.05, -0.1)


@pytest.fixture(scope="module")
def frame() -> Frame:
    zeros = al.Array2D.zeros((81, 81), pixel_scales=0.05)
    psf = al.Convolver.from_gaussian((9, 9), sigma=0.06, pixel_scales=0.05)
    return Frame.of(al.Imaging(zeros, noise_map=zeros + 1.0, psf=psf))


def blob(frame, y, x, height, width=0.08):
    distance = frame.radius((CENTRE[0] + y, CENTRE[1] + x))
    return height * np.exp(-0.5 * (distance / width) ** 2)


def test_bright_connected_regions_are_arcs(frame) -> None:
    image = blob(frame, 0.0, 1.2, 30.0) + blob(frame, 1.0, 0.0, 6.0)
    arcs = arcs_from(image, frame.good, frame, CENTRE)
    # The second is below a quarter of the first.
    assert np.array_equal(arcs, (image > 4.0) & (frame.y < 0.5))


def test_a_single_hot_pixel_and_the_lens_itself_are_no_arcs(frame) -> None:
    image = blob(frame, 0.0, 0.0, 50.0)
    image[10, 10] = 40.0
    with pytest.raises(exc.PositionsException, match="No arc was found"):
        arcs_from(image, frame.good, frame, CENTRE)


def test_opposite_images_give_the_radius_of_an_isothermal_lens(frame) -> None:
    # Images of a source at 0.2 behind a sphere of radius 1 stand at 1.2 and -0.8.
    image = blob(frame, 0.0, 1.2, 30.0) + blob(frame, 0.0, -0.8, 20.0)
    arcs = arcs_from(image, frame.good, frame, CENTRE)
    radius = einstein_radius_from(image, arcs, frame, CENTRE)
    assert radius == pytest.approx(1.0, abs=0.03)


def test_a_lone_arc_gives_its_own_radius(frame) -> None:
    image = blob(frame, 0.0, 1.2, 30.0)
    arcs = arcs_from(image, frame.good, frame, CENTRE)
    radius = einstein_radius_from(image, arcs, frame, CENTRE)
    assert radius == pytest.approx(1.2, abs=0.05)
    assert len(positions_from(image, arcs, frame, CENTRE)) == 1


def test_the_counter_image_is_opposite_of_the_brightest(frame) -> None:
    image = (
        blob(frame, 0.0, 1.2, 30.0)
        + blob(frame, 0.6, 0.9, 25.0)
        + blob(frame, 0.2, -0.8, 20.0)
    )
    arcs = arcs_from(image, frame.good, frame, CENTRE)
    positions = positions_from(image, arcs, frame, CENTRE)
    expected = np.add([(0.0, 1.2), (0.2, -0.8)], CENTRE)
    assert positions == pytest.approx(expected, abs=0.03)
