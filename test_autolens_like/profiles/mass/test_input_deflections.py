"""Deflection angles on pixels give back their lens, and its potential if it has one."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from autolens_like.profiles.mass.input_deflections import potential_of

LENS = al.mp.PowerLawCore(centre=(0.05, 0.02), ell_comps=(0.1, -0.1), core_radius=0.8)
MASK = al.Mask2D.all_false(shape_native=(80, 90), pixel_scales=0.1)
GRID = al.Grid2D.from_mask(MASK, over_sample_size=1)
POINTS = np.random.default_rng(0).uniform(-3.5, 3.5, (200, 2))


def test_a_lens_comes_back():
    profile = al.mp.InputDeflections.from_vectors(LENS.deflections_yx_2d_from(GRID))
    # h⁶ and h⁵ of the pixel over the core, times small numbers.
    for method, tolerance in (
        ("deflections_yx_2d_from", 1e-7),
        ("convergence_2d_from", 2e-6),
    ):
        found = getattr(profile, method)(POINTS)
        expected = getattr(LENS, method)(POINTS)
        np.testing.assert_allclose(found, expected, atol=tolerance)
    # A potential is known up to a constant.
    difference = profile.potential_2d_from(POINTS) - LENS.potential_2d_from(POINTS)
    assert np.ptp(difference) < 1e-7


def test_pixels_need_not_be_square():
    mask = al.Mask2D.all_false(shape_native=(100, 60), pixel_scales=(0.08, 0.12))
    grid = al.Grid2D.from_mask(mask, over_sample_size=1)
    angles = np.asarray(LENS.deflections_yx_2d_from(grid).slim.array)
    profile = al.mp.InputDeflections(angles[:, 0], angles[:, 1], grid, mask)
    points = 0.9 * POINTS
    found = profile.convergence_2d_from(points)
    np.testing.assert_allclose(found, LENS.convergence_2d_from(points), atol=5e-6)
    difference = profile.potential_2d_from(points) - LENS.potential_2d_from(points)
    assert np.ptp(difference) < 1e-6


def test_deflections_of_several_planes_have_no_potential():
    galaxies = [
        al.Galaxy(0.3, mass=LENS),
        al.Galaxy(0.6, mass=al.mp.PowerLawCore(centre=(0.4, 0.8), core_radius=0.8)),
        al.Galaxy(2.0),
    ]
    angles = al.Tracer(galaxies).deflections_yx_2d_from(GRID)
    profile = al.mp.InputDeflections.from_vectors(angles)
    assert potential_of(profile.deflections_y, profile.deflections_x)[1] > 1e-3
    with pytest.raises(exc.ProfileException, match="They have a curl, as those of sev"):
        profile.potential_2d_from(POINTS)
    assert np.all(np.isfinite(profile.convergence_2d_from(POINTS)))


def test_masked_pixels_leave_no_potential():
    disc = al.Mask2D.circular(shape_native=(60, 60), pixel_scales=0.1, radius=2.5)
    grid = al.Grid2D.from_mask(disc, over_sample_size=1)
    profile = al.mp.InputDeflections.from_vectors(LENS.deflections_yx_2d_from(grid))
    points = POINTS[np.hypot(*POINTS.T) < 2.0]
    found = profile.convergence_2d_from(points)
    np.testing.assert_allclose(found, LENS.convergence_2d_from(points), atol=1e-4)
    with pytest.raises(exc.ProfileException, match="masked pixels inside the rectangl"):
        profile.potential_2d_from(points)


def test_nothing_deflects_nothing():
    profile = al.mp.InputDeflections(np.zeros(7200), np.zeros(7200), mask=MASK)
    for method in (
        "deflections_yx_2d_from",
        "convergence_2d_from",
        "potential_2d_from",
    ):
        assert np.all(getattr(profile, method)(POINTS) == 0.0)
