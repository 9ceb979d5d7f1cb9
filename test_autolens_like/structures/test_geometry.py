"""Where pixels lie on the sky."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.structures.geometry import (
    Geometry2D,
    origin_from,
    pixel_scales_from,
    shape_native_from,
)

ODD = Geometry2D((3, 5), (0.1, 0.2))
EVEN = Geometry2D((2, 4), (0.1, 0.1), (1.0, -2.0))


def test_top_left_has_the_largest_y_and_the_smallest_x():
    # The sky's y points up and the first row is the top one.
    assert ODD.coordinates_native()[0, 0] == pytest.approx([0.1, -0.4])
    assert ODD.coordinates_native()[-1, -1] == pytest.approx([-0.1, 0.4])


def test_even_frames_straddle_the_origin():
    y, x = EVEN.axes
    assert y == pytest.approx([1.05, 0.95])
    assert x == pytest.approx([-2.15, -2.05, -1.95, -1.85])


def test_extent_is_of_the_outer_edges():
    assert ODD.extent == pytest.approx((-0.5, 0.5, -0.15, 0.15))
    assert ODD.shape_native_scaled == pytest.approx((0.3, 1.0))


@pytest.mark.parametrize("geometry", [ODD, EVEN])
def test_pixels_and_sky_undo_each_other(geometry):
    rows, columns = geometry.shape_native
    wanted = np.stack(np.mgrid[:rows, :columns], axis=-1)
    assert geometry.pixels_from(geometry.coordinates_native()) == pytest.approx(
        wanted.astype(float), abs=1e-12
    )
    for row, column in ((0, 0), (rows - 1, 1)):
        sky = geometry.scaled_coordinates_2d_from((row, column))
        assert geometry.pixel_coordinates_2d_from(sky) == (row, column)


@pytest.mark.parametrize(
    "bad", [0, -0.1, np.nan, np.inf, "0.1", None, True, (0.1,), (0.1, 0.0), (0.1, "a")]
)
def test_pixel_scales_that_are_none(bad):
    with pytest.raises(exc.ArrayException, match="one number above zero") as error:
        pixel_scales_from(bad)
    assert repr(bad) in str(error.value)


def test_pixel_scales_of_any_number_type():
    assert pixel_scales_from(np.float32(0.5)) == (0.5, 0.5)
    assert pixel_scales_from([1, 2]) == (1.0, 2.0)
    assert all(type(value) is float for value in pixel_scales_from(np.array([1, 2])))


@pytest.mark.parametrize("bad", [3, (3,), (0, 3), (-1, 3), (2.5, 3), "ab", None])
def test_shapes_that_are_none(bad):
    with pytest.raises(exc.ArrayException, match="two integers above zero"):
        shape_native_from(bad)


@pytest.mark.parametrize("bad", [1.0, (np.nan, 0.0), (1.0, 2.0, 3.0)])
def test_origins_that_are_none(bad):
    with pytest.raises(exc.ArrayException, match="in arcseconds"):
        origin_from(bad)
