"""The flux of random simulated sources, found again by a pixelization.

The unconstrained solution has no bias. In a positive one the noise of dark source
pixels cannot cancel, which adds one percent on average to the sources here.
"""

import numpy as np
import pytest
from scipy.optimize import minimize

import autolens_like as al

SCALE, SHAPE = 0.1, (50, 50)
#: ln inner, ln outer coefficient and signal scale, of steps towards the best evidence.
SIMPLEX = [[-1.0, 1.5, 0.2], [0.0, 1.5, 0.2], [-1.0, 2.5, 0.2], [-1.0, 1.5, 0.1]]


def random_ellipticity(random) -> tuple[float, float]:
    ratio, angle = random.uniform(0.6, 0.95), random.uniform(0.0, 180.0)
    return al.convert.ell_comps_from(axis_ratio=ratio, angle=angle)


def random_lens(random) -> al.Galaxy:
    mass = al.mp.Isothermal(
        ell_comps=random_ellipticity(random), einstein_radius=random.uniform(1.0, 1.3)
    )
    shear = al.mp.ExternalShear(*random.normal(0.0, 0.03, size=2))
    return al.Galaxy(redshift=0.5, mass=mass, shear=shear)


def random_source(random) -> al.Galaxy:
    """One to three clumps, each a Sersic profile."""
    middle, clumps = random.normal(0.0, 0.1, size=2), {}
    for number in range(random.integers(1, 4)):
        shift = random.normal(0.0, 0.12, size=2) if number else 0.0
        clumps[f"clump_{number}"] = al.lp.Sersic(
            centre=tuple(middle + shift),
            ell_comps=random_ellipticity(random),
            intensity=random.uniform(0.5, 1.5),
            effective_radius=random.uniform(0.1, 0.18) * (0.7 if number else 1.0),
            sersic_index=random.uniform(0.7, 1.3),
        )
    return al.Galaxy(redshift=1.0, **clumps)


def simulated(seed: int) -> tuple[al.Imaging, al.Galaxy, float]:
    """A dataset, its lens, and the flux of its source in the source plane."""
    random = np.random.default_rng(seed)
    lens, source = random_lens(random), random_source(random)
    psf = al.Convolver.from_gaussian((7, 7), SCALE, sigma=0.1, normalize=True)
    simulator = al.SimulatorImaging(
        exposure_time=8000.0, background_sky_level=1.0, psf=psf, noise_seed=seed
    )
    grid = al.Grid2D.uniform(SHAPE, SCALE, over_sample_size=8)
    dataset = simulator.via_tracer_from(al.Tracer([lens, source]), grid)
    mask = al.Mask2D.circular(SHAPE, radius=2.2, pixel_scales=SCALE)
    fine = al.Grid2D.uniform((400, 400), 0.01, over_sample_size=1)
    flux = float(np.sum(source.image_2d_from(fine).array)) * (0.01 / SCALE) ** 2
    return dataset.apply_mask(mask).apply_sparse_operator(), lens, flux


def best_fit(
    dataset: al.Imaging, lens: al.Galaxy, evaluations: int, positive: bool
) -> al.FitImaging:
    """The pixelized fit of the true lens with nearly the best regularization."""
    signal = np.maximum(dataset.signal_to_noise_map.array, 1.0)
    image = al.Array2D(signal, dataset.mask)
    settings = al.Settings(use_positive_only_solver=positive)

    def fit_of(vector: np.ndarray) -> al.FitImaging:
        inner, outer = np.exp(vector[:2])
        pixelization = al.Pixelization(
            al.mesh.DelaunayMagnification((24, 24)),
            al.reg.Adapt(inner, outer, max(float(vector[2]), 0.0)),
        )
        source = al.Galaxy(redshift=1.0, pixelization=pixelization)
        return al.FitImaging(
            dataset,
            al.Tracer([lens, source]),
            adapt_images=al.AdaptImages({source: image}),
            settings=settings,
        )

    best = minimize(
        lambda vector: -fit_of(vector).log_evidence,
        SIMPLEX[0],
        method="Nelder-Mead",
        options={"maxfev": evaluations, "initial_simplex": SIMPLEX},
    )
    return fit_of(best.x)


def assert_recovered(seed: int, evaluations: int, positive: bool) -> None:
    dataset, lens, flux = simulated(seed)
    fit = best_fit(dataset, lens, evaluations, positive)
    (source,) = fit.inversion.sources
    assert source.source_plane_flux == pytest.approx(flux, rel=0.02)
    assert 0.7 < fit.reduced_chi_squared < 1.1
    if not positive:
        error = source.source_plane_flux_error
        assert abs(source.source_plane_flux - flux) < 4.0 * error


def test_the_positive_solution_of_a_lens_obeys_its_conditions():
    """KKT of Gaussians that are nearly alike beside 400 source pixels."""
    dataset, lens, _ = simulated(0)
    gaussians = [al.lp_linear.Gaussian(sigma=s) for s in np.geomspace(0.02, 2.0, 20)]
    bulge = al.Galaxy(redshift=0.5, bulge=al.lp_basis.Basis(gaussians))
    pixelization = al.Pixelization(al.mesh.Rectangular((20, 20)), al.reg.Constant(1.0))
    source = al.Galaxy(redshift=1.0, pixelization=pixelization)
    found = al.FitImaging(dataset, al.Tracer([lens, bulge, source])).inversion
    kept = found.solved
    values = found.reconstruction[kept]
    matrix = found.curvature_reg_matrix[np.ix_(kept, kept)]
    # In units of equal weight, so that no unknown hides behind another's scale.
    scale = np.sqrt(np.diagonal(matrix))
    gradient = (matrix @ values - found.data_vector[kept]) / scale
    largest = np.abs(found.data_vector[kept] / scale).max()
    assert np.any(values == 0.0) and np.any(values > 0.0) and values.min() >= 0.0
    assert gradient.min() > -1e-8 * largest
    assert np.abs(gradient * values * scale).max() < 1e-8 * largest**2


@pytest.mark.parametrize("seed", range(3))
def test_the_flux_of_a_source_is_found_within_two_percent(seed):
    assert_recovered(seed, 8, positive=True)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3, 23))
def test_the_flux_of_twenty_sources_is_found_within_two_percent(seed):
    assert_recovered(seed, 20, positive=False)
