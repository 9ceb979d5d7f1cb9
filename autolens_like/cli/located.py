"""A YAML file whose errors say where in it they stand: `file:line: key: reason`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autolens_like import exc, strict_yaml

#: Keys and positions that lead to a value of a file.
Place = tuple[str | int, ...]
#: The name of a key or setting in a message: 'name', or name=value.
_NAME = re.compile(r"'([^']+)'|\b([A-Za-z_]\w*)=")


class LocatedYaml:
    """The content of a YAML file, with the line of everything in it.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    exc.ConfigException
        It is missing, too large or malformed; names file and line.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.content, self._lines = strict_yaml.read_yaml_with_lines(self.path)

    def line_of(self, place: Place) -> int:
        """The line of a place, or of what is nearest above it."""
        while place not in self._lines:
            place = place[:-1]
        return self._lines[place]

    def message(self, place: Place, reason: str) -> str:
        """One line of an error: where, the key, and the reason."""
        where = f"{self.path}:{self.line_of(place)}"
        return f"{where}: {dotted(place) or 'the file'}: {reason}"

    def error(self, place: Place, reason: str) -> exc.ConfigException:
        """An error about one place."""
        return exc.ConfigException(self.message(place, reason))

    def error_from(self, error: Exception, place: Place) -> exc.ConfigException:
        """The error of a constructor, with the line of what it complains of.

        Messages begin with a dotted place (as those of model files do), or name an
        argument or value that stands in the file below `place`.
        """
        reason = str(error)
        place, reason = self._place_at_start_of(reason, place)
        finer = self._named_in(reason, place)
        return self.error(finer, reason)

    def _place_at_start_of(self, reason: str, place: Place) -> tuple[Place, str]:
        known = {dotted(key): key for key in self._lines if key[: len(place)] == place}
        while True:
            head, separator, rest = reason.partition(": ")
            if separator and head in known:
                place, reason = known[head], rest
                continue
            head, _, rest = reason.partition(" ")
            if head in known:
                place = known[head]
                if rest.startswith(("is ", "cannot ")):
                    reason = rest
            return place, reason

    def _named_in(self, reason: str, place: Place) -> Place:
        question = reason.partition("Did you mean")[0].partition("Allowed:")[0]
        below = sorted(
            (key for key in self._lines if key[: len(place)] == place and key != place),
            key=len,
        )
        for match in _NAME.finditer(question):
            name = match.group(1) or match.group(2)
            for key in below:
                if key[-1] == name:
                    return key
            for key in below:
                value = self._value(key)
                if isinstance(value, str) and value == name:
                    return key
        words = [
            key
            for key in below
            if isinstance(value := self._value(key), str)
            and len(value) > 3
            and re.search(rf"\b{re.escape(value)}\b", question)
        ]
        # A path holds the name of its folder: the longest value is the one meant.
        return max(words, key=lambda key: len(str(self._value(key))), default=place)

    def _value(self, place: Place) -> Any:
        value: Any = self.content
        for key in place:
            # A key that came by a merge has a line, and its value stands elsewhere.
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                return None
        return value


def dotted(place: Iterable[str | int]) -> str:
    """A place as text, such as ``mask.centre[0]``."""
    text = ""
    for key in place:
        text += f"[{key}]" if isinstance(key, int) else f".{key}"
    return text.lstrip(".")
