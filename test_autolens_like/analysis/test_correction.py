"""The correction of a source: nothing where nothing is missing, else what is."""

import math

import numpy as np
import pytest

import autolens_like as al
from autolens_like import af, exc
from autolens_like.analysis.correction import CORRECTED, PROFILES, corrected_source_from

MASS = al.mp.Isothermal(centre=(0.01, -0.02), einstein_radius=1.3, ell_comps=(0.1, 0.0))
CLUMP = al.lp.Gaussian(centre=(0.25, -0.2), sigma=0.07, intensity=0.4)
TRUTH = np.array([1.3, 0.1])


def dataset_with(*clumps):
    """A ring of a Gaussian source, with noise; 44 x 44 pixels of 0.1 arcsec."""
    lights = {f"clump_{i}": clump for i, clump in enumerate(clumps)}
    source = al.Galaxy(
        redshift=1.0,
        light=al.lp.Gaussian(centre=(0.1, 0.05), sigma=0.2, intensity=1.0),
        **lights,
    )
    psf = al.Convolver.from_gaussian(
        shape_native=(5, 5), pixel_scales=0.1, sigma=0.1, normalize=True
    )
    grid = al.Grid2D.uniform((44, 44), pixel_scales=0.1, over_sample_size=4)
    tracer = al.Tracer([al.Galaxy(redshift=0.5, mass=MASS), source])
    image = tracer.blurred_image_2d_from(
        grid, psf, grid.blurring_grid_via_kernel_shape_from(psf.kernel.shape_native)
    ).native.array
    noise = np.random.default_rng(3).normal(0.0, 0.02, image.shape)
    dataset = al.Imaging(
        al.Array2D.no_mask(image + noise, 0.1),
        al.Array2D.full(0.02, image.shape, 0.1),
        psf,
        over_sample_size_lp=4,
    )
    mask = al.Mask2D.circular(shape_native=(44, 44), pixel_scales=0.1, radius=2.1)
    return dataset.apply_mask(mask)


def model():
    """Einstein radius and an ellipticity; the source's Gaussian is linear."""
    light = af.Model(al.lp_linear.Gaussian, centre=(0.1, 0.05), sigma=0.2)
    light.ell_comps = (0.0, 0.0)
    mass = af.Model(al.mp.Isothermal, centre=(0.01, -0.02))
    mass.einstein_radius = af.UniformPrior(lower_limit=1.0, upper_limit=1.6)
    mass.ell_comps.ell_comps_0 = af.GaussianPrior(mean=0.0, sigma=0.2)
    mass.ell_comps.ell_comps_1 = 0.0
    return af.Collection(
        galaxies=af.Collection(
            lens=af.Model(al.Galaxy, redshift=0.5, mass=mass),
            source=af.Model(al.Galaxy, redshift=1.0, light=light),
        )
    )


@pytest.fixture(scope="module")
def clumpy():
    analysis = al.AnalysisImaging(dataset_with(CLUMP))
    return model(), analysis, TRUTH[_order()]


def _order():
    """Which of (radius, ellipticity) is where in the vector."""
    names = model().parameter_names
    return [0 if "radius" in name else 1 for name in names]


@pytest.fixture(scope="module")
def corrected(clumpy):
    return corrected_source_from(*clumpy, shape=(20, 20))


def test_an_infinite_strength_is_the_first_fit(clumpy):
    found = corrected_source_from(*clumpy, shape=(6, 6), strength=math.inf)
    first = clumpy[1].fit_from(clumpy[0].instance_from_vector(clumpy[2]))
    assert found.stage == PROFILES and found.gain == 0.0
    np.testing.assert_allclose(found.vector, clumpy[2], rtol=1e-12)
    np.testing.assert_allclose(
        found.fit.model_data.array, first.model_data.array, atol=1e-12
    )
    zero, error = found.correction_from([(0.0, 0.1)])
    assert zero == error == 0.0


