"""Linear light profiles: their ordinary twins at intensity 1."""

import numpy as np
import pytest

from autolens_like.profiles import light
from autolens_like.profiles.light import linear
from autolens_like.profiles.light.linear import LinearLightProfile
from test_autolens_like.profiles.family import made, parameter_names, ring

TWINS = [name for name in linear.__all__ if name != "LinearLightProfile"]


def somewhere(cls):
    """An instance with numbers that are not the defaults."""
    place = {"centre": (0.1, 0.2), "positions": ((0.1, 0.2), (0.3, -0.4))}
    return made(cls, **{n: place[n] for n in parameter_names(cls) if n in place})


def test_every_light_profile_has_a_linear_twin():
    assert sorted(TWINS) == sorted(light.__all__)


@pytest.mark.parametrize("name", TWINS)
def test_a_linear_profile_is_its_twin_at_intensity_one(name):
    cls, twin = getattr(linear, name), getattr(light, name)
    assert issubclass(cls, LinearLightProfile) and issubclass(cls, twin)
    assert parameter_names(cls) == [
        name for name in parameter_names(twin) if name != "intensity"
    ]
    profile = somewhere(cls)
    assert "intensity" not in profile.dynamic_names()
    y, x = ring()
    # Its own numbers, because the break of the cored Sersic has another default.
    values = {n: getattr(profile, n) for n in parameter_names(cls)}
    expected = twin(**values, intensity=1.0).image(y, x)
    np.testing.assert_array_equal(profile.image(y, x), expected)


@pytest.mark.parametrize("name", TWINS)
def test_a_solved_intensity_makes_the_ordinary_profile(name):
    solved = somewhere(getattr(linear, name))
    profile = solved.with_intensity(2.5)
    assert type(profile) is getattr(light, name)
    assert profile.intensity == 2.5
    for parameter in parameter_names(type(solved)):
        assert getattr(profile, parameter) == getattr(solved, parameter)
