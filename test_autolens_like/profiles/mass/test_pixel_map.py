"""Maps: their frame, what is inside, and what is refused."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from autolens_like.profiles.mass.pixel_map import frame_of, map_from, values_in_frame

MASK = al.Mask2D.circular(
    shape_native=(30, 34),
    pixel_scales=(0.2, 0.1),
    radius=1.2,
    origin=(0.3, -0.1),
    centre=(0.3, -0.1),
)
GRID = al.Grid2D.from_mask(MASK, over_sample_size=1)
VALUES = np.asarray(GRID.array)[:, 0] ** 2


def test_the_frame_is_the_rectangle_around_the_unmasked_pixels():
    frame = frame_of(MASK)
    centres = np.asarray(GRID.array)
    v, u = frame.lattice(centres[:, 0], centres[:, 1])
    np.testing.assert_allclose(v, np.rint(v), atol=1e-9)
    assert (round(v.min()), round(v.max())) == (0, frame.known.shape[0] - 1)
    assert (round(u.min()), round(u.max())) == (0, frame.known.shape[1] - 1)
    assert np.all(frame.holds(v, u)) and frame.known.sum() == MASK.shape_slim
    assert frame_of(MASK) is frame


def test_pixels_count_up_to_their_edges():
    frame = frame_of(al.Mask2D.all_false(shape_native=(6, 8), pixel_scales=0.5))
    edge = np.array([-0.5, 5.5])
    assert np.all(frame.holds(edge, np.array([-0.5, 7.5])))
    assert not np.any(frame.holds(1.01 * edge, np.array([0.0, 0.0])))
    assert not np.any(frame.holds(np.array([0.0, 0.0]), np.array([-0.6, 7.6])))


def test_the_middle_of_the_map_is_its_centre():
    (centre,) = al.mp.InputPotential(VALUES, mask=MASK).mass_centres
    assert centre == pytest.approx((0.3, -0.1), abs=1e-9)


@pytest.mark.parametrize(
    "given",
    [
        (al.Array2D(VALUES, MASK), None, None),
        (VALUES, None, MASK),
        (VALUES, GRID, None),
        (VALUES, np.asarray(GRID.array), MASK),
        (np.asarray(al.Array2D(VALUES, MASK).native.array), None, MASK),
    ],
)
def test_every_way_to_give_a_map_gives_the_same(given):
    found = map_from(*given, "Owner", "values")
    assert found.mask is MASK
    np.testing.assert_array_equal(np.asarray(found.slim.array), VALUES)
    inside = frame_of(MASK).known
    np.testing.assert_array_equal(values_in_frame(found)[inside], VALUES)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ((VALUES, None, None), "Owner got mask=None; give the Mask2D of the pixels"),
        ((VALUES, None, "disc"), "Owner got mask='disc'; give the Mask2D"),
        (
            (VALUES, np.asarray(GRID.array) + 0.01, MASK),
            "is not the .* pixel centres of its mask; leave it out",
        ),
        ((VALUES + np.inf, None, MASK), "values that are not finite; mask their pixel"),
        (
            (np.ones((5, 9)), None, al.Mask2D.all_false((5, 9), pixel_scales=0.1)),
            "a map of 45 unmasked pixels .* needs 6 rows and columns or more",
        ),
    ],
)
def test_maps_that_are_refused(given, message):
    with pytest.raises(exc.ProfileException, match=message):
        map_from(*given, "Owner", "values")


def test_values_of_another_shape_are_refused():
    with pytest.raises(exc.ArrayException, match="do not fit the mask"):
        map_from(VALUES[1:], None, MASK, "Owner", "values")


@pytest.mark.parametrize("method", ["potential_2d_from", "deflections_yx_2d_from"])
def test_coordinates_outside_are_an_error_and_nan_in_a_trace(method):
    import jax

    profile = al.mp.InputPotential(VALUES, mask=MASK)
    points = np.array([[0.3, -0.1], [1.55, -0.1], [0.3, 5.0]])
    with pytest.raises(exc.GridException) as error:
        getattr(profile, method)(points)
    assert str(error.value) == (
        "2 of 3 coordinates lie outside the map of InputPotential, the first at (y, x) "
        "= (1.55, -0.1). It covers y from -0.9 to 1.5 and x from -1.3 to 1.1, but for "
        "its masked pixels: give a larger map, or coordinates inside; to methods of "
        "critical curves a grid inside."
    )
    found = np.asarray(jax.jit(getattr(profile, method))(points))
    assert np.all(np.isfinite(found[0])) and np.all(np.isnan(found[1:]))


def test_a_repr_does_not_hold_the_values():
    assert repr(al.mp.InputPotential(VALUES, mask=MASK)) == (
        f"InputPotential(lensing_potential=<Array2D of {VALUES.size} pixels>, "
        f"image_plane_grid=None, mask={MASK!r})"
    )
