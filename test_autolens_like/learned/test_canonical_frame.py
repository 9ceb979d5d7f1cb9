"""The canonical frame is found wherever a galaxy lies, and shows it upright."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.learned.canonical_frame import (
    SIDE,
    Frame,
    canonical_stamp,
    checked_stamp,
    measured_frame,
    placed,
    resampled,
)
from autolens_like.profiles.light import Exponential


def image_of(centre=(1.3, -2.1), angle=0.6, radius=7.0, ratio=0.5, side=80):
    """A disc on pixels of 1 arcsec, so that arcsec are pixels; angle in radians."""
    places = np.arange(side) - (side - 1) / 2
    y, x = np.meshgrid(places, places, indexing="ij")
    f = (1 - ratio) / (1 + ratio)
    comps = (f * np.sin(2 * angle), f * np.cos(2 * angle))
    profile = Exponential(centre=centre, ell_comps=comps, effective_radius=radius)
    return profile.image(y, x)


def test_centre_and_angle_are_those_of_the_galaxy():
    frame = measured_frame(image_of())
    np.testing.assert_allclose(frame.centre, (39.5 + 1.3, 39.5 - 2.1), atol=0.05)
    assert frame.angle == pytest.approx(0.6, abs=0.01)


def test_the_circle_holds_half_of_the_light():
    # The geometric-mean radius of a round disc is that of a circle; the square cuts a
    # little light off.
    frame = measured_frame(image_of(ratio=0.999, centre=(0.0, 0.0)))
    assert frame.half_light_radius == pytest.approx(7.0, rel=0.03)


def test_stamps_of_the_same_galaxy_are_the_same():
    first = canonical_stamp(image_of(), measured_frame(image_of()))
    other = image_of(centre=(-0.4, 0.9), angle=-1.0, radius=5.5)
    second = canonical_stamp(other, measured_frame(other))
    assert first.shape == (SIDE, SIDE)
    assert np.linalg.norm(first) == pytest.approx(1.0)
    assert np.sum((first - second) ** 2) < 2e-3
    frame = measured_frame(first)
    assert abs(frame.angle) < 0.01
    assert frame.half_light_radius == pytest.approx(8.0, rel=0.03)
    np.testing.assert_allclose(frame.centre, 31.5, atol=0.05)


def test_the_frame_of_a_stamp_is_followed():
    image = image_of()
    # Half a pixel lies between the middle of an even stamp and a pixel's centre.
    stamp = canonical_stamp(image, Frame((40.5, 39.5), 0.0, 8.0))
    expected = image[40 - 31 : 41 + 32, 39 - 31 : 40 + 32]
    shifted = canonical_stamp(image, Frame((40.5, 39.5), np.pi, 8.0))
    assert np.sum((stamp - expected / np.linalg.norm(expected)) ** 2) < 1e-4
    np.testing.assert_allclose(stamp, shifted[::-1, ::-1], atol=1e-12)


def test_a_placed_stamp_is_turned_back_by_its_frame():
    stamp = canonical_stamp(image_of(), measured_frame(image_of()))
    frame = Frame((32.4, 30.1), 0.7, 9.0)
    image = placed(stamp, frame)
    back = resampled(image, frame)
    inside = (slice(12, -12), slice(12, -12))
    np.testing.assert_allclose(back[inside], stamp[inside], atol=0.04 * stamp.max())
    np.testing.assert_array_equal(placed(stamp, Frame((31.5, 31.5), 0.0, 8.0)), stamp)
    found = measured_frame(image)
    np.testing.assert_allclose(found.centre, frame.centre, atol=0.05)
    assert found.angle == pytest.approx(0.7, abs=0.01)
    assert found.half_light_radius == pytest.approx(9.0, rel=0.03)


@pytest.mark.parametrize(
    ("stamp", "message"),
    [
        (np.ones((4, 40)), "has the shape (4, 40)"),
        (np.ones(40), "two axes"),
        (np.where(np.eye(20) > 0, np.nan, 1.0), "20 pixels that are NaN"),
        (np.zeros((20, 20)), "no light: its sum is 0"),
        (np.ones((20, 20), complex), "values of the type complex128"),
        (np.full((20, 20), "1"), "real numbers are asked for"),
    ],
)
def test_no_stamp_of_a_galaxy_is_refused(stamp, message):
    with pytest.raises(exc.ArrayException) as error:
        checked_stamp(stamp)
    assert message in str(error.value)


def test_a_galaxy_below_the_noise_is_refused():
    with pytest.raises(exc.ArrayException, match="no pixel above its noise"):
        measured_frame(image_of(), noise=1e6)
