"""Layered configuration: packaged YAML, with a workspace's YAML laid over it.

The packaged files are the schema: an overlay may change a value, but a key
that the packaged file does not have is an error that names the nearest known
one, and a value must be of the packaged value's kind. Only in `OPEN_SECTIONS`
may an overlay add names of its own.
"""

from __future__ import annotations

import copy
import difflib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from autolens_like import exc
from autolens_like.strict_yaml import checked as checked
from autolens_like.strict_yaml import read_yaml as read_yaml

#: Every configuration file, by its path under `config/` without the suffix.
FILES = (
    "general",
    "latent",
    "output",
    "visualize",
    "notation",
    "priors/by_name",
    "priors/by_class",
)
#: Where an overlay may add new names: {file: (dotted section, ...)}.
OPEN_SECTIONS = {
    "notation": ("parameters",),
    "priors/by_name": ("",),
    "priors/by_class": ("",),
}
_UNSET: Any = object()


def packaged_directory() -> Path:
    """The directory of the packaged YAML, installed or in a source checkout.

    Raises
    ------
    exc.ConfigException
        When neither place has the files.
    """
    from importlib import resources

    package = Path(str(resources.files("autolens_like")))
    for directory in (package / "config", package.parent / "config"):
        if (directory / "general.yaml").is_file():
            return directory
    raise exc.ConfigException(
        f"The packaged configuration was found neither in {package / 'config'} "
        f"nor in {package.parent / 'config'}. Reinstall autolens_like."
    )


class Config:
    """Configuration in layers: the packaged files, then workspaces over them.

    Nothing is read before the first lookup. Without a pushed layer the current
    directory's ``config/`` folder, where there is one, is the only overlay.

    Parameters
    ----------
    *overlays
        Directories laid over the packaged one, each over those before it.
    output_path
        Where results are written; the configured root below the current
        directory by default.
    """

    def __init__(
        self, *overlays: str | Path, output_path: str | Path | None = None
    ) -> None:
        self._layers = [_overlay_directory(path) for path in overlays]
        self._output_path = None if output_path is None else Path(output_path)
        self._overrides: dict[str, dict[str, Any]] = {}
        self._files: dict[str, Mapping[str, Any]] = {}
        self._files_of = ""

    def push(self, new_path: str | Path, output_path: str | Path | None = None) -> None:
        """Lay the directory `new_path` over all earlier layers.

        Parameters
        ----------
        new_path
            A directory with any of the configuration files.
        output_path
            Where results are written from now on; unchanged when None.
        """
        directory = _overlay_directory(new_path)
        self._layers = [*self.layers, directory]
        self._files = {}
        if output_path is not None:
            self._output_path = Path(output_path)

    @property
    def layers(self) -> list[Path]:
        """The overlay directories, lowest first (the packaged one excluded)."""
        if self._layers:
            return list(self._layers)
        workspace = Path.cwd() / "config"
        if not workspace.is_dir() or workspace.samefile(packaged_directory()):
            return []
        return [_overlay_directory(workspace)]

    @property
    def output_path(self) -> Path:
        """The directory that results are written below."""
        if self._output_path is not None:
            return self._output_path
        return Path.cwd() / str(self.value("output", "root"))

    def section(self, *keys: str) -> Mapping[str, Any]:
        """A whole file or one of its sections, read-only.

        Parameters
        ----------
        *keys
            The file (``"general"``, ``"priors/by_name"``), then its sections.
        """
        found = self._lookup(keys)
        if not isinstance(found, Mapping):
            raise exc.ConfigException(
                f"{_place(keys)} is a value ({found!r}), not a section; "
                "look it up with `value`."
            )
        return found

    def value(self, *keys: str) -> Any:
        """One value, for example ``value("output", "root")``."""
        found = self._lookup(keys)
        if isinstance(found, Mapping):
            raise exc.ConfigException(
                f"{_place(keys)} is a section, not a value; add one of its keys: "
                f"{', '.join(found)}."
            )
        return found

    def _lookup(self, keys: tuple[str, ...]) -> Any:
        if not keys:
            raise exc.ConfigException(
                f"A lookup starts with a file: one of {', '.join(FILES)}."
            )
        found: Any = self._file(keys[0])
        for depth, key in enumerate(keys[1:], start=1):
            if not isinstance(found, Mapping) or key not in found:
                known = found if isinstance(found, Mapping) else ()
                raise exc.ConfigException(
                    f"{_place(keys[:depth])} has no key '{key}'. "
                    f"{exc.suggestion(key, known)}"
                )
            found = found[key]
        return found

    def _file(self, name: str) -> Mapping[str, Any]:
        if name not in FILES:
            raise exc.ConfigException(
                f"There is no configuration file '{name}'. "
                f"{exc.suggestion(name, FILES)}"
            )
        if self._files_of != os.getcwd():
            # What was read elsewhere may have had another workspace laid over.
            self._files, self._files_of = {}, os.getcwd()
        if name not in self._files:
            self._files[name] = _read_only(self._merged(name))
        return self._files[name]

    def _merged(self, name: str) -> dict[str, Any]:
        merged = read_yaml(packaged_directory() / f"{name}.yaml")
        opened = OPEN_SECTIONS.get(name, ())
        for layer in self.layers:
            path = layer / f"{name}.yaml"
            if path.is_file():
                merged = checked(read_yaml(path), merged, path, opened)
        if name in self._overrides:
            merged = checked(self._overrides[name], merged, "with_config", opened)
        return merged

    def _snapshot(self) -> dict[str, Any]:
        return {**self.__dict__, "_overrides": copy.deepcopy(self._overrides)}

    def _override(self, keys: tuple[str, ...], value: Any) -> None:
        branch = self._overrides.setdefault(keys[0], {})
        for key in keys[1:-1]:
            branch = branch.setdefault(key, {})
        branch[keys[-1]] = value
        self._files = {}
        self._lookup(keys)


#: The configuration used wherever none is given.
instance = Config()


@contextmanager
def with_config(
    *keys: str, value: Any = _UNSET, path: str | Path | None = None
) -> Iterator[Config]:
    """A change of `instance` that ends with the ``with`` block.

    Parameters
    ----------
    *keys, value
        One key as in `Config.value`, and its value inside the block.
    path
        Or a directory, pushed as a layer inside the block.
    """
    before = instance._snapshot()
    try:
        if path is not None:
            instance.push(path)
        if keys and value is not _UNSET:
            instance._override(keys, value)
        yield instance
    finally:
        instance.__dict__.clear()
        instance.__dict__.update(before)


def _place(keys: tuple[str, ...]) -> str:
    return f"config/{keys[0]}.yaml" + "".join(f" {key}:" for key in keys[1:])


def _read_only(mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(
        {
            key: _read_only(value) if isinstance(value, Mapping) else value
            for key, value in mapping.items()
        }
    )


def _overlay_directory(path: str | Path) -> Path:
    """`path`, once it is a directory without misspelt file names.

    Files that resemble none of ours belong to somebody else and are left alone.
    """
    directory = Path(path).expanduser().absolute()
    if not directory.is_dir():
        raise exc.ConfigException(
            f"The configuration directory {directory} does not exist; "
            f"it may hold any of {', '.join(f'{name}.yaml' for name in FILES)}."
        )
    known = [f"{name}.yaml" for name in FILES]
    for pattern in ("*.y*ml", "priors/*.y*ml"):
        for file in sorted(directory.glob(pattern)):
            name = file.relative_to(directory).as_posix()
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.8)
            if name not in known and near:
                raise exc.ConfigException(
                    f"{file} is not a configuration file. {exc.suggestion(name, known)}"
                )
    return directory
