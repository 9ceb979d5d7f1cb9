"""Convolved light whose intensity is solved for: both marks on one profile."""

import pytest

from autolens_like.profiles.light import linear_operated, operated
from autolens_like.profiles.light.linear import LinearLightProfile
from test_autolens_like.profiles.family import parameter_names


@pytest.mark.parametrize("name", linear_operated.__all__)
def test_it_is_linear_and_operated_and_solved_to_the_operated_twin(name):
    profile = getattr(linear_operated, name)(centre=(0.1, 0.2))
    assert isinstance(profile, LinearLightProfile) and operated.is_operated(profile)
    assert "intensity" not in parameter_names(type(profile))
    solved = profile.with_intensity(2.5)
    assert type(solved) is getattr(operated, name)
    assert (solved.intensity, solved.centre) == (2.5, (0.1, 0.2))
