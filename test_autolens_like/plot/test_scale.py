import numpy as np
import pytest

from autolens_like import exc
from autolens_like.plot.scale import (
    Scale,
    scale_from,
    scale_of_sizes,
    symmetric_scale,
)

VALUES = np.linspace(-1.0, 9.0, 2001)


def test_a_linear_scale_spans_all_values():
    scale = scale_from(VALUES)
    assert (scale.vmin, scale.vmax) == (-1.0, 9.0)
    assert scale.extend_for(VALUES) == "neither"


def test_given_limits_are_kept_and_open_the_bar():
    scale = scale_from(VALUES, vmin=0.0, vmax=5.0)
    assert (scale.vmin, scale.vmax) == (0.0, 5.0)
    assert scale.extend_for(VALUES) == "both"
    assert scale.extend_for(VALUES[VALUES > 1.0]) == "max"


def test_one_hot_pixel_does_not_set_the_limits_of_a_stretch():
    values = np.append(VALUES, 1e6)
    assert scale_from(values, stretch="asinh").vmax < 10.0


def test_an_asinh_stretch_is_linear_at_zero_and_logarithmic_above():
    norm = Scale(-1.0, 1000.0, "asinh", 0.1).norm
    place = norm([0.0, 0.001, 0.002, 1.0, 10.0, 100.0])
    assert place[2] - place[1] == pytest.approx(place[1] - place[0], rel=1e-3)
    assert place[5] - place[4] == pytest.approx(place[4] - place[3], rel=1e-2)


def test_a_log_scale_spans_no_more_than_four_decades():
    scale = scale_from(np.geomspace(1e-9, 1.0, 1000), stretch="log")
    assert scale.vmax / scale.vmin == pytest.approx(1e4)


def test_a_constant_image_has_a_range():
    for value, stretch in ((0.0, "linear"), (3.0, "asinh"), (2.0, "log")):
        scale = scale_from(np.full(5, value), stretch=stretch)
        assert scale.vmin < value < scale.vmax
    assert scale_from(np.full(3, 2.0), vmin=2.0).vmin == 2.0
    assert scale_from(np.full(3, 2.0), vmax=2.0).vmax == 2.0


def test_ticks_are_round_and_apart():
    scale = Scale(-0.02, 3.0, "asinh", 0.02)
    ticks = scale.ticks()
    assert 0.0 in ticks and 1.0 in ticks and 0.1 in ticks
    places = scale.norm(ticks)
    assert np.min(np.diff(places)) > 0.1
    assert 4 <= len(ticks) <= 9


def test_sizes_are_named_one_by_one():
    scale = scale_of_sizes(np.array([4, 1, 2, 2]))
    assert scale.ticks() == [1.0, 2.0, 4.0]
    assert scale.vmin < 1.0 and scale.vmax > 4.0


def test_a_symmetric_scale_has_zero_in_its_middle():
    assert symmetric_scale(4.0).norm(0.0) == 0.5


@pytest.mark.parametrize(
    ("keywords", "text"),
    [
        ({"stretch": "asin"}, "'asin'.*Did you mean 'asinh'"),
        ({"vmin": 2.0, "vmax": 1.0}, "vmin=2.0 is above vmax=1.0"),
        ({"vmin": np.nan}, "vmin=nan is not finite"),
        ({"vmin": -1.0, "stretch": "log"}, "vmin=-1.0 has no logarithm"),
    ],
)
def test_limits_that_cannot_be_used_are_refused(keywords, text):
    with pytest.raises(exc.PlotException, match=text):
        scale_from(VALUES, **keywords)


def test_a_logarithm_needs_a_value_above_zero():
    with pytest.raises(exc.PlotException, match="without a value above zero; leave"):
        scale_from(-VALUES[VALUES > 0.0], stretch="log")
