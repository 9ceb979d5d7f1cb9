"""The folder of a fit: its name, its identity and its files.

::

    output/path_prefix/unique_tag/name/identifier/
        .identifier  .completed  model.info  model.results  search.summary
        search.log   files/      image/      journal/ (while the search runs)
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any

from autolens_like import atomic, exc
from autolens_like.search import configuration
from autolens_like.search.identity import canonical_json, digest
from autolens_like.search.latent import LatentModel, latent_summary, latent_text
from autolens_like.search.samples import EXTRA_COLUMNS, Samples
from autolens_like.typing import PathLike

#: Stands for a search without a name.
UNNAMED = "unnamed"
#: Bytes that file systems allow for the name of a folder.
LONGEST_NAME = 255
#: Digits of the identifier that are used as the name of the folder.
IDENTIFIER_LENGTH = 32


class Paths:
    """Where one fit is on disk.

    Parameters
    ----------
    parts
        Hash of every part that the result depends on, by name. A change of any
        of them is another fit, in another folder.
    name, path_prefix, unique_tag
        Folders that the user chooses; a slash makes folders inside one another.
    root
        The output folder; by default that of the configuration.

    Attributes
    ----------
    samples : Samples or None
        The posterior, once there is one: for those who draw it.
    """

    def __init__(
        self,
        parts: Mapping[str, str],
        name: str | None = None,
        path_prefix: PathLike | None = None,
        unique_tag: str | None = None,
        root: PathLike | None = None,
    ):
        self.samples: Samples | None = None
        self.parts = dict(parts)
        self.name = name or UNNAMED
        self.identifier = hashlib.sha256(
            canonical_json(self.parts).encode()
        ).hexdigest()[:IDENTIFIER_LENGTH]
        root = Path(root or configuration.value("output", "root"))
        inside = [
            _relative("path_prefix", path_prefix),
            _relative("unique_tag", unique_tag),
            _relative("name", self.name),
        ]
        self.name_folder = root.joinpath(*inside)
        self.folder = self.name_folder / self.identifier

    @property
    def files(self) -> Path:
        """Tables and JSON, for programs."""
        return self.folder / "files"

    @property
    def image(self) -> Path:
        """FITS files and figures."""
        return self.folder / "image"

    @property
    def journal(self) -> Path:
        """The evaluations of a fit that is not finished."""
        return self.folder / "journal"

    @property
    def is_complete(self) -> bool:
        """Whether the fit is finished and can be loaded."""
        return (self.folder / ".completed").is_file() and (
            self.files / "samples.csv"
        ).is_file()

    def write_text(self, name: str, text: str) -> None:
        """A text file in the root of the fit folder."""
        atomic.write_text(self.folder / name, text)

    def write_json(self, name: str, value: Any) -> None:
        """``files/name.json``."""
        atomic.write_json(self.files / f"{name}.json", value)

    def read_json(self, name: str) -> Any:
        """What `write_json` wrote.

        Raises
        ------
        SearchException
            The file is missing or damaged.
        """
        path = self.files / f"{name}.json"
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise exc.SearchException(
                f"{path} cannot be read: {error}. Delete the folder {self.folder} "
                "to run the fit again."
            ) from error

    def save_identifier(self) -> None:
        """Write the hash of every part into ``.identifier``."""
        value = {"identifier": self.identifier, "parts": self.parts}
        self.write_text(".identifier", json.dumps(value, indent=2) + "\n")

    def save_samples(self, samples: Samples) -> None:
        """Write samples.csv, samples_info.json and samples_summary.json."""
        atomic.write_text(self.files / "samples.csv", samples.to_csv())
        # The number of rows tells a table that was cut off.
        self.write_json("samples_info", {**samples.info, "rows": len(samples)})
        self.write_json("samples_summary", summary_of(samples))
        self.samples = samples

    def save_latent(self, samples: Samples, units: Mapping[str, str]) -> None:
        """Write latent.results and files/latent."""
        folder = self.files / "latent"
        atomic.write_text(folder / "samples.csv", samples.to_csv())
        atomic.write_json(folder / "latent_summary.json", latent_summary(samples))
        self.write_text("latent.results", latent_text(samples, units))

    def load_latent(self) -> Samples | None:
        """The samples that `save_latent` wrote, None where there are none."""
        path = self.files / "latent" / "samples.csv"
        if not path.is_file():
            return None
        text = self._text_of(path)
        names = text.split("\n", 1)[0].split(",")[: -len(EXTRA_COLUMNS)]
        summary = {}
        if path.with_name("latent_summary.json").is_file():
            summary = self.read_json("latent/latent_summary")
        rows = {key: summary[key] for key in ("rows",) if key in summary}
        return Samples.from_csv(text, LatentModel(names), rows)

    def load_samples(self, model: Any) -> Samples:
        """The samples that `save_samples` wrote."""
        text = self._text_of(self.files / "samples.csv")
        self.samples = Samples.from_csv(text, model, self.read_json("samples_info"))
        return self.samples

    def _text_of(self, path: Path) -> str:
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise exc.SearchException(
                f"{path} cannot be read: {error}. Delete the folder {self.folder} to "
                "run the fit again."
            ) from error

    def complete(self) -> None:
        """Mark the fit as finished: the last thing that is written."""
        self.write_text(".completed", self.identifier + "\n")

    def difference_from_others(self) -> str | None:
        """One line about the other fits of this name and what differs, or None."""
        lines = []
        for path in sorted(self.name_folder.glob("*/.identifier")):
            if path.parent.name == self.identifier:
                continue
            parts = _parts_of(path)
            names = sorted(
                name
                for name in parts.keys() | self.parts.keys()
                if parts.get(name) != self.parts.get(name)
            )
            lines.append(f"{path.parent.name[:8]} (differs in {', '.join(names)})")
        if not lines:
            return None
        return f"{self.name}: other fits have this name: {'; '.join(lines)}"


def parts_of_fit(
    model: Any, analysis: Any, search: Mapping[str, Any], version: int
) -> dict[str, str]:
    """The hash of everything that a result depends on.

    Parameters
    ----------
    model
        Gives ``identity()``, anything JSON can hold.
    analysis
        Gives ``identity()``, a dictionary of hashes.
    search
        Settings, seed and tag of the search.
    version
        The version of the likelihood.
    """
    parts = {
        "model": digest(canonical_json(model.identity())),
        "likelihood_version": str(version),
    }
    for name, value in analysis.identity().items():
        parts[f"analysis.{name}"] = str(value)
    for name, value in search.items():
        parts[f"search.{name}"] = canonical_json(value)
    return parts


def summary_of(samples: Samples) -> dict[str, Any]:
    """The numbers of samples_summary.json, by parameter name."""
    names = samples.parameter_names
    index = samples.max_log_likelihood_index
    best = samples.parameter_lists[index].tolist()
    median = samples.median_pdf(as_instance=False).tolist()
    summary: dict[str, Any] = {
        "max_log_likelihood": float(samples.log_likelihood_list[index]),
        "log_evidence": samples.log_evidence,
        "log_evidence_error": samples.log_evidence_error,
        "max_log_likelihood_parameters": dict(zip(names, best, strict=True)),
        "median_pdf": dict(zip(names, median, strict=True)),
    }
    for sigma in (1, 3):
        limits = samples.values_at_sigma(float(sigma))
        summary[f"values_at_{sigma}_sigma"] = dict(zip(names, limits, strict=True))
    return summary


def _relative(argument: str, value: PathLike | None) -> PurePath:
    if not isinstance(value, str | PurePath | None):
        raise exc.SearchException(f"{argument}={value!r}: text or a path is asked for.")
    if value == "." or any(ord(character) < 32 for character in str(value)):
        raise exc.SearchException(
            f"{argument}={str(value)!r} is no name of a folder: give letters and "
            "digits."
        )
    path = PurePath(value or "")
    if any(len(part.encode()) > LONGEST_NAME for part in path.parts):
        raise exc.SearchException(
            f"{argument}={str(value)[:40]!r}... has a name of more than {LONGEST_NAME} "
            "bytes, which no file system takes; shorten it, or divide it with slashes."
        )
    if path.is_absolute() or ".." in path.parts:
        raise exc.SearchException(
            f"{argument}={str(value)!r} leads out of the output folder: give a "
            "relative path without '..', and output_path for another root."
        )
    return path


def _parts_of(path: Path) -> dict[str, str]:
    try:
        parts = json.loads(path.read_text(encoding="utf-8"))["parts"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return parts if isinstance(parts, dict) else {}
