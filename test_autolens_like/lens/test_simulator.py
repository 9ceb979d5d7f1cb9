"""Simulated datasets: the noise has its law, the PSF sees beyond the frame."""

import sys

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.dataset.convolver import Convolver
from autolens_like.dataset.imaging import Imaging
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.lens.simulator import SimulatorImaging
from autolens_like.lens.tracer import Tracer
from autolens_like.numerics.namespace import jax_numpy
from autolens_like.profiles.light import linear
from autolens_like.profiles.light.sersic import SersicSph
from autolens_like.structures.array import Array2D
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.mask import Mask2D
from test_autolens_like.galaxy.systems import lens_galaxy, source_galaxy


@pytest.fixture
def psf():
    return Convolver.from_gaussian((5, 7), 0.1, sigma=0.12, normalize=True)


@pytest.fixture
def grid():
    return Grid2D.uniform((20, 18), 0.1, over_sample_size=2)


@pytest.fixture
def tracer():
    return Tracer([lens_galaxy(), source_galaxy()])


def noiseless(**settings):
    return SimulatorImaging(100.0, add_poisson_noise_to_data=False, **settings)


def test_without_noise_the_data_are_the_image(tracer, grid):
    dataset = noiseless().via_tracer_from(tracer, grid)
    assert isinstance(dataset, Imaging)
    np.testing.assert_array_equal(dataset.data.array, tracer.image_2d_from(grid).array)
    assert np.all(dataset.grids.lp.over_sample_size == 2)


def test_light_from_beyond_the_frame_is_blurred_in(psf, grid):
    # A galaxy outside of the frame, and the same sky simulated on a larger frame.
    outside = Galaxy(0.5, bulge=SersicSph(centre=(0.0, 1.0), effective_radius=0.2))
    large = Grid2D.uniform((40, 38), 0.1, over_sample_size=2)
    whole = noiseless(psf=psf).via_galaxies_from([outside], large).data
    part = noiseless(psf=psf).via_galaxies_from([outside], grid).data
    np.testing.assert_allclose(
        part.native.array, whole.native.array[10:-10, 10:-10], rtol=1e-10
    )


def test_an_image_is_dark_beyond_its_frame(psf):
    image = Array2D.full(2.0, (20, 20), 0.1)
    dataset = noiseless(psf=psf).via_image_from(image)
    assert dataset.data.native.array[10, 10] == pytest.approx(2.0, rel=1e-12)
    assert dataset.data.native.array[0, 0] < 1.5
    kept = noiseless(psf=psf).via_image_from(image, image_is_convolved=True)
    np.testing.assert_array_equal(kept.data.array, 2.0)
    assert np.all(kept.grids.lp.over_sample_size == 4)


def test_a_psf_keeps_the_light_unless_it_is_told_otherwise(psf):
    image = Array2D.full(2.0, (20, 20), 0.1)
    double = Convolver(3.0 * psf.kernel)
    normalized = noiseless(psf=double).via_image_from(image)
    assert normalized.data.native.array[10, 10] == pytest.approx(2.0)
    as_it_is = noiseless(psf=double, normalize_psf=False).via_image_from(image)
    assert as_it_is.data.native.array[10, 10] == pytest.approx(6.0)
    assert as_it_is.psf.kernel.array.sum() == pytest.approx(3.0)


@pytest.mark.parametrize("subtract", [True, False])
def test_noise_has_the_variance_of_its_counts(subtract):
    # Var = (signal + sky) / exposure time, and the noise map is its root.
    signal, sky, exposure = 3.0, 5.0, 50.0
    simulator = SimulatorImaging(
        exposure, sky, subtract_background_sky=subtract, noise_seed=1
    )
    dataset = simulator.via_image_from(Array2D.full(signal, (200, 200), 0.1))
    data = np.asarray(dataset.data.array)
    variance = (signal + sky) / exposure
    level = signal if subtract else signal + sky
    # 40,000 draws: the mean within 4 σ, the variance within 4 √(2 / 40,000).
    assert abs(data.mean() - level) < 4.0 * np.sqrt(variance / data.size)
    assert data.var() == pytest.approx(variance, rel=0.03)
    np.testing.assert_allclose(dataset.noise_map.array, np.sqrt(variance), rtol=1e-14)


def test_normalized_residuals_of_a_bright_image_are_normal(tracer, grid, psf):
    settings = {"exposure_time": 1e4, "background_sky_level": 1.0, "psf": psf}
    noisy = SimulatorImaging(noise_seed=2, **settings).via_tracer_from(tracer, grid)
    truth = SimulatorImaging(
        add_poisson_noise_to_data=False, **settings
    ).via_tracer_from(tracer, grid)
    np.testing.assert_array_equal(noisy.noise_map.array, truth.noise_map.array)
    scores = (noisy.data.array - truth.data.array) / noisy.noise_map.array
    assert abs(scores.mean()) < 4.0 / np.sqrt(scores.size)
    assert scores.std() == pytest.approx(1.0, abs=4.0 / np.sqrt(2.0 * scores.size))


