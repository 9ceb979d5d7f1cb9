"""From source pixels to image pixels."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from autolens_like.inversion import mapper as module
from autolens_like.inversion.mapper import mapper_from
from autolens_like.inversion.sparse_rows import binned_rows
from autolens_like.structures.over_sampling import OverSampler
from test_autolens_like.numerics.kernel_samples import Sample

MASK = al.Mask2D.circular((7, 7), radius=0.3, pixel_scales=0.1)
SAMPLER = OverSampler(MASK, 2)
TRACED = (0.5 * SAMPLER.y + 0.1, -0.3 * SAMPLER.x)
_POINTS = np.random.default_rng(4).uniform(-1.0, 1.0, size=(2, 30))
_GRID = al.mesh.RectangularUniform((4, 3)).geometry_from(*_POINTS)
KERNEL_SAMPLES = {
    # One sub-pixel a pixel: a JAX program cannot add up what comes twice.
    "mapped_rows": [Sample((_GRID, *_POINTS, np.ones(30, dtype=int)), fixed=(0, 3))]
}


def pixelization(regularization=None, mesh=None):
    return al.Pixelization(
        mesh=mesh or al.mesh.RectangularUniform((4, 3)),
        regularization=regularization or al.reg.Constant(),
    )


@pytest.fixture
def mapper() -> al.Mapper:
    return mapper_from(pixelization(), SAMPLER.bins.counts, TRACED)


@pytest.mark.parametrize("at_once", [1, 7, 1000])
def test_pieces_make_the_same_mapping(mapper, monkeypatch, at_once):
    monkeypatch.setattr(module, "_SUB_PIXELS_AT_ONCE", at_once)
    expected = binned_rows(mapper.indices, mapper.weights, mapper.counts, 12)
    for found, wanted in zip(
        module.mapped_rows(mapper.geometry, *TRACED, mapper.counts),
        expected,
        strict=True,
    ):
        np.testing.assert_array_equal(found, wanted)


def test_a_source_of_one_is_an_image_of_one(mapper):
    assert mapper.mapping_matrix.shape == (MASK.shape_slim, 12)
    np.testing.assert_allclose(mapper.mapping_matrix.sum(axis=1), 1.0)


def test_a_linear_source_is_its_lensed_image(mapper):
    source = mapper.geometry.centres @ [1.5, -2.0]
    image = SAMPLER.binned_array_2d_from(1.5 * TRACED[0] - 2.0 * TRACED[1])
    np.testing.assert_allclose(mapper.rows.product(source), image, atol=1e-12)


def test_signals_are_one_at_the_brightest(mapper):
    signals = mapper.pixel_signals_from(np.exp(-10.0 * MASK.derive_grid.unmasked[:, 0]))
    assert signals.max() == 1.0 and signals.min() >= 0.0
    with pytest.raises(exc.PixelizationException, match="above zero"):
        mapper.pixel_signals_from(np.zeros(MASK.shape_slim))


def test_signals_reach_the_regularization():
    image = np.linspace(0.1, 1.0, MASK.shape_slim)
    own = mapper_from(pixelization(al.reg.Adapt(0.5, 2.0)), SAMPLER.bins.counts, TRACED)
    expected = al.reg.Adapt(0.5, 2.0).matrix(
        own.geometry, own.pixel_signals_from(image)
    )
    np.testing.assert_array_equal(own.regularization_matrix_from(image), expected)
    with pytest.raises(exc.PixelizationException):
        own.regularization_matrix_from(None)


def test_the_border_bounds_points_and_centres():
    mesh = al.mesh.Delaunay()
    centres = (5.0 * SAMPLER.y[::7], 5.0 * SAMPLER.x[::7])
    border = tuple(MASK.derive_grid.border.T)
    free = mapper_from(
        pixelization(mesh=mesh), SAMPLER.bins.counts, TRACED, None, centres
    )
    bound = mapper_from(
        pixelization(mesh=mesh), SAMPLER.bins.counts, TRACED, border, centres
    )
    assert np.abs(free.geometry.centres).max() > 1.0
    assert np.hypot(*bound.geometry.centres.T).max() < 0.4


def test_a_traced_coordinate_that_is_not_finite_is_no_likelihood():
    y = TRACED[0].copy()
    y[3] = np.nan
    with pytest.raises(exc.InversionException, match="not finite"):
        mapper_from(pixelization(), SAMPLER.bins.counts, (y, TRACED[1]))
