"""Linear systems without the whole of a fit."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from test_autolens_like.fit.conftest import tracer_of
from test_autolens_like.fit.test_pixelized_objects import source

MASS = al.mp.IsothermalSph(einstein_radius=0.9)
LENS = al.Galaxy(redshift=0.5, mass=MASS)


@pytest.fixture(scope="module")
def tracer():
    disc = tracer_of(linear=True).galaxies[1].bulge
    return al.Tracer([LENS, source(bulge=disc)])


def test_the_system_of_a_tracer_is_that_of_its_fit(dataset, tracer):
    found = al.TracerToInversion(dataset, tracer)
    expected = al.FitImaging(dataset, tracer).inversion
    np.testing.assert_array_equal(
        found.inversion.reconstruction, expected.reconstruction
    )
    disc, mapper = found.linear_obj_list
    assert found.mapper_galaxy_dict == {mapper: tracer.galaxies[1]}
    assert found.linear_obj_galaxy_dict[disc] is tracer.galaxies[1]
    assert found.has_mapper


def test_light_of_known_intensity_is_left_to_the_dataset(dataset):
    shining = al.Galaxy(redshift=0.5, mass=MASS, bulge=al.lp.Gaussian())
    dark = al.TracerToInversion(dataset, al.Tracer([LENS, source()]))
    lit = al.TracerToInversion(dataset, al.Tracer([shining, source()]))
    np.testing.assert_array_equal(lit.inversion.data_vector, dark.inversion.data_vector)


def test_a_fit_has_the_system_of_its_own(dataset):
    shining = al.Galaxy(redshift=0.5, mass=MASS, bulge=al.lp.Gaussian())
    fit = al.FitImaging(dataset, al.Tracer([shining, source()]))
    found = fit.tracer_to_inversion
    assert found.inversion is fit.inversion
    assert list(found.mapper_galaxy_dict.values()) == [fit.tracer.galaxies[1]]


def test_mappers_alone_are_a_system(dataset):
    fit = al.FitImaging(dataset, al.Tracer([LENS, source()]))
    found = al.Inversion(dataset, fit.inversion.mappers)
    np.testing.assert_array_equal(found.reconstruction, fit.inversion.reconstruction)
    np.testing.assert_allclose(found.sources[0].magnification,
                               fit.inversion.sources[0].magnification)  # fmt: skip


def test_what_is_no_system_is_refused(dataset):
    with pytest.raises(exc.PixelizationException, match="without a pixelization"):
        al.TracerToInversion(dataset, al.Tracer([LENS]))
    with pytest.raises(exc.PixelizationException, match="no linear objects"):
        al.Inversion(dataset, [])
    with pytest.raises(exc.PixelizationException, match="Gaussian"):
        al.Inversion(dataset, [al.lp_linear.Gaussian()])
