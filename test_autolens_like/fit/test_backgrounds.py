"""Backgrounds are polynomials on the sky, in units that nothing else changes."""

from __future__ import annotations

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.fit.backgrounds import Background, order_from
from test_autolens_like.fit.exposures import multi


def test_names_and_numbers_are_orders() -> None:
    given = (None, "constant", "plane", 0, 3)
    assert [order_from(value) for value in given] == [None, 0, 1, 0, 3]
    for wrong in ("flat", -1, 1.5, True):
        with pytest.raises(exc.InputException, match="constant"):
            order_from(wrong)


def test_the_terms_span_all_polynomials_of_the_order() -> None:
    background = Background("VIS", 2, (0.5, -1.0), 2.0)
    assert background.terms == ("", "y", "x", "y^2", "y x", "x^2")
    y, x = np.random.default_rng(1).normal(size=(2, 50))
    wanted = 2.0 - y + 3.0 * x * y + x**2
    rows = background.rows(y, x)
    left = wanted - rows.T @ np.linalg.lstsq(rows.T, wanted, rcond=None)[0]
    np.testing.assert_allclose(left, 0.0, atol=1e-12)


def test_coordinates_reach_one_at_the_rim_of_the_frame() -> None:
    dataset = multi()
    background = Background.of(dataset, "VIS_1", [0], 1)
    assert (background.centre, background.radius) == ((0.0, 0.0), pytest.approx(1.5))
    band = Background.of(dataset, "VIS", [0, 1], 1)
    assert band.centre == pytest.approx((0.03, -0.015))
    assert Background.of(dataset, "VIS", [1, 0], 1).radius == band.radius


def test_what_is_switched_off_does_not_change_the_units() -> None:
    dataset = multi()
    one = Background.of(dataset, "VIS", [0, 1], 1)
    other = Background.of(dataset.with_active("VIS_1"), "VIS", [0, 1], 1)
    assert (one.centre, one.radius) == (other.centre, other.radius)
