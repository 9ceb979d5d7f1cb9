"""Profiles that are light and mass at once."""

import json
import pickle
from pathlib import Path

import numpy as np
import pytest

from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.profiles import light, light_and_mass, mass
from autolens_like.profiles.light.light_profile import LightProfile
from autolens_like.profiles.mass.mass_profile import MassProfile
from test_autolens_like.profiles.family import parameter_names, ring

REFERENCE = json.loads(
    (Path(__file__).parents[1] / "reference" / "stellar.json").read_text()
)
LIGHT = {name: name.replace("Gradient", "") for name in light_and_mass.__all__}


@pytest.mark.parametrize("name", light_and_mass.__all__)
def test_a_profile_is_its_light_and_its_mass(name):
    cls, of_mass = getattr(light_and_mass, name), getattr(mass, name)
    assert issubclass(cls, LightProfile) and issubclass(cls, MassProfile)
    assert parameter_names(cls) == parameter_names(of_mass)
    profile, y_x = cls(centre=(0.1, 0.2), intensity=0.7), ring()
    alone = of_mass(centre=(0.1, 0.2), intensity=0.7)
    assert repr(profile) == repr(alone)
    for method in ("deflections", "convergence", "potential"):
        found = getattr(profile, method)(*y_x)
        np.testing.assert_array_equal(found, getattr(alone, method)(*y_x))
    own = getattr(light, LIGHT[name])
    shared = {n: getattr(profile, n) for n in parameter_names(own)}
    np.testing.assert_array_equal(profile.image(*y_x), own(**shared).image(*y_x))
    copy = pickle.loads(pickle.dumps(profile))
    np.testing.assert_array_equal(copy.image(*y_x), profile.image(*y_x))


def test_a_galaxy_counts_it_twice():
    bulge = light_and_mass.Sersic(intensity=0.5, mass_to_light_ratio=2.0)
    galaxy = Galaxy(redshift=0.5, bulge=bulge)
    y, x = ring()
    np.testing.assert_allclose(galaxy.convergence(y, x), 2.0 * galaxy.image(y, x))


@pytest.mark.parametrize("entry", REFERENCE["lmp"], ids=lambda entry: entry["name"])
def test_images_of_autolens(entry):
    profile = getattr(light_and_mass, entry["name"])(**entry["parameters"])
    found = profile.image_2d_from(REFERENCE["positions"])
    np.testing.assert_allclose(found, entry["values"]["image_2d_from"], rtol=1e-12)


def test_one_gradient_serves_light_and_mass():
    import jax

    y, x = ring()

    def total(profile):
        return profile.image(y, x).sum() + profile.convergence(y, x).sum()

    gradient = jax.grad(total)(light_and_mass.SersicSph(mass_to_light_ratio=3.0))
    parts = [jax.grad(lambda p: p.image(y, x).sum())(light.SersicSph(sersic_index=0.6))]
    assert gradient.intensity == pytest.approx(4.0 * parts[0].intensity)
