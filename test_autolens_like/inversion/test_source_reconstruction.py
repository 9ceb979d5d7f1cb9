"""Brightness, fluxes and magnification of a reconstructed source."""

import numpy as np
import pytest
from astropy.io import fits
from astropy.wcs import WCS

import autolens_like as al
from autolens_like import exc
from autolens_like.inversion.mapper import mapper_from
from autolens_like.inversion.source_reconstruction import SourceReconstruction
from autolens_like.structures.over_sampling import OverSampler

MASK = al.Mask2D.all_false((21, 21), pixel_scales=0.1)
SAMPLER = OverSampler(MASK, 4)
_y, _x = np.meshgrid(*[np.linspace(-0.55, 0.55, 12)] * 2, indexing="ij")
CENTRES = np.stack([_y.ravel(), _x.ravel()], axis=-1)
MESHES = {
    "rectangular": (al.mesh.RectangularUniform((12, 13)), None),
    "Delaunay": (al.mesh.Delaunay(), tuple(CENTRES.T)),
}
_random = np.random.default_rng(6)


@pytest.fixture(params=MESHES)
def source(request) -> SourceReconstruction:
    """A blob seen through a lens that magnifies 4 times everywhere."""
    mesh, centres = MESHES[request.param]
    pixelization = al.Pixelization(mesh, al.reg.Constant(1.0))
    traced = (0.5 * SAMPLER.y, 0.5 * SAMPLER.x)
    mapper = mapper_from(pixelization, SAMPLER.bins.counts, traced, None, centres)
    y, x = mapper.geometry.centres.T
    values = np.exp(-0.5 * ((y - 0.05) ** 2 + (x + 0.1) ** 2) / 0.12**2)
    root = 1e-3 * _random.normal(size=(y.size, y.size + 5))
    covariance = root @ root.T
    covariance[0], covariance[:, 0] = np.nan, np.nan
    return SourceReconstruction(mapper, values, covariance, 0.01)


def test_a_lens_that_magnifies_four_times_does(source):
    expected = 2.0 * np.pi * 0.12**2 / 0.01
    assert source.source_plane_flux == pytest.approx(expected, rel=0.02)
    assert source.magnification == pytest.approx(4.0, rel=0.02)
    image = source.mapper.rows.product(source.reconstruction)
    assert source.image_plane_flux == pytest.approx(image.sum())


def test_errors_of_fluxes_are_those_of_sources_drawn_at_random(source):
    covariance = np.nan_to_num(source.covariance_matrix, nan=0.0)
    draws = np.random.default_rng(7).multivariate_normal(
        source.reconstruction, covariance, size=3000, method="eigh"
    )
    for name in ("source_plane_flux", "image_plane_flux", "magnification"):
        found = [
            getattr(SourceReconstruction(source.mapper, d, covariance, 0.01), name)
            for d in draws
        ]
        # A standard deviation of n draws is known to 1 / sqrt(2 n).
        error = getattr(source, f"{name}_error")
        assert np.std(found) == pytest.approx(error, rel=5.0 / np.sqrt(6000)), name


def test_a_dark_source_has_no_magnification(source):
    dark = SourceReconstruction(
        source.mapper, 0.0 * source.reconstruction, source.covariance_matrix, 0.01
    )
    with pytest.raises(exc.InversionException, match="no magnification"):
        dark.magnification  # noqa: B018


def test_signal_to_noise_is_zero_where_a_pixel_is_kept_at_zero(source):
    assert np.isnan(source.noise_map[0]) and source.signal_to_noise_map[0] == 0.0
    expected = source.reconstruction[1:] / source.noise_map[1:]
    np.testing.assert_allclose(source.signal_to_noise_map[1:], expected)


def test_the_reconstruction_is_read_on_any_grid(source):
    points = [(0.05, -0.1), (0.0, 0.0), (5.0, 5.0)]
    found = source.interpolated_reconstruction_from(points)
    assert isinstance(found, al.ArrayIrregular)
    assert found.array[0] == pytest.approx(1.0, abs=0.1) and found.array[2] == 0.0
    same = source.interpolated_reconstruction_from(al.Grid2DIrregular(points))
    assert np.array_equal(found.array, same.array)
    grid = al.Grid2D.uniform((5, 7), 0.05)
    image = source.interpolated_reconstruction_from(grid)
    assert image.mask is grid.mask and image.shape_native == (5, 7)


