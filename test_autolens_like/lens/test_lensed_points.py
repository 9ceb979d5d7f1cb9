"""Images of one point share its flux as the masses in front magnify them."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like.lens.lensed_points import images_of_point

POSITIONS = [(1.3, 0.2), (-0.6, -0.1), (0.2, 1.6)]


def lens(redshift=0.5, radius=1.0):
    mass = al.mp.PowerLaw(ell_comps=(0.1, 0.05), einstein_radius=radius, slope=2.1)
    return al.Galaxy(redshift=redshift, mass=mass)


def tracer_with(quasar, *more):
    source = al.Galaxy(redshift=2.0, quasar=quasar)
    return al.Tracer(galaxies=[lens(), *more, source])


def test_round_isothermal_images_follow_the_formula():
    # |μ| = |1 / (1 - θ_E / θ)|: Narayan & Bartelmann 1996 (astro-ph/9606001).
    quasar = al.lp.LensedPointSource(positions=POSITIONS, intensity=2.0)
    mass = al.Galaxy(redshift=0.5, mass=al.mp.IsothermalSph(einstein_radius=1.0))
    tracer = al.Tracer([mass, al.Galaxy(redshift=1.0, quasar=quasar)])
    radii = np.hypot(*np.transpose(POSITIONS))
    found = [image.intensity for image in images_of_point(tracer, quasar, 1)]
    np.testing.assert_allclose(found, 2.0 / np.abs(1.0 - 1.0 / radii), rtol=1e-10)


@pytest.mark.parametrize("more", [(), (lens(1.0, 0.2),)], ids=["one", "two planes"])
def test_the_flux_of_an_image_is_that_of_the_tracer(more):
    quasar = al.lp.LensedPointSource(positions=POSITIONS, intensity=2.0)
    tracer = tracer_with(quasar, *more)
    magnification = np.abs(tracer.magnification_2d_from(np.array(POSITIONS)))
    grid = al.Grid2D.uniform((60, 60), 0.1)
    image = tracer.image_2d_from(grid)
    assert image.array.sum() == pytest.approx(2.0 * magnification.sum(), rel=1e-9)
    assert [p.centre for p in tracer.point_sources] == POSITIONS


def test_a_plain_point_behind_mass_is_told_what_to_be():
    tracer = tracer_with(al.lp.PointSource())
    with pytest.raises(al.exc.RayTracingException, match="LensedPointSource"):
        tracer.point_sources  # noqa: B018
