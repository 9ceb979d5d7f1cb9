"""Figures of pixelized sources."""

import numpy as np
import pytest

import autolens_like.plot as aplt
from autolens_like import exc
from autolens_like.fit.imaging import FitImaging
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.inversion.mesh.delaunay import DelaunayMagnification
from autolens_like.inversion.mesh.rectangular_uniform import RectangularUniform
from autolens_like.inversion.pixelization import Pixelization
from autolens_like.inversion.regularization.constant import Constant
from autolens_like.lens.tracer import Tracer
from autolens_like.plot import reconstruction
from autolens_like.plot.source_plane import pixelized_sources_in
from test_autolens_like.plot.pictures import names_in, png_size


def fit_with(dataset, tracer, mesh):
    pixels = Pixelization(mesh=mesh, regularization=Constant(coefficient=3.0))
    source = Galaxy(tracer.galaxies[1].redshift, pixelization=pixels)
    return FitImaging(dataset, Tracer([tracer.galaxies[0], source]))


@pytest.fixture(scope="module", params=["rectangular", "delaunay"])
def pixelized(request, dataset, tracer):
    mesh = RectangularUniform((9, 11))
    if request.param == "delaunay":
        mesh = DelaunayMagnification((12, 12))
    return fit_with(dataset, tracer, mesh)


def test_a_pixelized_fit_has_all_its_pages(pixelized, tmp_path):
    for draw in (
        aplt.subplot_fit_imaging,
        aplt.subplot_fit_imaging_of_planes,
        aplt.subplot_source_reconstruction,
        aplt.subplot_fit_imaging_mappings,
    ):
        (path,) = draw(pixelized, output_path=tmp_path)
        assert png_size(path)[0] == 1420
    assert names_in(tmp_path) == [
        "fit.png",
        "fit_of_planes.png",
        "mappings.png",
        "source_reconstruction.png",
    ]


def test_marked_image_pixels_map_to_the_marked_source_pixels(pixelized):
    (source,) = pixelized_sources_in(pixelized, 1)
    groups = reconstruction._groups(source, None)
    assert 1 <= len(groups) <= 5
    squares = reconstruction._image_squares(pixelized.mask)
    assert len(squares) == pixelized.mask.shape_slim
    # The brightest source pixel is seen where the lensed source is bright.
    image = pixelized.inversion.mapped_images[0]
    (seen,) = source.mapper.slim_indexes_for_pix_indexes(groups[:1], 0.25)
    assert image[seen].min() > np.median(image)


def test_data_and_model_of_the_source_differ_by_the_residuals(pixelized):
    page = reconstruction.page_from("any", "unused", None, None)
    data, model = reconstruction._images(pixelized, 0, page)
    difference = data.frame.values - model.frame.values
    residual = pixelized.residual_map.native.array
    np.testing.assert_allclose(
        difference.compressed(), residual[~pixelized.mask.array], atol=1e-12
    )
    assert data.scale == model.scale


def test_what_is_not_there_is_refused(fit, pixelized, tmp_path):
    with pytest.raises(exc.PlotException, match=r"mapper_index=0.*al\.Pixelization"):
        aplt.subplot_source_reconstruction(fit, output_path=tmp_path)
    with pytest.raises(exc.PlotException, match=r"mapper_index=1.*has 1 pixelized"):
        aplt.subplot_fit_imaging_mappings(
            pixelized, output_path=tmp_path, mapper_index=1
        )
    with pytest.raises(exc.PlotException, match="pix_indexes holds 9999"):
        aplt.subplot_fit_imaging_mappings(
            pixelized, output_path=tmp_path, pix_indexes=[[0], [9999]]
        )
    assert names_in(tmp_path) == []
