"""Cored NFW halos by mass."""

import pytest

from autolens_like import exc
from autolens_like.profiles import mass


def test_the_core_is_a_fraction_of_the_scale_radius():
    halo, whole = mass.cNFWMCRLudlow(f_c=0.03), mass.NFWMCRLudlow()
    assert halo.scale_radius == whole.scale_radius
    assert halo.core_radius == pytest.approx(0.03 * halo.scale_radius)


def test_a_core_asks_for_a_denser_halo():
    found = [mass.cNFWMCRLudlowSph(f_c=f_c).kappa_s for f_c in (0.0, 0.1, 0.5, 0.9)]
    assert found == sorted(found)
    assert found[0] == pytest.approx(mass.NFWMCRLudlowSph().kappa_s)


@pytest.mark.parametrize("f_c", [-0.1, 1.0])
def test_a_core_is_smaller_than_the_scale_radius(f_c):
    with pytest.raises(exc.ProfileException, match="at least 0 and below 1"):
        mass.cNFWMCRLudlow(f_c=f_c)
