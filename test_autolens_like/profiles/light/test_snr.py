"""Light profiles whose intensity a simulator sets."""

import inspect

import pytest

from autolens_like import exc
from autolens_like.profiles import light
from autolens_like.profiles.light import snr
from test_autolens_like.profiles.family import parameter_names

TWINS = [name for name in snr.__all__ if name != "LightProfileSNR"]


@pytest.mark.parametrize("name", TWINS)
def test_the_ratio_stands_first_and_in_the_place_of_the_intensity(name):
    cls, twin = getattr(snr, name), getattr(light, name)
    names = parameter_names(cls)
    expected = [n for n in inspect.signature(twin).parameters if n != "intensity"]
    assert names == ["signal_to_noise_ratio", *expected]
    profile = cls(20.0, centre=(0.1, 0.2))
    assert profile.signal_to_noise_ratio == 20.0
    bright = profile.with_intensity(2.5)
    assert type(bright) is twin
    assert (bright.intensity, bright.centre) == (2.5, (0.1, 0.2))


def test_it_has_no_image_before_it_is_simulated():
    with pytest.raises(exc.ProfileException, match="no intensity before it is sim"):
        snr.Sersic().image_2d_from([(0.1, 0.2)])


def test_a_ratio_of_zero_is_refused():
    with pytest.raises(exc.ParameterException, match=r"signal_to_noise_ratio=0\.0"):
        snr.Gaussian(signal_to_noise_ratio=0.0)
