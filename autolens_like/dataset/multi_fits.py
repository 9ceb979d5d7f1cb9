"""Exposures from FITS files, by the names of their extensions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.dataset import exposures as checks
from autolens_like.dataset.checks import compare_pixel_scales, with_invalid_masked
from autolens_like.dataset.imaging import Imaging
from autolens_like.dataset.preprocess import noise_map_with_threshold_masked
from autolens_like.structures import fits
from autolens_like.structures.array import Array2D
from autolens_like.structures.fits import ImageHDU
from autolens_like.structures.geometry import pixel_scales_from
from autolens_like.structures.placement import Placement
from autolens_like.structures.registration import placement_from_headers
from autolens_like.typing import PathLike

#: What an extension holds, by its name or the end of it.
ROLES = {
    "data": ("BGSUB", "DATA", "SCI", "IMAGE"),
    "noise_map": ("RMS", "NOISE_MAP", "NOISE", "ERR", "SIGMA"),
    "psf": ("PSF",),
}
#: Where headers keep the AB magnitude of one unit of flux, and the pixel scale.
ZERO_POINT, PIXEL_SCALE = "MAGZERO", "PIXSCALE"


@dataclass(frozen=True)
class Extensions:
    """The HDUs of one exposure.

    Parameters
    ----------
    name
        Of the exposure.
    path
        The file.
    hdus
        The `ImageHDU` of "data", "noise_map" and "psf".
    primary
        The header of the file.
    """

    name: str
    path: Path
    hdus: dict[str, ImageHDU]
    primary: Any

    def number(self, keyword: str) -> float | None:
        """A number of the headers, None where they have none."""
        for header in (self.hdus["data"].header, self.primary):
            if isinstance(header.get(keyword), (int, float)):
                return float(header[keyword])
        return None

    def array(self, role: str, pixel_scales: Any) -> Array2D:
        """The image of one role."""
        hdu = self.hdus[role]
        if hdu.values is None:
            raise exc.FitsException(f"'{hdu.name}' of {self.path} holds no image.")
        return Array2D.no_mask(hdu.values, pixel_scales, header=hdu.header)


def _role_of(extension: str) -> tuple[str, str] | None:
    """The exposure's name and the role in the name of an extension."""
    for role, endings in ROLES.items():
        for ending in endings:
            if extension.upper() == ending:
                return "", role
            if extension.upper().endswith(f"_{ending}"):
                return extension[: -len(ending) - 1], role
    return None


def extensions_of(file_path: PathLike) -> list[Extensions]:
    """The exposures that a file holds.

    An exposure is the HDUs NAME_DATA, NAME_RMS and NAME_PSF, or, alone in its file,
    DATA, RMS and PSF; other words for the same things are in `ROLES`. A lone one has
    the name of its FILTER, or of its file.

    Raises
    ------
    FitsException
        The file cannot be read, holds no exposure, two HDUs for one thing, or an
        exposure without noise.
    """
    path = Path(file_path)
    every = fits.image_hdus_from(path)
    found: dict[str, dict[str, ImageHDU]] = {}
    for hdu in every:
        matched = _role_of(hdu.name)
        if matched is None:
            continue
        hdus = found.setdefault(matched[0], {})
        if matched[1] in hdus:
            raise exc.FitsException(
                f"{path} has two HDUs for the {matched[1]} of one exposure, "
                f"'{hdus[matched[1]].name}' and '{hdu.name}'; rename one."
            )
        hdus[matched[1]] = hdu
    exposures = {name: hdus for name, hdus in found.items() if "data" in hdus}
    listed = ", ".join(hdu.name or "(no name)" for hdu in every)
    if not exposures:
        raise exc.FitsException(
            f"{path} holds no exposure: none of its HDUs ({listed}) has a name that is "
            f"or ends with one of {', '.join(ROLES['data'])}."
        )
    for name, hdus in exposures.items():
        if "noise_map" not in hdus:
            wanted = ", ".join(f"{name}_{e}".lstrip("_") for e in ROLES["noise_map"])
            raise exc.FitsException(
                f"{path} holds no noise of exposure '{name}': none of its HDUs "
                f"({listed}) is one of {wanted}."
            )
    primary = every[0].header
    return [
        Extensions(name or _lone_name(primary, path), path, hdus, primary)
        for name, hdus in exposures.items()
    ]


