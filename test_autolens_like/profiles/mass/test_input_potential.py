"""A potential on pixels gives back the lens that it was made of."""

import numpy as np
import pytest

import autolens_like as al

LENS = al.mp.PowerLawCore(
    centre=(0.05, 0.02), ell_comps=(0.1, -0.1), core_radius=0.8, einstein_radius=1.2
)
FRAME = {"shape_native": (80, 80), "pixel_scales": 0.1}
POINTS = np.random.default_rng(0).uniform(-3.5, 3.5, (200, 2))
METHODS = {  # h⁶, h⁵ and h⁴ of the pixel over the core, times small numbers
    "potential_2d_from": 2e-8,
    "deflections_yx_2d_from": 5e-7,
    "convergence_2d_from": 1e-5,
}


def mapped(mask, lens=LENS):
    grid = al.Grid2D.from_mask(mask, over_sample_size=1)
    return al.mp.InputPotential(lens.potential_2d_from(grid))


@pytest.mark.parametrize("method", METHODS)
def test_a_lens_comes_back(method):
    found = getattr(mapped(al.Mask2D.all_false(**FRAME)), method)(POINTS)
    expected = getattr(LENS, method)(POINTS)
    np.testing.assert_allclose(found, expected, atol=METHODS[method])


@pytest.mark.parametrize("method", METHODS)
def test_the_error_falls_with_a_power_of_the_pixel(method):
    errors = []
    for number in (40, 80):
        mask = al.Mask2D.all_false((number, number), pixel_scales=8.0 / number)
        points = POINTS[np.hypot(*POINTS.T) < 2.0]
        difference = getattr(mapped(mask), method)(points)
        difference = difference - getattr(LENS, method)(points)
        errors.append(np.sqrt(np.mean(difference**2)))
    power = {"potential_2d_from": 6, "deflections_yx_2d_from": 5}.get(method, 4)
    assert errors[0] / errors[1] > 0.7 * 2.0**power


def test_masked_pixels_change_little_inside():
    whole = mapped(al.Mask2D.all_false(**FRAME))
    disc = mapped(al.Mask2D.circular(**FRAME, radius=3.0))
    points = POINTS[np.hypot(*POINTS.T) < 2.5]
    for method, tolerance in METHODS.items():
        found, expected = (getattr(p, method)(points) for p in (disc, whole))
        np.testing.assert_allclose(found, expected, atol=10.0 * tolerance)


def test_a_lens_of_a_map_has_its_curves_and_its_images():
    grid = al.Grid2D.uniform(shape_native=(70, 70), pixel_scales=0.1)
    twin = al.mp.PowerLawCore(
        ell_comps=(0.1, -0.1), core_radius=0.8, einstein_radius=2.2
    )
    mass = mapped(al.Mask2D.all_false(**FRAME), twin)
    source = al.Galaxy(1.0, light=al.lp.SersicSph(centre=(0.1, 0.05), sersic_index=1.0))
    first, second = (
        al.Tracer([al.Galaxy(0.5, mass=lens), source]) for lens in (mass, twin)
    )
    expected = second.einstein_radius_from()
    for lens in (mass, first):
        assert lens.einstein_radius_from(grid) == pytest.approx(expected, rel=1e-5)
    np.testing.assert_allclose(
        first.image_2d_from(grid).array, second.image_2d_from(grid).array, atol=1e-6
    )
