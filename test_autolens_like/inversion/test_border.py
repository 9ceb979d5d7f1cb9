"""The ellipse round the traced border."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.inversion.border import (
    BorderEllipse,
    BorderRelocator,
    border_points,
)
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.mask import Mask2D

PHI = np.linspace(0.0, 2.0 * np.pi, 40, endpoint=False)
TURN = np.array([[np.cos(0.4), -np.sin(0.4)], [np.sin(0.4), np.cos(0.4)]])
#: An ellipse of radii 2 and 1, turned and moved.
BORDER = np.stack([2.0 * np.cos(PHI), np.sin(PHI)], axis=1) @ TURN.T + [0.3, -0.2]

_random = np.random.default_rng(8)
KERNEL_SAMPLES = {
    "pulled_inside": [
        (*_random.normal(size=(2, 50)), np.array([0.1, -0.3]), TURN / [[1.0], [0.4]]),
        (np.ones(3), np.ones(3), np.zeros(2), np.zeros((2, 2))),
    ]
}


def test_an_ellipse_is_found_again():
    ellipse = BorderEllipse(*BORDER.T)
    assert ellipse.centre == pytest.approx([0.3, -0.2])
    assert sorted(ellipse.radii) == pytest.approx([1.0, 2.0], rel=1e-10)


def test_points_inside_stay_and_others_land_on_the_ellipse():
    ellipse = BorderEllipse(*BORDER.T)
    offsets = BORDER - ellipse.centre
    y, x = ellipse.relocated(*(ellipse.centre + 0.9 * offsets).T)
    np.testing.assert_array_equal(np.stack([y, x], 1), ellipse.centre + 0.9 * offsets)
    y, x = ellipse.relocated(*(ellipse.centre + 7.0 * offsets).T)
    np.testing.assert_allclose(np.stack([y, x], 1), BORDER, atol=1e-10)


def test_a_border_without_extent_moves_nothing():
    ellipse = BorderEllipse(np.ones(5), np.ones(5))
    y, x = ellipse.relocated(np.array([3.0]), np.array([4.0]))
    assert (y[0], x[0]) == (3.0, 4.0)


def test_border_points_face_the_outside_with_a_side():
    mask = Mask2D.circular((9, 9), radius=2.5, pixel_scales=1.0)
    # 21 pixels: a 5 x 5 square without corners; twelve of them have a free side.
    assert len(border_points(mask)) == 12
    ring = Mask2D.circular_annular((15, 15), 2.0, 5.0, 1.0)
    assert np.hypot(*border_points(ring).T).min() > 3.0


def test_the_axes_of_a_round_border_are_those_of_the_image():
    mask = Mask2D.circular((15, 15), radius=1.3, pixel_scales=0.2)
    y, x = border_points(mask).T
    turned = BorderEllipse(-x, y)
    np.testing.assert_array_equal(turned.axes, np.eye(2))
    assert turned.radii == pytest.approx([np.abs(x).max(), np.abs(y).max()])


def test_points_outside_have_finite_derivatives():
    jax = pytest.importorskip("jax")

    def moved(stretch):
        ellipse = BorderEllipse(stretch * jax.numpy.cos(PHI), jax.numpy.sin(PHI))
        return ellipse.relocated(*jax.numpy.array([[3.0, 0.1], [1.0, 0.2]]))[0].sum()

    step = 1e-6
    slope = float(moved(1.2 + step) - moved(1.2 - step)) / (2.0 * step)
    assert float(jax.grad(moved)(1.2)) == pytest.approx(slope, rel=1e-6)
    assert np.isfinite(jax.grad(moved)(1.0))


def test_grids_are_relocated_by_the_border_of_their_mask():
    mask = Mask2D.circular((21, 21), radius=0.8, pixel_scales=0.1)
    # A lens that sends one pixel far out, and its sub-pixels farther.
    grid = Grid2D.from_mask(mask, over_sample_size=2)
    away = np.hypot(*grid.array.T) < 0.05
    traced = np.where(away[:, None], 5.0, grid.array)
    subs = np.where(np.repeat(away, 4)[:, None], 9.0, grid.over_sampled.array)
    relocator = BorderRelocator(mask, sub_size=2)
    found = relocator.relocated_grid_from(
        Grid2D(traced, mask, over_sample_size=2, over_sampled=subs)
    )
    ellipse = BorderEllipse(*border_points(mask).T)
    np.testing.assert_array_equal(relocator.border_grid, border_points(mask))
    for points, came in ((found, traced), (found.over_sampled, subs)):
        expected = np.stack(ellipse.relocated(*came.T), axis=1)
        np.testing.assert_array_equal(points.array, expected)
        assert np.hypot(*points.array.T).max() < 0.9
    centres = relocator.relocated_mesh_grid_from(grid, [(0.0, 0.1), (5.0, 0.0)])
    assert centres.array[0].tolist() == [0.0, 0.1] and centres.array[1, 0] < 0.9
    with pytest.raises(exc.GridException, match="another mask"):
        relocator.relocated_grid_from(
            Grid2D.from_mask(Mask2D.circular((9, 9), 0.1, 0.3))
        )
