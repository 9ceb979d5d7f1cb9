"""Variables and length of the series of homoeoids."""

import numpy as np

from autolens_like.numerics.moment_table import MOST_TERMS
from autolens_like.profiles.mass.homoeoid_frame import homoeoid_frame, order_from


def test_more_flattening_takes_more_terms():
    orders = [order_from(f) for f in (0.0, 0.01, 0.2, 0.5, 0.9)]
    assert orders == sorted(orders)
    assert orders[0] == 1 and orders[-1] == MOST_TERMS
    f = 0.37
    assert f ** order_from(f) / (1 - f) < 1e-11


def test_the_radius_is_constant_on_the_ellipse_and_w_has_the_size_of_f():
    axis_ratio, angle = 0.4, np.linspace(0.0, 6.0, 7)
    f = (1.0 - axis_ratio) / (1.0 + axis_ratio)
    # The ellipse of geometric-mean radius 2, its major axis along x.
    y = 2.0 * np.sqrt(axis_ratio) * np.sin(angle)
    x = 2.0 / np.sqrt(axis_ratio) * np.cos(angle)
    _, _, squared, log_radius, w_imag, w_real = homoeoid_frame(y, x, (0.0, f), 0.5)
    np.testing.assert_allclose(squared, 4.0)
    np.testing.assert_allclose(log_radius, np.log(4.0))
    np.testing.assert_allclose(np.hypot(w_imag, w_real), f)
