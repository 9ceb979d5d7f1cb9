"""What an index keeps of a fit, and how the folders of fits are found."""

from __future__ import annotations

import dataclasses
import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autolens_like import exc
from autolens_like.search.store.fit_folder import FitFolder
from autolens_like.typing import PathLike

#: Files that change whenever what is kept of a fit changes.
_WATCHED = (
    ".identifier",
    ".completed",
    "files/model.json",
    "files/search.json",
    "files/samples_summary.json",
)
#: Folders of a fit in which no other fit is.
_OWN_FOLDERS = frozenset({"files", "image", "journal"})
#: What tells the folder of a fit whose identifier is lost.
_TRACES = frozenset({"model.info", "files"})


@dataclasses.dataclass(frozen=True)
class FitRecord:
    """The searchable part of a fit.

    Parameters
    ----------
    columns
        The values of the columns of the table of fits, by name.
    quantities
        (kind, path, median, best) of parameters and latent quantities; None where a
        quantity has no value.
    components
        (path, registered name) of every component with a class.
    """

    columns: dict[str, Any]
    quantities: list[tuple[str, str, float | None, float | None]]
    components: list[tuple[str, str]]


def stamp_of(folder: str) -> str:
    """What changes when a fit does: times and sizes of a few files."""
    parts = []
    for name in _WATCHED:
        try:
            status = os.stat(f"{folder}/{name}")
        except OSError:
            parts.append("-")
        else:
            parts.append(f"{status.st_mtime_ns}.{status.st_size}.{status.st_ino}")
    return " ".join(parts)


def folders_below(directory: str) -> Iterator[tuple[str, bool]]:
    """The folders of fits in a directory, and whether each has its identifier.

    Links to folders are not followed, so that a circle of them ends.
    """
    open_folders = [directory]
    while open_folders:
        folder = open_folders.pop()
        try:
            with os.scandir(folder) as entries:
                inside = {e.name: e.is_dir(follow_symlinks=False) for e in entries}
        except OSError:
            continue
        is_fit = ".identifier" in inside
        if is_fit or _TRACES <= inside.keys():
            yield folder, is_fit
        for name, is_folder in inside.items():
            if is_folder and not (is_fit and name in _OWN_FOLDERS):
                open_folders.append(os.path.join(folder, name))


def record_of(folder: PathLike) -> FitRecord:
    """Read what an index keeps of a fit.

    Raises
    ------
    LensException
        The folder is damaged; the message names what is.
    """
    fit = FitFolder(folder)
    folder = fit.folder
    if not fit.identifier:
        raise exc.SearchException(f"{folder / '.identifier'} names no fit.")
    is_complete = fit.is_complete
    # A fit that has just begun has no search.json yet.
    has_settings = is_complete or (fit.files / "search.json").is_file()
    columns: dict[str, Any] = {
        "identifier": fit.identifier,
        "name": fit.name if has_settings else folder.parent.name,
        "unique_tag": fit.unique_tag if has_settings else None,
        "path_prefix": fit.path_prefix if has_settings else None,
        "class_name": fit.search.get("class") if has_settings else None,
        "is_complete": int(is_complete),
    }
    for name, value in columns.items():
        if not isinstance(value, str | int | None):
            raise exc.SearchException(f"{folder}: {name} is {value!r}, which is none.")
    if not is_complete:
        return FitRecord(columns, [], [])
    _check_end(fit.files / "samples.csv")
    summary = fit.json("samples_summary")
    for name in ("max_log_likelihood", "log_evidence", "log_evidence_error"):
        columns[name] = _number(summary.get(name), folder, name)
    columns["total_samples"] = _number(
        fit.json("samples_info").get("total_samples"), folder, "total_samples"
    )
    quantities = _quantities(
        "model",
        summary.get("median_pdf"),
        summary.get("max_log_likelihood_parameters"),
        folder,
    )
    if (fit.files / "latent" / "latent_summary.json").is_file():
        latent = fit.json("latent.latent_summary")
        quantities += _quantities(
            "latent", latent.get("median_pdf"), latent.get("max_log_likelihood"), folder
        )
    return FitRecord(columns, quantities, list(_components(fit.json("model"))))


def _quantities(
    kind: str, medians: Any, best: Any, folder: Path
) -> list[tuple[str, str, float | None, float | None]]:
    if not isinstance(medians, dict) or not isinstance(best, dict):
        raise exc.SearchException(f"{folder}: a summary has no values by name.")
    return [
        (
            kind,
            path,
            _number(median, folder, path),
            _number(best.get(path), folder, path),
        )
        for path, median in medians.items()
    ]


def _number(value: Any, folder: Path, name: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise exc.SearchException(f"{folder}: {name} is {value!r}, which is no number.")
    return None if math.isnan(value) else float(value)


def _check_end(path: Path) -> None:
    """Refuse a table that is empty or cut off within a line."""
    with path.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(size - 1, 0))
        if stream.read() != b"\n":
            raise exc.SearchException(
                f"{path} is cut off. Delete the folder of the fit to run it again."
            )


def _components(entry: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Paths and classes of a described model; what is odd in it is passed over."""
    open_entries = [(entry, path)]
    while open_entries:
        entry, path = open_entries.pop()
        if not isinstance(entry, dict):
            continue
        if isinstance(entry.get("class"), str):
            yield ".".join(path), entry["class"]
        arguments = entry.get("arguments")
        if isinstance(arguments, dict):
            open_entries += [(part, (*path, name)) for name, part in arguments.items()]
