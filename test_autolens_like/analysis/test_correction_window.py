"""Where a source is corrected: about its light, and inside the source plane."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like.analysis.correction_window import box_about, half_light_circle
from autolens_like.inversion.mesh import RectangularUniform


def test_half_of_the_light_of_a_gaussian_is_inside_its_radius():
    light = al.lp.Gaussian(centre=(0.1, -0.1), sigma=0.3, intensity=2.0)
    edges = np.array([-2.0, 2.0])
    geometry = RectangularUniform(shape=(80, 80)).geometry_from(edges, edges)
    expected = 0.3 * np.sqrt(2.0 * np.log(2.0))
    middle, radius = half_light_circle(light, geometry)
    assert radius == pytest.approx(expected, rel=0.03)
    assert middle == pytest.approx((0.1, -0.1), abs=1e-3)
    # The mesh ends where the plane does.
    assert box_about(middle, 1.95, geometry) == pytest.approx((-1.85, 2.0, -2.0, 1.85))
