"""Point sources."""

import pytest

from autolens_like import exc
from autolens_like.profiles.point import Point


def test_a_point_is_where_it_is():
    assert Point().centre == (0.0, 0.0)
    assert repr(Point(centre=(0.1, -0.2))) == "Point(centre=(0.1, -0.2))"


def test_a_point_has_no_brightness():
    with pytest.raises(exc.ProfileException) as error:
        Point(flux=1.0)
    assert str(error.value) == "Point has no parameter 'flux'. Allowed: centre."
