"""Light and mass whose intensity is solved for."""

import json
from pathlib import Path

import numpy as np
import pytest

from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.profiles import light_and_mass, light_and_mass_linear
from autolens_like.profiles.light.linear import LinearLightProfile
from test_autolens_like.profiles.family import parameter_names, ring

REFERENCE = json.loads(
    (Path(__file__).parents[1] / "reference" / "stellar.json").read_text()
)
TWINS = light_and_mass.__all__


def test_every_profile_has_a_linear_twin():
    marker = "LinearLightAndMassProfile"
    assert sorted(light_and_mass_linear.__all__) == sorted([*TWINS, marker])


@pytest.mark.parametrize("name", TWINS)
def test_the_mass_is_that_of_intensity_one(name):
    cls, twin = getattr(light_and_mass_linear, name), getattr(light_and_mass, name)
    assert issubclass(cls, LinearLightProfile) and issubclass(cls, twin)
    assert parameter_names(cls) == [
        n for n in parameter_names(twin) if n != "intensity"
    ]
    profile, ordinary = cls(centre=(0.1, 0.2)), twin(centre=(0.1, 0.2), intensity=1.0)
    for method in ("image", "deflections", "convergence"):
        np.testing.assert_array_equal(
            getattr(profile, method)(*ring()), getattr(ordinary, method)(*ring())
        )


@pytest.mark.parametrize("name", TWINS)
@pytest.mark.parametrize("intensity", [2.5, 0.0])
def test_a_solved_intensity_keeps_the_mass(name, intensity):
    profile = getattr(light_and_mass_linear, name)(centre=(0.1, 0.2))
    solved = profile.with_intensity(intensity)
    assert type(solved) is getattr(light_and_mass, name)
    y, x = ring()
    expected = intensity * profile.image(y, x)
    np.testing.assert_allclose(solved.image(y, x), expected, rtol=1e-12, atol=1e-100)
    for method in ("deflections", "convergence", "potential"):
        np.testing.assert_allclose(
            getattr(solved, method)(y, x), getattr(profile, method)(y, x), rtol=1e-12
        )


def test_a_galaxy_knows_its_mass_and_that_its_light_is_linear():
    galaxy = Galaxy(redshift=0.5, bulge=light_and_mass_linear.Sersic())
    assert len(galaxy.mass_profiles) == len(galaxy.linear_light_profiles) == 1
    assert not galaxy.light_profiles


@pytest.mark.parametrize("entry", REFERENCE["lmp_linear"])
def test_numbers_of_autolens(entry):
    profile = getattr(light_and_mass_linear, entry["name"])(**entry["parameters"])
    for method in ("convergence_2d_from", "image_2d_from"):
        found = getattr(profile, method)(REFERENCE["positions"])
        np.testing.assert_allclose(found, entry["values"][method], rtol=1e-12)
