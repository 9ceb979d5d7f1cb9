"""The FITS files of a fit: data, model, residuals, galaxies and source plane."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import numpy as np

from autolens_like import atomic, exc
from autolens_like.dataset.imaging import Imaging
from autolens_like.fit.adapt_images import AdaptImages
from autolens_like.fit.imaging import FitImaging
from autolens_like.fit.multi_imaging import FitMultiImaging
from autolens_like.fit.pixelized_fit import PixelizedFit
from autolens_like.structures.fits import hdu_list_for_output_from, write_hdu_list
from autolens_like.structures.grid import Grid2D

#: Pixels along a side of a source-plane image.
SOURCE_PLANE_PIXELS = 100
#: Where images are convolved with the PSF, by the `use_fft` of a `Convolver`.
SPACES = {None: "automatic", True: "Fourier", False: "real"}
#: Share of the light that a source-plane image shows.
_SOURCE_LIGHT = 0.99
#: The JSON file with what is said of several exposures and their amplitudes.
MULTI_FILE = "multi_imaging"

#: Correlations of the noise that are kept, 64 MB of them.
_MOST_CORRELATIONS = 4_000_000


def _write(path: Path, header: dict[str, Any], images: dict[str, Any]) -> None:
    hdu_list = hdu_list_for_output_from(
        list(images.values()), list(images), header_dict=header
    )
    write_hdu_list(hdu_list, path)


def _header_of(geometry: Any) -> dict[str, Any]:
    """Linear coordinates [arcsec]; row 0 is the top of the sky in these files."""
    middle_y, middle_x = geometry.central_pixel_coordinates
    return {
        "PIXSCALY": (geometry.pixel_scales[0], "arcsec per pixel along y"),
        "PIXSCALX": (geometry.pixel_scales[1], "arcsec per pixel along x"),
        "ORIGINY": (geometry.origin[0], "y of the centre of the frame [arcsec]"),
        "ORIGINX": (geometry.origin[1], "x of the centre of the frame [arcsec]"),
        "CENTROW": (middle_y, "row (from 0) of the centre"),
        "CENTCOL": (middle_x, "column (from 0) of the centre"),
    }


def write_dataset(dataset: Imaging, path: Path) -> None:
    """MASK, DATA, NOISE_MAP, PSF and both OVER_SAMPLE_SIZE of a data set.

    `stored.dataset_from` reads it back. Of correlated noise NOISE_COVARIANCE has what
    is not zero in the upper triangle of the matrix, and NOISE_COVARIANCE_PLACES (2, n)
    its rows and columns; more than four million numbers are only noted.
    """
    images = {
        "MASK": dataset.mask.array,
        "DATA": dataset.data,
        "NOISE_MAP": dataset.noise_map,
    }
    if dataset.psf is not None:
        images["PSF"] = dataset.psf.kernel
    images["OVER_SAMPLE_SIZE_LP"] = dataset.grids.over_sample_size_lp
    images["OVER_SAMPLE_SIZE_PIXELIZATION"] = (
        dataset.grids.over_sample_size_pixelization
    )
    images |= _correlations_of(dataset)
    header = _header_of(dataset.mask.geometry) | {
        "PSFFINER": (
            1 if dataset.psf is None else dataset.psf.convolve_over_sample_size,
            "PSF pixels along an image pixel",
        ),
        "PSFSPACE": (
            SPACES[getattr(dataset.psf, "_use_fft", None)],
            "where the PSF is convolved with",
        ),
        "NOISECOV": (
            dataset.noise_covariance_matrix is not None,
            "whether noise is correlated between pixels",
        ),
    }
    _write(path, header, images)


def _correlations_of(dataset: Imaging) -> dict[str, Any]:
    covariance = dataset.noise_covariance_matrix
    if covariance is None:
        return {}
    is_symmetric = np.array_equal(covariance, covariance.T)
    places = np.nonzero(np.triu(covariance) if is_symmetric else covariance)
    if len(places[0]) > _MOST_CORRELATIONS:
        return {}
    return {
        "NOISE_COVARIANCE": covariance[places],
        "NOISE_COVARIANCE_PLACES": np.array(places, dtype=np.int32),
    }


def write_adapt_images(adapt_images: AdaptImages, path: Path) -> None:
    """MASK, and the image of every galaxy under its path, such as GALAXIES.SOURCE.

    Nothing is written without images by path.
    """
    named = adapt_images.galaxy_name_image_dict
    if not named:
        return
    images = {".".join(galaxy): image for galaxy, image in named.items()}
    mask = next(iter(images.values())).mask
    _write(path, _header_of(mask.geometry), {"MASK": mask.array, **images})


def write_fit(fit: FitImaging, folder: Path) -> None:
    """fit.fits, model_galaxy_images.fits, tracer.fits and source_plane_images.fits.

    Pixelized sources follow as `write_source_reconstructions` has it. The first file
    also holds LENS_LIGHT (the first plane) and LENSED_SOURCE (all others), both
    blurred.
    """
    header = _header_of(fit.mask.geometry)
    mask = {"MASK": fit.mask.array}
    planes = [image.native.array for image in fit.model_images_of_planes_list]
    images = {
        "DATA": fit.data,
        "NOISE_MAP": fit.noise_map,
        "MODEL_DATA": fit.model_data,
        "RESIDUAL_MAP": fit.residual_map,
        "NORMALIZED_RESIDUAL_MAP": fit.normalized_residual_map,
        "CHI_SQUARED_MAP": fit.chi_squared_map,
        "LENS_LIGHT": planes[0],
        "LENSED_SOURCE": sum(planes[1:], 0.0 * planes[0]),
    }
    _write(folder / "fit.fits", header, mask | images)
    galaxies = {
        f"GALAXY_{i}": image
        for i, image in enumerate(fit.galaxy_model_image_dict.values())
    }
    _write(folder / "model_galaxy_images.fits", header, mask | galaxies)
    _write(folder / "tracer.fits", header, mask | _lensing_images(fit))
    _write_source_planes(fit, folder / "source_plane_images.fits")
    write_source_reconstructions(fit, folder)


def write_source_reconstructions(fit: FitImaging, folder: Path) -> None:
    """source_plane_reconstruction_0.csv and .fits, 1 for the second pixelization, ...

    The table has one line a source pixel; the images show the bright part of the
    source, interpolated, with its errors.
    """
    header = fit.data.header
    unit = None if header is None else header.get("BUNIT")
    if not isinstance(fit.inversion, PixelizedFit):
        return
    for index, source in enumerate(fit.inversion.sources):
        name = f"source_plane_reconstruction_{index}"
        source.output_to_csv(folder / f"{name}.csv")
        extent = source.mapper.extent_from(source.reconstruction)
        shape = (SOURCE_PLANE_PIXELS, SOURCE_PLANE_PIXELS)
        path = folder / f"{name}.fits"
        source.output_to_fits(path, shape, extent, unit, overwrite=True)


def exposure_folder(image: Path, name: str) -> Path:
    """The folder of one exposure among the images of a fit.

    Parameters
    ----------
    image
        The folder of all images.
    name
        Of the exposure.

    Raises
    ------
    DatasetException
        The name is none of a folder, or leads elsewhere.
    """
    is_name = isinstance(name, str) and name.isprintable() and name not in ("", "..")
    if not is_name or Path(name).name != name:
        raise exc.DatasetException(
            f"The exposure {name!r} cannot have a folder of its name for its results; "
            "give al.MultiImaging names of letters and digits."
        )
    return image / name


def write_amplitudes(fit: FitMultiImaging, path: Path) -> None:
    """A table of what was solved for: exposure, component, amplitude and its error.

    Source pixels are left out, which have tables of their own.
    """
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["exposure", "component", "amplitude", "error"])
    for exposure, amplitudes in fit.amplitude_dict.items():
        errors = fit.amplitude_error_dict[exposure]
        for component, value in amplitudes.items():
            if np.ndim(value) == 0:
                numbers = (repr(float(v)) for v in (value, errors[component]))
                table.writerow([exposure, component, *numbers])
    atomic.write_text(path, text.getvalue())


def _lensing_images(fit: FitImaging) -> dict[str, Any]:
    grid, tracer = fit.grid, fit.tracer
    deflections = tracer.deflections_yx_2d_from(grid)
    return {
        "CONVERGENCE": tracer.convergence_2d_from(grid),
        "POTENTIAL": tracer.potential_2d_from(grid),
        "DEFLECTIONS_Y": deflections.y,
        "DEFLECTIONS_X": deflections.x,
    }


def _write_source_planes(fit: FitImaging, path: Path) -> None:
    tracer = fit.tracer_linear_light_profiles_to_light_profiles
    images, headers = {}, []
    for index, plane in enumerate(tracer.planes[1:]):
        grid = source_plane_grid_from(fit, index + 1)
        headers.append(_header_of(grid.geometry))
        image = plane.image_2d_from(grid)
        for source, _ in _sources_in(fit, index + 1):
            image = image + source.interpolated_reconstruction_from(grid)
        images[f"SOURCE_PLANE_IMAGE_{index}"] = image
    if not images:
        return
    hdu_list = hdu_list_for_output_from(list(images.values()), list(images))
    for hdu, header in zip(hdu_list, headers, strict=True):
        hdu.header.update(header)
    write_hdu_list(hdu_list, path)


def _sources_in(fit: FitImaging, plane: int) -> list[tuple[Any, Any]]:
    """The pixelized sources of one plane, and their lensed images (N,)."""
    if not isinstance(fit.inversion, PixelizedFit):
        return []
    parts = zip(
        fit.inversion.pixelized,
        fit.inversion.sources,
        fit.inversion.mapped_images,
        strict=True,
    )
    return [(source, image) for part, source, image in parts if part.plane == plane]


def source_plane_grid_from(fit: FitImaging, plane: int) -> Grid2D:
    """A square grid around the light of one plane, as the image plane sees it.

    Parameters
    ----------
    plane
        Index of the plane.
    """
    tracer = fit.tracer_linear_light_profiles_to_light_profiles
    y, x = tracer.traced(*fit.grid.array.T)[plane]
    light = tracer.planes[plane].image(y, x)
    for _, image in _sources_in(fit, plane):
        light = light + image
    if not np.any(light > 0.0):
        light = np.ones_like(y)
    order = np.argsort(-light)
    share = np.cumsum(light[order]) / light.sum()
    seen = order[: int(np.searchsorted(share, _SOURCE_LIGHT)) + 1]
    centre_y, centre_x = (0.5 * (v[seen].min() + v[seen].max()) for v in (y, x))
    half = 0.5 * max(np.ptp(y[seen]), np.ptp(x[seen]))
    half = max(1.1 * half, fit.mask.pixel_scales[0])
    return Grid2D.uniform(
        (SOURCE_PLANE_PIXELS, SOURCE_PLANE_PIXELS),
        pixel_scales=2.0 * half / SOURCE_PLANE_PIXELS,
        origin=(float(centre_y), float(centre_x)),
        over_sample_size=1,
    )