def _lone_name(primary: Any, path: Path) -> str:
    name = primary.get("FILTER")
    return name.strip() if isinstance(name, str) and name.strip() else path.stem


def chosen_extensions_of(
    file_paths: PathLike | Sequence[PathLike], names: Iterable[str] | None
) -> list[Extensions]:
    """The exposures of some files, those that are named in their order.

    Raises
    ------
    DatasetException
        A name is unknown, or two exposures have the same.
    """
    if isinstance(file_paths, (str, Path)):
        file_paths = [file_paths]
    every = [found for path in file_paths for found in extensions_of(path)]
    known = checks.names_from([found.name for found in every], len(every))
    names = [names] if isinstance(names, str) else names
    chosen = known if names is None else names
    return [every[checks.index_of(name, known)] for name in chosen]


def pixel_scales_of(found: Extensions) -> tuple[float, float]:
    """The pixel scales of the WCS, else those of the keyword [arcsec].

    Raises
    ------
    FitsException
        There is neither.
    """
    scales = fits.pixel_scales_from_header(found.hdus["data"].header)
    if scales is not None:
        return scales
    scale = found.number(PIXEL_SCALE)
    if scale is None:
        raise exc.FitsException(
            f"{found.path} has neither a WCS nor {PIXEL_SCALE} in its headers; give "
            "pixel_scales."
        )
    return pixel_scales_from(scale)


def imaging_from(
    found: Extensions,
    pixel_scales: Any,
    noise_threshold: float | None,
    mask_invalid: bool,
) -> Imaging:
    """One exposure as a dataset."""
    scales = pixel_scales_of(found) if pixel_scales is None else pixel_scales
    data = found.array("data", scales)
    compare_pixel_scales(data, found.path)
    noise_map = found.array("noise_map", scales)
    if noise_threshold is not None:
        noise_map = noise_map_with_threshold_masked(noise_map, noise_threshold)
    if mask_invalid:
        data, noise_map = with_invalid_masked(data, noise_map)
    psf = found.array("psf", scales) if "psf" in found.hdus else None
    return Imaging(data, noise_map, psf)


def flux_scaling_of(
    exposures: Sequence[Imaging], zero_points: Sequence[float], reference: int
) -> tuple[float, ...]:
    """By what light in the reference's units is multiplied in every exposure.

    The brightness of a source is its flux per pixel, which is proportional to the
    area of the pixels and to 10^(0.4 zero point).
    """
    areas = np.array([np.prod(exposure.pixel_scales) for exposure in exposures])
    magnitudes = np.asarray(zero_points) - zero_points[reference]
    # A rounded ratio of equal numbers would not be one.
    factors = 10.0 ** (0.4 * magnitudes) * areas / areas[reference]
    return tuple(float(factor) for factor in factors)


def zero_points_of(
    chosen: Sequence[Extensions], zero_points: Any
) -> tuple[float, ...] | None:
    """AB magnitude of one unit in every exposure; None where no header has one.

    Raises
    ------
    DatasetException
        Some exposures have one and others have none, or one is no number.
    """
    names = tuple(found.name for found in chosen)
    given = checks.in_order_of(zero_points, names, "zero_points", ())
    values = [
        found.number(ZERO_POINT) if value is None else value
        for found, value in zip(chosen, given, strict=True)
    ]
    if all(value is None for value in values):
        return None
    for name, value in zip(names, values, strict=True):
        if not isinstance(value, (int, float, np.number)) or not np.isfinite(value):
            raise exc.DatasetException(
                f"Exposure '{name}' has the zero point {value!r}, and others have "
                f"numbers; give zero_points={{'{name}': ...}} [AB magnitudes]."
            )
    return tuple(float(value) for value in values)


def placements_of(
    names: Sequence[str], exposures: Sequence[Imaging], reference: int
) -> tuple[Placement, ...]:
    """Where exposures lie on the reference; nowhere else where none has a WCS.

    Raises
    ------
    FitsException
        Some have a WCS and others have none, or one is mirrored.
    """
    headers = [exposure.data.header for exposure in exposures]
    has_wcs = [fits.celestial_wcs_from(header) is not None for header in headers]
    if not any(has_wcs):
        return (Placement(),) * len(exposures)
    onto = headers[reference], exposures[reference].mask.geometry
    return tuple(
        checks.of_exposure(
            name, placement_from_headers, header, exposure.mask.geometry, *onto
        )
        for name, header, exposure in zip(names, headers, exposures, strict=True)
    )
