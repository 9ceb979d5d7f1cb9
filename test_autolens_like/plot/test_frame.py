import numpy as np
import pytest

from autolens_like import exc
from autolens_like.plot.frame import box_around, frame_from, square_around, union
from autolens_like.structures.array import Array2D
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.mask import Mask2D


@pytest.fixture
def square():
    """Unmasked: rows 1 and 2, columns 0 to 2 of a frame of 5 by 4."""
    masked = np.ones((5, 4), dtype=bool)
    masked[1:3, 0:3] = False
    return Mask2D(masked, pixel_scales=0.5, origin=(1.0, -1.0))


def test_masked_and_infinite_values_are_blank(square):
    values = np.arange(20.0).reshape(5, 4)
    values[1, 1] = np.nan
    frame = frame_from(Array2D(values, square))
    assert frame.unmasked_values.tolist() == [4.0, 6.0, 8.0, 9.0, 10.0]


def test_the_extent_is_that_of_the_outer_edges_of_pixels(square):
    frame = frame_from(Array2D(np.zeros((5, 4)), square))
    assert frame.extent == (-2.0, 0.0, -0.25, 2.25)
    assert frame.unmasked_box == (-2.0, -0.5, 0.75, 1.75)


def test_the_view_is_a_square_around_the_unmasked_pixels(square):
    frame = frame_from(Array2D(np.zeros((5, 4)), square))
    # On the left the frame ends where the unmasked pixels do.
    assert frame.snug_view == pytest.approx((-2.0, -0.44, 0.69, 1.81))
    assert frame.view == pytest.approx((-2.0, -0.44, 0.47, 2.03))


def test_the_edge_of_the_mask_follows_the_sides_of_pixels(square):
    segments = frame_from(Array2D(np.zeros((5, 4)), square)).edge_segments()
    # 3 above, 3 below, 2 on the right; the left side is that of the frame.
    assert len(segments) == 8
    assert np.all(np.abs(np.diff(segments, axis=1)).sum(axis=2) == 0.5)
    box = (-2.0, -0.5, 0.75, 1.75)
    assert segments[..., 0].max() == box[1]
    assert (segments[..., 1].min(), segments[..., 1].max()) == box[2:]


def test_without_masked_pixels_there_is_no_edge():
    frame = frame_from(Array2D.full(1.0, (3, 3), 0.1))
    assert len(frame.edge_segments()) == 0
    assert frame.view == pytest.approx(frame.extent)


def test_a_mask_can_be_drawn(square):
    assert frame_from(square).values.sum() == 14


def test_a_bare_array_is_drawn_in_pixels():
    frame = frame_from(np.ones((3, 5)))
    assert frame.unit == "pixels"
    assert frame.extent == (-2.5, 2.5, -1.5, 1.5)


@pytest.mark.parametrize("wrong", [np.ones(3), np.ones((2, 2, 2)), "image"])
def test_what_is_no_image_is_refused(wrong):
    with pytest.raises(exc.PlotException, match="no image; give an Array2D"):
        frame_from(wrong)


def test_a_grid_is_refused():
    with pytest.raises(exc.PlotException, match="Grid2D of shape"):
        frame_from(Grid2D.uniform((3, 3), 0.1))


def test_boxes_grow_to_squares_and_unions():
    box = box_around(np.array([[0.0, 1.0], [2.0, 2.0]]))
    assert box == (1.0, 2.0, 0.0, 2.0)
    assert square_around(box) == (0.5, 2.5, 0.0, 2.0)
    assert union(box, (-1.0, 0.0, 1.0, 3.0)) == (-1.0, 2.0, 0.0, 3.0)
