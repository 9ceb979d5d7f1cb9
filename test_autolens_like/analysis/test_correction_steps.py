"""Pieces of the steps; test_correction.py has what they lead to."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like.analysis.correction_steps import half_light_radius, with_component
from autolens_like.inversion.mesh import RectangularUniform


def test_half_of_the_light_of_a_gaussian_is_inside_its_radius():
    light = al.lp.Gaussian(centre=(0.1, -0.1), sigma=0.3, intensity=2.0)
    edges = np.array([-2.0, 2.0])
    geometry = RectangularUniform(shape=(80, 80)).geometry_from(edges, edges)
    expected = 0.3 * np.sqrt(2.0 * np.log(2.0))
    assert half_light_radius(light, geometry) == pytest.approx(expected, rel=0.03)


def test_a_galaxy_gets_one_component_more():
    galaxy = al.Galaxy(redshift=1.0, light=al.lp.Gaussian())
    pixels = al.Pixelization(
        mesh=al.mesh.RectangularUniform(shape=(3, 3)),
        regularization=al.reg.Constant(),
    )
    more = with_component(galaxy, pixels)
    assert more.correction is pixels and more.light is galaxy.light
