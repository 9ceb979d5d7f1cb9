"""Pieces of the steps; test_correction.py has what they lead to."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like import af
from autolens_like.analysis.correction_steps import Point, Problem, with_component
from test_autolens_like.analysis.test_correction import CLUMP, MASS, dataset_with


@pytest.mark.parametrize("profile", [al.lp.Gaussian, al.lp_linear.Gaussian])
def test_derivatives_are_those_of_the_whole_fit_where_a_part_is_left_out(profile):
    mass = af.Model(al.mp.Isothermal, centre=MASS.centre, ell_comps=MASS.ell_comps)
    mass.einstein_radius = af.UniformPrior(lower_limit=1.0, upper_limit=1.6)
    light = af.Model(profile, centre=(0.1, 0.05), ell_comps=(0.0, 0.0))
    light.sigma = af.UniformPrior(lower_limit=0.1, upper_limit=0.3)
    if profile is al.lp.Gaussian:
        light.intensity = 1.0
    galaxies = af.Collection(
        lens=af.Model(al.Galaxy, redshift=0.5, mass=mass),
        source=af.Model(al.Galaxy, redshift=1.0, light=light),
    )
    model = af.Collection(galaxies=galaxies)
    analysis = al.AnalysisImaging(dataset_with(CLUMP))
    vector = model.vector_from_unit_vector([0.5, 0.5])
    first = (model, analysis, vector)
    problem = Problem.of(first, ("galaxies", "source"), (6, 6), 0.2)
    at = Point(problem, problem.point_of(vector))
    held = at.system.at(0.01).reconstruction
    for number, found in enumerate(problem._derivatives(at, held)):
        step = np.zeros(2)
        step[number] = 1e-4
        images = [
            problem.fit_at(at.point + sign * step).model_data_of(held)
            for sign in (1, -1)
        ]
        expected = (images[0] - images[1]) / 2e-4
        scale = np.abs(expected).max()
        np.testing.assert_allclose(found, expected, atol=0.01 * scale)


def test_a_galaxy_gets_one_component_more():
    galaxy = al.Galaxy(redshift=1.0, light=al.lp.Gaussian())
    pixels = al.Pixelization(
        mesh=al.mesh.RectangularUniform(shape=(3, 3)),
        regularization=al.reg.Constant(),
    )
    more = with_component(galaxy, pixels)
    assert more.correction is pixels and more.light is galaxy.light
