"""What this machine has, and whether fits can trust it."""

from __future__ import annotations

import os
import platform
import shutil
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from autolens_like import atomic, exc
from autolens_like.cli.dry_run import free_bytes, size
from autolens_like.numerics.memory import available_memory
from autolens_like.numerics.namespace import jax_devices
from autolens_like.search.lock import FitLock
from autolens_like.version import __version__

#: The libraries that a fit may use, as pip calls them.
LIBRARIES = (
    "numpy", "scipy", "numba", "jax", "astropy", "dynesty", "matplotlib",
    "nautilus-sampler", "emcee", "blackjax", "optax", "typer", "pydantic",
)  # fmt: skip
#: Less than this is soon full [bytes].
LEAST_DISK = 1e9
#: A file that takes longer to reach the disk [s] slows the journal of a fit.
SLOW_WRITE = 0.5
#: Written by the driver of NVIDIA's cards.
_DRIVER = Path("/proc/driver/nvidia/version")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes
    ----------
    name
        What it is.
    text
        What was found, and what to do where it is not well.
    is_well
        False fails the command.
    """

    name: str
    text: str
    is_well: bool = True


def findings(folder: str | Path) -> list[Finding]:
    """Everything that was found, for results below a folder."""
    root = Path(folder)
    found = [
        Finding("autolens_like", __version__),
        Finding("python", f"{platform.python_version()} on {platform.platform()}"),
    ]
    for name in LIBRARIES:
        try:
            found.append(Finding(name, metadata.version(name)))
        except metadata.PackageNotFoundError:
            found.append(Finding(name, "not installed"))
    found += [_jax(), _threads(), _memory(), _disk(root)]
    found += [
        _checked("atomic files", root, _write_test),
        _checked("file locks", root, _lock_test),
    ]
    return found


def _jax() -> Finding:
    try:
        devices = jax_devices()
    except exc.MissingDependencyException:
        return Finding("devices of JAX", "none: pip install jax for gradients")
    except RuntimeError as error:
        return Finding("devices of JAX", f"JAX does not start: {error}", is_well=False)
    text = ", ".join(devices)
    if _DRIVER.exists() and all(device.startswith("cpu") for device in devices):
        text += '; there is an NVIDIA card: pip install "jax[cuda13]" to use it'
    return Finding("devices of JAX", text)


def _threads() -> Finding:
    # Imported for its side effect: threadpoolctl sees the libraries that are loaded.
    import numpy  # noqa: F401
    from threadpoolctl import threadpool_info

    allowed = (
        len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count()
    )
    pools = ", ".join(
        f"{pool['internal_api']} {pool['num_threads']}" for pool in threadpool_info()
    )
    return Finding(
        "cores",
        f"{allowed} of {os.cpu_count()} for this process; threads: {pools or 'none'}",
    )


def _memory() -> Finding:
    left = available_memory()
    return Finding("memory", "unknown" if left is None else f"{size(left)} available")


def _disk(root: Path) -> Finding:
    free = free_bytes(root.absolute())
    text = f"{size(free)} free below {root}"
    if free < LEAST_DISK:
        return Finding("disk", f"{text}; free some space", is_well=False)
    return Finding("disk", text)


def _checked(name: str, root: Path, check: Callable[[Path], str]) -> Finding:
    """The finding of a test that writes into a folder of its own, then removes it."""
    existing = root.absolute()
    while not existing.exists():
        existing = existing.parent
    trial = existing / f".autolens-like-doctor-{uuid.uuid4().hex[:8]}"
    try:
        trial.mkdir()
        return Finding(name, check(trial))
    except (OSError, exc.LensException) as error:
        return Finding(name, f"{error}; give another --output", is_well=False)
    finally:
        shutil.rmtree(trial, ignore_errors=True)


def _write_test(folder: Path) -> str:
    begun = time.perf_counter()
    atomic.write_text(folder / "file", "old")
    atomic.write_text(folder / "file", "new")
    seconds = 0.5 * (time.perf_counter() - begun)
    if (folder / "file").read_text(encoding="utf-8") != "new":
        raise exc.LensException("a file that was replaced has its old content")
    slow = "; slow, a local disk is better" if seconds > SLOW_WRITE else ""
    return f"work, {1e3 * seconds:.1f} ms each{slow}"


def _lock_test(folder: Path) -> str:
    with FitLock(folder):
        try:
            with FitLock(folder):
                pass
        except exc.SearchException:
            return "work: a second process is refused"
    raise exc.LensException("two processes can hold the lock of one fit")
