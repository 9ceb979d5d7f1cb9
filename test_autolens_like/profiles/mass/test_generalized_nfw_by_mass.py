"""Generalized NFW halos by mass against numbers of autolens."""

import pytest

from autolens_like import exc
from autolens_like.profiles import mass


@pytest.mark.parametrize(
    ("name", "parameters", "kappa_s", "scale_radius"),
    # autolens 2026.10.26.1: al.mp.<name>(**parameters).kappa_s and .scale_radius
    [
        ("gNFWVirialMassConcSph", {}, 0.045238926024, 3.15498622714),
        (
            "gNFWVirialMassConcSph",
            {"inner_slope": 0.5},
            0.0955961669109,
            2.10332415142,
        ),
        (
            "gNFWVirialMassConcSph",
            {"inner_slope": 1.5, "overdens": 200.0},
            0.0170337246969,
            5.58183167363,
        ),
        (
            "gNFWVirialMassgNFWConcSph",
            {"inner_slope": 0.5},
            0.0537816687705,
            3.15498622714,
        ),
        (
            "gNFWVirialMassgNFWConcSph",
            {"inner_slope": 1.5},
            0.0368007619644,
            3.15498622714,
        ),
    ],
)
def test_scales_of_autolens(name, parameters, kappa_s, scale_radius):
    # Their constants of nature differ from ours by 3e-5.
    halo = getattr(mass, name)(**parameters)
    assert halo.kappa_s == pytest.approx(kappa_s, rel=5e-5)
    assert halo.scale_radius == pytest.approx(scale_radius, rel=5e-5)


def test_the_virial_radius_is_in_kpc():
    found = mass.gNFWVirialMassConcSph().virial_radius
    assert found == pytest.approx(198.39335549, rel=5e-5)


def test_slope_one_is_the_nfw_halo_of_the_same_mass():
    one, other = mass.gNFWMCRLudlow(), mass.NFWMCRLudlow()
    assert one.kappa_s == pytest.approx(other.kappa_s, rel=1e-12)
    assert one.scale_radius == other.scale_radius


def test_where_the_slope_is_minus_two_it_must_be_somewhere():
    with pytest.raises(exc.ProfileException, match="at least 0 and below 2"):
        mass.gNFWVirialMassConcSph(inner_slope=2.0)
