"""Intensities that give the signal-to-noise ratio asked for."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.dataset.convolver import Convolver
from autolens_like.galaxy.galaxies import Galaxies
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.lens.signal_to_noise import counts_for_signal_to_noise
from autolens_like.lens.simulator import SimulatorImaging
from autolens_like.lens.tracer import Tracer
from autolens_like.profiles import light, mass
from autolens_like.profiles.basis import Basis
from autolens_like.profiles.light import snr
from autolens_like.structures.grid import Grid2D

GRID = Grid2D.uniform((20, 18), 0.1, over_sample_size=2)
PSF = Convolver.from_gaussian((5, 7), 0.1, sigma=0.12, normalize=True)
SOURCE = snr.SersicSph(20.0, centre=(0.1, 0.2), effective_radius=0.2, sersic_index=1.0)


def simulator(**settings):
    return SimulatorImaging(
        300.0,
        background_sky_level=0.5,
        add_poisson_noise_to_data=False,
        psf=PSF,
        **settings,
    )


def system(profile):
    lens = Galaxy(0.5, mass=mass.IsothermalSph(einstein_radius=0.5))
    return Tracer([lens, Galaxy(1.0, bulge=profile)])


@pytest.mark.parametrize(("ratio", "background"), [(10.0, 0.0), (3.0, 150.0)])
def test_counts_over_their_noise_are_the_ratio(ratio, background):
    counts = counts_for_signal_to_noise(ratio, background)
    assert counts / np.sqrt(counts + background) == pytest.approx(ratio, rel=1e-14)


def test_the_brightest_pixel_of_the_blurred_arc_has_the_ratio():
    counts = simulator().via_tracer_from(system(SOURCE), GRID).data.array.max() * 300
    assert counts / np.sqrt(counts + 150.0) == pytest.approx(20.0, rel=1e-10)


def test_the_tracer_with_intensities_is_the_one_that_is_simulated():
    tracer = simulator().tracer_with_intensities_from(system(SOURCE), GRID)
    assert type(tracer.galaxies[1].bulge) is light.SersicSph
    np.testing.assert_array_equal(
        simulator().via_tracer_from(tracer, GRID).data.array,
        simulator().via_tracer_from(system(SOURCE), GRID).data.array,
    )
    plain = system(light.SersicSph())
    assert simulator().tracer_with_intensities_from(plain, GRID) is plain


def test_every_profile_is_seen_alone():
    profiles = [snr.GaussianSph(5.0, sigma=0.2), light.GaussianSph(intensity=9.0)]
    galaxies = Galaxies([Galaxy(0.5, bulge=Basis([*profiles, SOURCE]))])
    found = simulator().tracer_with_intensities_from(galaxies, GRID)[0].bulge
    first, second, third = found.profile_list
    assert second is profiles[1]
    for profile, ratio in ((first, 5.0), (third, 20.0)):
        seen = simulator().via_galaxies_from([Galaxy(0.5, bulge=profile)], GRID)
        counts = seen.data.array.max() * 300
        assert counts / np.sqrt(counts + 150.0) == pytest.approx(ratio, rel=1e-10)


def test_light_outside_of_the_frame_is_refused():
    far = system(snr.GaussianSph(centre=(0.0, 90.0), sigma=0.1))
    with pytest.raises(exc.DatasetException, match="has no light in the frame"):
        simulator().via_tracer_from(far, GRID)
