"""The FITS files of a fit hold what they say, in any FITS reader."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from astropy.io import fits

import autolens_like as al
from autolens_like.analysis import output
from test_autolens_like.analysis.pixelized import SOURCE, adapt_image
from test_autolens_like.fit.conftest import tracer_of


def read(path) -> dict[str, np.ndarray]:
    with fits.open(path) as hdu_list:
        return {hdu.name: np.array(hdu.data) for hdu in hdu_list}


def test_a_finished_search_leaves_all_files(result) -> None:
    names = {path.name for path in result.paths.image.glob("*.fits")}
    assert names >= {
        "dataset.fits",
        "fit.fits",
        "model_galaxy_images.fits",
        "source_plane_images.fits",
        "tracer.fits",
    }
    assert (
        "effective_einstein_radius"
        in (result.paths.folder / "latent.results").read_text()
    )


def test_images_add_up(dataset_fit, tmp_path) -> None:
    output.write_fit(dataset_fit, tmp_path)
    images = read(tmp_path / "fit.fits")
    inside = images["MASK"] == 0
    np.testing.assert_allclose(
        images["LENS_LIGHT"] + images["LENSED_SOURCE"], images["MODEL_DATA"], atol=1e-12
    )
    np.testing.assert_allclose(
        (images["DATA"] - images["MODEL_DATA"])[inside],
        images["RESIDUAL_MAP"][inside],
        atol=1e-12,
    )
    assert np.all(images["MODEL_DATA"][~inside] == 0.0)
    galaxies = read(tmp_path / "model_galaxy_images.fits")
    np.testing.assert_allclose(galaxies["GALAXY_0"], images["LENS_LIGHT"])


def test_the_source_plane_image_says_where_it_is(dataset_fit, tmp_path) -> None:
    output.write_fit(dataset_fit, tmp_path)
    with fits.open(tmp_path / "source_plane_images.fits") as hdu_list:
        image, header = np.array(hdu_list[0].data), hdu_list[0].header
    row, column = np.unravel_index(np.argmax(image), image.shape)
    scale = header["PIXSCALY"]
    y = header["ORIGINY"] - (row - header["CENTROW"]) * scale
    x = header["ORIGINX"] + (column - header["CENTCOL"]) * scale
    # The source of tracer_of() is centred on (0.05, 0.08).
    assert np.hypot(y - 0.05, x - 0.08) < 2.0 * scale


def test_every_source_plane_has_its_own_place(dataset_fit, tmp_path) -> None:
    lens, source = dataset_fit.tracer.galaxies
    far = al.Galaxy(redshift=2.0, light=al.lp.SersicSph((-0.2, 0.1), intensity=0.3))
    tracer = al.Tracer([lens, source, far])
    fit = al.FitImaging(dataset_fit.dataset, tracer)
    output.write_fit(fit, tmp_path)
    with fits.open(tmp_path / "source_plane_images.fits") as hdu_list:
        headers = [hdu.header for hdu in hdu_list]
    assert [header["EXTNAME"] for header in headers] == [
        "SOURCE_PLANE_IMAGE_0", "SOURCE_PLANE_IMAGE_1"
    ]  # fmt: skip
    for plane, header in enumerate(headers, 1):
        geometry = output.source_plane_grid_from(fit, plane).geometry
        assert header["PIXSCALY"] == geometry.pixel_scales[0]
        assert (header["ORIGINY"], header["ORIGINX"]) == geometry.origin
    assert headers[0]["ORIGINY"] != headers[1]["ORIGINY"]


def test_dataset_file_can_be_read_again(dataset_fit, tmp_path) -> None:
    path = tmp_path / "dataset.fits"
    output.write_dataset(dataset_fit.dataset, path)
    images = read(path)
    mask = al.Mask2D.from_fits(path, pixel_scales=0.2, hdu="MASK")
    assert np.array_equal(mask.array, dataset_fit.mask.array)
    kernel = dataset_fit.dataset.psf.kernel.native.array
    np.testing.assert_allclose(images["PSF"], kernel)


def test_adapt_images_are_kept_under_their_paths(simulated, tmp_path) -> None:
    path = tmp_path / "adapt_images.fits"
    output.write_adapt_images(al.AdaptImages(), path)
    assert not path.exists()
    image = adapt_image(simulated.mask)
    images = al.AdaptImages(galaxy_name_image_dict={SOURCE: image})
    analysis = al.AnalysisImaging(simulated, adapt_images=images)
    paths = SimpleNamespace(image=tmp_path, write_json=lambda name, value: None)
    analysis.save_attributes(paths)
    assert np.array_equal(read(path)["GALAXIES.SOURCE"], image.native.array)
    assert np.array_equal(read(path)["MASK"], simulated.mask.array)


def test_every_pixelized_source_has_a_table_and_images(simulated, tmp_path) -> None:
    pixelization = al.Pixelization(al.mesh.Rectangular((6, 5)), al.reg.Constant(1.0))
    source = al.Galaxy(redshift=1.0, pixelization=pixelization)
    fit = al.FitImaging(simulated, al.Tracer([tracer_of().galaxies[0], source]))
    output.write_fit(fit, tmp_path)
    output.write_fit(fit, tmp_path)
    table = np.genfromtxt(
        tmp_path / "source_plane_reconstruction_0.csv", delimiter=",", names=True
    )
    assert np.array_equal(table["reconstruction"], fit.inversion.reconstruction)
    images = read(tmp_path / "source_plane_reconstruction_0.fits")
    assert set(images) == {"RECONSTRUCTION", "NOISE_MAP", "SIGNAL_TO_NOISE_MAP"}
    assert images["RECONSTRUCTION"].shape == (100, 100)
    # Interpolated, the brightest pixel loses a little.
    peak = images["RECONSTRUCTION"].max()
    assert 0.5 < peak / fit.inversion.reconstruction.max() <= 1.0
    assert not (tmp_path / "source_plane_reconstruction_1.csv").exists()
    plane = read(tmp_path / "source_plane_images.fits")["SOURCE_PLANE_IMAGE_0"]
    assert 0.5 < plane.max() / fit.inversion.reconstruction.max() <= 1.0


@pytest.fixture(scope="module")
def dataset_fit(simulated) -> al.FitImaging:
    return al.FitImaging(simulated, tracer_of())
