"""How much memory a computation may take before it is refused by name."""

from __future__ import annotations

import os

from autolens_like import exc


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
