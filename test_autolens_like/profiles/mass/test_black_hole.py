"""Black holes."""

import numpy as np
import pytest
from astropy import constants, units
from astropy import cosmology as astropy_cosmology

from autolens_like import exc
from autolens_like.profiles.mass import SMBH, PointMass, SMBHBinary
from test_autolens_like.profiles.family import ring


def test_the_einstein_radius_is_that_of_the_mass():
    planck = astropy_cosmology.Planck15
    distances = (
        planck.angular_diameter_distance(0.5),
        planck.angular_diameter_distance(1.0),
        planck.angular_diameter_distance(0.5, 1.0),
    )
    scale = 4 * constants.G * 1e10 * units.M_sun / constants.c**2
    squared = (scale * distances[2] / distances[0] / distances[1]).to_value("")
    arcsec = np.sqrt(squared) * units.rad.to(units.arcsec)
    assert SMBH(mass=1e10).einstein_radius == pytest.approx(arcsec, rel=1e-5)


def test_a_black_hole_is_a_point_mass():
    y, x = ring()
    hole = SMBH(mass=1e11)
    point = PointMass(einstein_radius=hole.einstein_radius)
    for quantity in ("deflections", "convergence", "potential"):
        np.testing.assert_allclose(
            getattr(hole, quantity)(y, x), getattr(point, quantity)(y, x), rtol=1e-13
        )


def test_a_binary_is_two_black_holes():
    y, x = ring()
    binary = SMBHBinary(separation=0.8, angle_binary=30.0, mass=4e10, mass_ratio=3.0)
    place = (0.2, 0.4 * np.cos(np.pi / 6))
    holes = (
        SMBH(centre=place, mass=3e10),
        SMBH(centre=(-place[0], -place[1]), mass=1e10),
    )
    expected = sum(np.array(hole.deflections(y, x)) for hole in holes)
    np.testing.assert_allclose(binary.deflections(y, x), expected, rtol=1e-13)


def test_redshifts_in_the_wrong_order():
    with pytest.raises(exc.ParameterException, match="above redshift_object"):
        SMBH(redshift_object=1.0, redshift_source=0.5)
    with pytest.raises(exc.ParameterException, match=r"mass=-1\.0"):
        SMBHBinary(mass=-1.0)