def test_the_default_grid_is_the_whole_mesh_and_keeps_its_flux(source):
    image = source.interpolated_reconstruction_from(shape_native=(300, 310))
    assert image.geometry.extent == pytest.approx(source.mapper.geometry.extent)
    area = np.prod(image.pixel_scales)
    flux = image.array.sum() * area / source.pixel_area
    assert flux == pytest.approx(source.source_plane_flux, rel=5e-3)


def test_interpolated_errors_hold_the_covariance(source):
    points = np.array([(0.05, -0.1), (0.12, 0.03), (9.0, 0.0)])
    found = source.interpolated_noise_map_from(points).array
    geometry = source.mapper.geometry
    indices, weights = geometry.interpolation(*points.T)
    rows = np.zeros((3, geometry.pixels))
    np.add.at(rows, (np.arange(3)[:, None], indices), weights)
    covariance = np.nan_to_num(source.covariance_matrix, nan=0.0)
    expected = np.sqrt(np.einsum("ij,jk,ik->i", rows, covariance, rows))
    np.testing.assert_allclose(found[:2], expected[:2])
    assert found[2] == 0.0


def test_the_brightest_pixels_come_first(source):
    values = source.reconstruction
    first, second = source.max_pixel_list_from(2)
    assert values[first] == values.max() and values[first] >= values[second]
    assert source.max_pixel_list_from(5, filter_neighbors=True) == [first]
    y, x = source.max_pixel_centre
    assert np.hypot(y - 0.05, x + 0.1) < 0.08


def test_clumps_are_groups_of_bright_neighbours(source):
    y, x = source.mapper.geometry.centres.T
    blob = np.exp(-0.5 * ((y + 0.3) ** 2 + (x - 0.3) ** 2) / 0.12**2)
    values = source.reconstruction + 0.8 * blob
    two = SourceReconstruction(source.mapper, values, source.covariance_matrix, 0.01)
    bright, faint = two.source_clumps_from(0.3)
    assert values[bright].max() > values[faint].max()
    assert not set(bright) & set(faint)
    assert len(two.source_clumps_from(0.3, total=1)) == 1
    assert two.source_clumps_from(0.3, min_pixels=500) == []


def test_files_hold_the_source(source, tmp_path):
    source.output_to_csv(tmp_path / "source.csv")
    table = np.genfromtxt(tmp_path / "source.csv", delimiter=",", names=True)
    assert table.dtype.names == ("y", "x", "area", "reconstruction", "noise_map")
    assert np.array_equal(table["reconstruction"], source.reconstruction)
    assert np.array_equal(table["noise_map"], source.noise_map, equal_nan=True)
    assert np.array_equal(table["area"], source.mapper.geometry.areas)

    path = tmp_path / "source.fits"
    source.output_to_fits(path, (60, 70), unit="electron/s")
    with fits.open(path) as hdus:
        images = {hdu.name: np.array(hdu.data) for hdu in hdus}
        header = hdus[0].header
    assert list(images) == ["RECONSTRUCTION", "NOISE_MAP", "SIGNAL_TO_NOISE_MAP"]
    expected = source.interpolated_reconstruction_from(None, (60, 70))
    assert np.array_equal(images["RECONSTRUCTION"], expected.native.array)
    ratio, noise = images["SIGNAL_TO_NOISE_MAP"], images["NOISE_MAP"]
    np.testing.assert_allclose(ratio * noise, images["RECONSTRUCTION"] * (noise > 0))
    assert header["BUNIT"] == "electron/s"
    # Any FITS reader finds the brightest point where it is.
    row, column = np.unravel_index(np.argmax(images["RECONSTRUCTION"]), (60, 70))
    x, y = WCS(header).wcs_pix2world(column, row, 0)
    scale = 3600.0 if WCS(header).wcs.cunit[0] == "deg" else 1.0
    assert np.hypot(y * scale - 0.05, x * scale + 0.1) < 0.08
    with pytest.raises(exc.FitsException, match="overwrite"):
        source.output_to_fits(path, (60, 70))
