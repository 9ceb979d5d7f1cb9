"""Galaxies and fields sorted into planes."""

import pytest

from autolens_like import exc
from autolens_like.galaxy.galaxy import Galaxy, MassField
from autolens_like.lens.tracer import Tracer
from autolens_like.profiles.light import linear
from autolens_like.profiles.light.light_profile import LightProfile
from autolens_like.profiles.light.sersic import SersicSph
from autolens_like.profiles.mass.isothermal import Isothermal, IsothermalSph
from autolens_like.profiles.mass.sheets import ExternalShear
from test_autolens_like.galaxy.systems import (
    lens_galaxy,
    middle_galaxy,
    source_galaxy,
)


@pytest.fixture
def tracer():
    field = MassField(0.5, surroundings=ExternalShear(gamma_1=0.01))
    members = [source_galaxy(), lens_galaxy(), middle_galaxy(), Galaxy(1.0)]
    return Tracer(members, fields=field)


def test_planes_are_sorted_by_redshift(tracer):
    assert tracer.plane_redshifts == (0.5, 1.0, 2.0)
    assert tracer.total_planes == 3
    assert [len(plane) for plane in tracer.planes] == [1, 2, 1]
    assert [len(members) for members in tracer.members_of_planes] == [2, 2, 1]
    near_first = [g.redshift for g in tracer.galaxies_ascending_redshift]
    assert near_first == [0.5, 1.0, 1.0, 2.0]
    assert tracer.plane_deflections()[2] is None


def test_planes_of_galaxies(tracer):
    assert [tracer.plane_index_of(g) for g in tracer.galaxies] == [2, 0, 1, 1]
    assert tracer.plane_index_via_redshift_from(1.0) == 1
    assert tracer.plane_index_via_redshift_from(1.1) is None
    with pytest.raises(exc.RayTracingException, match="none of this tracer's planes"):
        tracer.plane_index_of(Galaxy(0.7))


def test_components_are_found(tracer):
    assert tracer.has(IsothermalSph) and tracer.has(SersicSph)
    assert not tracer.has(MassField)
    assert len(tracer.cls_list_from(LightProfile)) == 3
    assert tracer.cls_list_from(Isothermal) == [tracer.galaxies[1].mass]
    assert tracer.extract_attribute(IsothermalSph, "centre").in_list == [(0.4, 0.2)]
    assert tracer.extract_profile("surroundings").gamma_1 == 0.01
    assert tracer.extract_plane_index_of_profile("surroundings") == 0
    with pytest.raises(exc.RayTracingException, match=r"Did you mean 'bulge'\?"):
        tracer.extract_profile("buldge")


def test_light_without_extent_is_found_linear_or_not(tracer):
    assert not tracer.has_point_sources
    star = Galaxy(0.5, star=linear.PointSource(centre=(0.1, 0.2)))
    assert Tracer([star, *tracer.galaxies]).has_point_sources


def test_a_source_in_front_of_its_lens_is_an_error():
    with pytest.raises(exc.RayTracingException, match="must lie behind the lens"):
        Tracer([source_galaxy(0.5), lens_galaxy(1.0)])
    with pytest.raises(exc.RayTracingException, match=r"redshift 1\.0"):
        Tracer([source_galaxy(0.5)], fields=[MassField(1.0, shear=ExternalShear())])
    # One plane, a massive source and a massless foreground are no mistakes.
    Tracer([lens_galaxy()])
    Tracer([lens_galaxy(), middle_galaxy()])
    Tracer([Galaxy(0.1, star=SersicSph()), lens_galaxy(), source_galaxy()])


@pytest.mark.parametrize(
    ("galaxies", "text"),
    [
        ([], "An empty list"),
        (Galaxy(0.5), "give a list of Galaxy"),
        ([Galaxy], "The list holds Galaxy"),
        ({"lens": Galaxy(0.5)}, "dict came"),
        ([Galaxy(0.5), None], "The list holds None"),
    ],
)
def test_wrong_lists_are_errors(galaxies, text):
    with pytest.raises(exc.RayTracingException, match=text):
        Tracer(galaxies)


def test_fields_are_fields():
    with pytest.raises(exc.RayTracingException, match="instance of MassField"):
        Tracer([Galaxy(0.5)], fields=[Galaxy(0.5)])
