"""Point sources."""

import pytest

from autolens_like import af, exc
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.profiles.point import Point, PointFlux, PointSolved


def test_a_point_is_where_it_is():
    assert Point().centre == (0.0, 0.0)
    assert repr(Point(centre=(0.1, -0.2))) == "Point(centre=(0.1, -0.2))"


def test_a_point_has_no_brightness():
    with pytest.raises(exc.ProfileException) as error:
        Point(flux=1.0)
    assert str(error.value) == "Point has no parameter 'flux'. Allowed: centre."


def test_a_point_with_a_flux_is_a_point():
    point = PointFlux(centre=(0.1, -0.2), flux=2.0)
    assert isinstance(point, Point)
    assert repr(point) == "PointFlux(centre=(0.1, -0.2), flux=2.0)"
    with pytest.raises(exc.ParameterException, match=r"flux=-1\.0; it must be at leas"):
        PointFlux(flux=-1.0)


@pytest.mark.parametrize(
    ("cls", "number"), [(Point, 2), (PointFlux, 3), (PointSolved, 0)]
)
def test_what_is_solved_for_is_no_dimension_of_a_model(cls, number):
    model = af.Model(Galaxy, redshift=1.0, point=af.Model(cls))
    assert model.prior_count == number
    assert type(model.instance_from_prior_medians().point) is cls


def test_a_solved_point_has_no_centre():
    with pytest.raises(AttributeError, match="centre"):
        PointSolved().centre  # noqa: B018
    assert PointSolved.__solved_parameters__ == ("centre",)
