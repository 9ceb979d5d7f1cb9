"""Symmetries of the evidence, and where it is largest."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

import autolens_like as al
from test_autolens_like.fit.conftest import kernel
from test_autolens_like.fit.test_pixelized_objects import LENS, source

FREE = al.Settings(use_positive_only_solver=False)
_random = np.random.default_rng(5)
DATA = _random.normal(0.5, 0.2, size=(15, 15))
NOISE = _random.uniform(0.1, 0.3, size=(15, 15))
CENTRES = _random.normal(scale=0.5, size=(25, 2))
#: Of the data, the noise, the kernel and the lens alike.
FLIPS = {"up": (1, -1), "right": (-1, 1), "both": (-1, -1)}


def delaunay(centres: np.ndarray, regularization=None) -> tuple:
    """A source and the centres of its pixels."""
    pixelization = al.Pixelization(
        al.mesh.Delaunay(), regularization or al.reg.Constant(1.3)
    )
    galaxy = al.Galaxy(redshift=1.0, pixelization=pixelization)
    grids = {galaxy: al.Grid2DIrregular(centres)}
    return galaxy, al.AdaptImages(galaxy_image_plane_mesh_grid_dict=grids)


def flipped_fit(
    y: int, x: int, settings: al.Settings, triangles: bool
) -> al.FitImaging:
    """The fit of a sky that is mirrored along the axes of sign -1."""
    flip = (slice(None, None, y), slice(None, None, x))
    dataset = al.Imaging(
        al.Array2D.no_mask(DATA[flip], 0.2),
        al.Array2D.no_mask(NOISE[flip], 0.2),
        al.Convolver(al.Array2D.no_mask(kernel().kernel.native.array[flip], 0.2)),
        over_sample_size_pixelization=2,
    ).apply_mask(al.Mask2D.circular((15, 15), radius=1.3, pixel_scales=0.2))
    mass = al.mp.IsothermalSph(centre=(0.1 * y, 0.05 * x), einstein_radius=0.9)
    lens = al.Galaxy(redshift=0.5, mass=mass)
    galaxy, images = delaunay(CENTRES * (y, x)) if triangles else (source(), None)
    return al.FitImaging(
        dataset, al.Tracer([lens, galaxy]), adapt_images=images, settings=settings
    )


@pytest.mark.parametrize("triangles", [False, True], ids=["rectangles", "triangles"])
@pytest.mark.parametrize("settings", [FREE, al.Settings()], ids=["free", "positive"])
@pytest.mark.parametrize("signs", FLIPS.values(), ids=FLIPS)
def test_a_mirrored_sky_has_the_same_evidence(signs, settings, triangles):
    expected = flipped_fit(1, 1, settings, triangles)
    found = flipped_fit(*signs, settings, triangles)
    assert found.log_evidence == pytest.approx(expected.log_evidence, rel=1e-9)
    flux = expected.inversion.sources[0].source_plane_flux
    assert found.inversion.sources[0].source_plane_flux == pytest.approx(flux, rel=1e-7)


@pytest.mark.parametrize("settings", [FREE, al.Settings()], ids=["free", "positive"])
def test_the_order_of_source_pixels_does_not_matter(dataset, settings):
    order = np.random.default_rng(6).permutation(len(CENTRES))

    def fit(centres: np.ndarray) -> al.FitImaging:
        galaxy, images = delaunay(centres)
        tracer = al.Tracer([LENS, galaxy])
        return al.FitImaging(dataset, tracer, adapt_images=images, settings=settings)

    expected, found = fit(CENTRES), fit(CENTRES[order])
    assert found.log_evidence == pytest.approx(expected.log_evidence, rel=1e-9)
    np.testing.assert_allclose(
        found.inversion.reconstruction,
        expected.inversion.reconstruction[order],
        rtol=1e-6,
        atol=1e-8,
    )


def test_the_order_of_galaxies_does_not_matter(dataset):
    disc = al.lp_linear.Exponential(effective_radius=0.4)
    haze = al.Galaxy(redshift=0.5, haze=source(al.reg.Constant(3.0)).pixelization)
    galaxies = [LENS, haze, source(bulge=disc)]
    expected = al.FitImaging(dataset, al.Tracer(galaxies)).log_evidence
    found = al.FitImaging(dataset, al.Tracer(galaxies[::-1])).log_evidence
    assert found == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("kind", "free"), [(al.reg.Constant, 1), (al.reg.Zeroth, 0)], ids=str
)
@pytest.mark.parametrize("triangles", [False, True], ids=["rectangles", "triangles"])
def test_the_evidence_is_largest_where_the_source_is_as_rough_as_its_prior(
    dataset, kind, free, triangles
):
    """2 λ E_S = N_s - λ Tr(A⁻¹ C) for H = λ C (Suyu et al. 2006, MNRAS 371, 983).

    With E_S = ½ sᵀCs and A = F + H, whatever power of a coefficient λ is. N_s counts
    what C weighs: differences leave the mean of the source free.
    """

    def fit_at(log_coefficient: float) -> al.FitImaging:
        regularization = kind(coefficient=float(np.exp(log_coefficient)))
        galaxy, images = delaunay(CENTRES, regularization)
        if not triangles:
            galaxy, images = source(regularization), None
        tracer = al.Tracer([LENS, galaxy])
        return al.FitImaging(dataset, tracer, adapt_images=images, settings=FREE)

    best = minimize_scalar(
        lambda value: -fit_at(value).log_evidence,
        bounds=(-5.0, 8.0),
        method="bounded",
        options={"xatol": 1e-6},
    )
    assert -4.9 < best.x < 7.9
    inversion = fit_at(best.x).inversion
    inverse = np.linalg.inv(inversion.curvature_reg_matrix)
    trace = np.trace(inverse @ inversion.regularization_matrix)
    pixels = inversion.total_params
    expected = pixels - free - trace
    assert inversion.regularization_term == pytest.approx(expected, rel=1e-4)
    assert inversion.number_of_good_parameters == pytest.approx(pixels - trace)
