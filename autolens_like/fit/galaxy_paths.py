"""Where a galaxy stands in a model, such as ("galaxies", "source"), and what is kept
under such a path."""

from __future__ import annotations

import ast
from collections import UserDict
from collections.abc import Mapping
from typing import Any

from autolens_like import exc

GalaxyPath = tuple[str, ...]


def path_from(key: Any) -> GalaxyPath:
    """The path of a galaxy, however it is written.

    Parameters
    ----------
    key
        ("galaxies", "source"), or "galaxies.source", or "('galaxies', 'source')" as
        PyAutoLens writes it.

    Raises
    ------
    InputException
        Anything else.
    """
    names: Any = key
    if isinstance(key, str):
        names = key.split(".")
        if key.startswith("("):
            try:
                names = ast.literal_eval(key)
            except (SyntaxError, ValueError):
                names = None
    if (
        isinstance(names, (tuple, list))
        and len(names) > 0
        and all(isinstance(name, (str, int)) and name != "" for name in names)
    ):
        return tuple(str(name) for name in names)
    raise exc.InputException(
        f"{key!r} is no path of a galaxy; give ('galaxies', 'source') for the galaxy "
        "that the model has as galaxies.source."
    )


class ByPath(UserDict):
    """A dictionary whose keys are paths of galaxies, found however they are written.

    Parameters
    ----------
    values
        What is kept, by path.
    """

    def __init__(self, values: Mapping[Any, Any] | None = None) -> None:
        super().__init__(values or {})

    def __getitem__(self, key: Any) -> Any:
        path = path_from(key)
        if path not in self.data:
            name = ".".join(path)
            known = [".".join(other) for other in self.data]
            raise exc.UnknownGalaxyException(
                f"There is nothing for the galaxy '{name}'. "
                f"{exc.suggestion(name, known)}"
            )
        return self.data[path]

    def __setitem__(self, key: Any, value: Any) -> None:
        self.data[path_from(key)] = value

    def __delitem__(self, key: Any) -> None:
        del self.data[path_from(key)]

    def __contains__(self, key: Any) -> bool:
        return path_from(key) in self.data