def test_what_profiles_explain_is_not_corrected():
    analysis = al.AnalysisImaging(dataset_with())
    found = corrected_source_from(model(), analysis, TRUTH[_order()], shape=(12, 12))
    assert found.converged
    # Noise may ask for a correction, but not with more than a whisper.
    assert found.gain < 2.0
    errors = np.sqrt(np.diag(found.samples().covariance_matrix))
    np.testing.assert_array_less(np.abs(found.vector - TRUTH[_order()]), 4 * errors)


def test_a_clump_is_recovered(corrected):
    assert corrected.stage == CORRECTED and corrected.gain > 50.0
    chi_squared = corrected.fit.normalized_residual_map.array**2
    assert np.mean(chi_squared) < 1.1
    found, error = corrected.correction_from([CLUMP.centre, (-0.4, 0.4)])
    # Smoothed by its prior, but there, and nowhere else.
    assert 0.15 < found[0] < 0.45 and found[0] > 5.0 * error[0]
    assert abs(found[1]) < 0.05


def test_the_strength_is_that_of_the_highest_evidence(corrected, clumpy):
    scale = corrected.fit.inversion.mappers[0].pixelization.regularization.scale
    evidences = [
        corrected_source_from(
            clumpy[0], clumpy[1], corrected.vector, ("galaxies", "source"),
            (20, 20), scale, factor * corrected.strength, iterations=0,
        ).gain
        for factor in (0.2, 1.0, 5.0)
    ]  # fmt: skip
    assert evidences[1] > max(evidences[0], evidences[2])


def test_the_correlation_length_is_that_of_the_highest_evidence(clumpy):
    options = {"shape": (12, 12), "iterations": 0}
    chosen = corrected_source_from(*clumpy, **options)
    scale = chosen.fit.inversion.mappers[0].pixelization.regularization.scale
    # A clump is small: of the lengths the shortest, and the others are two and four.
    for factor in (2.0, 4.0):
        other = corrected_source_from(*clumpy, scale=factor * scale, **options)
        assert other.gain < chosen.gain


def test_its_evidence_is_that_of_the_fit(corrected):
    point = corrected.laplace.mode
    expected = corrected.fit.log_evidence - 0.5 * point @ point
    assert corrected.laplace.log_posterior == pytest.approx(expected, rel=1e-9)


def test_errors_cover_the_truth_where_those_of_the_profile_do_not(corrected, clumpy):
    alone = corrected_source_from(*clumpy, shape=(6, 6), strength=1e25)

    def pulls(result):
        errors = np.sqrt(np.diag(result.samples(4000).covariance_matrix))
        return np.abs(result.vector - clumpy[2]) / errors

    assert pulls(alone).max() > 4.0
    assert pulls(corrected).max() < 3.0
    assert np.all(corrected.laplace.covariance.diagonal() > 0.0)


def test_a_prior_of_strengths_is_integrated(corrected, clumpy):
    peak = 1.0 / math.sqrt(corrected.strength)
    prior = al.CorrectionPrior(math.log(peak), 0.5)
    found = corrected_source_from(
        clumpy[0], clumpy[1], corrected.vector, shape=(20, 20), strength=prior
    )
    assert found.stage == CORRECTED and found.gain > 50.0
    # The light's peak is about one, so that the prior is about the best strength: what
    # it allows beside it, it also asks for, and no evidence is above the highest.
    assert found.gain < corrected.gain
    errors = np.sqrt(np.diag(corrected.laplace.covariance))
    offset = np.abs(found.laplace.mode - corrected.laplace.mode)
    np.testing.assert_array_less(offset, errors)
    np.testing.assert_allclose(
        np.sqrt(np.diag(found.laplace.covariance)), errors, rtol=0.3
    )
    expected = found.fit.log_evidence - 0.5 * found.laplace.mode @ found.laplace.mode
    assert found.laplace.log_posterior == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"path": ("galaxies", "sauce")}, "no galaxy galaxies.sauce"),
        ({"path": ("galaxies", "lens")}, "must have light profiles"),
        ({"strength": 0.0}, "strength=0.0 came"),
        ({"scale": -1.0}, "scale=-1.0 came"),
    ],
)
def test_what_cannot_be_corrected_is_refused(clumpy, changes, message):
    with pytest.raises(exc.LensException, match=message):
        corrected_source_from(*clumpy, **changes)
