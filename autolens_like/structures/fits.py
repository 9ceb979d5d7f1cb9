"""FITS in and out: numbers checked on the way in, whole files on the way out."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autolens_like import atomic, exc
from autolens_like.typing import PathLike

_DAMAGED = (
    "The file is damaged or was not copied whole; fetch it again, or open it with "
    "astropy.io.fits.info() to see what it holds."
)


def _existing(file_path: PathLike) -> Path:
    path = Path(file_path)
    if path.is_file():
        return path
    beside = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
    hint = exc.suggestion(path.name, sorted(beside)[:20]) if beside else ""
    raise exc.FitsException(f"There is no file {path}. {hint}".rstrip())


def _read(path: Path, hdu: int | str) -> tuple[np.ndarray | None, Any, str]:
    """Data, header and a list of what the file holds, of one HDU."""
    from astropy.io import fits

    # The stream is ours, because astropy leaves a file open that it fails to read.
    with (
        path.open("rb") as stream,
        fits.open(stream, memmap=False, lazy_load_hdus=False) as hdu_list,
    ):
        names = [f"{i} ({h.name or type(h).__name__})" for i, h in enumerate(hdu_list)]
        listing = ", ".join(names)
        try:
            chosen = hdu_list[hdu]
        except (IndexError, KeyError) as error:
            raise exc.FitsException(
                f"{path} has no HDU {hdu!r}. It holds: {listing}."
            ) from error
        if chosen.data is not None and not _is_image(chosen):
            raise exc.FitsException(
                f"HDU {hdu!r} of {path} is a table, not an image. "
                f"The file holds: {listing}."
            )
        data = None if chosen.data is None else np.array(chosen.data, dtype=float)
        return data, chosen.header.copy(), listing


def _mended(path: Path, what: str, reader: Callable[[], Any]) -> Any:
    """What a reader returns, with the errors of a damaged file put into words."""
    import warnings

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            values = reader()
        except (OSError, TypeError, ValueError) as error:
            if isinstance(error, exc.FitsException):
                raise
            raise exc.FitsException(
                f"{what} cannot be read ({error}). {_DAMAGED}"
            ) from error
    # Astropy mends odd headers and says so; a truncated file must not be mended.
    if any("truncated" in str(warning.message) for warning in caught):
        raise exc.FitsException(f"{path} is truncated. {_DAMAGED}")
    return values


def _opened(file_path: PathLike, hdu: int | str) -> tuple[Any, Any, str, Path]:
    """`_read` of a file that is there and whole."""
    path = _existing(file_path)
    what = f"HDU {hdu!r} of {path}"
    return *_mended(path, what, lambda: _read(path, hdu)), path


@dataclass(frozen=True)
class ImageHDU:
    """One image of a FITS file.

    Parameters
    ----------
    name
        Its EXTNAME, empty where it has none.
    values
        As native float64; None where it holds no image.
    header
        An `astropy.io.fits.Header`.
    """

    name: str
    values: np.ndarray | None
    header: Any


def image_hdus_from(file_path: PathLike) -> list[ImageHDU]:
    """Everything that a FITS file holds, read once; tables without their values.

    Raises
    ------
    FitsException
        The file is missing, truncated or no FITS file.
    """
    from astropy.io import fits

    path = _existing(file_path)

    def read() -> list[ImageHDU]:
        with path.open("rb") as stream, fits.open(stream, memmap=False) as hdu_list:
            return [
                ImageHDU(
                    hdu.header.get("EXTNAME", ""),
                    np.array(hdu.data, dtype=float) if _is_image(hdu) else None,
                    hdu.header.copy(),
                )
                for hdu in hdu_list
            ]

    return _mended(path, str(path), read)


def _is_image(hdu: Any) -> bool:
    return hdu.data is not None and hdu.data.dtype.names is None


def ndarray_via_fits_from(
    file_path: PathLike, hdu: int | str = 0, ndim: int | None = 2
) -> np.ndarray:
    """The image of one HDU as native float64.

    Parameters
    ----------
    file_path
        The FITS file; compressed files and tile-compressed HDUs are read too.
    hdu
        Number or name of the HDU.
    ndim
        Axes that the image must have; `None` takes any.

    Raises
    ------
    FitsException
        The file is missing, truncated or no FITS file; the HDU is missing, empty,
        a table, or has another number of axes.
    """
    data, _, listing, path = _opened(file_path, hdu)
    if data is None:
        raise exc.FitsException(
            f"HDU {hdu!r} of {path} holds no image. The file holds: {listing}; "
            "choose one with the hdu argument."
        )
    if ndim is not None and data.ndim != ndim:
        raise exc.FitsException(
            f"The image in HDU {hdu!r} of {path} has shape {data.shape}: {data.ndim} "
            f"axes came, {ndim} are needed. Cut out the plane that is meant, or choose "
            f"another HDU of: {listing}."
        )
    return data


def header_obj_from(file_path: PathLike, hdu: int | str = 0) -> Any:
    """The `astropy.io.fits.Header` of one HDU."""
    return _opened(file_path, hdu)[1]


def celestial_wcs_from(header: Any) -> Any:
    """The celestial `astropy.wcs.WCS` of a header; None where it has none."""
    import warnings

    from astropy.wcs import WCS, FITSFixedWarning, WcsError

    if header is None:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FITSFixedWarning)
        try:
            wcs = WCS(header).celestial
        except (WcsError, ValueError, KeyError):
            return None
    if wcs.naxis != 2:
        return None
    # One degree a pixel is what FITS assumes where no scale is written.
    is_dummy = np.array_equal(np.abs(wcs.pixel_scale_matrix), np.eye(2))
    return None if is_dummy else wcs


def _wcs_matrix(header: Any) -> np.ndarray | None:
    """(2, 2) degrees per pixel, or None where the header has no celestial WCS."""
    wcs = celestial_wcs_from(header)
    return None if wcs is None else np.asarray(wcs.pixel_scale_matrix)


def pixel_scales_from_header(header: Any) -> tuple[float, float] | None:
    """(y, x) pixel scales [arcsec] of a header's WCS; None without one.

    The CD matrix is followed where there is one, so that a dummy CDELT of 1 does not
    mislead.
    """
    matrix = _wcs_matrix(header)
    if matrix is None:
        return None
    scale_x, scale_y = 3600.0 * np.sqrt(np.sum(matrix**2, axis=0))
    return float(scale_y), float(scale_x)


def orientation_from_header(header: Any) -> float | None:
    """Position angle of FITS axis 2 [degrees, north through east]; None without a WCS.

    Axis 2 is the direction in which the row number grows. Row 0 is at the top here, at
    the largest y, so this is the direction of -y: an image whose file has north up
    (angle 0) is handled with north down, mirrored top to bottom. Reference: Greisen &
    Calabretta 2002, A&A 395, 1061.
    """
    matrix = _wcs_matrix(header)
    if matrix is None:
        return None
    return float(np.rad2deg(np.arctan2(matrix[0, 1], matrix[1, 1])))


def hdu_list_for_output_from(
    values_list: Sequence[Any],
    ext_name_list: Sequence[str | None],
    header_dict: Mapping[str, Any] | None = None,
) -> Any:
    """An `astropy.io.fits.HDUList` of one image an array.

    Parameters
    ----------
    values_list
        Arrays; anything with `.native` is written in its native shape.
    ext_name_list
        The EXTNAME of each, None for none.
    header_dict
        Cards added to every header.
    """
    from astropy.io import fits

    hdus = []
    for index, (values, name) in enumerate(
        zip(values_list, ext_name_list, strict=True)
    ):
        header = fits.Header()
        for key, card in (header_dict or {}).items():
            header[key] = card
        if name is not None:
            header["EXTNAME"] = name.upper()
        data = np.asarray(getattr(values, "native", values))
        data = data.astype(np.uint8) if data.dtype == bool else data
        kind = fits.PrimaryHDU if index == 0 else fits.ImageHDU
        hdus.append(kind(data, header))
    return fits.HDUList(hdus)


def write_hdu_list(hdu_list: Any, file_path: PathLike, overwrite: bool = True) -> None:
    """Write a FITS file whole or not at all.

    Raises
    ------
    FitsException
        The file exists and `overwrite` is False.
    """
    write_together([(hdu_list, file_path)], overwrite)


def write_together(
    outputs: Sequence[tuple[Any, PathLike]], overwrite: bool = True
) -> None:
    """Write several FITS files: all of them whole, or none.

    Parameters
    ----------
    outputs
        HDU lists and where they go.

    Raises
    ------
    FitsException
        A file exists and `overwrite` is False.
    """
    paths = [Path(path) for _, path in outputs]
    for path in paths:
        if path.exists() and not overwrite:
            raise exc.FitsException(
                f"{path} exists already; pass overwrite=True to replace it."
            )
    contents = {}
    for (hdu_list, _), path in zip(outputs, paths, strict=True):
        stream = io.BytesIO()
        hdu_list.writeto(stream)
        contents[path] = stream.getvalue()
    atomic.write_together(contents)


def output_to_fits(
    values: Any,
    file_path: PathLike,
    overwrite: bool = False,
    header_dict: Mapping[str, Any] | None = None,
    ext_name: str | None = None,
) -> None:
    """Write one array (native shape) to a FITS file, whole or not at all."""
    hdu_list = hdu_list_for_output_from([values], [ext_name], header_dict)
    write_hdu_list(hdu_list, file_path, overwrite=overwrite)
