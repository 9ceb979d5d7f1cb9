"""`AggregateFITS`: images of a sample of fits in one FITS file, or in a folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from pathlib import Path
from typing import Any

from autolens_like import exc
from autolens_like.analysis.output import exposure_folder
from autolens_like.search.store.aggregator import Aggregator
from autolens_like.search.store.fit_folder import FitFolder
from autolens_like.structures.fits import (
    header_obj_from,
    ndarray_via_fits_from,
    write_hdu_list,
    write_together,
)
from autolens_like.typing import PathLike


class FITSFit(Enum):
    """Images of ``fit.fits``."""

    mask = "fit.MASK"
    data = "fit.DATA"
    noise_map = "fit.NOISE_MAP"
    model_data = "fit.MODEL_DATA"
    residual_map = "fit.RESIDUAL_MAP"
    normalized_residual_map = "fit.NORMALIZED_RESIDUAL_MAP"
    chi_squared_map = "fit.CHI_SQUARED_MAP"
    lens_light = "fit.LENS_LIGHT"
    lensed_source = "fit.LENSED_SOURCE"


class FITSTracer(Enum):
    """Images of ``tracer.fits``."""

    mask = "tracer.MASK"
    convergence = "tracer.CONVERGENCE"
    potential = "tracer.POTENTIAL"
    deflections_y = "tracer.DEFLECTIONS_Y"
    deflections_x = "tracer.DEFLECTIONS_X"


class AggregateFITS:
    """Images of the fits of an aggregator.

    Images are named by ``al.agg.fits_fit.model_data`` and its like, or by file and
    HDU, such as "source_plane_images.SOURCE_PLANE_IMAGE_0". A fit that does not have
    one of them is left out, and named in a `DamagedFitWarning`.

    Parameters
    ----------
    aggregator
        The fits.
    exposure
        The name of an exposure, where the fits are of several.

    Raises
    ------
    SearchException
        There are none.
    """

    def __init__(self, aggregator: Aggregator, exposure: str | None = None) -> None:
        aggregator.require_fits()
        self.aggregator, self.exposure = aggregator, exposure

    def extract_fits(
        self,
        hdus: Sequence[Enum | str],
        extname_prefix_list: Sequence[str] | None = None,
    ) -> Any:
        """An `astropy.io.fits.HDUList` of the images of every fit, after an empty one.

        Parameters
        ----------
        hdus
            Which images.
        extname_prefix_list
            What stands before the name of an image, one a fit; by default the labels
            of the aggregator.
        """
        from astropy.io import fits

        prefixes = self._one_each("extname_prefix_list", extname_prefix_list)
        found = [fits.PrimaryHDU()]
        for images in self._images(hdus, prefixes):
            found.extend(images or ())
        return fits.HDUList(found)

    def save(
        self,
        path: PathLike,
        hdus: Sequence[Enum | str],
        extname_prefix_list: Sequence[str] | None = None,
    ) -> None:
        """Write `extract_fits` into one file, whole or not at all."""
        write_hdu_list(self.extract_fits(hdus, extname_prefix_list), path)

    def output_to_folder(
        self, folder: PathLike, hdus: Sequence[Enum | str], name: Any = None
    ) -> list[Path]:
        """Write a file for every fit.

        Parameters
        ----------
        folder
            Where to.
        hdus
            Which images.
        name
            What of a fit names its file, such as "unique_tag", or a list of names, one
            a fit; by default the labels of the aggregator.

        Returns
        -------
        list of pathlib.Path
            The files.
        """
        from astropy.io import fits

        if isinstance(name, str):
            attribute = name
            name = [getattr(fit, attribute, None) for fit in self.aggregator]
        names = self._one_each("name", name)
        twice = next((one for one in names if names.count(one) > 1), None)
        if twice is not None:
            raise exc.SearchException(
                f"Two fits would be written to '{twice}.fits'; give other names."
            )
        outputs = []
        for label, images in zip(names, self._images(hdus, None), strict=True):
            path = Path(folder, f"{label}.fits")
            if path.parent != Path(folder):
                raise exc.SearchException(f"{label!r} is no name of a file.")
            if images is not None:
                hdu_list = fits.HDUList([fits.PrimaryHDU(), *images])
                outputs.append((hdu_list, path))
        write_together(outputs)
        return [path for _, path in outputs]

    def _images(
        self, hdus: Sequence[Enum | str], prefixes: list[str] | None
    ) -> Iterable[Any]:
        """The images of every fit; None where one is missing."""
        chosen = [_file_and_name(hdu) for hdu in hdus]
        numbers = {fit.folder: number for number, fit in enumerate(self.aggregator)}

        def images(fit: FitFolder) -> list[Any]:
            prefix = None if prefixes is None else prefixes[numbers[fit.folder]]
            folder = fit.image
            if self.exposure is not None:
                folder = exposure_folder(folder, self.exposure)
            return [
                _image(fit, folder / f"{file}.fits", name, prefix)
                for file, name in chosen
            ]

        return self.aggregator.map(images)

    def _one_each(self, argument: str, values: Any) -> list[str]:
        """Given texts, or the labels of the fits."""
        given = self.aggregator.labels if values is None else list(values)
        if len(given) != len(self.aggregator) or not all(
            isinstance(value, str) and value for value in given
        ):
            raise exc.SearchException(
                f"{argument} gives {given!r} for {len(self.aggregator)} fits; a name "
                "for each is asked for."
            )
        return given


def _file_and_name(hdu: Enum | str) -> tuple[str, str]:
    text = hdu.value if isinstance(hdu, Enum) else hdu
    file, dot, name = str(text).partition(".")
    if not (dot and name and file.isidentifier()):
        raise exc.SearchException(
            f"{hdu!r} names no image: give al.agg.fits_fit.model_data or its like, or "
            'file and HDU, such as "fit.MODEL_DATA".'
        )
    return file, name


def _image(fit: FitFolder, path: Path, name: str, prefix: str | None) -> Any:
    from astropy.io import fits

    values, header = ndarray_via_fits_from(path, name), header_obj_from(path, name)
    image = fits.ImageHDU(values)
    for key in ("PIXSCALY", "PIXSCALX", "ORIGINY", "ORIGINX", "CENTROW", "CENTCOL"):
        if key in header:
            image.header[key] = (header[key], header.comments[key])
    image.header["FITNAME"] = (_ascii(fit.name), "name of the search")
    image.header["FITTAG"] = (_ascii(fit.unique_tag or ""), "its unique tag")
    image.header["FITID"] = (fit.identifier[:32], "its identifier")
    image.header["EXTNAME"] = _ascii(f"{prefix}_{name}" if prefix else name).upper()
    return image


def _ascii(text: str) -> str:
    """What a card of FITS can hold of a text."""
    return text.encode("ascii", "replace").decode()[:68]
