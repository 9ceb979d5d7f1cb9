"""`FitFolder`: one fit as its folder has it, read without trust and only when asked."""

from __future__ import annotations

import csv
import json
from functools import cached_property
from pathlib import Path
from typing import Any

from autolens_like import exc
from autolens_like.model import files
from autolens_like.search.latent import LatentModel
from autolens_like.search.samples import EXTRA_COLUMNS, Samples
from autolens_like.typing import PathLike

#: JSON of a fit is kilobytes; more than this is another file.
MAXIMUM_BYTES = 50_000_000
#: What `FitFolder.value` gives beside the JSON files of the folder.
PARTS = ("samples", "model", "instance", "latent", "search", "info")


class FitFolder:
    """A fit on disk.

    Parameters
    ----------
    folder
        The folder that has the identifier of the fit as its name.
    """

    def __init__(self, folder: PathLike) -> None:
        self._folder = folder

    @cached_property
    def folder(self) -> Path:
        """The folder of the fit."""
        return Path(self._folder)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.folder}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FitFolder) and self.folder == other.folder

    def __hash__(self) -> int:
        return hash(self.folder)

    @property
    def files(self) -> Path:
        """Where tables and JSON are."""
        return self.folder / "files"

    @property
    def image(self) -> Path:
        """Where FITS files and figures are."""
        return self.folder / "image"

    @property
    def is_complete(self) -> bool:
        """Whether the fit is finished."""
        samples = self.files / "samples.csv"
        return (self.folder / ".completed").is_file() and samples.is_file()

    @cached_property
    def identifier(self) -> str:
        """The hash of everything that the fit depends on."""
        return str(_mapping_in(self.folder / ".identifier").get("identifier", ""))

    @cached_property
    def search(self) -> dict[str, Any]:
        """Settings of the search, its seed and the versions that it ran with."""
        return _mapping_in(self.files / "search.json")

    @property
    def name(self) -> str:
        """The name of the search."""
        return self.search.get("name") or self.folder.parent.name

    @property
    def unique_tag(self) -> str | None:
        """The tag, usually the name of the lens."""
        return self.search.get("unique_tag")

    @property
    def path_prefix(self) -> str | None:
        """The folders above the tag."""
        return self.search.get("path_prefix")

    @cached_property
    def model(self) -> Any:
        """The model that was fitted, with its priors.

        Raises
        ------
        ModelException
            It is damaged, or has a class that this script has not registered.
        """
        return files.read_json(self.files / "model.json")

    @cached_property
    def samples(self) -> Samples:
        """The posterior.

        Raises
        ------
        SearchException
            The fit is not finished, or its table is damaged.
        """
        if not self.is_complete:
            raise exc.SearchException(f"{self.folder} holds no finished fit.")
        path = self.files / "samples.csv"
        return self._table(path, self.model, self.value("samples_info"))

    @cached_property
    def latent(self) -> Samples | None:
        """Samples of the latent quantities, None where there are none."""
        path = self.files / "latent" / "samples.csv"
        if not path.is_file():
            return None
        try:
            header = path.read_text(encoding="utf-8").split("\n", 1)[0].split(",")
        except (OSError, UnicodeDecodeError) as error:
            raise _unreadable(path, error) from error
        summary = {}
        if path.with_name("latent_summary.json").is_file():
            summary = self.json("latent.latent_summary")
        rows = {key: summary[key] for key in ("rows",) if key in summary}
        return self._table(path, LatentModel(header[: -len(EXTRA_COLUMNS)]), rows)

    @property
    def instance(self) -> Any:
        """The instance with the highest log likelihood."""
        return self.samples.max_log_likelihood()

    @property
    def info(self) -> str:
        """The text of model.results."""
        path = self.folder / "model.results"
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise _unreadable(path, error) from error

    def value(self, name: str) -> Any:
        """Something of the fit by name: one of `PARTS`, or a JSON file of its folder.

        Parameters
        ----------
        name
            Such as "samples", "model", "samples_summary" or "latent.latent_summary".

        Raises
        ------
        SearchException
            There is nothing of this name, or it is damaged.
        """
        return getattr(self, name) if name in PARTS else self.json(name)

    def json(self, name: str) -> dict[str, Any]:
        """The content of a JSON file of the folder, as it stands.

        Raises
        ------
        SearchException
            There is no such file, or it is damaged.
        """
        parts = str(name).split(".")
        path = self.files.joinpath(*parts).with_suffix(".json")
        if not all(part.isidentifier() for part in parts) or not path.is_file():
            known = sorted(item.stem for item in self.files.glob("*.json"))
            raise exc.SearchException(
                f"{self.folder} has no '{name}'. "
                f"{exc.suggestion(name, dict.fromkeys([*PARTS, *known]))}"
            )
        return _mapping_in(path)

    def _table(self, path: Path, model: Any, info: dict[str, Any] | None) -> Samples:
        try:
            return Samples.from_table(path, model, info)
        except (exc.SearchException, csv.Error) as error:
            raise exc.SearchException(f"{self.folder}: {error}") from error


def _mapping_in(path: Path) -> dict[str, Any]:
    """The content of a JSON file that holds a mapping."""
    try:
        if path.stat().st_size > MAXIMUM_BYTES:
            raise ValueError(f"it has more than {MAXIMUM_BYTES} bytes")
        content = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(content, dict):
            raise ValueError("it holds no mapping")
    except (OSError, ValueError, RecursionError) as error:
        raise _unreadable(path, error) from error
    return content


def _unreadable(path: Path, error: Exception) -> exc.SearchException:
    return exc.SearchException(f"{path} cannot be read: {error}")
