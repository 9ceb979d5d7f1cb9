"""Sets of canonical stamps: drawn galaxies, or those of a folder of images."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from autolens_like import exc
from autolens_like.atomic import write_bytes
from autolens_like.learned.canonical_frame import (
    SIDE,
    Frame,
    canonical_stamp,
    checked_stamp,
    measured_frame,
)
from autolens_like.learned.galaxies import galaxy_stamp
from autolens_like.structures.fits import ndarray_via_fits_from
from autolens_like.typing import PathLike

_KINDS = (".fits", ".fits.gz", ".npy")
#: Pixels at the border of an image from which its noise is measured.
_BORDER = 3
#: From the median of absolute deviations to the standard deviation of a normal.
TO_SIGMA = 1.4826


def border(shape: tuple[int, ...]) -> np.ndarray:
    """Where the pixels at the border of an image are."""
    inside = np.zeros(shape, dtype=bool)
    inside[_BORDER:-_BORDER, _BORDER:-_BORDER] = True
    return ~inside


def border_noise(image: np.ndarray) -> tuple[float, float]:
    """Background and standard deviation of the pixels at an image's border."""
    sky = image[border(image.shape)]
    level = float(np.median(sky))
    return level, TO_SIGMA * float(np.median(np.abs(sky - level)))


def stamp_of_image(image: np.ndarray, name: str = "The stamp") -> np.ndarray:
    """The canonical stamp of the galaxy in the middle of an image.

    Parameters
    ----------
    image
        (R, C); its background is taken from its border.
    name
        What messages call it.

    Raises
    ------
    ArrayException
        See `checked_stamp`.
    """
    return canonical_stamp(*light_and_frame(image, name))


def light_and_frame(
    image: np.ndarray, name: str = "The stamp"
) -> tuple[np.ndarray, Frame]:
    """An image without its background, and the frame of the galaxy in it.

    Parameters and errors as `stamp_of_image`.
    """
    finite = checked_stamp(image, name)
    level, noise = border_noise(finite)
    light = checked_stamp(finite - level, name)
    # Two standard deviations: of the pixels without light one in forty is above.
    return light, measured_frame(light, 2.0 * noise)


def stamps_of_folder(folder: PathLike) -> np.ndarray:
    """The canonical stamps of all images in a folder.

    Parameters
    ----------
    folder
        Holds ``.fits`` images and ``.npy`` arrays (R, C) or (N, R, C), one galaxy each.

    Returns
    -------
    (N, 64, 64) float32 array
        In the order of the names of the files.

    Raises
    ------
    InputException
        There is no such folder, or nothing in it.
    ArrayException
        An image is no stamp of a galaxy; the message names the file.
    """
    place = Path(folder)
    files = sorted(place.iterdir()) if place.is_dir() else []
    files = [file for file in files if file.name.endswith(_KINDS)]
    if not files:
        raise exc.InputException(
            f"There are no stamps in {place}; give a folder with "
            f"{', '.join(_KINDS)} files, one galaxy in each image."
        )
    made = [
        stamp_of_image(image, name) for file in files for image, name in _images(file)
    ]
    return np.array(made, np.float32)


def _images(file: Path) -> Iterator[tuple[np.ndarray, str]]:
    if file.suffix == ".npy":
        try:
            array = np.load(file, allow_pickle=False)
        except (ValueError, EOFError) as error:
            raise exc.ArrayException(f"{file} cannot be read: {error}.") from error
    else:
        array = ndarray_via_fits_from(file, ndim=None)
    if array.ndim == 3:
        for i, image in enumerate(array):
            yield image, f"Image {i} of {file}"
    else:
        yield array, str(file)


def drawn_stamps(
    number: int,
    seed: int,
    cache: PathLike | None = None,
    told: Callable[[str], None] = print,
) -> np.ndarray:
    """The canonical stamps of galaxies that are drawn, kept in a file.

    Parameters
    ----------
    number, seed
        Stamp i is that of `galaxy_stamp((seed, i))`.
    cache
        A ``.npy`` file that is read where it holds as many, and written otherwise.
    told
        Is called now and then with how many there are.

    Returns
    -------
    (number, 64, 64) float32 array
    """
    if cache is not None and Path(cache).is_file():
        kept = np.load(cache, allow_pickle=False)
        if kept.shape == (number, SIDE, SIDE):
            return kept
    stamps = np.empty((number, SIDE, SIDE), np.float32)
    for i in range(number):
        stamps[i] = galaxy_stamp((seed, i))
        if (i + 1) % 1000 == 0:
            told(f"{i + 1} of {number} galaxies drawn")
    if cache is not None:
        stream = io.BytesIO()
        np.save(stream, stamps)
        write_bytes(cache, stream.getvalue())
    return stamps