def test_flat_noise_map(tracer, grid):
    simulator = SimulatorImaging(
        100.0,
        include_poisson_noise_in_noise_map=False,
        noise_if_add_noise_false=0.3,
        noise_seed=3,
    )
    dataset = simulator.via_tracer_from(tracer, grid)
    np.testing.assert_array_equal(dataset.noise_map.array, 0.3)


def test_seeds_repeat_and_fresh_ones_are_kept(tracer, grid):
    def draw(seed):
        simulator = SimulatorImaging(100.0, noise_seed=seed)
        return simulator.via_tracer_from(tracer, grid).data

    np.testing.assert_array_equal(draw(5).array, draw(5).array)
    assert not np.array_equal(draw(5).array, draw(6).array)
    fresh = draw(-1)
    again = draw(fresh.header["NOISSEED"])
    np.testing.assert_array_equal(fresh.array, again.array)
    assert not np.array_equal(fresh.array, draw(-1).array)


def test_a_finer_psf_is_taken(tracer, grid):
    fine = Convolver(
        Convolver.from_gaussian((9, 9), 0.05, sigma=0.08, normalize=True).kernel,
        convolve_over_sample_size=2,
    )
    dataset = noiseless(psf=fine).via_tracer_from(tracer, grid)
    assert dataset.psf.convolve_over_sample_size == 2
    coarse = Convolver.from_gaussian((5, 5), 0.1, sigma=0.08, normalize=True)
    other = noiseless(psf=coarse).via_tracer_from(tracer, grid)
    difference = dataset.data.array - other.data.array
    assert np.abs(difference).max() < 0.2 * other.data.array.max()
    with pytest.raises(exc.DatasetException, match="finer than the image's pixels"):
        noiseless(psf=fine).via_image_from(Array2D.full(1.0, (20, 20), 0.1))


def test_jax_gives_the_same(tracer, grid, psf):
    pytest.importorskip("jax")
    ours = noiseless(psf=psf, use_jax=True).via_tracer_from(tracer, grid)
    expected = noiseless(psf=psf).via_tracer_from(tracer, grid)
    np.testing.assert_allclose(ours.data.array, expected.data.array, rtol=1e-9)


def test_jax_is_found_or_says_how_to_get_it(monkeypatch):
    jnp = pytest.importorskip("jax.numpy")
    assert jax_numpy() is jnp
    monkeypatch.setitem(sys.modules, "jax.numpy", None)
    with pytest.raises(exc.MissingDependencyException, match="pip install jax"):
        jax_numpy()


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"exposure_time": 0.0}, "exposure_time=0.0; give a number above zero"),
        ({"exposure_time": "100"}, "exposure_time='100'"),
        ({"background_sky_level": -1.0}, "give a number of at least zero"),
        ({"noise_if_add_noise_false": 0.0}, "noise_if_add_noise_false=0.0"),
        ({"psf": np.ones((3, 3))}, "give a Convolver"),
        ({"noise_seed": -2}, "noise_seed=-2; give an integer of at least 0"),
        ({"noise_seed": 1.5}, "noise_seed=1.5"),
    ],
)
def test_wrong_settings_are_errors(settings, text):
    with pytest.raises(exc.DatasetException, match=text):
        SimulatorImaging(**({"exposure_time": 100.0} | settings))


def test_darkness_is_an_error(grid):
    with pytest.raises(exc.DatasetException, match="dark and so is the sky"):
        SimulatorImaging(100.0).via_galaxies_from([Galaxy(0.5)], grid)
    dataset = SimulatorImaging(100.0, background_sky_level=1.0).via_galaxies_from(
        [Galaxy(0.5)], grid
    )
    np.testing.assert_allclose(dataset.noise_map.array, 0.1)


def test_linear_light_cannot_be_simulated(grid):
    galaxy = Galaxy(0.5, bulge=SersicSph(), disk=linear.SersicSph())
    with pytest.raises(exc.DatasetException, match="no intensity before a fit"):
        SimulatorImaging(100.0).via_galaxies_from([galaxy], grid)


def test_an_image_with_holes_is_an_error():
    values = np.ones((5, 5))
    values[1, 2] = np.nan
    image = Array2D.no_mask(values, 0.1)
    with pytest.raises(exc.DatasetException, match="has 1 pixels that are not finite"):
        SimulatorImaging(100.0).via_image_from(image)


def test_only_whole_frames_are_simulated(tracer):
    mask = Mask2D.circular((20, 20), 0.5, 0.1)
    simulator = SimulatorImaging(100.0)
    for grid in (Grid2D.from_mask(mask), [[0.0, 1.0]]):
        with pytest.raises(exc.DatasetException, match="simulate a whole frame"):
            simulator.via_tracer_from(tracer, grid)
    with pytest.raises(exc.DatasetException, match="give the image of a whole frame"):
        simulator.via_image_from(np.ones((5, 5)))
