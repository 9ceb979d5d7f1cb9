"""Pixelized sources in a fit."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from autolens_like.fit.pixelized_objects import Traced, pixelized_components_of
from test_autolens_like.fit.conftest import dataset_of, tracer_of
from test_autolens_like.numerics.kernel_samples import Sample

LENS = tracer_of().galaxies[0]
_POINTS = np.linspace(-1.0, 1.0, 7), np.linspace(0.0, 2.0, 7)
KERNEL_SAMPLES = {
    "traced_in_pieces": [
        Sample((lambda y, x: [(y * x, x), (2.0 * y, x)], *_POINTS, ()), fixed=(0, 3))
    ]
}


def source(regularization=None, **profiles) -> al.Galaxy:
    pixelization = al.Pixelization(
        mesh=al.mesh.RectangularUniform((6, 5)),
        regularization=regularization or al.reg.Constant(1.0),
    )
    return al.Galaxy(redshift=1.0, pixelization=pixelization, **profiles)


@pytest.fixture(scope="module")
def fit(dataset) -> al.FitImaging:
    return al.FitImaging(dataset, al.Tracer([LENS, source()]))


def test_pixelizations_are_found_with_their_planes():
    lens = al.Galaxy(redshift=0.5, haze=source().pixelization)
    parts = pixelized_components_of(al.Tracer([LENS, lens, source()]))
    assert [(part.galaxy, part.plane) for part in parts] == [(1, 0), (2, 1)]


def test_coordinates_are_those_of_the_tracer(dataset):
    tracer, model = tracer_of(), al.DatasetModel(grid_offset=(0.1, -0.2))
    y, x = dataset.grids.pixelization.over_sampler.y, np.full(5, 0.3)
    found = Traced(tracer, model)(y[:5], x, [1])
    expected = tracer.traced(*model.coordinates(y[:5], x))
    assert list(found) == [1]
    np.testing.assert_allclose(found[1], expected[1])


def test_the_evidence_has_five_terms(fit):
    inversion = fit.inversion
    expected = -0.5 * (
        fit.chi_squared
        + inversion.regularization_term
        + inversion.log_det_curvature_reg_matrix_term
        - inversion.log_det_regularization_matrix_term
        + fit.noise_normalization
    )
    assert fit.log_evidence == fit.figure_of_merit == pytest.approx(expected)
    assert fit.log_likelihood_with_regularization == pytest.approx(
        fit.log_likelihood - 0.5 * inversion.regularization_term
    )


def test_galaxies_and_planes_add_up_to_the_model(dataset):
    disc = tracer_of(linear=True).galaxies[1].bulge
    tracer = al.Tracer([LENS, source(bulge=disc)])
    fit = al.FitImaging(dataset, tracer)
    images = [image.array for image in fit.galaxy_model_image_dict.values()]
    np.testing.assert_allclose(sum(images), fit.model_data.array, atol=1e-10)
    planes = [image.array for image in fit.model_images_of_planes_list]
    np.testing.assert_allclose(sum(planes), fit.model_data.array, atol=1e-10)
    assert list(fit.linear_light_profile_intensity_dict) == [disc]


def test_a_pixelized_source_is_found_again(fit):
    """Data that are exactly a lens and a source on the same mesh."""
    values = np.random.default_rng(3).random(30)
    image = fit.blurred_image.array + fit.inversion.operated_mapping_matrix @ values
    frame = al.Array2D(image, fit.mask).native.array
    again = al.FitImaging(
        dataset_of(frame, over_sample_size_pixelization=4),
        al.Tracer([LENS, source(al.reg.Constant(1e-4))]),
        settings=al.Settings(use_positive_only_solver=False),
    )
    np.testing.assert_allclose(again.inversion.reconstruction, values, atol=1e-3)
    assert np.abs(again.normalized_residual_map.array).max() < 1e-4


def test_the_script_of_the_manual():
    """A source on a rectangular mesh, with the names that users know."""
    imaging = al.Imaging(
        data=dataset_of().unmasked.data, noise_map=dataset_of().unmasked.noise_map
    )
    mask_2d = al.Mask2D.circular(
        shape_native=imaging.shape_native, pixel_scales=imaging.pixel_scales, radius=1.3
    )
    imaging = imaging.apply_mask(mask=mask_2d)
    pixelization = al.Pixelization(
        mesh=al.mesh.Rectangular(shape=(12, 10)),
        regularization=al.reg.Constant(coefficient=1.0),
    )
    source_galaxy = al.Galaxy(redshift=1.0, pixelization=pixelization)
    tracer = al.Tracer(galaxies=[LENS, source_galaxy])
    fit = al.FitImaging(dataset=imaging, tracer=tracer)
    assert fit.inversion.reconstruction.shape == (120,)
    assert fit.figure_of_merit == fit.log_evidence
    for name in ("residual_map", "normalized_residual_map", "chi_squared_map"):
        assert np.all(np.isfinite(getattr(fit, name).array))


def test_two_pixelizations_share_one_inversion(dataset):
    lens = al.Galaxy(redshift=0.5, haze=source().pixelization)
    fit = al.FitImaging(dataset, al.Tracer([LENS, lens, source()]))
    assert [m.pixels for m in fit.inversion.mappers] == [30, 30]
    images = [image.array for image in fit.galaxy_model_image_dict.values()]
    np.testing.assert_allclose(sum(images), fit.model_data.array, atol=1e-10)


def test_a_mesh_says_that_it_needs_centres(dataset):
    pixelization = al.Pixelization(al.mesh.Delaunay(), al.reg.Constant())
    tracer = al.Tracer([LENS, al.Galaxy(redshift=1.0, pixelization=pixelization)])
    with pytest.raises(exc.PixelizationException, match="centres"):
        al.FitImaging(dataset, tracer).log_evidence  # noqa: B018


@pytest.mark.parametrize(
    "pixelization",
    [
        al.Pixelization(
            al.mesh.Delaunay(), al.reg.Constant(), al.image_mesh.Overlay((6, 7))
        ),
        al.Pixelization(al.mesh.DelaunayMagnification((6, 7)), al.reg.Constant()),
    ],
    ids=["image mesh", "magnification"],
)
def test_centres_on_a_lattice_are_traced(dataset, pixelization):
    galaxy = al.Galaxy(redshift=1.0, pixelization=pixelization)
    tracer = al.Tracer([LENS, galaxy])
    lattice = al.image_mesh.Overlay((6, 7)).image_plane_mesh_grid_from(dataset.mask)
    same = al.Galaxy(
        redshift=1.0,
        pixelization=al.Pixelization(al.mesh.Delaunay(), al.reg.Constant()),
    )
    expected = al.FitImaging(
        dataset,
        al.Tracer([LENS, same]),
        adapt_images=al.AdaptImages(galaxy_image_plane_mesh_grid_dict={same: lattice}),
    )
    assert al.FitImaging(dataset, tracer).log_evidence == expected.log_evidence


def test_a_finer_kernel_is_refused():
    data = al.Array2D.no_mask(np.ones((15, 15)), 0.2)
    psf = al.Convolver(
        al.Array2D.no_mask(np.ones((3, 3)) / 9.0, 0.1), convolve_over_sample_size=2
    )
    mask = al.Mask2D.circular((15, 15), radius=1.0, pixel_scales=0.2)
    fine = al.Imaging(
        data,
        data,
        psf,
        convolve_over_sample_size_lp=2,
        convolve_over_sample_size_pixelization=2,
    ).apply_mask(mask)
    with pytest.raises(exc.PixelizationException, match="2 times finer"):
        al.FitImaging(fine, al.Tracer([LENS, source()])).log_evidence  # noqa: B018


def test_adapt_images_of_another_kind_are_refused(dataset):
    with pytest.raises(exc.InputException, match="AdaptImages"):
        al.FitImaging(dataset, al.Tracer([LENS, source()]), adapt_images={})


def test_there_is_no_image_beyond_the_mask(fit):
    with pytest.raises(exc.PixelizationException, match="inside the mask"):
        fit.unmasked_blurred_image  # noqa: B018
