"""Memory: how much is left, and arrays in memory that is used again.

To import this module tells the C library to keep what arrays give back.
"""

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


#: Bytes of the largest block that teaches glibc to keep such blocks (mallopt(3), its
#: M_MMAP_THRESHOLD: 32 MB), less what it adds to it.
_TEACHING = (1 << 25) - (1 << 16)


def keep_returned_memory() -> None:
    """Have the C library keep the memory of arrays that nobody holds any more.

    glibc gives blocks, and the end of its heap, back to the system if they are larger
    than those that it has got back before. The arrays of a likelihood, of 0.2 MB, were
    therefore in old memory or in new pages, 430 of them and a fifth of the time of
    three small exposures, by whatever had been done in the process. A large block that
    is never written to, got back once, settles it: up to 64 MB stay with the process.
    Whoever sets glibc's MALLOC_ variables has his own way; other C libraries do nothing
    of the kind.
    """
    np.empty(_TEACHING, dtype=np.uint8)


keep_returned_memory()

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
