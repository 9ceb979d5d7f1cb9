"""Light that is convolved already: the ordinary profile with a mark."""

import numpy as np
import pytest

from autolens_like.profiles import light
from autolens_like.profiles.light import operated
from test_autolens_like.profiles.family import parameter_names, ring

TWINS = [name for name in operated.__all__ if name != "OperatedLightProfile"]


@pytest.mark.parametrize("name", TWINS)
def test_an_operated_profile_has_the_image_of_its_twin(name):
    cls, twin = getattr(operated, name), getattr(light, name)
    assert parameter_names(cls) == parameter_names(twin)
    y, x = ring()
    parameters = {"centre": (0.1, 0.2), "ell_comps": (0.1, 0.0), "intensity": 2.0}
    expected = twin(**parameters).image(y, x)
    np.testing.assert_array_equal(cls(**parameters).image(y, x), expected)
    assert operated.is_operated(cls()) and not operated.is_operated(twin())
