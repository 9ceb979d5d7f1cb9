"""Pixelized sources in a JAX program: evidence and gradient are those of numpy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from autolens_like.inversion.regularization.regularization import TINY
from test_autolens_like.fit.conftest import dataset_of

jax = pytest.importorskip("jax")

#: Einstein radius, shear, and the logarithm of a coefficient.
POINT = np.array([0.9, 0.05, 0.3])
#: Wide, because the last digits of ln det H are rounded.
STEPS = np.array([1e-5, 1e-5, 1e-3])


def lens_from(radius: Any, gamma: Any, **light: Any) -> al.Galaxy:
    mass = al.mp.IsothermalSph(centre=(0.02, -0.01), einstein_radius=radius)
    shear = al.mp.ExternalShear(gamma_1=gamma, gamma_2=0.03)
    return al.Galaxy(redshift=0.5, mass=mass, shear=shear, **light)


def source_from(mesh: Any, regularization: Any) -> al.Galaxy:
    pixelization = al.Pixelization(mesh=mesh, regularization=regularization)
    return al.Galaxy(redshift=1.0, pixelization=pixelization)


def rectangular(vector: Any) -> al.Tracer:
    regularization = al.reg.Constant(coefficient=np.e ** vector[2])
    source = source_from(al.mesh.RectangularUniform((6, 5)), regularization)
    return al.Tracer([lens_from(vector[0], vector[1]), source])


def evidence_of(
    tracer_from: Callable[[Any], al.Tracer], dataset: al.Imaging, **settings: Any
) -> Callable[[Any], Any]:
    def evidence(vector: Any) -> Any:
        return al.FitImaging(dataset, tracer_from(vector), **settings).log_evidence

    return evidence


def slopes(
    function: Callable[[Any], float], point: np.ndarray, steps: np.ndarray
) -> np.ndarray:
    moves = [(point + s, point - s) for s in np.diag(steps)]
    rises = [function(ahead) - function(behind) for ahead, behind in moves]
    return np.array(rises) / (2.0 * steps)


def assert_same_as_numpy(
    function: Callable[[Any], Any],
    steps: np.ndarray = STEPS,
    exact: Callable[[Any], Any] | None = None,
) -> None:
    value, gradient = jax.jit(jax.value_and_grad(function))(POINT)
    assert value == pytest.approx(function(POINT), rel=1e-8)
    expected = slopes(exact or function, POINT, steps)
    np.testing.assert_allclose(gradient, expected, rtol=1e-5)


def magnified(vector: Any) -> al.Tracer:
    regularization = al.reg.ConstantZeroth(np.e ** vector[2], 0.1)
    source = source_from(al.mesh.DelaunayMagnification((6, 7)), regularization)
    return al.Tracer([lens_from(vector[0], vector[1]), source])


def adaptive(vector: Any) -> al.Tracer:
    """Everything beside everything: linear light, pixels in both planes, signals."""
    linear = [al.lp_linear.Gaussian(sigma=sigma) for sigma in (0.1, 0.3, 0.6)]
    haze = al.Pixelization(al.mesh.RectangularUniform((4, 3)), al.reg.Zeroth(0.5))
    lens = lens_from(vector[0], vector[1], bulge=al.lp_basis.Basis(linear), haze=haze)
    # Small, because the last digits of ln det H are those of 1e-8 beside the others.
    regularization = al.reg.Adapt(0.3 * np.e ** vector[2], 0.6, 0.7)
    source = source_from(al.mesh.RectangularUniform((5, 6)), regularization)
    return al.Tracer([lens, source])


def split(vector: Any) -> al.Tracer:
    mesh = al.mesh.DelaunayMagnification((6, 7))
    source = source_from(mesh, al.reg.ConstantSplit(np.e ** vector[2]))
    return al.Tracer([lens_from(vector[0], vector[1]), source])


def natural(vector: Any) -> al.Tracer:
    regularization = al.reg.AdaptSplitZeroth(
        zeroth_coefficient=0.3,
        zeroth_signal_scale=0.4,
        inner_coefficient=np.e ** vector[2],
        outer_coefficient=0.6,
        signal_scale=0.7,
    )
    source = source_from(al.mesh.VoronoiMagnification((6, 7)), regularization)
    return al.Tracer([lens_from(vector[0], vector[1]), source])


def nearest(vector: Any) -> al.Tracer:
    pixelization = al.Pixelization(
        mesh=al.mesh.KNNBarycentric(),
        regularization=al.reg.MaternKernel(np.e ** vector[2], scale=0.5, nu=1.5),
        image_mesh=al.image_mesh.Overlay((6, 7)),
    )
    source = al.Galaxy(redshift=1.0, pixelization=pixelization)
    return al.Tracer([lens_from(vector[0], vector[1]), source])


def ranked(vector: Any) -> al.Tracer:
    mesh = al.mesh.RectangularBilinearAdaptDensity((6, 5))
    source = source_from(mesh, al.reg.Constant(np.e ** vector[2]))
    return al.Tracer([lens_from(vector[0], vector[1]), source])


@pytest.fixture(scope="module")
def sparse() -> al.Imaging:
    return dataset_of(over_sample_size_pixelization=3).apply_sparse_operator()


def ring_of(dataset: al.Imaging) -> al.Array2D:
    y, x = dataset.mask.geometry.coordinates_native()[~dataset.mask.array].T
    ring = np.exp(-20.0 * (np.hypot(y, x) - 0.9) ** 2) * (2.0 + y)
    return al.Array2D(ring, dataset.mask)


def images_of(dataset: al.Imaging) -> al.AdaptImages:
    # By path, because the galaxies of a JAX program are new ones in every call.
    return al.AdaptImages(
        galaxy_name_image_dict={"galaxies.source": ring_of(dataset)},
        galaxy_path_list=["galaxies.lens", "galaxies.source"],
    )


def test_a_rectangular_mesh(dataset):
    assert_same_as_numpy(evidence_of(rectangular, dataset))


def test_a_delaunay_mesh(dataset):
    assert_same_as_numpy(evidence_of(magnified, dataset))


#: Meshes that jump, with steps so small that no sub-pixel changes its corners or rank.
JUMPING = [(natural, 1e-6), (nearest, 1e-6), (ranked, 1e-7)]


@pytest.mark.parametrize(("tracer_from", "step"), JUMPING)
def test_between_the_jumps_of_a_mesh(tracer_from, step, sparse):
    images = images_of(sparse)
    steps = np.array([step, step, 1e-3])
    assert_same_as_numpy(evidence_of(tracer_from, sparse, adapt_images=images), steps)


def test_split_regularization_without_the_rounding_of_its_determinant(sparse):
    """H sees no difference between even sources: its smallest eigenvalue is 1e-8.

    The rounding of H changes that by parts in 1e7, which a short central difference
    shows as 1e-4 of its derivative. With v the even source, H v = εv and
    det H = det (H + c vvᵀ) / (1 + c v² / ε), where the right side is well-conditioned.
    """

    def exact(vector: np.ndarray) -> float:
        fit = al.FitImaging(sparse, split(vector))
        matrix = fit.inversion.regularization_matrix
        number, large = len(matrix), float(np.diag(matrix).mean())
        np.testing.assert_allclose(matrix.sum(axis=1), TINY, atol=1e-12)
        log_det = np.linalg.slogdet(matrix + large / number)[1]
        log_det -= np.log(1.0 + large / TINY)
        rounded = fit.inversion.log_det_regularization_matrix_term
        return fit.log_evidence + 0.5 * (log_det - rounded)

    function = evidence_of(split, sparse)
    assert_same_as_numpy(function, np.array([1e-6, 1e-6, 1e-3]), exact)


def test_light_and_pixels_in_both_planes_by_the_sparse_operator(sparse):
    images = images_of(sparse)
    assert_same_as_numpy(evidence_of(adaptive, sparse, adapt_images=images))


def test_many_at_once_and_any_sign(sparse):
    settings = al.Settings(use_positive_only_solver=False, use_border_relocator=False)
    function = evidence_of(magnified, sparse, settings=settings)
    points = POINT + np.array([[0.0], [0.03], [-0.02]])
    found = jax.jit(jax.vmap(function))(points)
    np.testing.assert_allclose(found, [function(p) for p in points], rtol=1e-8)


def test_a_whole_fit_is_a_jax_program_of_its_numbers(sparse):
    tracer = adaptive(POINT)
    images = al.AdaptImages({tracer.galaxies[1]: ring_of(sparse)})
    fit = al.FitImaging(sparse, tracer, adapt_images=images)

    def results(fit: al.FitImaging) -> Any:
        images = [image.array for image in fit.galaxy_model_image_dict.values()]
        return fit.log_evidence, fit.model_data.array, images

    for found, expected in zip(jax.jit(results)(fit), results(fit), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize("ready", [False, True], ids=["plain", "operator"])
def test_correlated_noise(ready):
    mask = dataset_of().mask
    y, x = mask.geometry.coordinates_native().reshape(-1, 2).T
    distance = np.hypot(y[:, None] - y, x[:, None] - x)
    noise = 0.04 * (np.exp(-distance / 0.1) + 0.1 * np.eye(y.size))
    dataset = dataset_of(noise_covariance_matrix=noise)
    if ready:
        dataset = dataset.apply_sparse_operator()
    function = evidence_of(rectangular, dataset)
    assert jax.jit(function)(POINT) == pytest.approx(function(POINT), rel=1e-8)


def test_what_has_no_evidence_is_nan(dataset):
    def evidence(coefficient: Any) -> Any:
        regularization = al.reg.Zeroth(coefficient=coefficient)
        source = source_from(al.mesh.RectangularUniform((4, 4)), regularization)
        return al.FitImaging(dataset, al.Tracer([lens_from(0.9, 0.05), source]))

    with pytest.raises(exc.InversionException):
        evidence(0.0).log_evidence  # noqa: B018
    value = jax.jit(lambda coefficient: evidence(coefficient).log_evidence)
    assert np.isnan(value(0.0)) and np.isfinite(value(1.0))
