"""The files of a reconstructed source: a table of its pixels, and images in FITS."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.structures.array import Array2D
from autolens_like.structures.fits import hdu_list_for_output_from

#: The columns of the table.
CSV_COLUMNS = ("y", "x", "area", "reconstruction", "noise_map")


def csv_text_of(source: Any) -> str:
    """One line a source pixel: y, x, area, brightness, standard deviation.

    Parameters
    ----------
    source
        A `SourceReconstruction`.
    """
    geometry = source.mapper.geometry
    columns = (*geometry.centres.T, geometry.areas, source.reconstruction,
               source.noise_map)  # fmt: skip
    # The shortest text that gives the same number again.
    rows = zip(*(column.tolist() for column in columns), strict=True)
    lines = [",".join(CSV_COLUMNS), *(",".join(map(repr, row)) for row in rows)]
    return "\n".join(lines) + "\n"


def hdu_list_of(
    source: Any,
    shape_native: tuple[int, int],
    extent: tuple[float, float, float, float] | None = None,
    unit: str | None = None,
) -> Any:
    """Interpolated brightness, standard deviation and their ratio.

    Parameters
    ----------
    source
        A `SourceReconstruction`.
    shape_native, extent
        As its `interpolated_reconstruction_from`.
    unit
        Unit of the data (FITS card BUNIT), such as "electron/s".
    """
    image = source.interpolated_reconstruction_from(None, shape_native, extent)
    noise = source.interpolated_noise_map_from(None, shape_native, extent)
    ratio = np.zeros(image.shape)
    np.divide(image.array, noise.array, out=ratio, where=noise.array > 0.0)
    images = {
        "RECONSTRUCTION": image,
        "NOISE_MAP": noise,
        "SIGNAL_TO_NOISE_MAP": Array2D(ratio, image.mask),
    }
    hdu_list = hdu_list_for_output_from(
        list(images.values()), list(images), header_from(image.geometry)
    )
    for hdu in hdu_list[:2]:
        hdu.header["BUNIT"] = (unit or "", "of an image pixel")
    return hdu_list


def header_from(geometry: Any) -> dict[str, Any]:
    """FITS cards of linear coordinates; row 0 is the top of the sky in these files."""
    middle_y, middle_x = geometry.central_pixel_coordinates
    return {
        "CTYPE1": ("X", "towards the right"),
        "CTYPE2": ("Y", "towards the top"),
        "CUNIT1": "arcsec",
        "CUNIT2": "arcsec",
        # FITS counts pixels from 1; rows run downwards, against y.
        "CRPIX1": middle_x + 1.0,
        "CRPIX2": middle_y + 1.0,
        "CRVAL1": geometry.origin[1],
        "CRVAL2": geometry.origin[0],
        "CDELT1": geometry.pixel_scales[1],
        "CDELT2": -geometry.pixel_scales[0],
        "PIXSCALY": (geometry.pixel_scales[0], "arcsec per pixel along y"),
        "PIXSCALX": (geometry.pixel_scales[1], "arcsec per pixel along x"),
    }
