"""What the classes of al.cosmo are called and take."""

import pytest

from autolens_like import af
from autolens_like.cosmology import models, standard


@pytest.mark.parametrize("name", ["FlatLambdaCDM", "FlatwCDM", "Flatw0waCDM"])
def test_flat_universes_sum_to_one(name):
    cosmology = getattr(models, name)(Om0=0.25)
    assert cosmology.Ok0 == 0.0
    assert cosmology.expansion_squared(0.0) == pytest.approx(1.0, rel=1e-15)


@pytest.mark.parametrize("name", ["LambdaCDM", "wCDM", "w0waCDM"])
def test_curved_universes_sum_to_one(name):
    cosmology = getattr(models, name)(70.0, 0.3, 0.5)
    assert (cosmology.Om0, cosmology.Ode0) == (0.3, 0.5)
    assert cosmology.Ok0 == pytest.approx(0.2, abs=1e-3)
    assert cosmology.expansion_squared(0.0) == pytest.approx(1.0, rel=1e-15)
    assert repr(cosmology).startswith(f"{name}(H0=70.0, Om0=0.3, Ode0=0.5")


def test_a_constant_is_dark_energy_of_w_minus_one():
    flat = models.FlatLambdaCDM()
    for other in (models.FlatwCDM(), models.Flatw0waCDM(w0=-1.0, wa=0.0)):
        assert other.angular_diameter_distance(1.5) == pytest.approx(
            flat.angular_diameter_distance(1.5), rel=1e-14
        )


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in standard.__all__
        if name.startswith(("Planck", "WMAP")) or name.endswith("CDM")
    ],
)
def test_a_universe_in_a_model_is_fixed_until_a_number_is_freed(name):
    cls = getattr(standard, name)
    model = af.Model(cls)
    assert model.prior_count == 0
    assert model.instance_from_vector([]) == cls()
    model.H0 = af.UniformPrior(50.0, 90.0)
    assert model.instance_from_vector([61.0]) == cls(H0=61.0)
