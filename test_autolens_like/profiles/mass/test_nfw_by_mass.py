"""NFW halos by mass against numbers of autolens."""

import pytest

from autolens_like import exc
from autolens_like.profiles import mass


@pytest.mark.parametrize(
    ("name", "kappa_s", "scale_radius"),
    # autolens 2026.10.26.1: al.mp.<name>().kappa_s and .scale_radius
    [
        ("NFWMCRDuffySph", 0.005155432748, 0.302258136215),
        ("NFWVirialMassConcSph", 0.0578114339208, 2.79091583681),
    ],
)
def test_scales_of_autolens(name, kappa_s, scale_radius):
    # Their constants of nature differ from ours by 3e-5.
    halo = getattr(mass, name)()
    assert halo.kappa_s == pytest.approx(kappa_s, rel=5e-5)
    assert halo.scale_radius == pytest.approx(scale_radius, rel=5e-5)


@pytest.mark.parametrize("relation", ["Duffy", "Ludlow", "ScatterLudlow"])
def test_truncated_halos_end_at_twice_r_200(relation):
    halo = getattr(mass, f"NFWTruncatedMCR{relation}Sph")(mass_at_200=1e11)
    whole = getattr(mass, f"NFWMCR{relation}Sph")(mass_at_200=1e11)
    # r_200 is 81.46 kpc, as with autolens, which takes 162.9 for arcseconds.
    assert halo.virial_radius == pytest.approx(81.45974, rel=5e-5)
    assert halo.truncation_radius == pytest.approx(2 * 81.45974 / 6.28813, rel=1e-4)
    assert halo.kappa_s == whole.kappa_s


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"mass_at_200": 0.0}, "mass_at_200=0.0; it must be above zero"),
        ({"redshift_object": 0.0}, "redshift_object=0.0; it must be above zero"),
        (
            {"redshift_object": 1.0, "redshift_source": 0.5},
            "redshift_source=0.5; it must be above redshift_object=1.0",
        ),
        ({"mass_at200": 1e9}, "Did you mean 'mass_at_200'"),
    ],
)
def test_impossible_halos(parameters, message):
    with pytest.raises(exc.ProfileException, match=message):
        mass.NFWMCRLudlowSph(**parameters)
