"""The file of a decoder's weights: written, read and checked.

One `.npz` without pickled objects: the arrays of the decoder as half-precision numbers,
the version of their layout, and a digest by which a damaged file is known. Half
precision changes a stamp by less than a thousandth of its peak.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np

from autolens_like import exc
from autolens_like.atomic import write_bytes
from autolens_like.learned.network import DECODER_SHAPES
from autolens_like.typing import PathLike

#: Of the layout: another network has another number.
VERSION = 1
#: The weights that come with the package.
SHIPPED = Path(__file__).with_name("decoder_weights.npz")
_REMAKE = (
    "reinstall autolens_like for its own weights, or write yours again with "
    "`python -m autolens_like.learned.train`"
)


def _digest(arrays: Mapping[str, np.ndarray]) -> str:
    """SHA-256 of the arrays in the order of their names."""
    digest = hashlib.sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"{name} {array.dtype.str} {array.shape}".encode())
        digest.update(array.tobytes())
    return digest.hexdigest()


def write_weights(path: PathLike, weights: Mapping[str, np.ndarray]) -> None:
    """Write the weights of a decoder, whole or not at all.

    Parameters
    ----------
    path
        Where.
    weights
        At least the arrays of `DECODER_SHAPES`; others are left out.
    """
    arrays = {name: np.asarray(weights[name], np.float16) for name in DECODER_SHAPES}
    stream = io.BytesIO()
    np.savez_compressed(
        stream, version=VERSION, sha256=np.array(_digest(arrays)), **arrays
    )
    write_bytes(path, stream.getvalue())


@lru_cache(maxsize=4)
def decoder_weights(path: str = "") -> Mapping[str, np.ndarray]:
    """The weights of a decoder as float64 arrays, read once.

    Parameters
    ----------
    path
        A file of `write_weights`; without one, that of the package.

    Raises
    ------
    InputException
        The file is missing, damaged, or of another version.
    """
    file = Path(path) if path else SHIPPED
    if not file.is_file():
        raise exc.InputException(f"There are no decoder weights at {file}; {_REMAKE}.")
    try:
        # From memory, because numpy leaves a damaged file open.
        stream = io.BytesIO(file.read_bytes())
        if not zipfile.is_zipfile(stream):
            raise zipfile.BadZipFile("it is no npz archive, or not all of one")
        stream.seek(0)
        with np.load(stream, allow_pickle=False) as archive:
            found = {name: archive[name] for name in archive.files}
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile) as error:
        raise exc.InputException(
            f"The decoder weights {file} are damaged ({error}); {_REMAKE}."
        ) from error
    version = str(found.pop("version", None))
    if version != str(VERSION):
        raise exc.InputException(
            f"The decoder weights {file} are of version {version}; this autolens_like "
            f"reads version {VERSION}: {_REMAKE}."
        )
    noted = str(found.pop("sha256", ""))
    shapes = {name: array.shape for name, array in found.items()}
    if shapes != DECODER_SHAPES or noted != _digest(found):
        raise exc.InputException(
            f"The decoder weights {file} are damaged: their SHA-256 is not the one "
            f"that was written with them; {_REMAKE}."
        )
    return {name: array.astype(float) for name, array in found.items()}
