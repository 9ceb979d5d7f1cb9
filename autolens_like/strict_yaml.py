"""YAML read without trust, and laid over its defaults with every key checked.

The one reader of YAML in the package: for its own configuration (`conf`) and
for any file that a user writes. Nothing in a file can run code, expand without
bound or pass unnoticed when it is misspelt.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from autolens_like import exc

#: A configuration is a few kB; more than this is the wrong file.
MAXIMUM_BYTES = 1_000_000
#: Values of one file after its aliases are expanded (an "alias bomb" has 10^9).
MAXIMUM_NODES = 100_000
#: Levels of nesting; deeper input exists only to exhaust the stack.
MAXIMUM_DEPTH = 40


def read_yaml(path: str | Path) -> dict[str, Any]:
    """The mapping held by a YAML file, read without trust.

    Numbers such as ``1e-10`` are numbers (plain YAML 1.1 reads text).

    Parameters
    ----------
    path
        A file of at most `MAXIMUM_BYTES` whose top level is a mapping with
        text keys. An empty file is an empty mapping.

    Raises
    ------
    exc.ConfigException
        For a missing, oversized or malformed file, a duplicate key, and
        aliases that expand beyond `MAXIMUM_NODES`; names file and line.
    """
    return read_yaml_with_lines(path)[0]


def read_yaml_with_lines(
    path: str | Path,
) -> tuple[dict[str, Any], dict[tuple[str | int, ...], int]]:
    """What `read_yaml` gives, and the line of every key and item.

    Returns
    -------
    content
        The mapping.
    lines
        By the keys and positions that lead to a value; the first line is 1.
    """
    import yaml

    lines: dict[tuple[str | int, ...], int] = {(): 1}
    try:
        loader = _loader_class()(_text_of(Path(path)))
        node = loader.get_single_node()
        _check_node(node, Path(path))
        content = None if node is None else loader.construct_document(node)
        _collect_lines(node, (), lines)
    except yaml.YAMLError as error:
        raise exc.ConfigException(_yaml_message(path, error)) from error
    except (ValueError, RecursionError) as error:
        if isinstance(error, exc.ConfigException):
            raise
        raise exc.ConfigException(f"{path} is not valid YAML: {error}.") from error
    if content is None:
        return {}, lines
    if not isinstance(content, dict):
        raise exc.ConfigException(
            f"{path} holds a {type(content).__name__} at its top level; "
            "write a mapping of 'key: value' lines."
        )
    return content, lines


def checked(
    mapping: Mapping[str, Any],
    defaults: Mapping[str, Any],
    source: str | Path,
    open_sections: tuple[str, ...] = (),
) -> dict[str, Any]:
    """A mapping laid over its defaults, key by key, every key and kind checked.

    Parameters
    ----------
    mapping
        What the user wrote.
    defaults
        Every key that is allowed, with its default. The default's type is the
        type asked for (an integer is accepted where a float is, and 1e5 where
        an integer is); None allows anything. A type in place of a default, or
        a tuple of types, marks a key that must be given.
    source
        The file (or other origin) that errors name.
    open_sections
        Dotted sections below which new keys may be added ("" is the root).
        There a mapping with the key ``type`` replaces its default as a whole,
        for its other keys belong to that type.

    Returns
    -------
    dict
        A new mapping; neither argument is changed.

    Raises
    ------
    exc.ConfigException
        For an unknown key (with the nearest known one), a value of the wrong
        kind, or a required key that is absent.
    """
    return _laid_over(mapping, defaults, str(source), "", open_sections)


def _laid_over(
    mapping: Any,
    defaults: Mapping[str, Any],
    source: str,
    where: str,
    open_sections: tuple[str, ...],
) -> dict[str, Any]:
    if not isinstance(mapping, Mapping):
        raise exc.ConfigException(
            f"{source}: {where or 'the top level'} is {_described(mapping)}; "
            f"a section with keys is asked for: {', '.join(map(str, defaults))}."
        )
    is_open = any(
        section == "" or where == section or where.startswith(f"{section}.")
        for section in open_sections
    )
    merged = copy.deepcopy(dict(defaults))
    for key, value in mapping.items():
        place = f"{where}.{key}" if where else str(key)
        if key not in defaults:
            if not is_open:
                raise exc.ConfigException(
                    f"{source}: unknown key '{place}'. "
                    f"{exc.suggestion(str(key), defaults)}"
                )
            merged[key] = copy.deepcopy(value)
        elif is_open and isinstance(value, Mapping) and "type" in value:
            merged[key] = copy.deepcopy(dict(value))
        elif isinstance(defaults[key], Mapping):
            merged[key] = _laid_over(value, defaults[key], source, place, open_sections)
        else:
            merged[key] = _of_kind(value, defaults[key], source, place)
    _check_complete(merged, source, where)
    return merged


def _check_complete(merged: Mapping[str, Any], source: str, where: str) -> None:
    for key, value in merged.items():
        place = f"{where}.{key}" if where else str(key)
        if isinstance(value, Mapping):
            _check_complete(value, source, place)
        elif _is_required(value):
            raise exc.ConfigException(
                f"{source}: the key '{place}' is missing; "
                f"give it a value ({_kind_name(value)})."
            )


def _is_required(default: Any) -> bool:
    return isinstance(default, type) or (
        isinstance(default, tuple)
        and bool(default)
        and all(isinstance(kind, type) for kind in default)
    )


def _of_kind(value: Any, default: Any, source: str, place: str) -> Any:
    """`value` as the kind of `default`, or an error that names both."""
    if default is None:
        return copy.deepcopy(value)
    kinds = default if _is_required(default) else type(default)
    for kind in kinds if isinstance(kinds, tuple) else (kinds,):
        if isinstance(value, bool) or kind is bool:
            fits = isinstance(value, bool) and kind is bool
        elif kind is float:
            fits = isinstance(value, int | float) and not math.isnan(value)
        elif kind is int and isinstance(value, float):
            fits = value.is_integer()
        else:
            fits = isinstance(value, kind)
        if fits:
            return kind(value) if kind in (int, float) else copy.deepcopy(value)
    raise exc.ConfigException(
        f"{source}: '{place}' is {_described(value)}; {_kind_name(kinds)} is asked for."
    )


def _described(value: Any) -> str:
    return "empty" if value is None else f"{value!r} ({_kind_name(type(value))})"


def _kind_name(kinds: Any) -> str:
    names = {
        bool: "true or false",
        int: "an integer",
        float: "a number",
        str: "text",
        list: "a list",
        dict: "a section with keys",
    }
    several = kinds if isinstance(kinds, tuple) else (kinds,)
    return " or ".join(names.get(kind, kind.__name__) for kind in several)


def _text_of(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise exc.ConfigException(
            f"{path} cannot be read: {error.strerror or error}."
        ) from error
    if len(content) > MAXIMUM_BYTES:
        raise exc.ConfigException(
            f"{path} has {len(content)} bytes; at most {MAXIMUM_BYTES} are read."
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise exc.ConfigException(
            f"{path} is not UTF-8 text (byte {error.start}); save it as UTF-8."
        ) from error


def _yaml_message(path: str | Path, error: Any) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
    problem = getattr(error, "problem", None) or str(error)
    remedy = " Indent with spaces, not tabs." if "\\t" in problem else ""
    return f"{where}: {problem}.{remedy}"


@cache
def _loader_class() -> type:
    """`yaml.SafeLoader` with bounded nesting and numbers such as 1e-10."""
    import re

    import yaml

    class BoundedLoader(yaml.SafeLoader):
        depth = 0

        def compose_node(self, parent: Any, index: Any) -> Any:
            self.depth += 1
            if self.depth > MAXIMUM_DEPTH:
                raise yaml.composer.ComposerError(
                    None,
                    None,
                    f"more than {MAXIMUM_DEPTH} levels of nesting",
                    self.peek_event().start_mark,
                )
            node = super().compose_node(parent, index)
            self.depth -= 1
            return node

    BoundedLoader.add_implicit_resolver(
        "tag:yaml.org,2002:float",
        re.compile(r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)[eE][-+]?[0-9]+$"),
        list("-+.0123456789"),
    )
    return BoundedLoader


def _check_node(root: Any, path: Path) -> None:
    """Refuse duplicate keys, keys that are no text, cycles and alias bombs."""
    sizes: dict[int, int | None] = {}

    def size(node: Any) -> int:
        if id(node) in sizes:
            known = sizes[id(node)]
            if known is None:
                raise _at(path, node, "a value that contains itself")
            return known
        sizes[id(node)] = None
        total = 1
        if isinstance(node.value, list):
            if node.tag == "tag:yaml.org,2002:map":
                _check_keys(node, path)
            for item in node.value:
                total += sum(map(size, item if isinstance(item, tuple) else (item,)))
        if total > MAXIMUM_NODES:
            raise _at(path, node, f"more than {MAXIMUM_NODES} values, aliases expanded")
        sizes[id(node)] = total
        return total

    if root is not None:
        size(root)


def _collect_lines(node: Any, place: tuple[Any, ...], lines: dict[Any, int]) -> None:
    """The line of every value below a node whose size was checked before."""
    if node is None or not isinstance(node.value, list):
        return
    is_mapping = node.tag == "tag:yaml.org,2002:map"
    for position, item in enumerate(node.value):
        key, value = item if is_mapping else (item, item)
        below = (*place, key.value if is_mapping else position)
        lines[below] = key.start_mark.line + 1
        _collect_lines(value, below, lines)


def _check_keys(node: Any, path: Path) -> None:
    seen: set[str] = set()
    for key, _ in node.value:
        if key.tag == "tag:yaml.org,2002:merge":
            continue
        if key.tag != "tag:yaml.org,2002:str":
            raise _at(path, key, f"the key {key.value!r} is no text; put it in quotes")
        if key.value in seen:
            raise _at(path, key, f"the key '{key.value}' is there twice; remove one")
        seen.add(key.value)


def _at(path: Path, node: Any, problem: str) -> exc.ConfigException:
    return exc.ConfigException(f"{path}:{node.start_mark.line + 1}: {problem}.")
