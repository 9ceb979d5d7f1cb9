"""Memory: how much is left, and arrays in memory that is used again."""

from __future__ import annotations

import math
import os
import sys
import threading

import numpy as np

from autolens_like import exc

_lock = threading.Lock()


def available_memory() -> int | None:
    """Bytes that this machine can still give out; None where it does not say.

    Memory that the system uses as a cache of files counts, because it is given back.
    """
    try:
        with open("/proc/meminfo") as lines:
            for line in lines:
                if line.startswith("MemAvailable:"):
                    return 1024 * int(line.split()[1])
    except OSError:
        pass
    if "SC_PHYS_PAGES" not in getattr(os, "sysconf_names", {}):
        return None
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def require_memory(needed: int, what: str, remedy: str) -> None:
    """Refuse what is larger than the memory that is left.

    Parameters
    ----------
    needed
        Bytes.
    what
        What needs them, the beginning of the message.
    remedy
        What to do, its end.

    Raises
    ------
    PixelizationParameterException
        It is larger; the message says both sizes. A search whose priors reach such
        models draws others.
    """
    left = available_memory()
    if left is not None and needed > left:
        raise exc.PixelizationParameterException(
            f"{what} needs {needed / 1e9:.1f} GB of memory and {left / 1e9:.1f} GB are "
            f"available; {remedy}."
        )


#: Arrays that are handed out again once nobody holds them, the latest at the end.
_arrays: list[np.ndarray] = []
#: Bytes from which it pays: the system hands out and clears smaller ones by the way.
_LARGE = 1 << 20
#: Bytes that are held back in all.
_HELD = 1 << 27


def recycled(shape: tuple[int, ...]) -> np.ndarray:
    """An array of whatever numbers, in memory that another one has had before.

    For the large arrays of every likelihood: the system clears each page of new memory,
    which takes as long as to write the array. Memory comes back when neither the array
    nor a view of it is held by anybody.

    Parameters
    ----------
    shape
        Of the array of float64.
    """
    size = 8 * math.prod(shape)
    if size < _LARGE or size > _HELD // 2:
        return np.empty(shape)
    with _lock:
        for index in range(len(_arrays)):
            # Held by the list and by the question itself.
            free = sys.getrefcount(_arrays[index]) <= 2
            if free and _arrays[index].shape == shape:
                _arrays.append(_arrays.pop(index))
                return _arrays[-1]
        array = np.empty(shape)
        _arrays.append(array)
        while sum(own.nbytes for own in _arrays) > _HELD:
            del _arrays[0]
        return array
