"""Relations between mass and concentration, as halos."""

import pytest

from autolens_like.cosmology import halos
from autolens_like.cosmology.standard import FlatLambdaCDM
from autolens_like.profiles import mass
from autolens_like.profiles.mass.halo_relations import MassAt200
from test_autolens_like.profiles.family import parameter_names

COSMOLOGY = FlatLambdaCDM(H0=60.0, Om0=0.4)


@pytest.mark.parametrize("name", ["NFWMCRDuffySph", "NFWMCRLudlowSph", "NFWMCRLudlow"])
def test_the_concentration_is_that_of_the_relation(name):
    relation = "duffy" if "Duffy" in name else "ludlow"
    halo = getattr(mass, name)(mass_at_200=3e11, cosmology=COSMOLOGY)
    concentration = getattr(halos, f"{relation}_concentration_from")
    found = halo.virial_radius / (halo.scale_radius * halo.kpc_per_arcsec)
    assert found == pytest.approx(concentration(3e11, 0.5, COSMOLOGY), rel=1e-12)


def test_every_halo_of_m_200_ends_with_its_redshifts_and_its_cosmology():
    found = [getattr(mass, name) for name in mass.__all__ if "MCR" in name]
    assert len(found) == 15
    for cls in found:
        assert issubclass(cls, MassAt200)
        names = [name for name in parameter_names(cls) if name != "inner_slope"]
        assert names[-3:] == ["redshift_object", "redshift_source", "cosmology"]
