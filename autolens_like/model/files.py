"""Files of models: JSON and YAML, whole or absent, read without trust."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from autolens_like import atomic, exc, strict_yaml
from autolens_like.model.reading import model_from
from autolens_like.model.tree import Node
from autolens_like.model.writing import dictionary_from
from autolens_like.typing import PathLike

#: A model of a thousand parameters is half a MB; more than this is the wrong file.
MAXIMUM_BYTES = 20_000_000


def write_json(model: Node, path: PathLike) -> None:
    """Write a model as JSON."""
    atomic.write_text(path, json.dumps(dictionary_from(model), indent=2) + "\n")


def read_json(path: PathLike) -> Any:
    """The model of a JSON file.

    Raises
    ------
    exc.ModelException
        The file is missing, damaged or too large, or holds no model.
    """
    path = Path(path)
    try:
        if path.stat().st_size > MAXIMUM_BYTES:
            raise _unreadable(path, f"it has more than {MAXIMUM_BYTES} bytes")
        text = path.read_text(encoding="utf-8")
        dictionary = json.loads(
            text, object_pairs_hook=_without_duplicates, parse_constant=_no_constant
        )
    except (OSError, ValueError, RecursionError) as error:
        raise _unreadable(path, error) from error
    return _model(dictionary, path)


def write_yaml(model: Node, path: PathLike) -> None:
    """Write a model as YAML."""
    import yaml

    text = yaml.safe_dump(dictionary_from(model), sort_keys=False, allow_unicode=True)
    atomic.write_text(path, text)


def read_yaml(path: PathLike) -> Any:
    """The model of a YAML file.

    Raises
    ------
    exc.ConfigException
        The file is missing or malformed; names the line.
    exc.ModelException
        It holds no model.
    """
    return _model(strict_yaml.read_yaml(Path(path)), Path(path))


def _model(dictionary: Any, path: Path) -> Any:
    try:
        return model_from(dictionary)
    except exc.InputException as error:
        raise _unreadable(path, error) from error


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key '{twice}' stands twice")
    return content


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


def _unreadable(path: Path, problem: Any) -> exc.ModelException:
    if isinstance(problem, exc.ModelException) and str(path) in str(problem):
        return problem
    return exc.ModelException(f"{path} cannot be read as a model: {problem}")
